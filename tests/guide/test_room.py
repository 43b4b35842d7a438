"""The page's server without its sockets: who is let in, what is sent, what an answer does."""

from collections.abc import Mapping
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.clock import SystemClock
from miunlink_adb.guide.address import objection
from miunlink_adb.guide.card import PhoneCard
from miunlink_adb.guide.checks import PhoneChecks
from miunlink_adb.guide.page import guide_page, sorry_page
from miunlink_adb.guide.room import MOST_BODY, Answer, Room
from miunlink_adb.guide.shelf import GUIDES, known_languages, load_guide, load_words
from miunlink_adb.guide.sitting import Sitting
from miunlink_adb.guide.walk import Walk, begin
from miunlink_adb.guide.words import Words

HOST = "127.0.0.1:4711"
TOKEN = "aZ3-_" * 8
ONCE = "bY4_-" * 8
FORM = "application/x-www-form-urlencoded"
CARD = PhoneCard("Redmi <b>Note</b> 8", "miui-12", "EU", "9c21", ())


class Visitor:
    """A browser in front of a room."""

    def __init__(self, name: str = "unlink-contact", language: str = "en") -> None:
        checks = PhoneChecks(None, SystemClock())
        guide = load_guide(name, language)
        self.sitting = Sitting(guide, CARD, checks, None, lambda _: None, SystemClock())
        self.room = Room(self.sitting, load_words(language), TOKEN, HOST, ONCE)

    def get(self, path: str = f"/{TOKEN}/", **headers: str) -> Answer:
        """Ask for a page."""
        return self.room.answer("GET", path, {"host": HOST, **named(headers)}, b"")

    def post(self, fields: Mapping[str, str] | bytes, **headers: str) -> Answer:
        """Send a form."""
        body = fields if isinstance(fields, bytes) else urlencode(fields).encode()
        given = {"host": HOST, "content-type": FORM, **named(headers)}
        return self.room.answer("POST", f"/{TOKEN}/answer", given, body)

    def press(self, answer: str, step: str | None = None, token: str = TOKEN) -> Answer:
        """Press a button of the page that is shown."""
        asked = self.sitting.walk.step
        return self.post(
            {"token": token, "step": step or (asked.id if asked else ""), "answer": answer}
        )

    @property
    def state(self) -> tuple[dict[str, str], bool]:
        """What an unwanted request must not change."""
        return dict(self.sitting.walk.outcomes), self.sitting.walk.left


def named(headers: Mapping[str, str]) -> dict[str, str]:
    """Names as a server has them."""
    return {name.replace("_", "-"): value for name, value in headers.items()}


