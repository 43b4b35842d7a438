"""Names of the phone as names that every file system of a computer takes.

A name is escaped where it must be (`%` and two hex digits for each byte); two that some file
system would take for one get a mark. So different files never meet, none leaves the folder, and
the manifest, which keeps the result, leads back. Pure. It must not know files.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator

__all__ = ["Namer", "fold", "inside", "key_of", "plain_name", "safe_name"]

_FORBIDDEN = frozenset('<>:"/\\|?*%')
_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$", "clock$"]
    + [f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"]
)
_MARK = "%~"
"""Cannot come from escaping: `%` is followed by hex digits there."""
_LONGEST_NAME, _KEPT_OF_NAME = 160, 100
"""In bytes of UTF-8: encrypting file systems take no more than 143 characters, most 255 bytes."""
_LONGEST_PATH = 180
"""In UTF-16 units below the backup's folder: Windows takes 260 in all unless told otherwise."""
_ROOTS = ("files", "apps", "long")
Key = tuple[str, ...]


def safe_name(name: str) -> str:
    """One name, escaped; different names give different results."""
    ordinary = name.isascii() and name.isprintable() and _FORBIDDEN.isdisjoint(name)
    characters = list(name) if ordinary else [_escaped(character) for character in name]
    for place in (0, -1):
        if name and name[place] in " .":
            must = name[place] == " " or place == -1
            characters[place] = _bytes(name[place]) if must else characters[place]
    if name.split(".")[0].rstrip(" ").lower() in _DEVICES:
        characters[0] = _bytes(name[0])
    return "".join(characters) or "%00"


def plain_name(escaped: str) -> str:
    """The name that `safe_name` was given; a mark is left as it is."""
    data = bytearray()
    place = 0
    while place < len(escaped):
        if escaped[place] == "%" and not escaped.startswith(_MARK, place):
            data += bytes.fromhex(escaped[place + 1 : place + 3])
            place += 3
        else:
            data += escaped[place].encode()
            place += 1
    return "" if escaped == "%00" else data.decode("utf-8", "surrogateescape")


def _escaped(character: str) -> str:
    if character in _FORBIDDEN or unicodedata.category(character) in _CATEGORIES:
        return _bytes(character)
    return character


def _bytes(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "surrogateescape"))


def fold(path: str) -> str:
    """What a path is to a file system that tells the fewest names apart."""
    if path.isascii():
        return path.lower()
    spread = unicodedata.normalize("NFKD", path)
    return unicodedata.normalize("NFKD", spread.upper().casefold())


def inside(file: str) -> bool:
    """Whether a relative path of ours stays in the folder, on every system."""
    parts = file.split("/")
    odd = any(not part or part in (".", "..") or "\\" in part or ":" in part for part in parts)
    return not odd and parts[0] in _ROOTS and len(parts) > 1 and "\0" not in file


def key_of(name: str) -> Key:
    """The parts of a file's name in the manifest: `/sdcard/a/b`, or `app:package/base.apk`."""
    if name.startswith("app:"):
        return ("apps", *name[4:].split("/"))
    return ("files", *name.lstrip("/").split("/"))


class Namer:
    """Gives every file its place, the same again in every later backup."""

    def __init__(self, known: Iterable[tuple[str, str]] = ()) -> None:
        """`known`: name and place of what the manifest has already."""
        self._places: dict[Key, str] = {}
        self._owners: dict[str, Key] = {}
        for name, file in known:
            self._learn(key_of(name), file)

    def place(self, name: str) -> str:
        """Where the file lies below the backup's folder; `/` between the parts."""
        key = key_of(name)
        known = self._places.get(key)
        if known is not None:
            return known
        found = self._find(key, f"{self._folder(key[:-1])}/{_short(safe_name(key[-1]), key)}")
        if len(found.encode("utf-16-le")) // 2 > _LONGEST_PATH:
            self._owners.pop(fold(found))
            found = self._find(key, f"long/{_digest(key, 32)}{_suffix(safe_name(key[-1]))}")
        self._places[key] = found
        return found

    def _folder(self, key: Key) -> str:
        if key not in self._places:
            above = f"{self._folder(key[:-1])}/" if len(key) > 1 else ""
            self._places[key] = self._find(key, above + _short(safe_name(key[-1]), key))
        return self._places[key]

    def _find(self, key: Key, natural: str) -> str:
        for candidate in _candidates(natural, key):
            if self._owners.setdefault(fold(candidate), key) == key:
                return candidate
        raise AssertionError("candidates never end")

    def _learn(self, key: Key, file: str) -> None:
        parts = file.split("/")
        whole = len(parts) == len(key)
        for size in range(1 if whole else len(key), len(key) + 1):
            place = "/".join(parts[:size]) if whole else file
            if self._owners.setdefault(fold(place), key[:size]) == key[:size]:
                self._places.setdefault(key[:size], place)


def _candidates(natural: str, key: Key) -> Iterator[str]:
    yield natural
    suffix = _suffix(natural)
    stem = natural[: len(natural) - len(suffix)]
    length = 8
    while True:
        yield f"{stem}{_MARK}{_digest(key, length)}{suffix}"
        length += 8


def _short(name: str, key: Key) -> str:
    if len(name.encode()) <= _LONGEST_NAME:
        return name
    kept = name.encode()[:_KEPT_OF_NAME].decode("utf-8", "ignore")
    kept = kept[: kept.rindex("%")] if "%" in kept[-2:] else kept
    return f"{kept}{_MARK}{_digest(key, 16)}{_suffix(name)}"


def _suffix(name: str) -> str:
    """The ending that says what kind of file it is, if it is short and plain."""
    dot = name.rfind(".")
    ending = name[dot:] if dot > name.rfind("/") + 1 else ""
    return ending if 1 < len(ending) <= 10 and ending[1:].isalnum() and ending.isascii() else ""


def _digest(key: Key, length: int) -> str:
    data = "/".join(key).encode("utf-8", "surrogateescape")
    return hashlib.shake_256(data).hexdigest(length // 2)
