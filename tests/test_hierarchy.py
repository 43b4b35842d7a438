"""Dumps of phones, friendly and hostile, become trees or one plain error."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb import hierarchy
from miunlink_adb.hierarchy import (
    MAX_DEPTH,
    MAX_NODES,
    Bounds,
    HierarchyError,
    Node,
    parse_bounds,
    parse_hierarchy,
)
from miunlink_adb.plain_dump import openings
from tests.architecture import ROOT
from tests.dumps import button, dump, node, window

HOME = ROOT / "tests" / "data" / "hierarchies" / "hyperos-settings-home-es.xml"


def is_tree_or_plain_error(source: str | bytes) -> bool:
    """Whether parsing ends as promised; any other error leaves the test."""
    try:
        return isinstance(parse_hierarchy(source), Node)
    except HierarchyError as error:
        return bool(str(error))


def only(root: Node, resource_id: str) -> Node:
    """The node with this id."""
    (found,) = [item for item in root.walk() if item.resource_id == resource_id]
    return found


def test_attributes_are_read_as_android_names_them() -> None:
    """Text, id, class, flags and bounds arrive; windows are the root's children."""
    root = parse_hierarchy(dump(window(button("Sign out", "com.xiaomi.account:id/logout_btn"))))
    found = only(root, "com.xiaomi.account:id/logout_btn")

    assert len(root.children) == 1
    assert (found.text, found.clickable, found.enabled) == ("Sign out", True, True)
    assert (found.class_name, found.bounds) == ("android.widget.Button", Bounds(0, 300, 1080, 400))
    assert found.bounds.center == (540, 350)


def test_tags_named_by_class_are_read_too() -> None:
    """Appium's page source gives the same tree as uiautomator's form."""
    root = parse_hierarchy(HOME.read_bytes())
    found = only(root, "com.android.settings:id/scroll_headers")

    assert found.class_name.endswith("RecyclerView")
    assert found.scrollable
    assert [item.text for item in found.walk() if item.text][:2] == [
        "Pantalla de bloqueo",
        "Pantalla",
    ]


def test_a_tag_without_class_attribute_names_the_class() -> None:
    """`<android.widget.Button …>` is a button even if the attribute is missing."""
    root = parse_hierarchy('<hierarchy><android.widget.Button text="OK"/></hierarchy>')
    assert root.children[0].class_name == "android.widget.Button"


def test_what_is_printed_around_a_dump_is_skipped() -> None:
    """MIUI's Java stack with its `<init>`, and the shell's message, do no harm."""
    stack = (
        "java.io.FileNotFoundException: theme_compatibility.xml\n"
        "\tat android.app.A.<init>(A.java:1)\n\tat android.app.A.<clinit>(A.java:2)\n"
    )
    root = parse_hierarchy(stack + dump(window()) + "UI hierchary dumped to: /dev/tty\n")
    assert len(root.children) == 1


@pytest.mark.parametrize(
    ("class_name", "password"),
    [
        ("android.widget.EditText", False),
        ("android.widget.EditText", True),
        ("com.xiaomi.passport.ui.PassportGroupEditText", True),
        ("android.widget.AutoCompleteTextView", False),
        ("android.view.View", True),
    ],
)
def test_what_an_owner_types_never_gets_in(class_name: str, password: bool) -> None:
    """The text and the description of fields are dropped while parsing."""
    secret = "Quitte+Linde"
    xml = dump(window(node(class_name, text=secret, content_desc=secret, password=password)))
    root = parse_hierarchy(xml)

    assert secret not in repr([vars_of(item) for item in root.walk()])


def vars_of(item: Node) -> list[object]:
    """Everything that a node holds."""
    return [*item[:-1]]


