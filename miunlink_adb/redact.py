"""What a text from outside may keep of itself where it is shown, logged or saved.

Two rules. `known_words` is for texts of others (adb, Java, a shell): only words that stand in a
list survive, so that a name cannot. `masked` is for sentences of ours into which something from
outside was put: whatever looks like a person's or a phone's number, address or serial is masked.
Pure; it must not know where a text came from or goes to.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

__all__ = ["known_words", "masked", "package_name", "plain"]

LONGEST = 2000
MOST_WORDS = 24
"""How much of a text of others is kept at most."""
GONE = "…"

_WORDS = frozenset(
    """
    a aborted access accept accepted activity adb address again allowed already an and another
    any api app app_process application argument attempt authorizing available bad be been
    binder block broken by call called can cannot channel check client closed code command
    component connect connected connecting connection could daemon data dead denied destination
    device devices did directory disabled disconnected does emulator end error events exception
    exec exit failed failure fault file for format found from full get greater has have host id
    in index inject injecting input instance instrumentation insufficient interface internal
    interrupted invalid invoke is it key killed large left length limit long lost many memory
    message method missing mode more must name native network no none not null number object of
    offline on one only open operation or out package permission permissions pipe port process
    protocol provider pull push read read-only reason received recovery reference refused
    registered remote request requires reset resource response result root run running security
    server service session shell short sideload signal size socket space started state status
    stopped storage stream sync system than the this thread time timed timeout to too transport
    unable unauthorized unavailable unexpected unknown unsupported uiautomation uiautomator uid
    usb user version was while window with without write wrong you
    """.split()
)
_TOKEN = re.compile(r"[^\s:;,()\[\]{}'\"<>=]+")
_FAILURE = re.compile(
    r"(?:(?:java|javax|android|androidx|kotlin|org\.json)(?:\.[a-z]{1,20}){0,5}\.)?"
    r"[A-Z][A-Za-z]{2,40}(?:Exception|Error)\Z",
    re.ASCII,
)
_EDGE = ".!?/-"

_MASKS = (
    (re.compile(r"[^\s@]+@[^\s@]+"), "‹address›"),
    (re.compile(r"\b[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE), "‹address›"),
    (re.compile(r"\b(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\b"), "‹address›"),
    (re.compile(r"(?<![\w:])(?:[0-9A-Fa-f]{0,4}:){3,7}[0-9A-Fa-f]{1,4}(?![\w:])"), "‹address›"),
    (re.compile(r"\+?\d(?:[\s\-./():·]{0,3}\d){6,}"), "‹number›"),
    (re.compile(r"\d{5,}"), "‹number›"),
    (re.compile(r"\w+"), ""),
)
"""What identifies somebody, by its shape; the last one is every word, see `_serial`."""
_SHORTEST_SERIAL = 7
_NO_SERIALS = frozenset({"shell_v2", "uiautomator2"})
_PACKAGE = re.compile(r"[A-Za-z]\w{0,63}(?:\.[A-Za-z]\w{0,63}){0,9}\Z", re.ASCII)
_DIRECTIONS = frozenset(
    "\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


def plain(text: object) -> str:
    """A text without anything that a terminal would obey.

    Control characters, beginnings of escape sequences, line ends and directional marks become
    ``?``.
    """
    return "".join("?" if _is_control(character) else character for character in str(text))


def _is_control(character: str) -> bool:
    if " " <= character <= "~":
        return False
    return character in _DIRECTIONS or unicodedata.category(character) in ("Cc", "Cs", "Co")


def known_words(text: object) -> str:
    """The words of somebody else's message that stand in our list; "…" for each gap.

    Names of exceptions stay. At most 24 words of the first 2000 characters are looked at.
    """
    kept: list[str] = []
    for token in _TOKEN.findall(str(text)[:LONGEST]):
        word = token.strip(_EDGE)
        if word.lower() in _WORDS or _FAILURE.match(word):
            kept.append(word)
        elif kept[-1:] != [GONE]:
            kept.append(GONE)
        if len(kept) >= MOST_WORDS:
            break
    return " ".join(kept) or GONE


def masked(text: object, secrets: Iterable[str] = ()) -> str:
    """A sentence of ours with what identifies a person or a phone masked, safe for a terminal.

    Masked are e-mail and other addresses, telephone numbers, IMEI and every run of five digits,
    and what looks like a serial: seven letters and digits mixed. `secrets`: texts that are masked
    whatever they look like, such as the serial of the phone at hand.
    """
    found = plain(str(text)[:LONGEST])
    for secret in sorted({s for s in secrets if len(s) > 2}, key=len, reverse=True):
        found = found.replace(plain(secret), "‹serial›")
    for pattern, mask in _MASKS:
        found = pattern.sub(mask or _serial, found)
    return found


def _serial(found: re.Match[str]) -> str:
    word = found[0]
    kinds = {character.isdigit() for character in word if character != "_"}
    mixed = len(word) >= _SHORTEST_SERIAL and len(kinds) > 1
    return "‹serial›" if mixed and word.lower() not in _NO_SERIALS else word


def package_name(name: str) -> str:
    """An app's name if it is one (``com.xiaomi.account``), else "?"; nothing else can pass."""
    return masked(name) if len(name) <= 200 and _PACKAGE.match(name) else ("?" if name else "")
