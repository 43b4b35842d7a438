"""The page's server without its sockets: a request in, an answer out.

Whoever asks must know the token, ask this host by its number, and come from this page or from
nowhere: a page of somebody else's in the same browser can neither read nor answer. It must not
know threads or connections.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from miunlink_adb.guide.page import GUIDE_POLICY, guide_page, sorry_page
from miunlink_adb.guide.sitting import Sitting
from miunlink_adb.guide.words import Words

__all__ = ["MOST_BODY", "Answer", "Room"]

MOST_BODY = 4096
_FORM = "application/x-www-form-urlencoded"
_HEADERS = {
    "Content-Security-Policy": GUIDE_POLICY,
    "Cache-Control": "no-store",
    "Content-Type": "text/html; charset=utf-8",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_FROM_HERE = frozenset({"same-origin", "none"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back. `last`: after it nothing more needs to be served."""

    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    last: bool = False

    def all_headers(self) -> dict[str, str]:
        """With those that every answer has."""
        length = {"Content-Length": str(len(self.body.encode("utf-8")))}
        return {**_HEADERS, **length, **self.headers}


class Room:
    """One sitting, seen through requests. Not for several threads at once."""

    def __init__(
        self, sitting: Sitting, words: Words, token: str, host: str, once: str = ""
    ) -> None:
        """`host`: as a browser names this server, ``127.0.0.1:PORT``.

        `once`: a second token that leads to the page one time: other users of the computer can
        see with what a browser is started, and find a door that is closed.
        """
        self._sitting, self._words, self._token, self._host = sitting, words, token, host
        self._once = once
        self._outdated = False

    @property
    def over(self) -> bool:
        """Whether the sitting is over."""
        return self._sitting.walk.over

    @property
    def address(self) -> str:
        """Where the page is, for the owner's eyes alone."""
        return f"http://{self._host}/{self._token}/"

    @property
    def door(self) -> str:
        """What a browser is started with; it opens one time."""
        return f"http://{self._host}/{self._once}/"

    def answer(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Answer one request. `headers`: by names in small letters."""
        if refused := self._stranger(headers):
            return refused
        if method == "GET" and self._once and _same(path, f"/{self._once}/"):
            self._once = ""
            return self._to_the_page()
        if refused := self._wrong_door(path):
            return refused
        rest = path.removeprefix(f"/{self._token}")
        if rest == "/" and method in ("GET", "HEAD"):
            return self._page()
        if rest == "/answer" and method == "POST":
            return self._answered(headers, body)
        if rest in ("/", "/answer"):
            return _sorry(405, "Not like this", {"Allow": "GET" if rest == "/" else "POST"})
        return _sorry(404, "There is nothing here")

    def _stranger(self, headers: Mapping[str, str]) -> Answer | None:
        """Refuse another name for this computer (DNS rebinding), and other sites."""
        if not _same(headers.get("host", ""), self._host):
            return _sorry(421, "This is not the place that was asked for")
        if headers.get("sec-fetch-site", "none") not in _FROM_HERE:
            return _sorry(403, "Another site may not ask here")
        if headers.get("origin", "null") not in ("null", f"http://{self._host}"):
            return _sorry(403, "Another site may not ask here")
        return None

    def _wrong_door(self, path: str) -> Answer | None:
        first = path.split("/")[1] if path.startswith("/") else ""
        return None if _same(first, self._token) else _sorry(404, "There is nothing here")

    def _page(self) -> Answer:
        sitting, words = self._sitting, self._words
        notes = [words.say("outdated")] if self._outdated else []
        if sitting.resumed and not self._outdated:
            notes.append(words.say("resumed"))
        self._outdated = False
        found = sitting.last
        page = guide_page(
            sitting.walk, words, card=sitting.card, found=found, notes=notes, token=self._token
        )
        return Answer(200, page, last=sitting.walk.over)

    def _answered(self, headers: Mapping[str, str], body: bytes) -> Answer:
        """Take an answer; then send the browser to the page, so that it can be reloaded."""
        if len(body) > MOST_BODY:
            return _sorry(413, "That is too much")
        if headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
            return _sorry(415, "That is no form")
        given = _fields(body)
        if not _same(given.get("token", ""), self._token):
            return _sorry(403, "That form is not from here")
        try:
            self._sitting.answer(given.get("step", ""), given.get("answer", ""))
        except ValueError:
            self._outdated = not self.over
        else:
            self._sitting.resumed = False
        return self._to_the_page()

    def _to_the_page(self) -> Answer:
        return Answer(303, headers={"Location": f"/{self._token}/"})


def _fields(body: bytes) -> dict[str, str]:
    """The fields of a form, each of which may be there once; nothing for what is no form."""
    try:
        found = parse_qs(body.decode("ascii"), max_num_fields=10, keep_blank_values=True)
    except ValueError:
        return {}
    return {name: values[0] for name, values in found.items() if len(values) == 1}


def _same(given: str, wanted: str) -> bool:
    """Compare without telling by the time how much was right."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode("utf-8"))


def _sorry(status: int, title: str, headers: Mapping[str, str] | None = None) -> Answer:
    message = "Go back to the page that this program opened, or run its command again."
    return Answer(status, sorry_page(title, message), headers or {})
