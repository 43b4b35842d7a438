"""The two engines of uiautomator2's server and which of them answers."""

import xml.etree.ElementTree as ET
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.virtual.automation.methods import METHODS
from miunlink_adb.virtual.automation.rpc import RpcError
from miunlink_adb.virtual.automation.selector import Selector
from miunlink_adb.virtual.automation.session import Session
from miunlink_adb.virtual.phone import Phone
from miunlink_adb.virtual.screen import Message
from miunlink_adb.virtual.view import View, button, check, column, line, text
from tests.virtual.samples import LIST, Page, Question, call, chained, quick_phone, run, wire


def labels(*values: str) -> Phone:
    """A page of these labels."""
    return quick_phone(
        Message(column(*[text(value) for value in values]), package="a.b", activity=".C")
    )


def tree() -> Phone:
    """Two groups of labels side by side, below them a lonely one."""
    left = column(text("one"), text("two"), id="a:id/group", width=400)
    right = column(text("one"), text("three"), id="a:id/group", width=400)
    page = column(line(left, right, id="a:id/line"), text("two", id="a:id/lonely"))
    return quick_phone(Message(page, package="a.b", activity=".C"))


def found(phone: Phone, **fields: Any) -> list[str]:
    """Texts of all of UiSelector's matches."""
    return [info["text"] for info in call(phone, "objInfoOfAllInstances", wire(**fields))]


# -- windows, case, patterns ---------------------------------------------------------------------


def test_exist_looks_at_all_windows_and_count_at_the_active_one() -> None:
    """A row under a dialog exists for BySelector and is no instance for UiSelector."""
    phone = quick_phone(Page(), Question())

    assert call(phone, "exist", wire(text="Row 1")) is True
    assert call(phone, "count", wire(text="Row 1")) == 0


def test_exist_ignores_an_instance() -> None:
    """A slip of the server: instance 5 of one match exists."""
    assert call(labels("one"), "exist", wire(text="one", instance=5)) is True


def test_exist_minds_an_index() -> None:
    """With an index UiSelector is asked."""
    phone = labels("one", "two")

    assert call(phone, "exist", wire(text="two", index=1)) is True
    assert call(phone, "exist", wire(text="two", index=0)) is False


@pytest.mark.parametrize("field", ["textContains", "textStartsWith"])
def test_parts_of_texts_ignore_case_only_in_ui_selector(field: str) -> None:
    """BySelector (exist) minds the case, UiSelector (count) does not."""
    phone = labels("Mi Account")

    assert call(phone, "exist", wire(**{field: "mi acc"})) is False
    assert call(phone, "count", wire(**{field: "mi acc"})) == 1


@pytest.mark.parametrize("method", ["exist", "count"])
def test_whole_texts_mind_the_case(method: str) -> None:
    """`text` is exact for both."""
    assert not call(labels("Mi Account"), method, wire(text="mi account"))


@pytest.mark.parametrize("method", ["exist", "count"])
def test_patterns_match_the_whole_text(method: str) -> None:
    """A regular expression that fits only a part does not match."""
    phone = labels("Mi Account")

    assert not call(phone, method, wire(textMatches="Mi"))
    assert call(phone, method, wire(textMatches="Mi .*"))


def test_only_the_mask_counts() -> None:
    """A field whose bit is not set is not looked at."""
    selector = wire(text="one") | {"description": "never"}

    assert call(labels("one"), "exist", selector) is True


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"text": "a", "textContains": "b"}, "java.lang.IllegalStateException"),
        ({"checkable": True, "checked": True}, "java.lang.IllegalStateException"),
        ({"textMatches": "("}, "java.util.regex.PatternSyntaxException"),
        ({}, "java.lang.NullPointerException"),
    ],
)
def test_what_by_selector_cannot_say(fields: dict[str, Any], error: str) -> None:
    """Two criteria for one attribute, a broken pattern and none at all are Java exceptions."""
    with pytest.raises(RpcError) as caught:
        call(labels("one"), "exist", wire(**fields))

    assert (caught.value.code, caught.value.message) == (-32001, error)


# -- index, instance, chains ---------------------------------------------------------------------


def test_instances_are_counted_in_preorder() -> None:
    """Parents first, in the order of the dump."""
    phone = tree()

    assert found(phone, className="android.widget.TextView") == [
        "one", "two", "one", "three", "two",
    ]  # fmt: skip
    assert call(phone, "count", wire(text="two")) == 2
    assert call(phone, "objInfo", wire(text="two", instance=1))["bounds"]["left"] == 0


def test_an_instance_beyond_the_last_is_not_found() -> None:
    """The error is UiObjectNotFoundException with UiSelector's own text."""
    with pytest.raises(RpcError) as caught:
        call(tree(), "objInfo", wire(text="two", instance=2))

    assert caught.value.message == "androidx.test.uiautomator.UiObjectNotFoundException"
    assert caught.value.data == "UiSelector[TEXT=two, INSTANCE=2]"


def test_a_child_is_searched_below_all_matching_parents() -> None:
    """The chain goes on with the next parent when the first has no such child."""
    selector = chained(wire(resourceId="a:id/group"), ("child", wire(text="three")))

    assert call(tree(), "objInfo", selector)["text"] == "three"
    assert call(tree(), "count", selector) == 1


def test_instances_of_a_child_run_over_all_parents() -> None:
    """Instance 1 of child "one" is that of the second group."""
    first = chained(wire(resourceId="a:id/group"), ("child", wire(text="one", instance=0)))
    second = chained(wire(resourceId="a:id/group"), ("child", wire(text="one", instance=1)))
    phone = tree()

    boxes = [call(phone, "objInfo", s)["bounds"]["left"] for s in (first, second)]
    assert boxes == [0, 400]


