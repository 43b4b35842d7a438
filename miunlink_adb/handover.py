"""What was done with a phone, as one document for its owner or for whoever gets it.

Pure: from what journals and one look at the phone say. For a buyer it holds nothing that is
anybody's: sentences of ours, counts, dates; everything else is left out or masked. It must not
know where journals are kept, nor how a document is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from miunlink_adb.deed import signout_words
from miunlink_adb.handover_words import (
    BINDINGS,
    ENDINGS,
    FINISHED,
    HIDDEN,
    evidence,
    is_ours,
    public,
    title_of,
)
from miunlink_adb.remaining import Binding, is_ready, verdict
from miunlink_adb.run_record import RunRecord
from miunlink_adb.survey import PhoneFacts

__all__ = ["Audience", "Deed", "Handover", "Look", "hand_over"]

FORMAT = 1
Audience = Literal["owner", "buyer"]
_SHOWN_DIGITS = 4
_NAMES = re.compile(r"(?:(?:miui|hyperos)-\d{1,2}(?:\.\d{1,2})?|[A-Z]{2})\Z")


@dataclass(frozen=True, slots=True)
class Look:
    """A phone as it is now. `adb_serial`: what adb calls it."""

    facts: PhoneFacts
    bindings: list[Binding]
    adb_serial: str


@dataclass(frozen=True, slots=True)
class Deed:
    """One run of a command. `began`: a moment for the owner, a day for a buyer."""

    title: str
    command: str
    began: str
    status: str
    ending: str
    did: list[str] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)
    evidence: list[tuple[str, str]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """All fields; the evidence by its names."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        return {**fields, "evidence": dict(self.evidence)}


@dataclass(frozen=True, slots=True)
class Handover:
    """The whole document.

    `ready`: None when the phone was not looked at. `open`: what must still be done; `remember`:
    what whoever gets the phone should know. Both are rows of what, detail, how to clear it.
    """

    audience: Audience
    made: str
    phone: dict[str, str | None]
    ready: bool | None
    verdict: str
    deeds: list[Deed]
    open: list[tuple[str, str, str]]
    remember: list[tuple[str, str, str]]

    def to_json(self) -> dict[str, Any]:
        """What `report --json` prints."""
        rows = {"open": self.open, "remember": self.remember}
        return {
            "format": FORMAT,
            "command": "report",
            "for": self.audience,
            "made": self.made,
            "phone": self.phone,
            "ready": self.ready,
            "verdict": self.verdict,
            "deeds": [deed.to_json() for deed in self.deeds],
            **{
                name: [dict(zip(("what", "detail", "clear"), row, strict=True)) for row in found]
                for name, found in rows.items()
            },
        }


def hand_over(
    audience: Audience,
    runs: Iterable[RunRecord],
    look: Look | None,
    made: datetime,
    *,
    going_on: frozenset[str] = frozenset(),
) -> Handover:
    """Make the document from the runs on one phone, in any order.

    `look`: the phone now; None when it is not attached: then the last deed says what is open.
    `made`: now, in the time zone in which times are told. `going_on`: names of runs under way.
    """
    in_order = sorted(runs, key=lambda run: (run.began, run.last_moment, run.run))
    writer = _Writer(audience, _secrets(look), made)
    every = [(run, writer.deed(run, going_on)) for run in in_order]
    deeds = [deed for _, deed in every if audience == "owner" or deed.status in FINISHED]
    if look is None:
        opened = writer.left([deed for _, deed in every])
        remember: list[tuple[str, str, str]] = []
    else:
        opened = [writer.binding(b) for b in look.bindings if b.blocks]
        remember = [writer.binding(b) for b in look.bindings if not b.blocks]
    last = in_order[-1] if in_order else None
    return Handover(
        audience=audience,
        made=writer.moment(made),
        phone=writer.phone(look, last),
        ready=None if look is None else is_ready(look.bindings),
        verdict=_verdict(look),
        deeds=deeds,
        open=opened,
        remember=remember,
    )


def _verdict(look: Look | None) -> str:
    if look is None:
        return "The phone was not attached: what is open is what the last deed left."
    return verdict(look.bindings)


def _secrets(look: Look | None) -> list[str]:
    """Values of the phone that name it or its owner, to be masked wherever they stand."""
    if look is None:
        return []
    told = ("serial", "imei", "meid", "mac", "psno", "oem.sno", "device_name", "bt.name")
    found = [v for k, v in look.facts.props.items() if any(word in k.lower() for word in told)]
    return [text.strip() for text in (*found, look.adb_serial) if text.strip()]


