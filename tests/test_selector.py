"""Selectors find what they name, and nothing that only looks like it."""

from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.hierarchy import Node, parse_hierarchy
from miunlink_adb.selector import NodeIndex, Selector, Wording
from miunlink_adb.wording import fingerprint
from tests.dumps import button, dump, node, scrolling, title, window

ACCOUNT = "com.xiaomi.account"
SIGN_OUT = Wording("account.logout_account", ("Sign out",))
SENTENCE = "You have changed your password within the last 3 days."


def index(*inside: str) -> NodeIndex:
    """An index over one window."""
    return NodeIndex(parse_hierarchy(dump(window(*inside))).children)


def texts(found: list[Node]) -> list[str]:
    """The texts of what was found."""
    return [item.text for item in found]


def test_every_attribute_must_match() -> None:
    """Id, class, text, flags and package are all asked for."""
    selector = Selector(
        package=ACCOUNT,
        resource_ids=("com.xiaomi.account:id/logout_btn",),
        wording=SIGN_OUT,
        class_names=("Button",),
        flags=(("clickable", True),),
    )
    right = button("SIGN OUT", "com.xiaomi.account:id/logout_btn")
    wrong = [
        button("Sign out", "com.xiaomi.account:id/other"),
        button("Sign in", "com.xiaomi.account:id/logout_btn"),
        button("Sign out", "com.xiaomi.account:id/logout_btn", clickable=False),
        node(text="Sign out", resource_id="com.xiaomi.account:id/logout_btn", clickable=True),
        button("Sign out", "com.xiaomi.account:id/logout_btn", package="com.evil"),
    ]
    assert texts(index(*wrong, right).find(selector)) == ["SIGN OUT"]
    assert index(*wrong).find(selector) == []


def test_what_covers_nothing_is_not_found() -> None:
    """Recycled views have no area and are never tapped."""
    selector = Selector(package=ACCOUNT, wording=SIGN_OUT)
    assert index(button("Sign out", bounds="[0,0][0,0]")).find(selector) == []


def test_words_of_a_web_page_count_only_where_they_are_asked_for() -> None:
    """A page may write *Sign out* a hundred times."""
    page = node("android.webkit.WebView", *[button("Sign out") for _ in range(100)])
    selector = Selector(package=ACCOUNT, wording=SIGN_OUT)
    web = Selector(package=ACCOUNT, wording=SIGN_OUT, in_web_view=True)

    assert index(page).find(selector) == []
    assert len(index(page).find(web)) == 100
    assert (
        len(index(node("android.webkit.WebView")).find(Selector(ACCOUNT, class_names=("WebView",))))
        == 1
    )


def test_a_description_counts_like_a_text() -> None:
    """Picture buttons carry their label in the description."""
    found = index(node("android.widget.ImageView", content_desc="Sign out"))
    assert len(found.find(Selector(package=ACCOUNT, wording=SIGN_OUT))) == 1


def test_ids_that_must_not_be_there() -> None:
    """A dialog's button is not the page's button, however alike."""
    selector = Selector(ACCOUNT, wording=SIGN_OUT, not_ids=("android:id/button1",))
    found = index(button("Sign out", "android:id/button1"), button("Sign out", "x:id/y"))
    assert [item.resource_id for item in found.find(selector)] == ["x:id/y"]


def test_within_and_outside_look_at_all_ancestors() -> None:
    """A row is inside the list, a page's title is not."""
    inside = Selector(ACCOUNT, wording=SIGN_OUT, within=Selector("", flags=(("scrollable", True),)))
    outside = Selector(
        ACCOUNT, wording=SIGN_OUT, outside=Selector("", flags=(("scrollable", True),))
    )
    row = node("android.widget.LinearLayout", title("Sign out"))
    found = index(title("SIGN OUT"), scrolling(row))
    assert texts(found.find(inside)) == ["Sign out"]
    assert texts(found.find(outside)) == ["SIGN OUT"]


def test_the_first_child_with_something_inside() -> None:
    """`index` counts among all children of the parent, `has` looks below the node."""
    selector = Selector(
        "",
        class_names=("LinearLayout",),
        within=Selector("", flags=(("scrollable", True),)),
        index=0,
        has=(Selector("", resource_ids=("android:id/summary",)),),
    )
    first = node("android.widget.LinearLayout", title("Tilda"), title("x", "android:id/summary"))
    other = node("android.widget.LinearLayout", title("Wi-Fi"), title("x", "android:id/summary"))
    assert len(index(scrolling(first, other)).find(selector)) == 1
    assert index(scrolling(title("Wi-Fi"), first)).find(selector) == []


def test_inner_nodes_are_found_instead_of_outer_ones() -> None:
    """A row whose description repeats its title is one hit, not two."""
    row = node("android.widget.LinearLayout", title("Sign out"), content_desc="Sign out")
    found = index(row).find(Selector(ACCOUNT, wording=SIGN_OUT))
    assert [item.class_name for item in found] == ["android.widget.TextView"]


