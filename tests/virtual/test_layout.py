"""Where views stand, and what of them can be seen."""

from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.virtual.layout import Layout, Node
from miunlink_adb.virtual.view import FILL, View, button, column, edit, frame, line, scroll, text
from miunlink_adb.virtual.window import walk
from tests.virtual.samples import LIST, Page, quick_phone

SCREEN = (0, 0, 1080, 2340)


def arrange(view: View, **layout: object) -> Node:
    """Lay a view out over the whole display."""
    node = Layout("com.example", **layout).arrange(view, SCREEN, SCREEN)  # type: ignore[arg-type]
    assert node is not None
    return node


def test_rows_stand_one_below_the_other() -> None:
    """Children of a column touch each other and fill its width."""
    node = arrange(column(View(height=100), View(height=50)))

    assert [child.bounds for child in node.children] == [(0, 0, 1080, 100), (0, 100, 1080, 150)]


def test_weights_share_what_is_left() -> None:
    """Fixed children keep their size, weighted ones share the rest in proportion."""
    node = arrange(
        line(View(width=80, height=9), View(weight=1, height=9), View(weight=3, height=9))
    )

    assert [child.bounds[2] for child in node.children] == [80, 330, 1080]


def test_a_list_takes_the_room_between_its_neighbours() -> None:
    """A list's height is what header and footer leave, however long its content is."""
    rows = [View(height=200) for _ in range(50)]
    node = arrange(column(View(height=300), scroll("l", *rows), View(height=140)))

    assert node.children[1].bounds == (0, 300, 1080, 2200)
    assert node.children[2].bounds == (0, 2200, 1080, 2340)


def test_rows_off_screen_do_not_exist_and_rows_at_the_edge_are_clipped() -> None:
    """A list shows the rows within its bounds, the last one only as far as it can be seen."""
    rows = [text(str(number), height=300) for number in range(20)]
    listed = arrange(column(View(height=140), scroll("l", *rows))).children[1]

    assert [child.text for child in listed.children] == [str(number) for number in range(8)]
    assert listed.children[-1].visible == (0, 2240, 24, 2340)
    assert listed.children[-1].bounds[3] == 2540


def test_a_scrolled_list_counts_its_rows_from_the_first_visible_one() -> None:
    """A recycling list knows no rows above its edge: index 0 is the first that can be seen."""
    rows = [text(str(number), height=300) for number in range(20)]
    listed = arrange(scroll("l", *rows), offsets={"l": 650})

    assert [(child.index, child.text) for child in listed.children[:2]] == [(0, "2"), (1, "3")]
    assert listed.rows == (2, 9, 20)


def test_a_scroll_view_keeps_the_places_of_its_children() -> None:
    """A ScrollView does not recycle: the index counts the children that scrolled away too."""
    rows = [text(str(number), height=300) for number in range(20)]
    listed = arrange(scroll("s", *rows, cls="android.widget.ScrollView"), offsets={"s": 650})

    assert [(child.index, child.text) for child in listed.children[:2]] == [(2, "2"), (3, "3")]


@given(st.integers(-5000, 50000))
def test_an_offset_never_leaves_the_content(offset: int) -> None:
    """Whatever the offset says, the list shows full of its own rows."""
    rows = [text(str(number), height=300) for number in range(20)]
    listed = arrange(scroll("l", *rows), offsets={"l": offset})

    assert listed.children[0].visible[1] == 0
    assert listed.children[-1].visible[3] == 2340


def test_right_to_left_is_the_mirror_image() -> None:
    """In Arabic the icon stands at the right and the label ends where it begins in English."""
    view = line(View(width=100, height=50), text("abcd"), height=50)
    left = arrange(view).children
    right = arrange(view, mirror=1080).children

    assert left[0].bounds == (0, 0, 100, 50)
    assert right[0].bounds == (980, 0, 1080, 50)
    assert right[1].bounds[2] == 1080 - left[1].bounds[0]


def test_an_overlay_stacks_its_children() -> None:
    """Children of a frame lie over each other, in the middle if it centres them."""
    node = arrange(frame(View(height=FILL), View(width=80, height=40), center=True))

    assert node.children[0].bounds == SCREEN
    assert node.children[1].bounds == (500, 1150, 580, 1190)


def test_invisible_views_keep_their_place() -> None:
    """A view that is not visible leaves a hole and does not exist for anybody."""
    node = arrange(column(View(height=100, visible=False), text("below")))

    assert [child.text for child in node.children] == ["below"]
    assert node.children[0].bounds[1] == 100
    assert node.children[0].index == 1


def test_long_texts_take_more_lines() -> None:
    """A text that is wider than its parent is higher than one line."""
    short, long = arrange(column(text("a"), text("a" * 200))).children

    assert long.bounds[3] - long.bounds[1] > 3 * (short.bounds[3] - short.bounds[1])


def test_a_password_is_masked_letter_by_letter() -> None:
    """A password field shows as many bullets as letters, a plain field its text."""
    typed = {"p": "geheim", "c": "4711"}
    fields = column(edit("p", "Password", password=True), edit("c", "Code"))

    assert [child.text for child in arrange(fields, typed=typed).children] == ["••••••", "4711"]


def test_an_empty_field_shows_its_hint() -> None:
    """As Android's accessibility does, the hint stands in for the text."""
    assert arrange(edit("c", hint="Code")).text == "Code"


_leaves = st.one_of(
    st.builds(text, st.text(max_size=60)),
    st.builds(button, st.text(max_size=20)),
    st.builds(View, height=st.integers(0, 900), width=st.none() | st.integers(0, 2000)),
)
_trees = st.recursive(
    _leaves,
    lambda below: st.one_of(
        *[
            st.builds(
                lambda kids, pad, make=make: make(*kids, padding=pad),
                st.lists(below, min_size=1, max_size=5),
                st.integers(0, 60),
            )
            for make in (column, line, frame)
        ],
        st.builds(lambda kids: scroll("l", *kids), st.lists(below, min_size=1, max_size=8)),
    ),
    max_leaves=25,
)


@given(_trees, st.sampled_from([0, 1080]))
def test_what_is_visible_lies_within_its_parents(view: View, mirror: int) -> None:
    """No node's visible part is empty, leaves its parent's or the display, in either direction."""
    root = Layout("com.example", mirror=mirror).arrange(view, SCREEN, SCREEN)
    for node in walk(root) if root else ():
        left, top, right, bottom = node.visible
        outer = node.parent.visible if node.parent else SCREEN
        assert outer[0] <= left < right <= outer[2]
        assert outer[1] <= top < bottom <= outer[3]


def test_an_activity_leaves_the_bars_their_room() -> None:
    """The list of a page lies between status bar and navigation bar."""
    phone = quick_phone(Page())
    node = phone.ui.find(LIST)

    assert node is not None
    assert node.bounds == (0, 236, 1080, 2210)


def test_a_turned_display_is_wide() -> None:
    """Rotation swaps width and height of everything."""
    phone = quick_phone(Page())
    phone.rotation = 1
    node = phone.ui.find(LIST)

    assert node is not None
    assert node.bounds[2] == 2340