class Tags(HTMLParser):
    """What a page is built of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.said: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def all(self, name: str) -> list[dict[str, str]]:
        """The attributes of each element of a kind."""
        return [attributes for tag, attributes in self.tags if tag == name]


# -- the way -------------------------------------------------------------------------------------


def test_asked_answered_and_sent_to_the_page() -> None:
    """A form leads to a redirect, so that a page loaded again sends nothing again."""
    visitor = Visitor()
    assert visitor.get().status == 200
    answer = visitor.press("yes")

    assert (answer.status, answer.headers["Location"]) == (303, f"/{TOKEN}/")
    assert visitor.sitting.walk.number == 2
    assert "Step 2 of 6" in visitor.get().body
    assert visitor.sitting.walk.number == 2


def test_the_whole_guide() -> None:
    """To the end; the last page says so and is the last that is served."""
    visitor = Visitor()
    while not visitor.room.over:
        assert not visitor.get().last
        visitor.press(visitor.sitting.walk.answers()[0])
    page = visitor.get()

    assert page.last
    assert "All steps are through." in page.body
    assert Tags(page.body).all("form") == []


def test_an_old_page_answers_nothing() -> None:
    """A form of another step, or pressed twice, changes nothing, and the page says so once."""
    visitor = Visitor()
    visitor.press("yes")
    before = visitor.state
    assert visitor.press("yes", step="one_remains").status == 303
    assert visitor.state == before
    assert "answered already" in visitor.get().body
    assert "answered already" not in visitor.get().body


@pytest.mark.parametrize("answer", ["skip", "done", "back", "", "YES", "leave\n"])
def test_an_answer_that_the_page_does_not_offer(answer: str) -> None:
    """A gate takes yes and leave, whatever a form says."""
    visitor = Visitor()
    visitor.press(answer)
    assert visitor.state == ({}, False)


def test_left_on_the_page() -> None:
    """The page says how to go on."""
    visitor = Visitor()
    visitor.press("leave")
    assert visitor.room.over
    assert "The same command goes on from here." in visitor.get().body


# -- strangers -----------------------------------------------------------------------------------

STRANGERS = [
    ({"host": "localhost:4711"}, 421),
    ({"host": "127.0.0.1"}, 421),
    ({"host": "127.0.0.1:4712"}, 421),
    ({"host": "evil.example:4711"}, 421),
    ({"host": f"{HOST}, {HOST}"}, 421),
    ({"host": ""}, 421),
    ({"sec_fetch_site": "cross-site"}, 403),
    ({"sec_fetch_site": "same-site"}, 403),
    ({"origin": "https://evil.example"}, 403),
    ({"origin": "http://localhost:4711"}, 403),
    ({"origin": f"http://{HOST}.evil.example"}, 403),
]


@pytest.mark.parametrize(("headers", "status"), STRANGERS)
def test_other_names_and_other_sites_are_refused(headers: dict[str, str], status: int) -> None:
    """Another host name (DNS rebinding), another origin: neither page nor answer, token or not."""
    visitor = Visitor()
    page = visitor.get(**headers)
    form = visitor.post({"token": TOKEN, "step": "one_remains", "answer": "yes"}, **headers)

    assert (page.status, form.status) == (status, status)
    assert visitor.state == ({}, False)
    assert TOKEN not in page.body + form.body


@pytest.mark.parametrize(
    "path",
    ["/", "", "/wrong/", f"/{TOKEN}", f"/{TOKEN}/x", f"/{TOKEN}x/", f"//{TOKEN}/", f"/x/{TOKEN}/",
     f"/{TOKEN.lower()}/", f"/{TOKEN}/../", f"/{TOKEN}/?a", "*", "/favicon.ico", "/\xff"],
)  # fmt: skip
def test_without_the_token_there_is_nothing(path: str) -> None:
    """A page that does not exist, and not a word of the guide."""
    answer = Visitor().get(path)
    assert answer.status == 404
    assert "Step" not in answer.body
    assert TOKEN not in answer.body


def test_the_door_opens_once() -> None:
    """What a browser is started with leads to the page one time, and is no token for it."""
    visitor = Visitor()
    assert visitor.get(f"/{ONCE}/x").status == 404
    assert visitor.get(f"/{ONCE}/", host="evil.example").status == 421
    assert visitor.press("yes", token=ONCE).status == 403
    opened = visitor.get(f"/{ONCE}/")
    assert (opened.status, opened.headers["Location"]) == (303, f"/{TOKEN}/")
    assert visitor.get(f"/{ONCE}/").status == 404


def test_a_form_needs_the_token_in_itself() -> None:
    """The address alone is not enough."""
    visitor = Visitor()
    for token in ("", "wrong", TOKEN[:-1]):
        assert visitor.press("yes", token=token).status == 403
    twice = f"token={TOKEN}&token={TOKEN}&step=one_remains&answer=yes".encode()
    assert visitor.post(twice).status == 403
    assert visitor.state == ({}, False)


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"x" * (MOST_BODY + 1), FORM, 413),
        (b"token=x", "text/plain", 415),
        (b"token=x", "multipart/form-data; boundary=x", 415),
        (b"\xff\xfe", FORM, 403),
        (b"&".join([b"a=b"] * 20), FORM, 403),
        (b"", FORM, 403),
    ],
)
def test_what_is_no_form_of_ours(body: bytes, kind: str, status: int) -> None:
    """Too long, another kind, no text, too many fields."""
    visitor = Visitor()
    assert visitor.post(body, content_type=kind).status == status
    assert visitor.state == ({}, False)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", ""])
def test_other_methods(method: str) -> None:
    """The page is got, and nothing else."""
    visitor = Visitor()
    answer = visitor.room.answer(method, f"/{TOKEN}/", {"host": HOST}, b"")
    assert (answer.status, answer.headers["Allow"]) == (405, "GET")


@given(
    st.sampled_from(["GET", "POST", "HEAD", "X"]),
    st.text(max_size=20) | st.sampled_from([f"/{TOKEN}/", f"/{TOKEN}/answer"]),
    st.dictionaries(
        st.sampled_from(["host", "origin", "content-type", "sec-fetch-site"]),
        st.text(max_size=10) | st.sampled_from([HOST, FORM, "same-origin"]),
    ),
    st.binary(max_size=40),
)
def test_no_request_breaks_it(method: str, path: str, headers: dict[str, str], body: bytes) -> None:
    """Whatever is sent without the form's token gets an answer and changes nothing."""
    visitor = Visitor()
    answer = visitor.room.answer(method, path, headers, body)
    assert answer.status in (200, 403, 404, 405, 413, 415, 421)
    assert visitor.state == ({}, False)


