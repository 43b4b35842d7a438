"""Where guides and their translations stand, and which language they are read in.

``guides/NAME.toml`` is English; ``guides/LANGUAGE/NAME.toml`` holds what is translated.
``interface.toml`` holds the words around the steps in the same manner. It must not know what a
guide says.
"""

from __future__ import annotations

import re
from pathlib import Path

from miunlink_adb.errors import PackError, UsageError
from miunlink_adb.guide.model import Guide
from miunlink_adb.guide.read import read_guide, translated
from miunlink_adb.guide.words import Words, read_words, translated_words
from miunlink_adb.resources import guides_dir

__all__ = ["ENGLISH", "GUIDES", "known_languages", "language_chain", "load_guide", "load_words"]

GUIDES = ("remove-device", "unlink-contact", "recover-password", "activation-lock")
ENGLISH = "en"
_INTERFACE = "interface"
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", re.ASCII)


def _shelf() -> Path:
    try:
        return guides_dir()
    except FileNotFoundError as error:
        raise PackError(str(error), hint="Install miunlink-adb again.") from None


def known_languages(folder: Path | None = None) -> tuple[str, ...]:
    """English, then the languages that there are translations in."""
    root = folder or _shelf()
    found = (child.name for child in root.iterdir() if child.is_dir())
    return (ENGLISH, *sorted(name for name in found if _TAG.fullmatch(name)))


def language_chain(wanted: str, folder: Path | None = None) -> tuple[str, ...]:
    """What to read for a language, the general before the particular: ``pt``, ``pt-BR``.

    `wanted`: as a person or a system writes it, ``ru``, ``ru_RU.UTF-8``; ``en`` gives ().

    Raises:
        UsageError: there is no translation into it.
    """
    tag = wanted.partition(".")[0].replace("_", "-")
    parts = tag.split("-")
    if not _TAG.fullmatch(tag) or parts[0].lower() == ENGLISH:
        if parts[0].lower() == ENGLISH:
            return ()
        raise _unknown(wanted, folder)
    known = {name.lower(): name for name in known_languages(folder)}
    tags = ("-".join(parts[:count]).lower() for count in range(1, len(parts) + 1))
    chain = tuple(known[name] for name in tags if name in known)
    if not chain:
        raise _unknown(wanted, folder)
    return chain


def _unknown(wanted: str, folder: Path | None) -> UsageError:
    return UsageError(
        f"There are no guides in the language {wanted!r}.",
        hint=f"Languages: {', '.join(known_languages(folder))}.",
    )


def load_guide(name: str, language: str = ENGLISH, folder: Path | None = None) -> Guide:
    """One guide; texts that are not translated are English.

    Raises:
        PackError: a file is damaged; it is named with key and fix.
        UsageError: there is no translation into this language.
    """
    root = folder or _shelf()
    guide = read_guide(name, root / f"{name}.toml")
    for tag in language_chain(language, root):
        file = root / tag / f"{name}.toml"
        if file.is_file():
            guide = translated(guide, tag, file)
    return guide


def load_words(language: str = ENGLISH, folder: Path | None = None) -> Words:
    """The words around the steps.

    Raises:
        PackError: a file is damaged; it is named with key and fix.
        UsageError: there is no translation into this language.
    """
    root = folder or _shelf()
    words = read_words(root / f"{_INTERFACE}.toml")
    for tag in language_chain(language, root):
        file = root / tag / f"{_INTERFACE}.toml"
        if file.is_file():
            words = translated_words(words, tag, file)
    return words