def test_an_empty_hierarchy_is_no_error() -> None:
    """uiautomator2 says so when no window has the focus for a moment."""
    assert parse_hierarchy('<hierarchy rotation="0" />').children == ()


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "ERROR: null root node returned by UiTestAutomationBridge.",
        "Killed",
        dump(window(button("OK")))[:-30],
        "<hierarchy><node></hierarchy>",
        '<hierarchy><node text="<"/></hierarchy>',
        "<hierarchy><node a='1' a='2'/></hierarchy>",
        "<hierarchy>&nbsp;</hierarchy>",
    ],
)
def test_what_is_no_dump_is_refused_plainly(xml: str) -> None:
    """One sentence, one kind of error."""
    with pytest.raises(HierarchyError) as error:
        parse_hierarchy(xml)
    assert str(error.value)
    assert "\n" not in str(error.value)


def test_an_entity_bomb_is_refused() -> None:
    """Declared entities are never expanded."""
    grown = ["x", *(f"&e{n};" * 10 for n in range(8))]
    bomb = "".join(f'<!ENTITY e{n} "{value}">' for n, value in enumerate(grown))
    xml = f"<!DOCTYPE hierarchy [{bomb}]><hierarchy><node text='&e8;'/></hierarchy>"
    with pytest.raises(HierarchyError):
        parse_hierarchy(xml)
    inside = f"<hierarchy><!DOCTYPE x [{bomb}]><node text='&e8;'/></hierarchy>"
    with pytest.raises(HierarchyError):
        parse_hierarchy(inside)


def test_too_deep_and_too_many_nodes_are_refused() -> None:
    """A hostile dump costs no stack and no memory."""
    deep = "<hierarchy>" + "<node>" * (MAX_DEPTH + 1) + "</node>" * (MAX_DEPTH + 1) + "</hierarchy>"
    many = "<hierarchy>" + "<node/>" * (MAX_NODES + 1) + "</hierarchy>"
    for xml in (deep, many):
        with pytest.raises(HierarchyError):
            parse_hierarchy(xml)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("&#55357;&#56832;", "😀"),
        ("&#xd83d;&#xde00;", "😀"),
        ("a&#0;b", "a�b"),
        ("a\x01b", "a�b"),
        ("a&#10;b", "a\nb"),
        ("&#x22;", '"'),
        ("&#55357;", "�"),
        ("&#x110000;", "�"),
    ],
)
def test_characters_that_xml_forbids_spoil_no_dump(written: str, read: str) -> None:
    """Emoji written as halves are joined; what cannot be a character is replaced."""
    root = parse_hierarchy(f'<hierarchy><node text="{written}"/></hierarchy>')
    assert root.children[0].text == read


@given(st.text())
def test_any_text_is_a_tree_or_a_plain_error(text: str) -> None:
    """Nothing but HierarchyError ever leaves the parser."""
    for xml in (text, f"<hierarchy{text}", f"<hierarchy><node text='{text}'/></hierarchy>"):
        assert is_tree_or_plain_error(xml)


@given(st.binary())
def test_any_bytes_are_a_tree_or_a_plain_error(raw: bytes) -> None:
    """Broken encodings leave no other error either."""
    assert is_tree_or_plain_error(b"<hierarchy>" + raw)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=50))
def test_texts_arrive_as_they_were_shown(text: str) -> None:
    """Quotes, angle brackets and ampersands are characters like others."""
    root = parse_hierarchy(dump(window(node(text=text))))
    (shown,) = (item.text for item in root.children[0].children)
    assert shown == text


@given(*[st.integers(-99999, 99999)] * 4)
def test_bounds_are_read_back(left: int, top: int, right: int, bottom: int) -> None:
    """What Android prints is what is read; an inverted rectangle covers nothing."""
    bounds = Bounds(left, top, right, bottom)
    assert parse_bounds(str(bounds)) == bounds
    assert bounds.area == max(0, right - left) * max(0, bottom - top)


@pytest.mark.parametrize("text", ["", "[0,0]", "[a,b][c,d]", "[1,2][3,4]x", "[1,2][3,99999999999]"])
def test_what_is_no_rectangle_covers_nothing(text: str) -> None:
    """A node without usable bounds can never be tapped."""
    assert parse_bounds(text).area == 0


