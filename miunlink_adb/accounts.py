"""How many accounts of which type each Android user has, from the text of `dumpsys account`.

Pure. It must not keep account names (they are private), and it must not be talked into an answer:
an account may have any name, `x, type=com.xiaomi}` too, so entries are checked against the count
that Android prints, and whatever does not add up is reported as no proof.

The layout is that of AOSP's AccountManagerService.dumpUser: `User UserInfo{…}:` at the margin,
`Accounts: N` and section titles two deeper, `Account {name=…, type=…}` four deeper.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal, NamedTuple

XIAOMI = "com.xiaomi"
"""The type of a signed-in account. `com.xiaomi.unactivated` is another type."""

Trouble = Literal["", "empty", "no service", "denied", "timed out", "no users", "cut off", "odd"]

_LINE_END = re.compile(r"\r*\n|\r+")
_USER = re.compile(r"User UserInfo\{(\d+):")
_COUNT = re.compile(r"\s*Accounts: (\d+)\s*")
_ENTRY = "Account {name="
# The type is what follows the last `, type=`; the name before it may hold anything.
_ENTRY_END = re.compile(r".*, type=([^{}=]*)\}")
_SESSIONS = re.compile(r"\s*Active Sessions: \d+")
_SECTION = re.compile(
    r"\s*(AccountId, Action_Type.*|Accounts History|Active Sessions: .*"
    r"|RegisteredServicesCache: .*|Account visibility:)"
)
_HISTORY = re.compile(
    r"\s*-?\d+,(action_\w+),(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)?[^,]*,(-?\d+),\w+,-?\d+\s*"
)
_REFUSALS: tuple[tuple[re.Pattern[str], Trouble], ...] = (
    (re.compile(r"(cmd: )?Can't find service: ?account"), "no service"),
    (re.compile(r"Permission Denial|.*SecurityException"), "denied"),
    (re.compile(r"\*\*\* SERVICE 'account' DUMP TIMEOUT|.*IOException"), "timed out"),
)
_WHY: dict[Trouble, str] = {
    "": "",
    "empty": "The phone answered nothing.",
    "no service": "The phone has no account service right now; it may still be starting.",
    "denied": "The phone refused to list its accounts.",
    "timed out": "The phone did not finish listing its accounts.",
    "no users": "The answer is not a list of accounts.",
    "cut off": "The list of accounts is cut off.",
    "odd": "The list of accounts contradicts itself.",
}


class HistoryEntry(NamedTuple):
    """One line of Android's account history.

    Attributes:
        user: Android user id.
        action: such as `action_called_account_remove` or `action_account_add`.
        at: `YYYY-MM-DD HH:MM:SS` in the phone's own time, or None if the phone left it out.
        uid: who asked for it.
    """

    user: int
    action: str
    at: str | None
    uid: int


class AccountsReport(NamedTuple):
    """What `dumpsys account` said.

    Attributes:
        users: Android user id to account type to number of accounts.
        complete: the text is a whole answer that agrees with itself. Only then does a missing
            type mean that there is no such account.
        history: the account history, in the order of the text.
        trouble: why it is not complete; empty if it is.
        why: the same as a sentence for people.
    """

    users: dict[int, dict[str, int]]
    complete: bool
    history: tuple[HistoryEntry, ...]
    trouble: Trouble
    why: str


class _User(NamedTuple):
    id: int
    accounts: dict[str, int]
    history: tuple[HistoryEntry, ...]
    trouble: Trouble


def parse_accounts(text: str) -> AccountsReport:
    """Read `dumpsys account`. Never fails on content; the trouble is named in the report."""
    lines = _LINE_END.split(text.replace("\x00", "").lstrip("\ufeff"))
    found = [_read_user(number, block) for number, block in _blocks(lines)]
    users: dict[int, dict[str, int]] = {}
    for user in found:
        users.setdefault(user.id, user.accounts)
    troubles = [user.trouble for user in found if user.trouble]
    trouble = _refusal(lines) or (troubles[0] if troubles else "")
    if not found:
        trouble = trouble or ("no users" if text.strip() else "empty")
    elif len(users) < len(found):
        trouble = trouble or "odd"
    history = tuple(entry for user in found for entry in user.history)
    return AccountsReport(users, not trouble, history, trouble, _WHY[trouble])


def xiaomi_counts(report: AccountsReport) -> dict[str, int]:
    """Signed-in Xiaomi accounts per Android user, keyed as in the reports: `{"0": 1}`."""
    return {str(user): types.get(XIAOMI, 0) for user, types in sorted(report.users.items())}


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The lines of each user. A title stands at the margin; text inside a block never does."""
    titles = [line for line in lines if _USER.match(line.lstrip())]
    margin = min((len(line) - len(line.lstrip()) for line in titles), default=0)
    starts = [i for i, line in enumerate(lines) if _USER.match(line, margin)]
    for start, end in pairwise([*starts, len(lines)]):
        title = _USER.match(lines[start], margin)
        if title and not lines[start][:margin].strip():
            yield int(title[1]), lines[start + 1 : end]


