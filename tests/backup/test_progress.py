"""What a person sees while it goes on, and what the numbers mean."""

import io

import click
import pytest

from miunlink_adb.backup.folder import in_words
from miunlink_adb.backup.meter import Meter
from miunlink_adb.cli.file_progress import FileProgress, in_a_line
from tests.runner.clock import FakeClock


class Terminal(io.StringIO):
    """A stderr that is one."""

    def isatty(self) -> bool:
        return True


def test_rate_and_rest_are_of_the_last_seconds() -> None:
    """A slow beginning is forgotten; what has to be done again is taken back."""
    clock = FakeClock()
    meter = Meter(clock)
    meter.begin("copying", 10, 10_000)
    meter.look()
    for _ in range(30):
        clock.sleep(1.0)
        meter.add(100, 0)
        meter.look()
    meter.add(0, 3)

    found = meter.look()
    assert (found.files, found.bytes, round(found.rate)) == (3, 3000, 100)
    assert found.left == pytest.approx(70.0, abs=1)
    meter.add(-500, -1)
    assert (meter.look().bytes, meter.look().files) == (2500, 2)


def test_nothing_is_promised_before_anything_is_known() -> None:
    """No rate, no time that is left."""
    meter = Meter(FakeClock())
    meter.begin("copying", 2, 100)

    found = meter.look()
    assert (found.rate, found.left) == (0.0, None)
    assert in_a_line(found) == "copying 0 of 2 files, 0 bytes of 100 bytes, 0 bytes/s"


def test_a_terminal_has_one_line_that_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence between begins on a fresh line."""
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    clock = FakeClock()
    meter = Meter(clock)
    progress = FileProgress(meter, clock)
    meter.begin("copying", 2, 2_000_000)
    for _ in range(3):
        clock.sleep(1.0)
        meter.add(500_000)
        progress.tick()
    progress.say("The phone is back.")
    progress.close()

    first, second = terminal.getvalue().split("\n")[:2]
    assert first.count("\rcopying 0 of 2 files") == 3
    assert "1.5 MB of 2.0 MB, 500 KB/s, 0:01 left" in first
    assert click.unstyle(second) == "The phone is back."


def test_elsewhere_a_line_comes_every_few_seconds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A log is not flooded, and stdout stays empty."""
    clock = FakeClock()
    meter = Meter(clock)
    progress = FileProgress(meter, clock)
    meter.begin("copying", 2, 2_000_000)
    for _ in range(110):
        clock.sleep(0.1)
        progress.tick()

    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 2


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 KB"), (123_456, "123 KB"), (5e12, "5.0 TB")],
)
def test_sizes_for_people(count: int, words: str) -> None:
    """Three digits and a unit, in powers of a thousand as on a disk's box."""
    assert in_words(int(count)) == words