def test_alike_nodes_are_two_things() -> None:
    """Two rows that look the same are not one: each has its own place in the tree."""
    first, second = parse_hierarchy(dump(window(button("OK"), button("OK")))).children[0].children

    assert vars_of(first) == vars_of(second)
    assert first != second
    assert len({first, second}) == 2


def test_what_no_xml_may_hold_is_replaced() -> None:
    """Control characters, non-characters and halves of pairs cost one sign, not the dump."""
    for sign in ("\x01", "\x1f", "\ufffe", "\uffff", "\ud800"):
        root = parse_hierarchy(dump(window(button(f"A{sign}B"))))
        assert root.children[0].children[0].text == "A\ufffdB"


# -- the form that is read in one pass -------------------------------------------------------------

UIAUTOMATOR = (
    '<node index="{n}" text="{text}" resource-id="{id}" class="{cls}" package="a" content-desc=""'
    ' checkable="false" checked="false" clickable="{flag}" enabled="true" focusable="true"'
    ' focused="false" scrollable="false" long-clickable="false" password="{flag}"'
    ' selected="false" visible-to-user="true" bounds="[0,{n}][9,{n}9]" drawing-order="1" hint=""'
    ' display-id="0"'
)
FIELDS = st.fixed_dictionaries(
    {
        "n": st.integers(0, 99),
        "text": st.sampled_from(
            ["", "Accounts &amp; sync", "&lt;b&gt;", "&amp;lt;", "账号", "a > b"]
        ),
        "id": st.sampled_from(["", "android:id/title"]),
        "cls": st.sampled_from(["android.widget.TextView", "android.widget.EditText"]),
        "flag": st.sampled_from(["true", "false"]),
    }
)
LEAVES = FIELDS.map(lambda fields: UIAUTOMATOR.format(**fields) + " />")
PLAIN = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        lambda fields, below: f"{UIAUTOMATOR.format(**fields)}>\r\n  {''.join(below)}</node>\r\n",
        FIELDS,
        st.lists(inner, min_size=1, max_size=4),
    ),
    max_leaves=12,
)
DUMPS = st.lists(PLAIN, min_size=1, max_size=3).map(
    lambda nodes: f'<hierarchy rotation="0">\r\n{"".join(nodes)}</hierarchy>'
)


def tree_of(root: Node) -> object:
    """A node as plain values."""
    return [*root[:-1], [tree_of(child) for child in root.children]]


def outcome(read: Callable[[str], Node | None], source: str) -> object:
    """The tree, or that there is none."""
    try:
        root = read(source)
    except HierarchyError:
        return "refused"
    return tree_of(root) if root is not None else None


@given(DUMPS)
def test_the_short_way_reads_what_an_xml_parser_reads(source: str) -> None:
    """The form that phones write is read in one pass, to the same tree."""
    short = outcome(lambda text: hierarchy._grown(openings(text)), source)

    assert short is not None
    assert short == outcome(hierarchy._parsed, source)


@given(DUMPS, st.integers(0, 4000), st.integers(0, 12), st.text('<>/"=& \nnode&#x;é', max_size=6))
def test_whatever_is_not_that_form_is_left_to_the_parser(
    source: str, at: int, taken: int, put: str
) -> None:
    """A dump that is damaged anywhere is read as the parser reads it, or refused as it refuses."""
    damaged = source[:at] + put + source[at + taken :]
    short = outcome(lambda text: hierarchy._grown(openings(text)), damaged)

    assert short in (None, outcome(hierarchy._parsed, damaged))


@pytest.mark.parametrize("inside", [MAX_DEPTH - 2, MAX_DEPTH - 1])
def test_depth_is_bounded_either_way(inside: int) -> None:
    """The short way takes no dump that the long one refuses."""
    opening = UIAUTOMATOR.format(n=1, text="", id="", cls="a", flag="false")
    nodes = f"{opening}>" * (inside - 1) + f"{opening} />" + "</node>" * (inside - 1)
    source = f'<hierarchy rotation="0">{nodes}</hierarchy>'

    taken = outcome(lambda text: hierarchy._grown(openings(text)), source) is not None
    assert taken is (outcome(hierarchy._parsed, source) != "refused")
