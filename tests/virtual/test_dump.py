"""The two forms of a dump, as uiautomator2 and `uiautomator dump` give them."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.virtual.dump import quoted, render
from miunlink_adb.virtual.layout import Layout
from miunlink_adb.virtual.screen import Message
from miunlink_adb.virtual.view import View, button, column, image, row, scroll, text
from tests.virtual.samples import SECRET, Login, Page, Question, quick_phone, run

REAL = Path(__file__).resolve().parents[3] / "shared" / "real" / "hierarchies"

U2_ATTRIBUTES = (
    "index text resource-id class package content-desc checkable checked clickable enabled"
    " focusable focused scrollable long-clickable password selected visible-to-user bounds"
    " drawing-order hint display-id"
).split()


def parsed(xml: str) -> ET.Element:
    """The dump as elements."""
    return ET.fromstring(xml.encode())  # noqa: S314 - our own text


def dumped(view: View, **how: Any) -> str:
    """One view over the whole display."""
    box = (0, 0, 1080, 2340)
    root = Layout("com.example").arrange(view, box, box)
    return render([root] if root else [], **how)


def nodes(xml: str, **attributes: str) -> list[ET.Element]:
    """The nodes with these attributes (`_` for `-`)."""
    wanted = {name.replace("_", "-"): value for name, value in attributes.items()}
    return [n for n in parsed(xml).iter("node") if wanted.items() <= n.attrib.items()]


def test_the_u2_form_to_the_letter() -> None:
    """Head, indent, attribute order, quotes and line ends are the server's."""
    button_ = button("OK", "android:id/button1", height=100)

    assert dumped(column(button_, padding=10)) == (
        "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\r\n"
        '<hierarchy rotation="0">\r\n'
        '  <node index="0" text="" resource-id="" class="android.widget.LinearLayout"'
        ' package="com.example" content-desc="" checkable="false" checked="false"'
        ' clickable="false" enabled="true" focusable="false" focused="false" scrollable="false"'
        ' long-clickable="false" password="false" selected="false" visible-to-user="true"'
        ' bounds="[0,0][1080,2340]" drawing-order="0" hint="" display-id="0">\r\n'
        '    <node index="0" text="OK" resource-id="android:id/button1"'
        ' class="android.widget.Button" package="com.example" content-desc="" checkable="false"'
        ' checked="false" clickable="true" enabled="true" focusable="true" focused="false"'
        ' scrollable="false" long-clickable="false" password="false" selected="false"'
        ' visible-to-user="true" bounds="[10,10][1070,110]" drawing-order="1" hint=""'
        ' display-id="0" />\r\n'
        "  </node>\r\n"
        "</hierarchy>"
    )


def test_the_shell_form_to_the_letter() -> None:
    """`uiautomator dump` writes one line, and its attributes end at bounds."""
    assert dumped(text("OK"), form="shell", rotation=1) == (
        "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>"
        '<hierarchy rotation="1">'
        '<node index="0" text="OK" resource-id="" class="android.widget.TextView"'
        ' package="com.example" content-desc="" checkable="false" checked="false"'
        ' clickable="false" enabled="true" focusable="false" focused="false" scrollable="false"'
        ' long-clickable="false" password="false" selected="false" bounds="[0,0][1080,2340]" />'
        "</hierarchy>"
    )


def test_an_empty_hierarchy_is_the_one_that_uiautomator2_knows() -> None:
    """Without windows there is an empty element, spelled as the client looks for it."""
    assert render([]) == (
        "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\r\n<hierarchy rotation=\"0\" />"
    )


def test_every_node_has_all_attributes() -> None:
    """No attribute is ever left out, whatever the view."""
    for node in nodes(quick_phone(Page(), Question()).ui.dump()):
        assert [name for name in node.attrib if name != "NAF"] == U2_ATTRIBUTES


def test_all_windows_are_dumped() -> None:
    """The u2 form holds status bar, dialog and the page beneath it."""
    xml = quick_phone(Page(), Question()).ui.dump()

    assert nodes(xml, resource_id="com.android.systemui:id/clock")
    assert nodes(xml, text="Sign out?")
    assert nodes(xml, text="Row 1")


@pytest.mark.parametrize("how", [{"active_only": True}, {"form": "shell"}])
def test_only_the_active_window_is_dumped_when_asked(how: dict[str, Any]) -> None:
    """RootInActive and the shell form hold the window with the focus and nothing else."""
    xml = quick_phone(Page(), Question()).ui.dump(**how)

    assert len(parsed(xml)) == 1
    assert nodes(xml, text="Sign out?")
    assert not nodes(xml, text="Row 1")


