"""From the text of a guide's file to a Guide, and from a translation's to the same in its language.

Everything is checked, and a fault names file, key and what to write instead. It must not know
where files are.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

from miunlink_adb.errors import PackError
from miunlink_adb.guide.address import objection
from miunlink_adb.guide.model import CHECKS, STEP_TEXTS, TEXTS, Guide, Step

__all__ = ["LONGEST_TEXT", "Source", "read_guide", "read_table", "translated"]

LONGEST_TEXT = 400
MOST_BYTES = 64 * 1024
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}")
_LINE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")
_FLAGS = ("must_confirm", "gate")
_GUIDE_KEYS = frozenset({*TEXTS, "phone", "changes_phone", "steps"})
_STEP_KEYS = frozenset({*STEP_TEXTS, *_FLAGS, "id", "address", "check"})
Table = Mapping[str, Any]


class Source:
    """Where something was read, for messages: a file and the key within it."""

    def __init__(self, file: str, key: str = "") -> None:
        self.file, self.key = file, key

    def below(self, key: str) -> Source:
        """A key within this one."""
        return Source(self.file, f"{self.key}.{key}" if self.key else key)

    def fail(self, message: str, fix: str) -> NoReturn:
        """Say what is wrong here and what to do.

        Raises:
            PackError: always.
        """
        raise PackError(message, file=self.file, key=self.key or None, hint=fix)

    def only(self, table: Table, known: frozenset[str]) -> None:
        """Refuse keys that mean nothing: they are misspelled ones.

        Raises:
            PackError: there is one.
        """
        for key in table:
            if key not in known:
                self.below(key).fail("is not a key here", f"Use one of: {', '.join(sorted(known))}")

    def text(self, table: Table, key: str, *, needed: bool = False) -> str:
        """A text for people: short, of one line, naming no foreign address; "" if it may be absent.

        Raises:
            PackError: it is missing, or no such text.
        """
        place, value = self.below(key), table.get(key)
        if value is None and not needed:
            return ""
        if not isinstance(value, str) or not value.strip():
            place.fail("must be a text", f'Write {key} = "…"')
        if len(value) > LONGEST_TEXT or not value.isprintable():
            place.fail(
                f"is longer than {LONGEST_TEXT} characters, or not one line",
                "Say it shorter, in one line.",
            )
        if strange := foreign_host(value):
            place.fail(f"names {strange}, which is not Xiaomi's", "Put official pages in address.")
        return value

    def flag(self, table: Table, key: str) -> bool:
        """True or false; false when it is absent.

        Raises:
            PackError: it is something else.
        """
        value = table.get(key, False)
        if not isinstance(value, bool):
            self.below(key).fail("must be true or false", f"Write {key} = true, or leave it out.")
        return value


def foreign_host(text: str) -> str:
    """What in a text looks like the name of a computer that is not on the list; "" if nothing."""
    if "//" in text or "\\" in text:
        return "an address"
    found = (name for name in _HOST.findall(text) if objection(f"https://{name.lower()}"))
    return next(found, "")


def read_table(file: Path) -> Table:
    """The table in a TOML file.

    Raises:
        PackError: it cannot be read.
    """
    source = Source(_shown(file))
    try:
        data = file.read_bytes()[: MOST_BYTES + 1]
        if len(data) > MOST_BYTES:
            source.fail("is too long for a guide", f"Keep it below {MOST_BYTES} bytes.")
        return tomllib.loads(data.decode("utf-8").replace("\r\n", "\n"))
    except OSError as error:
        source.fail(f"cannot be read: {error.strerror}", "Install miunlink-adb again.")
    except UnicodeDecodeError:
        source.fail("is not UTF-8", "Save it as UTF-8.")
    except RecursionError:
        source.fail("is nested too deep", "Write tables, not lists in lists.")
    except ValueError as error:  # TOMLDecodeError, and a number of thousands of digits
        line = _LINE.search(str(error))
        number = int(line[1]) if line and line[1] else None
        what = _LINE.sub("", str(error)).strip()
        raise PackError(
            f"is not TOML: {what}", file=source.file, line=number, hint="Mend that line."
        ) from None


def _shown(file: Path) -> str:
    return "/".join(file.parts[-2:])


def read_guide(name: str, file: Path) -> Guide:
    """Read ``guides/NAME.toml``, which is in English.

    Raises:
        PackError: file, key and fix are named.
    """
    table, source = read_table(file), Source(_shown(file))
    source.only(table, _GUIDE_KEYS)
    phone = table.get("phone")
    if phone not in ("required", "optional"):
        source.below("phone").fail("says no known need", 'Write phone = "required" or "optional".')
    texts = {key: source.text(table, key, needed=key != "warning") for key in TEXTS}
    changes = source.flag(table, "changes_phone")
    return Guide(name, "en", phone, changes, steps=_steps(table, source), **texts)


def _steps(table: Table, source: Source) -> tuple[Step, ...]:
    entries, place = table.get("steps"), source.below("steps")
    if not isinstance(entries, list) or not entries:
        place.fail("must be a list with at least one step", "Write [[steps]] with an id.")
    steps: list[Step] = []
    for number, entry in enumerate(entries, 1):
        step = _step(entry, source.below(f"steps[{number}]"))
        if step.id in [known.id for known in steps]:
            source.below(f"steps[{number}].id").fail(
                f"{step.id!r} is there twice", "Give each step an id of its own."
            )
        steps.append(step)
    return tuple(steps)


def _step(entry: object, source: Source) -> Step:
    if not isinstance(entry, dict):
        source.fail("must be a table", "Write [[steps]] before its keys.")
    source.only(entry, _STEP_KEYS)
    id_ = entry.get("id")
    if not isinstance(id_, str) or not _NAME.fullmatch(id_):
        source.below("id").fail("must be a name", 'Write id = "sign_in": small letters and _.')
    texts = _step_texts(entry, source)
    flags: dict[str, Any] = {key: source.flag(entry, key) for key in _FLAGS}
    if flags["gate"] and not (flags["must_confirm"] and texts["warning"]):
        source.below("gate").fail(
            "is a gate without a warning that must be confirmed",
            "Add warning and must_confirm = true.",
        )
    if flags["gate"] and "address" in entry:
        source.below("address").fail("stands in a gate", "Put it into the step after it.")
    return Step(id_, **texts, address=_address(entry, source), check=_check(entry, source), **flags)


def _step_texts(entry: Table, source: Source) -> dict[str, Any]:
    needed = ("title", "statement")
    return {key: source.text(entry, key, needed=key in needed) for key in STEP_TEXTS}


def _address(entry: Table, source: Source) -> str | None:
    address = entry.get("address")
    if address is None:
        return None
    why = objection(address) if isinstance(address, str) else "it is no text"
    if why:
        source.below("address").fail(
            f"may not be opened: {why}", "Name one of Xiaomi's own pages, with https."
        )
    return str(address)


def _check(entry: Table, source: Source) -> str | None:
    check = entry.get("check")
    if check is not None and check not in CHECKS:
        source.below("check").fail(
            f"{check!r} is not a check", f"Use one of {', '.join(CHECKS)}, or leave it out."
        )
    return check


def translated(guide: Guide, language: str, file: Path) -> Guide:
    """The guide with what a translation says; what it leaves out stays as it is.

    Raises:
        PackError: file, key and fix are named.
    """
    table, source = read_table(file), Source(_shown(file))
    source.only(table, frozenset({*TEXTS, "steps"}))
    steps, place = table.get("steps", {}), source.below("steps")
    if not isinstance(steps, dict):
        place.fail("must be tables", "Write [steps.ID] for each step.")
    place.only(steps, frozenset(step.id for step in guide.steps))
    done = tuple(_translated_step(step, steps.get(step.id, {}), place) for step in guide.steps)
    texts = _present(table, TEXTS, source, guide)
    return replace(guide, language=language, steps=done, **texts)


def _translated_step(step: Step, entry: object, source: Source) -> Step:
    place = source.below(step.id)
    if not isinstance(entry, dict):
        place.fail("must be a table", f"Write [steps.{step.id}].")
    place.only(entry, frozenset(STEP_TEXTS))
    return replace(step, **_present(entry, STEP_TEXTS, place, step))


def _present(
    table: Table, keys: tuple[str, ...], source: Source, original: Guide | Step
) -> dict[str, Any]:
    found = {key: source.text(table, key) for key in keys if key in table}
    for key in found:
        if not getattr(original, key):
            source.below(key).fail("translates what is not there", "Leave it out.")
    return found
