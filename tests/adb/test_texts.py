"""What phones print when they refuse, and who holds UiAutomation: pure readings of text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.adb.gesture import STEPS, swipe_points
from miunlink_adb.adb.holder import U2_SERVER, find_holder, find_processes
from miunlink_adb.adb.refusal import is_input_refusal, open_problem
from miunlink_adb.adb.shell_answer import marked, read_packets, split_marked
from miunlink_adb.adb.start_command import start_command
from miunlink_adb.errors import DeviceError, ElementNotFound
from miunlink_adb.hierarchy import Bounds
from miunlink_adb.phone import Open
from tests.adb.fake_server import SHARED_ERRORS

BROUGHT_TO_FRONT = (
    "Starting: Intent { act=x }\nWarning: Activity not started, its current task has been "
    "brought to the front\n"
)
UNRESOLVED = (
    "Starting: Intent { act=x }\nError: Activity not started, unable to resolve Intent "
    "{ act=x flg=0x10000000 }\n"
)
PS = """USER           PID  PPID     VSZ    RSS WCHAN            ADDR S NAME
root             1     0 1405960 92436 0                   0 S init
shell         4711     1 1405960 92436 0                   0 S {name}
"""


@pytest.mark.parametrize("name", sorted(SHARED_ERRORS) or ["none"])
def test_captured_refusals_are_told_from_captured_other_errors(name: str) -> None:
    """Of all errors that real phones printed exactly those of injected input are refusals."""
    if not SHARED_ERRORS:
        pytest.skip("the captures of real phones are not here")

    assert is_input_refusal(SHARED_ERRORS[name]) is ("inject" in name)


def test_an_activity_that_is_not_exported_is_told() -> None:
    """A page that adb may not open is an error after which another way can be taken."""
    text = (
        "java.lang.SecurityException: Permission Denial: starting Intent { cmp=a/.B } from null "
        "(pid=19537, uid=2000) not exported from uid 10246"
    )

    assert isinstance(open_problem(text, "x"), ElementNotFound)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Starting: Intent { act=x }\n", None),
        (BROUGHT_TO_FRONT, None),
        (UNRESOLVED, ElementNotFound),
        ("Error type 3\nError: Activity class {a/a.B} does not exist.\n", ElementNotFound),
        ("Error: Can't find service: activity\n", DeviceError),
        (
            "Exception occurred while executing 'start':\njava.lang.NullPointerException",
            DeviceError,
        ),
        ("", None),
    ],
)
def test_am_start_is_read(text: str, expected: type[Exception] | None) -> None:
    """Started, nobody there, refused and broken are told apart by what `am start` prints."""
    problem = open_problem(text, "x")

    assert problem is None if expected is None else type(problem) is expected


@pytest.mark.parametrize(
    ("name", "word"),
    [
        (U2_SERVER, "uiautomator2"),
        ("io.appium.uiautomator2.server", "Appium"),
        ("io.appium.uiautomator2.server.test", "Appium"),
        ("com.github.uiautomator", "older app"),
        ("com.android.commands.monkey", "monkey"),
        ("uiautomator", "uiautomator"),
    ],
)
def test_known_holders_are_named(name: str, word: str) -> None:
    """The usual automation programs are found in the process list, with their number."""
    found = find_holder(PS.format(name=name))

    assert found is not None
    assert word in found
    assert "4711" in found


@pytest.mark.parametrize("name", ["com.miui.home", "monkeyking", "not.uiautomator", ""])
def test_others_are_not_accused(name: str) -> None:
    """A process that only resembles one is not named."""
    assert find_holder(PS.format(name=name)) is None


def test_processes_are_found_by_their_arguments() -> None:
    """In `PID ARGS` the class stands among the arguments of app_process."""
    listing = f"  PID ARGS\n   1 init\n 812 app_process / {U2_SERVER} -p 9008\n"

    assert find_processes(listing, U2_SERVER) == [812]
    assert find_processes(f"shell 900 1 0 0 0 0 S {U2_SERVER}", U2_SERVER) == [900]


@given(st.text(max_size=200))
def test_any_listing_is_read(listing: str) -> None:
    """A process list of any shape is read without an error."""
    assert isinstance(find_processes(listing, "x"), list)


@given(st.text(max_size=100), st.integers(0, 255))
def test_the_old_shells_answer_is_split(output: str, code: int) -> None:
    """Output and exit code come apart again, whatever was printed before them."""
    said = f"{output}miunlink-exit={code}\n".replace("\n", "\r\n").encode()
    answer = split_marked(said)

    assert answer.exit_code == code
    assert answer.text == output


def test_an_answer_without_its_mark_has_no_exit_code() -> None:
    """A shell that was killed before the end tells nothing."""
    assert split_marked(b"half").exit_code is None
    assert "exit 3" in marked("exit 3")


@given(st.lists(st.tuples(st.sampled_from([1, 2, 7]), st.binary(max_size=20))))
def test_packets_are_put_together(packets: list[tuple[int, bytes]]) -> None:
    """Both streams in their order; kinds that are not known are passed over."""
    wire = b"".join(bytes([k]) + len(d).to_bytes(4, "little") + d for k, d in packets)
    wire += b"\x03\x01\x00\x00\x00\x07"
    position = 0

    def read(size: int) -> bytes:
        nonlocal position
        position += size
        return wire[position - size : position]

    answer = read_packets(read, 10_000)
    expected = b"".join(data for kind, data in packets if kind in (1, 2))
    assert answer.exit_code == 7
    assert answer.text == expected.decode("utf-8", "replace").replace("\r\n", "\n")


@given(
    st.integers(0, 2000), st.integers(0, 2000), st.integers(1, 3000), st.integers(1, 3000),
    st.booleans(),
)  # fmt: skip
def test_a_swipe_stays_inside(left: int, top: int, width: int, height: int, forward: bool) -> None:
    """Every point lies in the rectangle, and the finger moves the right way."""
    bounds = Bounds(left, top, left + width, top + height)
    points = swipe_points(bounds, forward=forward)
    ys = points[1::2]

    assert all(bounds.contains(x, y) for x, y in zip(points[::2], ys, strict=True))
    assert ys == sorted(ys, reverse=forward)


def test_a_swipe_shows_less_than_one_page_of_new_rows() -> None:
    """It is shorter than the list is high, so that no row is skipped; its end is slow.

    Android takes a finger's speed from the last 100 ms.
    """
    start, bend, middle, stop = swipe_points(Bounds(0, 200, 1080, 2200), forward=True)[1::2]

    assert 0.5 * 2000 < start - stop < 0.8 * 2000
    assert 0 < bend - stop < 60
    assert bend - middle == middle - stop
    assert 2 * STEPS * 5 >= 100


def test_intents_become_one_command() -> None:
    """Action, category, package and the wish for a fresh page, each quoted."""
    act = Open("a b", package="p;q", category="c", fresh=True)

    assert start_command(act) == "am start -a 'a b' -c c --activity-clear-task -p 'p;q'"