def test_rows_off_screen_are_absent() -> None:
    """Only rows that can be seen are dumped; others come when the list is scrolled."""
    phone = quick_phone(Page())
    assert not nodes(phone.ui.dump(), text="Row 29")

    for _ in range(5):
        run(phone.ui.swipe(540, 1800, 540, 600, 300, source="adb"))

    assert nodes(phone.ui.dump(), text="Row 29")
    assert not nodes(phone.ui.dump(), text="Row 0")


def test_bounds_are_clipped_to_what_can_be_seen() -> None:
    """A row at the edge of its list ends where the list ends."""
    xml = quick_phone(Page()).ui.dump()
    bottoms = [
        int(re.findall(r"\d+", n.attrib["bounds"])[3])
        for n in nodes(xml, clickable="true", package="com.android.settings")
    ]

    assert bottoms[-1] == 2210


def test_what_the_owner_types_as_a_password_is_not_in_the_dump() -> None:
    """A password is bullets, as many as letters; its field says that it is one."""
    login = Login()
    login.fields[SECRET] = "Tr0ub4dor"
    xml = quick_phone(login).ui.dump()

    (field,) = nodes(xml, resource_id=SECRET)
    assert field.attrib["text"] == "•" * 9
    assert field.attrib["password"] == "true"
    assert "Tr0ub4dor" not in xml


def test_an_empty_field_shows_its_hint_as_text() -> None:
    """Both attributes carry the hint, as since Android 8."""
    (field,) = nodes(quick_phone(Login()).ui.dump(), resource_id=SECRET)

    assert (field.attrib["text"], field.attrib["hint"]) == ("Password", "Password")


def test_controls_without_words_are_marked() -> None:
    """NAF marks what can be tapped and says nothing, itself or below; lists are exempt."""
    view = column(
        image("a:id/naked", on_tap=print),
        image("a:id/told", "Back", on_tap=print),
        row(text("label"), id="a:id/row"),
        button("", "a:id/off", enabled=False),
        scroll("a:id/list", View(height=10), clickable=True),
    )
    marked = [n.attrib["resource-id"] for n in nodes(dumped(view), NAF="true")]

    assert marked == ["a:id/naked"]


def test_compressed_leaves_out_mere_containers() -> None:
    """Layouts that nobody can touch or read vanish, and their children move up."""
    phone = quick_phone(Question())
    whole, small = phone.ui.dump(active_only=True), phone.ui.dump(active_only=True, compressed=True)

    texts = [n.attrib["text"] for n in nodes(whole) if n.attrib["text"]]
    assert [n.attrib["text"] for n in nodes(small) if n.attrib["text"]] == texts
    assert len(nodes(small)) < len(nodes(whole))
    assert not nodes(small, resource_id="android:id/content")


@pytest.mark.parametrize(("depth", "levels"), [(0, 1), (1, 2), (3, 4)])
def test_depth_is_limited(depth: int, levels: int) -> None:
    """max_depth counts the levels below each window's root."""
    xml = quick_phone(Page()).ui.dump(max_depth=depth)

    assert max(line.index("<") for line in xml.splitlines() if "<node" in line) == 2 * levels


def test_scrollable_means_that_there_is_something_to_scroll() -> None:
    """A list that fits says that it cannot be scrolled."""
    short = scroll("l", text("one"))
    long = scroll("l", *[text(str(n)) for n in range(90)])

    assert [nodes(dumped(v))[0].attrib["scrollable"] for v in (short, long)] == ["false", "true"]


def test_emoji_become_dots() -> None:
    """The server replaces each half of a surrogate pair by a dot."""
    assert quoted("a😀b") == '"a..b"'


def test_a_value_with_double_quotes_stands_in_single_ones() -> None:
    """KXmlSerializer picks the other quote."""
    assert quoted('say "it\'s" <&>\n') == "'say \"it&apos;s\" &lt;&amp;&gt;&#10;'"


@given(st.text(max_size=80))
def test_any_text_survives_the_dump(value: str) -> None:
    """Whatever an app shows, the dump is XML, and the text comes back but for what XML forbids."""
    xml = dumped(View(text=value, desc=value, hint=value))
    allowed = "".join(_as_the_server_writes(letter) for letter in value)

    (node,) = nodes(xml)
    assert node.attrib["text"] == node.attrib["content-desc"] == node.attrib["hint"] == allowed


