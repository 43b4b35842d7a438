"""Tables that are damaged, or made to hurt: a fault in words, little time, little memory."""

import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.apk import ApkFault, Resources
from tests.apk.samples import PACKAGE, Resource, TableStyle, config, patched, read, table, text

NAMES = ("logout_account", "app_name", "nothing")
GOOD = table(
    PACKAGE,
    [
        text("app_name", {"": "Mi Account", "hi": "Mi खाता"}),
        text("logout_account", {"": "Sign out", "hi": "साइन आउट", "zh-TW": "登出"}),
        Resource("plurals", "days", {"": {"one": "a day", "other": "%d days"}}),
        Resource("id", "logout_btn", {"": None}),
    ],
)
POOL = 12
PACKAGE_AT = GOOD.index(b"\x00\x02\x20\x01")
SECTION = GOOD.index(b"\x01\x02\x54\x00")


def use(data: bytes) -> object:
    """Everything that a run asks of a table."""
    found = Resources([read(data)])
    ids, names = found.ids(["logout_btn", "x"]), found.names("string")
    return found.texts(NAMES, ["hi-IN", "en-US"], 36), ids, names


def outcome(data: bytes) -> str:
    """Whether it can be read; every other error than a fault passes through."""
    try:
        use(data)
    except ApkFault:
        return "fault"
    return "read"


@given(st.integers(0, len(GOOD) - 1))
def test_a_table_that_is_cut_off(length: int) -> None:
    """Any part of a table is a fault."""
    with pytest.raises(ApkFault):
        use(GOOD[:length])


@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=6))
def test_spoilt_bytes(changes: list[tuple[int, int]]) -> None:
    """With any bytes changed it is read, or it is a fault: no other error, no endless loop."""
    data = bytearray(GOOD)
    for at, value in changes:
        data[at] = value
    assert outcome(bytes(data)) in ("read", "fault")


@given(
    st.lists(
        st.tuples(
            st.integers(0, len(GOOD) // 4 - 1),
            st.sampled_from([0, 1, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFFE]),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_wild_numbers(changes: list[tuple[int, int]]) -> None:
    """Counts, sizes and offsets of four thousand millions do no harm anywhere."""
    data = GOOD
    for place, number in changes:
        data = patched(data, 4 * place, "<I", number)
    assert outcome(data) in ("read", "fault")


@given(st.binary(max_size=400))
def test_garbage_is_a_fault(data: bytes) -> None:
    """No bytes at all lead to another error."""
    with pytest.raises(ApkFault):
        use(data)


@pytest.mark.parametrize(
    ("at", "layout", "number"),
    [
        (POOL + 8, "<I", 0x7FFFFFFF),  # two thousand million strings
        (POOL + 12, "<I", 0xFFFFFFFF),  # and as many styles
        (POOL + 20, "<I", 0xFFFFFFF0),  # strings that begin outside
        (POOL + 4, "<I", 0xFFFFFFFF),  # a pool that ends outside
        (POOL + 4, "<I", 0),  # a pool of no size
        (PACKAGE_AT + 4, "<I", 7),  # a package smaller than its header
        (PACKAGE_AT + 268, "<I", 0xFFFFFF00),  # type names outside
        (PACKAGE_AT + 276, "<I", 4),  # names in the header
        (SECTION + 12, "<I", 0x3FFFFFFF),  # a thousand million entries
        (SECTION + 16, "<I", 0x7FFFFFFF),  # that begin outside
        (SECTION + 84, "<I", 0x00FFFFFF),  # an entry outside
    ],
)
def test_lies_about_sizes_are_faults(at: int, layout: str, number: int) -> None:
    """Each is noticed before anything of that size is made."""
    tracemalloc.start()
    try:
        with pytest.raises(ApkFault):
            use(patched(GOOD, at, layout, number))
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
    finally:
        tracemalloc.stop()


def counted(data: bytes, ask: Callable[[Resources], object]) -> int:
    """The memory in bytes that asking takes at most, beside the table itself."""
    tracemalloc.start()
    try:
        ask(Resources([read(data)]))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def with_configs(count: int) -> bytes:
    """A table whose only string has so many configs."""
    many = {config("hi", width=width): f"w{width}" for width in range(1, count)}
    return table(PACKAGE, [Resource("string", "a", {**many, config("hi"): "plain"})])


def test_sixty_four_thousand_configs() -> None:
    """A string with 65536 configs still has one text that comes first, and few others."""
    texts = Resources([read(with_configs(65536))]).texts(["a"], ["hi"], 30)["a"].values

    assert texts[0] == "plain"
    assert len(texts) <= 13


def test_a_config_costs_little_memory() -> None:
    """Below two kilobytes each: 65536 of them stay far below the bound."""
    data = with_configs(4000)

    assert counted(data, lambda r: r.texts(["a"], ["hi"], 30)) < 4000 * 2000


def test_more_parts_than_any_app_has() -> None:
    """A table of nothing but parts ends at a limit."""
    empty = (9).to_bytes(2, "little") + (8).to_bytes(2, "little") + (8).to_bytes(4, "little")
    body = empty * 300_000
    head = b"\x02\x00\x0c\x00" + (12 + len(body)).to_bytes(4, "little") + bytes(4)

    with pytest.raises(ApkFault, match="more parts"):
        read(head + body)


def test_entries_are_counted_over_all_sections() -> None:
    """Many sections with many entries each end at a limit, too."""
    made = Resource("string", "a", {"": "A"})
    wide = [Resource("string", f"n{i}", {}) for i in range(60_000)]
    tags = [config("hi", width=width) for width in range(1, 90)]
    data = table(PACKAGE, [made, *wide, Resource("string", "b", dict.fromkeys(tags, "x"))])

    with pytest.raises(ApkFault, match="more entries"):
        use(data)


def test_a_plural_of_four_thousand_millions() -> None:
    """The parts of a value are bounded as well."""
    at = GOOD.index(b"\x10\x00\x01\x00")  # the header of an entry with parts
    found = Resources([read(patched(GOOD, at + 12, "<I", 0xFFFFFFFF))])

    with pytest.raises(ApkFault):
        found.texts(["days"], ["en"], 0)


def test_a_small_question_to_a_large_table_costs_little() -> None:
    """Of 20000 texts in 20 languages only the one is decoded."""
    tags = ["", *"ar bn cs da de el es fi fr he hi hu it ja ko nl pl pt ru".split()]
    made = [text(f"name_{i}", {tag: f"{tag} {i}" for tag in tags}) for i in range(1000)]
    data = table(PACKAGE, made, TableStyle())

    assert counted(data, lambda r: r.texts(["name_7"], ["hi-IN"], 30)) < len(data)