def test_digits_templates_parts_and_fingerprints() -> None:
    """Numbers, values, words inside sentences and long sentences are recognised."""
    shown = index(title(SENTENCE), title("Account: 28071"), title("Allow Mi Account to call?"))
    asked = {
        "print": Wording.of("x", [f"={fingerprint(SENTENCE.replace('3', '7'))}"]),
        "template": Wording.of("x", ["Account: %1$s"]),
    }
    part = Selector(ACCOUNT, wording=Wording.of("x", ["Mi Account"]), part=True)

    assert texts(shown.find(Selector(ACCOUNT, wording=asked["print"]))) == [SENTENCE]
    assert texts(shown.find(Selector(ACCOUNT, wording=asked["template"]))) == ["Account: 28071"]
    assert texts(shown.find(part)) == ["Allow Mi Account to call?"]
    assert len(shown.find(Selector(ACCOUNT, class_names=("TextView",), digits=True))) == 2
    assert (
        index(title("OK")).find(Selector(ACCOUNT, wording=Wording("x", ("OK",)), part=True)) == []
    )


def test_the_surest_wording_wins_over_a_homonym() -> None:
    """A heading that has the row's words of another release is not the row; alone it would be."""
    row = Selector(ACCOUNT, wording=Wording("x", ("Mi Account", "Account")))
    heading, shown = title("Account"), title("Mi Account")

    assert texts(index(heading, shown).find(row)) == ["Mi Account"]
    assert texts(index(heading).find(row)) == ["Account"]
    assert texts(index(shown, heading, shown).find(row)) == ["Mi Account", "Mi Account"]


def test_a_wording_is_made_of_texts_and_fingerprints() -> None:
    """What label files hold, mixed, and back."""
    wording = Wording.of("x", ["Keep", "=0123456789ab", "Keep"])
    assert (wording.shown, wording.prints) == (("Keep",), frozenset({"0123456789ab"}))
    assert Wording.of("x", wording.values) == wording
    assert Wording("x").empty
    assert not Wording("x").fits("anything")


def test_a_part_may_be_short_where_signs_say_more() -> None:
    """Four Chinese signs are a name; four letters are nothing to be looked for."""
    said = Wording.of("x", ["小米账号", "Mi A"])

    assert said.is_part_of("允许“小米帐号”发送通知吗？")
    assert not said.is_part_of("Allow Mi Account to notify?")


NAMES = st.sampled_from(
    ["android.widget.Button", "android.widget.TextView", "android.webkit.WebView"]
)
TEXTS = st.sampled_from(
    [
        "Sign out",
        "SIGN OUT",
        "Sign in",
        "Mi Account",
        "",
        SENTENCE,
        "Account: 28071",
        "账号: 7",
        "\u200b",
    ]
)
IDS = st.sampled_from(["com.xiaomi.account:id/logout_btn", "android:id/button1", ""])
TREES = st.recursive(
    st.builds(lambda c, t, i: node(c, text=t, resource_id=i), NAMES, TEXTS, IDS),
    lambda inner: st.builds(
        lambda c, t, i, below: node(c, *below, text=t, resource_id=i),
        NAMES,
        TEXTS,
        IDS,
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)
SELECTORS = st.builds(
    Selector,
    package=st.sampled_from(["", ACCOUNT]),
    resource_ids=st.sampled_from([(), ("com.xiaomi.account:id/logout_btn",)]),
    wording=st.sampled_from(
        [
            None,
            SIGN_OUT,
            Wording("x", ("Mi Account",)),
            Wording.of("x", ["Account: %1$s", f"={fingerprint(SENTENCE)}"]),
            Wording.of("x", ["帐号: %1$s", "Sign in"]),
        ]
    ),
    part=st.booleans(),
    flags=st.sampled_from([(), (("clickable", False),)]),
    class_names=st.sampled_from([(), ("Button",)]),
    not_ids=st.sampled_from([(), ("android:id/button1",)]),
    in_web_view=st.booleans(),
)


@given(TREES, SELECTORS)
def test_look_ups_find_what_a_walk_finds(tree: str, selector: Selector) -> None:
    """The index is only a shortcut: every hit fits, and a leaf that fits is a hit."""
    built = index(tree)
    found = built.find(selector)

    assert all(selector.fits(item) for item in found)
    leaves = [item for item in built.nodes if not item.children and selector.fits(item)]
    in_web = {item: _inside_web(built, item) for item in leaves}
    expected = [item for item in leaves if in_web[item] is selector.in_web_view]
    assert [item for item in found if not item.children] == expected or set(expected) <= set(found)
    assert found == sorted(found, key=built.nodes.index)


@given(TREES)
def test_of_several_wordings_the_surest_is_meant(tree: str) -> None:
    """Where two wordings of one label are on a screen, only nodes with the first are hits."""
    built = index(tree)
    both = built.find(Selector(ACCOUNT, wording=Wording("x", ("Mi Account", "Sign in"))))
    first = built.find(Selector(ACCOUNT, wording=Wording("x", ("Mi Account",))))
    second = built.find(Selector(ACCOUNT, wording=Wording("x", ("Sign in",))))

    nested = {top for item in (*first, *second) for top in built.ancestors(item)}
    assert both == ([n for n in first if n not in nested] or [n for n in second if n not in nested])


def _inside_web(built: NodeIndex, item: Node) -> bool:
    return any(parent.class_name.endswith("WebView") for parent in built.ancestors(item))


@given(TREES)
def test_no_hit_lies_inside_another(tree: str) -> None:
    """Two hits are two things, never a thing and its frame."""
    built = index(tree)
    found = built.find(Selector(ACCOUNT, wording=SIGN_OUT))
    assert all(set(built.ancestors(item)).isdisjoint(found) for item in found)