class _Writer:
    """Writes the parts for one audience."""

    def __init__(self, audience: Audience, secrets: Sequence[str], made: datetime) -> None:
        self.full = audience == "owner"
        self._secrets, self._zone = secrets, made.tzinfo

    def moment(self, when: datetime) -> str:
        """To the second for the owner; a day, which tells no time zone, for a buyer."""
        local = when.astimezone(self._zone)
        return local.isoformat(" ", "seconds") if self.full else _day(local.date())

    def deed(self, run: RunRecord, going_on: frozenset[str]) -> Deed:
        """One run in words."""
        status = run.status or ("going_on" if run.run in going_on else "cut_off")
        told, hidden = _end_of(run), run.command.split(" ")[0] in HIDDEN and not self.full
        known = {} if hidden else told
        return Deed(
            title=title_of(run.command),
            command=run.command if self.full or is_ours(run.command) else "",
            began=self.moment(run.began),
            status=status if status in ENDINGS else "unknown",
            ending=ENDINGS.get(status, ENDINGS["unknown"]),
            did=self._sentences(known.get("did")),
            confirmed=self._sentences(known.get("confirmed")),
            evidence=evidence(known.get("evidence"), full=self.full),
            open=self._sentences(known.get("open")),
        )

    def left(self, deeds: Sequence[Deed]) -> list[tuple[str, str, str]]:
        """What the deeds left open: the last one of each command, since the last reset.

        A look at the phone is out of date after any other deed.
        """
        resets = [i for i, deed in enumerate(deeds) if deed.command == "reset" and _is_done(deed)]
        since = deeds[resets[-1] if resets else 0 :]
        latest = {deed.command: deed for deed in since}
        if since and since[-1].command != "status":
            latest.pop("status", None)
        return [(deed.title, said, "") for deed in latest.values() for said in deed.open]

    def binding(self, binding: Binding) -> tuple[str, str, str]:
        """A row of what still binds; a buyer reads a sentence of ours in place of the detail."""
        what = binding.what.replace("_", " ")
        if not self.full:
            return what, BINDINGS.get(binding.what, "See 'miunlink-adb status'."), ""
        user = "" if binding.user is None else f" (Android user {binding.user})"
        return what + user, binding.detail, binding.clear

    def phone(self, look: Look | None, last: RunRecord | None) -> dict[str, str | None]:
        """What the phone is: its serial in full for its owner, four digits of it for a buyer."""
        about = last.about if last else {}
        if look is None:
            found = {key: _a_name(about.get(key)) for key in ("release", "region")}
            return {"model": None, "serial": None, **found, "key": self._key(last)}
        match, props = look.facts.release, look.facts.props
        return {
            "model": match.marketname or match.model or None,
            "serial": self._serial(props, look.adb_serial),
            "release": match.release,
            "region": match.region,
            "key": self._key(last),
        }

    def _key(self, last: RunRecord | None) -> str | None:
        return last.phone if last and self.full else None

    def _serial(self, props: Mapping[str, str], adb_serial: str) -> str | None:
        own = props.get("ro.serialno", "") or props.get("ro.boot.serialno", "")
        if self.full:
            return own or adb_serial
        return f"…{own[-_SHOWN_DIGITS:]}" if len(own) >= 2 * _SHOWN_DIGITS else None

    def _sentences(self, found: object) -> list[str]:
        lines = found if isinstance(found, list) else []
        return [self._sentence(line) for line in lines if isinstance(line, str) and line]

    def _sentence(self, sentence: str) -> str:
        return sentence if self.full else public(sentence, self._secrets)


def _end_of(run: RunRecord) -> Mapping[str, Any]:
    """What a run says of itself in the end; for older sign-outs, what follows from theirs."""
    ended = run.ended or {}
    if "did" in ended or run.command != "signout":
        return ended
    if not run.ended:
        return signout_words("cut_off", {}, _turns(run), agreed=_agreed(run))
    accounts = ended.get("accounts")
    known = accounts if isinstance(accounts, Mapping) else {}
    return signout_words(str(ended.get("status")), known, _turns(run), agreed=_agreed(run))


def _is_done(deed: Deed) -> bool:
    return deed.status in FINISHED


def _turns(run: RunRecord) -> list[Mapping[str, Any]]:
    return [event for event in run.events if event.get("event") == "handoff_ended"]


def _agreed(run: RunRecord) -> bool:
    return any(event.get("final") for event in run.events)


def _day(day: date) -> str:
    return day.isoformat()


def _a_name(value: object) -> str | None:
    """A release or a region, as they are called here; nothing else passes."""
    return value if isinstance(value, str) and _NAMES.match(value) else None
