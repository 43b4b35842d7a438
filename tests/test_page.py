"""Pages of HTML: nothing from outside becomes markup, and nothing is loaded or run."""

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.page import (
    STYLE,
    Markup,
    document,
    element,
    facts,
    heading,
    items,
    joined,
    paragraph,
    policy,
    section,
    table,
    text,
)

HOSTILE = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from(
            ["<script>", "</title>", "</style>", "<!--", "-->", "]]>", "<img src=x onerror=y>",
             '"', "'", "&", "&lt;", "<", ">", "=", "`", "\u202e", "\x00", "\x1b[2J", "\n", "\r\n",
             "javascript:", "é", "قيمة", "数", "\ud800"]
        ),
        max_size=8,
    ).map("".join),
)  # fmt: skip
OURS = {
    "html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "br", "ul", "li", "dl",
    "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td", "section",
}  # fmt: skip


class Parsed(HTMLParser):
    """What a reader of HTML makes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.said: list[str] = []
        self.open: list[str] = []
        self._inside: set[tuple[str, str]] = set()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self._inside.update([(self.open[-1], tag)] if self.open else [])
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def inside(self, outer: str) -> set[str]:
        """The elements right inside an element."""
        return {inner for around, inner in self._inside if around == outer}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.said.append(data)


def everything(value: str) -> str:
    """A page that shows a value in every place there is."""
    return document(
        value,
        heading(1, value),
        paragraph(value, value),
        items([value, value]),
        facts([(value, value)]),
        table(value, [value], [[value]]),
        section(value, value),
        element("p", value, title=value, data_x=value),
        value,
    )


@given(HOSTILE)
def test_nothing_from_outside_becomes_markup(value: str) -> None:
    """Whatever stands in it, a page has the elements and attributes that we gave it, balanced."""
    page = Parsed(everything(value))

    assert set(page.tags) <= OURS
    assert not page.open
    assert {name for name, _ in page.attributes} <= {
        "lang", "charset", "name", "content", "http-equiv", "dir", "class", "title", "data-x",
        "scope",
    }  # fmt: skip


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=30))
def test_what_can_be_read_stays_as_it_is(value: str) -> None:
    """Escaping changes nothing for whoever reads the page."""
    page = Parsed(everything(value))

    assert page.said.count(value) >= 10


@given(HOSTILE)
def test_nothing_that_deceives_the_reader_is_left(value: str) -> None:
    """No control character, no directional mark, no half of a character: it can be written."""
    page = everything(value)

    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page
    )
    assert page.encode("utf-8")


def test_a_page_has_no_lines_that_nobody_asked_for() -> None:
    """Texts of one line make no line ends; tables and lists hold only what belongs into them."""
    page = Parsed(everything("a"))

    assert "br" not in page.tags
    assert page.inside("tbody") == {"tr"}
    assert page.inside("html") == {"head", "body"}
    assert page.inside("dl") == {"dt", "dd"}


def test_lines_stay_lines() -> None:
    """An answer of several lines is shown as several, on any system's line ends."""
    assert text("a<\r\nb\nc") == "a&lt;<br>\nb<br>\nc"
    assert "<title>a b</title>" in document("a\nb")


def test_markup_is_not_escaped_twice() -> None:
    """What the module made is taken as it is, also inside of other things."""
    inner = element("b", "<")

    assert isinstance(joined("<", inner), Markup)
    assert paragraph(inner) == '<p dir="auto"><b>&lt;</b></p>'


@pytest.mark.parametrize(
    "name", ["script", "onclick", "a b", "", "A", "a>", "style", "srcdoc", "on"]
)
def test_what_could_run_is_refused(name: str) -> None:
    """Elements and attributes that run something are an error of the caller's."""
    with pytest.raises(ValueError, match="may not stand"):
        element(name)
    with pytest.raises(ValueError, match="may not stand"):
        element("p", **{name: "x"})


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JavaScript:x", "java\nscript:x", " javascript:x", "data:text/html,x",
     "http://example.org", "//example.org", "/\\example.org", "file:///etc", "https:///x", ""],
)  # fmt: skip
def test_an_address_leads_nowhere_else(address: str) -> None:
    """Only https and places of the document's own."""
    with pytest.raises(ValueError, match="https nor local"):
        element("a", "x", href=address)


@pytest.mark.parametrize(
    "address", ["https://i.mi.com/find", "/step/2?token=a", "#top", "files/a.jpg", "./a", "?x=1"]
)
def test_an_address_of_ours_stays(address: str) -> None:
    """Links and forms of our own work."""
    assert f'href="{address}"' in element("a", "x", href=address)


def test_attributes_come_and_go() -> None:
    """None and False are left out, True stands bare, names are HTML's."""
    made = element("input", class_="a", required=True, disabled=False, value=None, data_a_b=1)

    assert made == '<input class="a" required data-a-b="1">'


def test_nothing_for_nothing() -> None:
    """Empty lists, tables and sections leave no trace; an empty value is a dash."""
    assert [items([]), facts([]), table("a", ["b"], []), section("a")] == ["", "", "", ""]
    assert '<dd dir="auto">-</dd>' in facts([("a", None), ("b", "")])
    assert ">0</td>" in table("a", ["b"], [[0]])


def test_the_policy_lets_only_this_style_in() -> None:
    """Nothing is loaded, sent or run; the style is named by its hash; a form only where asked."""
    rules = STYLE + "p { color: red; }"
    digest = base64.b64encode(hashlib.sha256(rules.encode()).digest()).decode()
    page = document("a", style="p { color: red; }")

    assert f"<style>{rules}</style>" in page
    assert f"style-src &#x27;sha256-{digest}&#x27;" in page
    assert "default-src &#x27;none&#x27;" in page
    assert "form-action 'none'" in policy(rules)
    assert "form-action 'self'" in policy(rules, forms=True)


def test_a_style_cannot_end_itself() -> None:
    """A rule with the end of the element in it is an error of the caller's."""
    with pytest.raises(ValueError, match="style"):
        document("a", style="</style><script>")