def test_a_sibling_is_searched_from_the_parent_down() -> None:
    """FromParent looks at everything below the parent of the match, itself included."""
    selector = chained(wire(text="one"), ("sibling", wire(text="two")))

    assert call(tree(), "objInfo", selector)["bounds"]["top"] > 0
    assert (
        call(tree(), "exist", chained(wire(text="three"), ("sibling", wire(text="two")))) is False
    )


def test_named_children() -> None:
    """`childByText` names the child that holds the text; the name works until it is removed."""
    phone = quick_phone(Page())
    parent, child = (
        wire(resourceId=LIST),
        wire(className="android.widget.LinearLayout", clickable=True),
    )

    async def scene() -> list[Any]:
        session = Session(phone)
        name = await METHODS.call(session, "childByText", [parent, child, "Row 2"])
        clicked = await METHODS.call(session, "click", [name])
        await METHODS.call(session, "removeUiObject", [name])
        return [clicked, await METHODS.call(session, "exist", [name])]

    assert run(scene()) == [True, False]
    page = phone.ui.top()
    assert isinstance(page, Page)
    assert page.tapped == [2]


def test_a_chain_prints_link_in_link() -> None:
    """Each link stands inside the one before; children come before the newer criteria."""
    chain = chained(
        wire(text="a", longClickable=True),
        ("child", wire(text="b")),
        ("sibling", wire(text="c", textMatches="d")),
    )

    assert str(Selector.parse(chain)) == (
        "UiSelector[TEXT=a, CHILD=UiSelector[TEXT=b, PARENT=UiSelector[TEXT=c, TEXT_REGEX=d]],"
        " LONG_CLICKABLE=true]"
    )


# -- what they tell ------------------------------------------------------------------------------


def test_info_by_ui_object2_knows_the_resource_name() -> None:
    """Without instance the info is UiObject2's: resource name, bounds as far as visible."""
    info = call(quick_phone(Page()), "objInfo", wire(text="Row 1"))

    assert info["resourceName"] == "android:id/title"
    assert info["bounds"] == info["visibleBounds"]
    assert (info["packageName"], info["className"]) == (
        "com.android.settings",
        "android.widget.TextView",
    )


def test_info_by_ui_object_does_not_and_its_bounds_leave_the_list() -> None:
    """With an instance the resource name is null, and a clipped row has its whole bounds."""
    phone = quick_phone(Page())
    last = call(phone, "count", wire(className="android.widget.LinearLayout", clickable=True)) - 1
    info = call(
        phone,
        "objInfo",
        wire(className="android.widget.LinearLayout", clickable=True, instance=last),
    )

    assert info["resourceName"] is None
    assert info["bounds"]["bottom"] > info["visibleBounds"]["bottom"] == 2210


def test_flags_are_compared() -> None:
    """Boolean criteria look at the node, false as well as true."""
    box = check("Keep", "a:id/box", checked=True)
    view = column(box, button("Off", enabled=False), text("Plain"))
    phone = quick_phone(Message(view, package="a.b", activity=".C"))

    assert found(phone, checked=True) == ["Keep"]
    assert found(phone, clickable=True, enabled=False) == ["Off"]
    assert found(phone, className="android.widget.TextView", clickable=False) == ["Plain"]


def test_a_selector_prints_itself_as_ui_selector_does() -> None:
    """Criteria in UiSelector's order and names, the chain inside."""
    selector = Selector.parse(
        chained(wire(className="a.B", text="t", instance=1), ("child", wire(enabled=True)))
    )

    assert (
        str(selector) == "UiSelector[TEXT=t, CLASS=a.B, INSTANCE=1, CHILD=UiSelector[ENABLED=true]]"
    )


# -- judged by the dump --------------------------------------------------------------------------

_words = st.sampled_from(["", "on", "On", "Once", "moon", "o.n"])
_views = st.recursive(
    st.builds(
        View, text=_words, desc=_words, id=_words, clickable=st.booleans(), height=st.just(40)
    ),
    lambda below: st.builds(column, st.just(View(height=1)), below, below),
    max_leaves=12,
)


@given(_views, _words.filter(bool), st.sampled_from(["text", "description", "resourceId"]))
def test_both_engines_find_what_the_dump_shows(view: View, word: str, field: str) -> None:
    """Exact criteria find as many nodes as an independent reader finds in the dump."""
    phone = quick_phone(Message(view, package="a.b", activity=".C"))
    attribute = {"text": "text", "description": "content-desc", "resourceId": "resource-id"}[field]
    root = ET.fromstring(phone.ui.dump(active_only=True).encode())  # noqa: S314 - our own text
    expected = sum(node.attrib[attribute] == word for node in root.iter("node"))

    assert call(phone, "count", wire(**{field: word})) == expected
    assert call(phone, "exist", wire(**{field: word})) is bool(expected)


@given(_views, _words.filter(bool))
def test_instances_and_infos_agree(view: View, word: str) -> None:
    """Every instance up to the count is found, the next is not, and all infos are theirs."""
    phone = quick_phone(Message(view, package="a.b", activity=".C"))
    selector = wire(textContains=word)
    total = call(phone, "count", selector)
    each = [call(phone, "objInfo", wire(textContains=word, instance=i)) for i in range(total)]

    assert call(phone, "objInfoOfAllInstances", selector) == each
    assert call(phone, "count", wire(textContains=word, instance=total)) == 0
    assert all(word.lower() in info["text"].lower() for info in each)
