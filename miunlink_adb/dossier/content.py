"""A dossier as data: what stands in it, and what is missing. It must not know how it looks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from miunlink_adb.dossier.answer import Draft
from miunlink_adb.dossier.question import Question, Questions

__all__ = ["Dossier", "FileRow", "Missing", "Part", "Row", "checklist", "make_dossier"]

WHERE = (
    "For a locked phone: https://i.mi.com/find/device/activationlock. For everything else: the "
    "support page of your country on https://www.mi.com. Attach the zip, or what they ask for."
)
"""Where an owner goes with it; nothing is sent from here."""


class Row(NamedTuple):
    """An answer. `note`: whose word it is, if not the owner's alone."""

    name: str
    label: str
    value: str
    note: str


class FileRow(NamedTuple):
    """A file: what it is for, where it lies, its hash, its bytes."""

    label: str
    path: str
    sha256: str
    size: int


class Missing(NamedTuple):
    """What support usually asks for and is not there; `skipped`: the owner wants it so."""

    name: str
    label: str
    help: str
    skipped: bool


class Part(NamedTuple):
    """The rows of one section."""

    title: str
    rows: list[Row]


class Dossier(NamedTuple):
    """Everything. `day`: when it was made, the only thing that differs from build to build."""

    day: str
    parts: list[Part]
    files: list[FileRow]
    missing: list[Missing]

    @property
    def title(self) -> str:
        """With the model, where it is known."""
        model = next((r.value for p in self.parts for r in p.rows if r.name == "model"), "")
        return f"Request to Xiaomi's support{': ' if model else ''}{model}"

    def texts(self) -> Iterator[tuple[str, str]]:
        """Each text of the owner's with its label."""
        yield from ((row.label, row.value) for part in self.parts for row in part.rows)
        yield from ((file.label, file.path) for file in self.files)

    def to_json(self) -> dict[str, Any]:
        """What `--json` prints of it: answers in one line each."""
        answers = {
            row.name: " ".join(row.value.split()) for part in self.parts for row in part.rows
        }
        return {
            "day": self.day,
            "answers": answers,
            "files": [dict(file._asdict()) for file in self.files],
            "missing": [dict(item._asdict()) for item in self.missing],
        }


def make_dossier(draft: Draft, known: Questions, day: str) -> Dossier:
    """Make it from a draft; `day`: ISO."""
    parts = [
        Part(title, [_row(q, draft) for q in known.of(section) if draft.answers.get(q.name)])
        for section, title in known.sections.items()
    ]
    files = [
        FileRow(known.by_name[name].ask, item.path, item.sha256, item.size)
        for name in known.by_name
        for item in sorted(draft.files.get(name, []))
    ]
    return Dossier(day, [part for part in parts if part.rows], files, list(_missing(draft, known)))


def _row(question: Question, draft: Draft) -> Row:
    value = draft.answers[question.name]
    said = draft.phone.get(question.name)
    note = "" if said is None else "read from the phone"
    if said is not None and said != value:
        note = f"the phone says {said}"
    return Row(question.name, question.ask, value, note)


def _missing(draft: Draft, known: Questions) -> Iterator[Missing]:
    for group in known.one_of:
        if not any(draft.has(name) for name in group.names):
            skipped = all(name in draft.skipped for name in group.names)
            yield Missing(group.names[0], group.ask, group.help, skipped)
    for item in known.by_name.values():
        if item.needed and not draft.has(item.name):
            yield Missing(item.name, item.ask, item.help, item.name in draft.skipped)


def checklist(dossier: Dossier) -> str:
    """What is there and what is missing, as text."""
    lines = [dossier.title, f"Made on {dossier.day}", ""]
    answered = [row.label for part in dossier.parts for row in part.rows]
    there = [*answered, *(f"{file.label}: {file.path}" for file in dossier.files)]
    lines += [f"[x] {text}" for text in there]
    lines += [f"[ ] {item.label} - {item.help}" for item in dossier.missing]
    missing = len(dossier.missing)
    state = f"{missing} of what support usually asks for is missing." if missing else "Complete."
    return "\n".join([*lines, "", state, WHERE, ""])
