"""What is backed up: kinds of files, and the folders of the phone where each lies.

Data and pure questions about paths. It must not know phones or folders of this computer.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass

from miunlink_adb.errors import UsageError

__all__ = ["ALL_KINDS", "APPS", "FOLDERS", "KINDS", "LEFT_OUT", "SHARED", "Choice", "phone_path"]

SHARED = "/sdcard"
"""The owner's storage, by the one name that every Android has for it."""
_OTHER_NAMES = ("/storage/emulated/0", "/storage/self/primary", "/mnt/sdcard", "/sdcard")

_NO_FILES = frozenset({"", "acct", "config", "d", "dev", "proc", "sys"})
"""What lies there is made by the kernel: some of it never ends, some of it acts when read."""

_PLACES: Mapping[str, tuple[str, ...]] = {
    "photos": ("DCIM", "Pictures", "Movies", "MIUI/Gallery", "MIUI/ScreenRecorder"),
    "downloads": ("Download", "Bluetooth", "MiShare", "MIUI/ShareMe"),
    "documents": ("Documents", "Books"),
    "recordings": ("MIUI/sound_recorder", "Recordings", "Music", "Podcasts", "Ringtones"),
}
"""Android's own folders, and those into which MIUI's apps put what belongs to the same kind."""
KINDS: Mapping[str, tuple[str, ...]] = {
    kind: tuple(f"{SHARED}/{place}" for place in places) for kind, places in _PLACES.items()
}
FOLDERS, APPS = "folders", "apps"
"""The kinds of what was named by its folder, and of the files of installed apps."""
ALL_KINDS = (*KINDS, FOLDERS, APPS)
LEFT_OUT = (".thumbnails", f"{SHARED}/Android/data", f"{SHARED}/Android/obb")
"""Made anew by the phone; and what Android 11 and later shows to the app alone."""


def phone_path(text: str) -> str:
    """A path of the phone in its one form: absolute, the owner's storage as `/sdcard`.

    Raises:
        UsageError: it is not absolute, leads upwards, or holds no files of anybody.
    """
    path = posixpath.normpath(text) if text else ""
    if not path.startswith("/") or ".." in text.split("/") or "\0" in text:
        raise UsageError(
            f"{text!r} is no folder of a phone.", hint="Write it in full: /sdcard/Notes."
        )
    path = "/" + path.lstrip("/")
    if path.split("/")[1] in _NO_FILES:
        raise UsageError(f"{path} holds no files of yours.", hint="Name a folder: /sdcard/Notes.")
    for name in _OTHER_NAMES:
        if path == name or path.startswith(f"{name}/"):
            return SHARED + path[len(name) :]
    return path


@dataclass(frozen=True, slots=True)
class Choice:
    """What the owner wants: kinds of `KINDS`, folders in the form of `phone_path`, apps."""

    kinds: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    apps: bool = False

    @classmethod
    def everything(cls) -> Choice:
        """All kinds and the files of the apps."""
        return cls(tuple(KINDS), apps=True)

    @property
    def names(self) -> tuple[str, ...]:
        """The kinds in words."""
        more = ((FOLDERS, bool(self.folders)), (APPS, self.apps))
        return (*self.kinds, *(name for name, wanted in more if wanted))

    @property
    def roots(self) -> tuple[str, ...]:
        """Folders of the phone to look into, each once."""
        named = [root for kind in self.kinds for root in KINDS[kind]]
        return tuple(dict.fromkeys((*named, *self.folders)))

    def kind_of(self, path: str) -> str:
        """The kind of a file below one of the roots; a kind by name goes before a folder."""
        for kind in self.kinds:
            if any(_below(path, root) for root in KINDS[kind]):
                return kind
        return FOLDERS

    def covers(self, name: str, kind: str) -> bool:
        """Whether a file of an earlier backup would be found again with this choice."""
        if kind == APPS:
            return self.apps
        return any(_below(name, root) for root in self.roots)


def _below(path: str, root: str) -> bool:
    return path == root or path.startswith(f"{root.rstrip('/')}/")
