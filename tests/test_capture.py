"""A capture holds what helps to describe a screen and nothing that is anybody's."""

import re
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.capture import MOST_NODES, labels_of, scrub_text, scrubbed_xml
from miunlink_adb.hierarchy import Node, parse_hierarchy
from miunlink_adb.pack import load_bound
from tests.dumps import button, dump, node, title, window

PACK = load_bound("miui-11", "en")
IS_LABEL = labels_of(PACK)
OURS = frozenset({"com.xiaomi.account"})
SECRETS = ("Anna Musterfrau", "anna@example.org", "+49 151 23456789", "6230000535", "Sesam77")


def capture(xml: str, apps: frozenset[str] = OURS) -> str:
    """Scrub a dump."""
    return scrubbed_xml(parse_hierarchy(xml), IS_LABEL, apps=apps)


def texts(xml: str) -> list[str]:
    """All texts and descriptions of a dump."""
    nodes = parse_hierarchy(xml).walk()
    return [text for item in nodes for text in (item.text, item.content_desc) if text]


def test_labels_stay_and_everything_else_goes() -> None:
    """The button keeps its words; names, numbers, addresses and unknown words do not."""
    rows = [title(secret, content_desc=secret) for secret in SECRETS]
    xml = capture(dump(window(*rows, button("Sign out", "com.xiaomi.account:id/logout_btn"))))

    assert "Sign out" in texts(xml)
    assert set(texts(xml)) <= {"Sign out", "‹short text›", "‹text›", "‹long text›"}
    assert "com.xiaomi.account:id/logout_btn" in xml
    assert not any(part in xml for secret in SECRETS for part in secret.split())


@given(st.text(max_size=200))
def test_a_text_is_a_label_or_says_its_size_only(text: str) -> None:
    """Nothing but a known label or one of three placeholders can come out."""
    kept = scrub_text(text, IS_LABEL)
    assert kept in ("", "‹short text›", "‹text›", "‹long text›") or IS_LABEL(kept)


def test_windows_of_other_apps_keep_their_frame_only() -> None:
    """What another app shows beside ours is nobody's business, its ids neither."""
    other = window(
        node(resource_id="com.bank:id/balance", text="Sign out"),
        package="com.bank",
        bounds="[0,0][9,9]",
    )
    xml = capture(dump(other, window(button("Sign out"))))

    assert "balance" not in xml
    assert 'package="com.bank" bounds="[0,0][9,9]"' in xml
    assert texts(xml) == ["Sign out"]


def test_ids_and_classes_that_are_none_are_dropped() -> None:
    """A web page or a hostile app can write anything into an id, a class or a package."""
    obfuscated = node("a.D", resource_id="com.xiaomi.account:id/o_315b1f")
    hostile = node("An <evil> class", resource_id="Anna Musterfrau", package="Anna Musterfrau")
    numbered = node("a.B", resource_id="com.xiaomi.account:id/user_15123456789")
    xml = capture(dump(window(hostile, numbered, obfuscated, node("a.C", resource_id="row4"))))

    assert "Anna" not in xml
    assert "evil" not in xml
    assert not re.search(r"\d{6}", xml)
    assert 'resource-id="row4"' in xml
    assert 'resource-id="com.xiaomi.account:id/o_315b1f"' in xml


def test_a_capture_is_a_dump_again() -> None:
    """It can be read back, with the same shape, flags and places."""
    source = parse_hierarchy(dump(window(button("Sign out"), node(text="Anna", enabled=False))))
    back = parse_hierarchy(scrubbed_xml(source, IS_LABEL, apps=OURS, note="MIUI 11, <en>"))

    def shape(root: Node) -> Sequence[object]:
        return [(n.class_name, n.bounds, n.clickable, n.enabled) for n in root.walk()][1:]

    assert shape(back) == shape(source)


def test_a_capture_is_bounded() -> None:
    """A giant window gives a capture of bounded size."""
    xml = capture(dump(window(*["<node/>"] * (MOST_NODES + 500))))
    assert xml.count("<node") == MOST_NODES
