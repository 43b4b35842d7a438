"""Shell commands about files on the phone, and what their answers say.

Pure: command lines of bounded length out, facts in. Only what both toybox and the older toolbox
have is asked. It must not know connections.
"""

from __future__ import annotations

import hashlib
import re
import shlex
from collections.abc import Iterable, Iterator, Sequence

__all__ = [
    "DIGESTS",
    "digest_command",
    "distinct",
    "installed_files",
    "move_command",
    "numbers",
    "portions",
    "probe_command",
    "probe_succeeds",
    "read_digests",
    "remove_command",
    "unreadable_command",
]

DIGESTS = (
    ("sha256", "sha256sum"),
    ("sha256", "toybox sha256sum"),
    ("md5", "md5sum"),
    ("md5", "toybox md5sum"),
)
"""Hashes and the commands that may make them, the best first; sha256sum came with Android 8."""
_PROBE = "miunlink"
_HEAD = re.compile(r"([0-9a-f]{32,64}) [ *]")
_APK = re.compile(r"^package:(/.+\.apk)=([A-Za-z][\w.]*)$", re.MULTILINE | re.ASCII)


def portions(paths: Iterable[str], limit: int) -> Iterator[list[str]]:
    """The paths in groups that fit, quoted, into `limit` bytes; a longer one stands alone."""
    group: list[str] = []
    size = 0
    for path in paths:
        length = len(shlex.quote(path).encode("utf-8", "surrogateescape")) + 1
        if group and size + length > limit:
            yield group
            group, size = [], 0
        group.append(path)
        size += length
    if group:
        yield group


def distinct(groups: Iterable[list[str]]) -> Iterator[list[str]]:
    """The same groups, but paths that a terminal shows alike never in one of them."""
    for group in groups:
        odd = [path for path in group if not _is_text(path)]
        if odd:
            group = [path for path in group if _is_text(path)]  # noqa: PLW2901
            yield from ([path] for path in odd)
        if group:
            yield group


def _is_text(path: str) -> bool:
    if "\r" in path or "\n" in path:
        return False
    return path.isascii() or not any("\ud800" <= character <= "\udfff" for character in path)


def probe_command(command: str) -> str:
    """Hash a word that is known."""
    return f"echo {_PROBE} | {command}"


def probe_succeeds(kind: str, text: str) -> bool:
    """Whether the answer to `probe_command` is that word's hash."""
    word = f"{_PROBE}\n".encode()
    return hashlib.new(kind, word, usedforsecurity=False).hexdigest() in text


def digest_command(command: str, paths: Sequence[str]) -> str:
    """Hash files; what cannot be read is left out of the answer."""
    return f"{command} {' '.join(map(shlex.quote, paths))} 2>/dev/null"


def read_digests(text: str, paths: Sequence[str]) -> dict[str, str]:
    """The hash of each path, from lines in the order of the paths, of which some may lack.

    A path may have lines itself; no two may look alike (see `distinct`).
    """
    found: dict[str, str] = {}
    start = 0
    for path in paths:
        shown = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        shown = f"{shown}\n".replace("\r\n", "\n")[:-1]  # as the shell's answer is read
        head = _HEAD.match(text, start)
        if head and text.startswith(f"{shown}\n", head.end()):
            found[path] = head[1]
            start = head.end() + len(shown) + 1
            continue
        line = re.compile(rf"^([0-9a-f]{{32,64}}) [ *]{re.escape(shown)}$", re.MULTILINE)
        if hit := line.search(text, start):
            found[path] = hit[1]
            start = hit.end() + 1
    return found


def move_command(pairs: Sequence[tuple[str, str]], *, overwrite: bool) -> str:
    """Rename files; prints the number of each pair that was moved."""
    parts = []
    for number, (source, target) in enumerate(pairs):
        final = shlex.quote(target)
        guard = "" if overwrite else f"[ -e {final} ] || "
        parts.append(f"{guard}(mv -f {shlex.quote(source)} {final} && echo {number})")
    return "; ".join(parts)


def remove_command(paths: Sequence[str]) -> str:
    """Delete files."""
    return f"rm -f {' '.join(map(shlex.quote, paths))}"


def unreadable_command(folders: Sequence[str]) -> str:
    """Look into folders; prints the number of each that may not be looked into."""
    quoted = (shlex.quote(f"{path}/") for path in folders)
    return "; ".join(f"ls -a {path} >/dev/null 2>&1 || echo {n}" for n, path in enumerate(quoted))


def numbers(text: str) -> set[int]:
    """The numbers that stand alone in a line."""
    return {int(line) for line in text.split() if line.isdecimal()}


def installed_files(text: str) -> dict[str, str]:
    """The base file of each app, from `pm list packages -3 -f`."""
    return {package: path for path, package in _APK.findall(text)}
