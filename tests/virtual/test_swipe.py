"""Dragging, flinging and the ends of lists."""

from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.virtual.phone import Phone
from tests.virtual.samples import LIST, Login, Page, quick_phone, run


def swipe(phone: Phone, start: int, end: int, ms: float = 400) -> int:
    """Drag from one height to the other."""
    return run(phone.ui.swipe(540, start, 540, end, ms, source="adb"))


def labels(phone: Phone) -> list[str]:
    """The rows that can be seen."""
    return [n.text for w in phone.ui.windows() for n in w.nodes() if n.text.startswith("Row")]


def test_a_slow_drag_moves_the_list_by_the_way_of_the_finger() -> None:
    """The list follows the finger once it has left the spot (24 pixels)."""
    phone = quick_phone(Page())

    assert swipe(phone, 1800, 1000) == 776
    assert "Row 0" not in labels(phone)


def test_a_fling_runs_on() -> None:
    """The same way in a short time moves the list further."""
    slow, fast = quick_phone(Page(200)), quick_phone(Page(200))

    assert swipe(fast, 1800, 1000, 25) > 3 * swipe(slow, 1800, 1000, 400)


def test_the_end_is_the_end() -> None:
    """At the last row nothing moves any more, and the record says so."""
    phone = quick_phone(Page())
    while swipe(phone, 1800, 800):
        pass

    assert labels(phone)[-1] == "Row 29"
    assert phone.record.swipes[-1].moved == 0


def test_dragging_down_goes_back() -> None:
    """The other direction returns to the first row."""
    phone = quick_phone(Page())
    swipe(phone, 1800, 800)
    swipe(phone, 800, 2000)

    assert labels(phone)[0] == "Row 0"


def test_a_swipe_that_hardly_moves_is_a_tap() -> None:
    """`input swipe x y x y 50` taps, and with a long time it presses long."""
    page = Page()
    phone = quick_phone(page)
    node = phone.ui.find("Row 2")
    assert node is not None
    x, y = node.center

    run(phone.ui.swipe(x, y, x + 3, y, 50, source="adb"))

    assert page.tapped == [2]
    assert phone.record.swipes == []


def test_swiping_beside_a_list_moves_nothing() -> None:
    """A page without a list, and a list under a dialog, stay."""
    phone = quick_phone(Page(), Login())

    assert swipe(phone, 1200, 600) == 0


def test_each_screen_keeps_its_own_place() -> None:
    """A page opened above begins at its top; going back finds the old place."""
    below = Page()
    phone = quick_phone(below)
    swipe(phone, 1800, 1000)
    before = labels(phone)

    phone.ui.push(Page())
    assert labels(phone)[0] == "Row 0"
    phone.ui.pop()

    assert labels(phone) == before


@given(st.lists(st.tuples(st.integers(300, 2200), st.integers(300, 2200)), max_size=12))
def test_any_drags_leave_a_full_list(drags: list[tuple[int, int]]) -> None:
    """Whatever is dragged, the offset stays within the content and the list has no hole."""
    page = Page()
    phone = quick_phone(page)
    for start, end in drags:
        run(phone.ui.swipe(540, start, 540, end, 300, source="adb"))
        node = phone.ui.find(LIST)
        assert node is not None
        assert node.scroll is not None
        assert 0 <= page.offsets.get(LIST, 0) <= node.scroll[1]
        assert node.children[0].visible[1] == node.visible[1]
        assert node.children[-1].visible[3] == node.visible[3]