# -- what is sent --------------------------------------------------------------------------------


def test_every_answer_is_closed_to_others() -> None:
    """Also those that refuse: no script, no frame, no store, no guess of types, no referrer."""
    visitor = Visitor()
    for answer in (visitor.get(), visitor.get("/"), visitor.press("yes"), Answer(413)):
        headers = answer.all_headers()
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "form-action 'self'" in policy
        assert "script" not in policy
        assert "unsafe" not in policy
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Length"] == str(len(answer.body.encode()))


@pytest.mark.parametrize("language", known_languages())
@pytest.mark.parametrize("name", GUIDES)
def test_every_page_of_every_guide(name: str, language: str) -> None:
    """Nothing is loaded; links go to official pages alone, and tell them nothing; one form."""
    visitor = Visitor(name, language)
    while not visitor.room.over:
        page = visitor.get().body
        tags = Tags(page)
        assert {tag for tag, _ in tags.tags} & {"script", "link", "img", "iframe", "base"} == set()
        links = tags.all("a")
        assert [objection(link["href"]) for link in links] == [""] * len(links)
        assert all({"noreferrer", "noopener"} <= set(link["rel"].split()) for link in links)
        assert [form["method"] for form in tags.all("form")] == ["post"]
        answers = [button["value"] for button in tags.all("button")]
        assert answers == list(visitor.sitting.walk.answers())
        assert tags.all("html")[0]["lang"] == language
        step = visitor.sitting.walk.step
        assert step is not None
        assert (step.address is not None) == bool(links)
        visitor.press(answers[0])


def test_no_address_before_the_yes() -> None:
    """The page of a gate knows no official page: the owner has not said yes yet."""
    visitor = Visitor("recover-password")
    page = visitor.get().body
    assert "forgetPassword" not in page
    assert Tags(page).all("a") == []
    visitor.press("yes")
    assert "forgetPassword" in visitor.get().body


def test_texts_of_the_phone_are_texts() -> None:
    """A model that is markup is shown as its letters."""
    page = Visitor().get().body
    assert "<b>Note</b>" not in page
    assert "Redmi <b>Note</b> 8" in "".join(Tags(page).said)


UNLINK, WORDS = begin(load_guide("unlink-contact")), load_words()


def page_of(walk: Walk, words: Words, card: PhoneCard | None) -> str:
    """The page of the step at hand."""
    return guide_page(walk, words, card=card, token=TOKEN)


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_card_breaks_out_of_the_page(model: str, end: str) -> None:
    """Whatever a phone calls itself: the page has the same elements."""
    walk, words = UNLINK, WORDS
    shapes = [
        [tag for tag, _ in Tags(page_of(walk, words, card)).tags if tag != "br"]
        for card in (CARD, PhoneCard(model or "x", None, None, end or None, (model,)))
    ]
    assert shapes[0] == shapes[1]


def test_a_language_from_right_to_left() -> None:
    """The page says so, and the address stays as addresses are."""
    tags = Tags(page_of(UNLINK, Words("ar", WORDS.texts), None))
    assert tags.all("main")[0]["dir"] == "rtl"
    assert tags.all("html")[0]["lang"] == "ar"


def test_a_refusal_is_a_page_of_its_own() -> None:
    """It has no form and no link."""
    tags = Tags(sorry_page("No", "Not <i>here</i>"))
    assert [tags.all(name) for name in ("form", "a", "i")] == [[], [], []]