def _as_the_server_writes(letter: str) -> str:
    code = ord(letter)
    if code > 0xFFFF:
        return ".."
    forbidden = code < 0x20 and letter not in "\t\n\r"
    forbidden |= 0x7F <= code <= 0x9F and code != 0x85
    forbidden |= 0xD800 <= code <= 0xDFFF or 0xFDD0 <= code <= 0xFDDF or code >= 0xFFFE
    return "." if forbidden else letter


def test_right_to_left_is_mirrored_in_the_dump() -> None:
    """On a phone in Arabic the icon of a row stands at the right edge."""
    phone = quick_phone(Page())
    phone.props["persist.sys.locale"] = "ar-EG"
    icon = nodes(phone.ui.dump(), resource_id="android:id/icon")[0]

    assert int(re.findall(r"\d+", icon.attrib["bounds"])[2]) > 1000


def test_one_line_text_stays_in_one_line() -> None:
    """A text with line breaks does not break the shell form's single line."""
    phone = quick_phone(Message(text("one\ntwo"), package="a.b", activity=".C"))

    assert "\n" not in phone.ui.dump(form="shell")


def test_newer_androids_add_two_attributes_to_the_shell_form() -> None:
    """From Android 14 on drawing order and hint follow the bounds."""
    phone = quick_phone(Page())
    phone.props["ro.build.version.sdk"] = "34"
    (node, *_) = nodes(phone.ui.dump(form="shell"))

    assert list(node.attrib)[-4:] == ["selected", "bounds", "drawing-order", "hint"]


def test_the_order_of_windows_is_not_promised() -> None:
    """Other phones list the windows in another order; the same ones, and the same each time."""
    phone = quick_phone(Page(), Question())
    first = [root.attrib["bounds"] for root in parsed(phone.ui.dump())]
    phone.ui.window_order = 3
    other = [root.attrib["bounds"] for root in parsed(phone.ui.dump())]

    assert other != first
    assert sorted(other) == sorted(first)
    assert phone.ui.dump() == phone.ui.dump()


def test_ghosts_are_dumped_without_an_area_and_cannot_be_tapped() -> None:
    """A recycled row keeps its text and has no place: a tap at its bounds hits something else."""
    tapped: list[str] = []
    ghost = button("Sign out", ghost=True, on_tap=lambda: tapped.append("ghost"))
    phone = quick_phone(Message(column(ghost, text("page")), package="a.b", activity=".C"))
    (node,) = nodes(phone.ui.dump(), text="Sign out")

    assert node.attrib["bounds"] == "[0,0][0,0]"
    run(phone.ui.tap(0, 0, source="adb"))
    assert tapped == []


def captured_attributes(mark: str) -> list[tuple[str, tuple[str, ...]]]:
    """File names and attribute orders of real dumps that have the attribute `mark`."""
    found = []
    for path in sorted(REAL.glob("*.xml")):
        try:
            root = ET.parse(path).getroot()  # noqa: S314 - a capture, without a document type
        except ET.ParseError:  # some captures are cut off
            continue
        orders = {tuple(node.attrib) for node in root.iter("node")}
        found += [(path.name, order) for order in orders if mark in order]
    return found


@pytest.mark.skipif(not REAL.is_dir(), reason="the captured hierarchies are not beside the project")
def test_captured_dumps_have_the_same_attributes_in_the_same_order() -> None:
    """Real dumps of uiautomator2 and of newer shells agree with ours, attribute by attribute."""
    ours = ["NAF", *U2_ATTRIBUTES]
    captured = captured_attributes("display-id")
    assert captured
    for name, order in captured:
        assert [a for a in ours if a in order] == list(order), name


@pytest.mark.skipif(not REAL.is_dir(), reason="the captured hierarchies are not beside the project")
def test_captured_shell_dumps_know_no_other_attributes() -> None:
    """Every attribute order of the shell's forms is one of ours."""
    old = [*U2_ATTRIBUTES[: U2_ATTRIBUTES.index("visible-to-user")], "bounds"]
    new = [*old, "drawing-order", "hint"]
    captured = [
        [name for name in order if name != "NAF"]
        for _, order in captured_attributes("long-clickable")
        if "visible-to-user" not in order
    ]
    assert captured
    assert [order for order in captured if order not in (old, new)] == []