def _read_user(number: int, block: list[str]) -> _User:
    counts = [(i, found) for i, line in enumerate(block) if (found := _COUNT.fullmatch(line))]
    if not counts:
        return _User(number, {}, (), "cut off")
    at, count = counts[0]
    types = _read_entries(block[at + 1 :])
    trouble = _check(block, expected=int(count[1]), found=len(types))
    return _User(number, dict(Counter(types)), tuple(_history(number, block)), trouble)


def _check(block: list[str], *, expected: int, found: int) -> Trouble:
    """Compare Android's own count with the entries read, and with where entries begin and end.

    A name with line breaks can imitate an entry, end one early or end the list early. But it can
    only add lines that begin or end an entry, never take away: if there are as many of each as
    Android counts, they are the real ones.
    """
    told = _without_sessions(block)
    begun = sum(line.lstrip().startswith(_ENTRY) for line in told)
    ended = sum(_ENTRY_END.fullmatch(line.rstrip()) is not None for line in told)
    if begun == ended == found == expected:
        return ""
    goes_on = any(_SECTION.fullmatch(line) for line in block)
    return "odd" if goes_on or begun > expected else "cut off"


def _without_sessions(block: list[str]) -> list[str]:
    """What apps ask about accounts just now is listed after them, and may end as an entry does.

    Left out only if that section is there once: a second one stands in some account's name.
    """
    titles = [i for i, line in enumerate(block) if _SESSIONS.fullmatch(line)]
    if len(titles) != 1:
        return block
    start = titles[0] + 1
    end = next((i for i in range(start, len(block)) if not block[i].strip()), start)
    return block[:start] + block[end:]


def _read_entries(lines: list[str]) -> list[str]:
    """The types of the entries. A name may hold line breaks: an entry ends at its `, type=…}`.

    The list ends at the first empty line or section title outside an entry.
    """
    types: list[str] = []
    is_open = False
    for line in lines:
        if not is_open and not line.lstrip().startswith(_ENTRY):
            break
        if _SECTION.fullmatch(line):
            break
        end = _ENTRY_END.fullmatch(line.rstrip())
        types += [end[1]] if end else []
        is_open = end is None
    return types


def _history(user: int, block: list[str]) -> Iterator[HistoryEntry]:
    """The lines under `Accounts History`, up to the next empty line."""
    title = next((i for i, line in enumerate(block) if line.strip() == "Accounts History"), None)
    for line in block[title + 1 :] if title is not None else []:
        found = _HISTORY.fullmatch(line)
        if not found:
            return
        yield HistoryEntry(user, found[1], found[2], int(found[3]))


def _refusal(lines: list[str]) -> Trouble:
    """The refusal at the margin of the text, if there is one (names stand deeper)."""
    for line in lines:
        for pattern, trouble in _REFUSALS:
            if not line.startswith((" ", "\t")) and pattern.match(line):
                return trouble
    return ""
