"""What one app's resources said, and what all of them together know.

Plain values that can be kept as JSON. It must not know where they come from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["AppWords", "OwnWords", "Wanted"]

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of one package: names of strings and of ids."""

    package: str
    strings: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AppWords:
    """What one package's resources answered.

    `texts`: string name -> its wordings, what the phone shows first. `tags`: string name -> the
    language that they were found in, empty for none. `asked`: what was looked for, so that a name
    which is missing is known to be absent. `digest`: of the APKs' zip directories.
    """

    asked: Wanted
    version: str = ""
    digest: str = ""
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    ids: frozenset[str] = frozenset()

    def covers(self, wanted: Wanted) -> bool:
        """Whether everything that is wanted was looked for."""
        return wanted.strings <= self.asked.strings and wanted.ids <= self.asked.ids

    def to_json(self) -> dict[str, Any]:
        """As the cache keeps it."""
        return {
            "format": FORMAT,
            "package": self.asked.package,
            "strings": sorted(self.asked.strings),
            "asked_ids": sorted(self.asked.ids),
            "version": self.version,
            "digest": self.digest,
            "texts": {name: list(texts) for name, texts in sorted(self.texts.items())},
            "tags": dict(sorted(self.tags.items())),
            "ids": sorted(self.ids),
        }

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> AppWords | None:
        """What `to_json` wrote; None for anything else."""
        if found.get("format") != FORMAT:
            return None
        try:
            asked = Wanted(
                found["package"], frozenset(found["strings"]), frozenset(found["asked_ids"])
            )
            texts = {name: tuple(texts) for name, texts in found["texts"].items()}
            tags, ids = dict(found["tags"]), frozenset(found["ids"])
            return cls(asked, found["version"], found["digest"], texts, tags, ids)
        except (KeyError, TypeError, AttributeError, ValueError):
            return None


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What the phone's own apps say, by package.

    `failures`: package -> why it could not be read. `cached`: packages that were known already.
    `bytes_read`: what came over the line.
    """

    apps: Mapping[str, AppWords] = field(default_factory=dict)
    failures: Mapping[str, str] = field(default_factory=dict)
    cached: frozenset[str] = frozenset()
    bytes_read: int = 0

    def texts(self, package: str, name: str) -> tuple[str, ...]:
        """The wordings of a string, what the phone shows first; empty when it is not known."""
        app = self.apps.get(package)
        return app.texts.get(name, ()) if app else ()

    def has_id(self, full: str) -> bool | None:
        """Whether `package:id/name` is an id on this phone; None when that is not known."""
        package, _, name = full.partition(":id/")
        app = self.apps.get(package)
        if app is None or name not in app.asked.ids:
            return None
        return name in app.ids
