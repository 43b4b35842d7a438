"""From a phone to its own words: from the cache what is known, from the APKs the rest.

It must not know packs: what is wanted comes in as names.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from miunlink_adb.apk import ApkFault, Table, parse_tag
from miunlink_adb.clock import Clock, Deadline
from miunlink_adb.errors import DeviceError
from miunlink_adb.own_words.app_files import AppReader
from miunlink_adb.own_words.cache import WordCache
from miunlink_adb.own_words.installed import Installed, ask_installed, ask_paths
from miunlink_adb.own_words.words import AppWords, OwnWords, Wanted
from miunlink_adb.phone import PhoneFiles, PhoneShell

__all__ = ["Setting", "read_own_words"]

SECONDS = 15.0
"""For all apps together; what is not read by then is left to the packs."""
OTHERS_SECONDS = 1.0
"""For another phone of the same build that is just being asked the same."""
FRAMEWORK = "android"
_BUILD = (
    "ro.build.fingerprint",
    "ro.build.version.incremental",
    "ro.build.date.utc",
    "ro.build.host",
    "ro.build.id",
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What decides which texts a phone shows: its languages, Android's API level, its build."""

    tags: tuple[str, ...]
    sdk: int
    build: str

    @classmethod
    def of(cls, props: Mapping[str, str], tags: Sequence[str]) -> Setting:
        """From `getprop` and the phone's languages, the one it shows first."""
        known = tuple(dict.fromkeys(tag for tag in tags if parse_tag(tag)))
        number = props.get("ro.build.version.sdk", "")
        build = "|".join(props.get(name, "") for name in _BUILD)
        return cls(known, int(number) if number.isascii() and number.isdigit() else 0, build)


def read_own_words(
    phone: PhoneShell, wanted: Sequence[Wanted], setting: Setting, cache: WordCache, clock: Clock
) -> OwnWords:
    """What the phone's apps say of everything that is wanted.

    Never raises: what could not be read is named in the result, and whoever needs the phone next
    will meet the trouble again if it lasts.
    """
    if not isinstance(phone, PhoneFiles) or not setting.tags:
        return OwnWords()
    job = _Collecting(phone, phone, setting, cache, clock)
    try:
        return job.run(wanted)
    except DeviceError as error:
        return OwnWords(failures={item.package: str(error) for item in wanted})


@lru_cache(maxsize=64)
def _turn(_key: str) -> threading.Lock:
    """Held by the phone whose app is being read."""
    return threading.Lock()


class _Collecting:
    """The state of one collection."""

    def __init__(
        self, phone: PhoneShell, files: PhoneFiles, setting: Setting, cache: WordCache, clock: Clock
    ) -> None:
        self._phone, self._files, self._cache = phone, files, cache
        self._setting = setting
        self._reader = AppReader(files, Deadline(clock, SECONDS))
        self._installed: dict[str, Installed] = {}
        self._frameworks: list[Table] | None = None

    def run(self, wanted: Sequence[Wanted]) -> OwnWords:
        self._installed = ask_installed(self._phone, self._setting.sdk)
        keys = {
            item.package: self._key(item.package, self._installed[item.package])
            for item in wanted
            if item.package in self._installed
        }
        apps = {i.package: app for i in wanted if (app := self._known(i, keys.get(i.package)))}
        cached = frozenset(apps)
        failures = {item.package: "it is not installed" for item in wanted}
        failures = {name: why for name, why in failures.items() if name not in keys}
        missing = [i for i in wanted if i.package in keys and i.package not in apps]
        paths = ask_paths(self._phone, [item.package for item in missing]) if missing else {}
        for item in missing:
            try:
                apps[item.package] = self._read_once(item, keys, paths.get(item.package, ()))
            except (ApkFault, DeviceError) as error:
                failures[item.package] = str(error)
        return OwnWords(apps, failures, cached, self._reader.bytes_read)

    def _key(self, package: str, found: Installed) -> str:
        """What the words depend on: the app's version and file, the build, the languages.

        Builds of the same name exist in several translations, hence the file's size and time.
        """
        setting = self._setting
        file = self._files.file_stat(found.path)
        parts = (package, found.version, found.path, file, setting.build, setting.sdk, setting.tags)
        return "\n".join(str(part) for part in parts)

    def _known(self, wanted: Wanted, key: str | None) -> AppWords | None:
        record = self._cache.load(key) if key else None
        app = AppWords.from_json(record) if record else None
        return app if app and app.covers(wanted) else None

    def _read_once(self, wanted: Wanted, keys: Mapping[str, str], paths: Sequence[str]) -> AppWords:
        """Read one app, unless a phone of the same build, asked beside this one, just did."""
        key = keys[wanted.package]
        turn = _turn(key)
        ours = turn.acquire(timeout=OTHERS_SECONDS)
        try:
            return self._known(wanted, key) or self._read(wanted, keys, paths)
        finally:
            if ours:
                turn.release()

    def _read(self, wanted: Wanted, keys: Mapping[str, str], paths: Sequence[str]) -> AppWords:
        """Read one app and keep what it said, with all that was ever asked of it."""
        installed = self._installed[wanted.package]
        key = keys[wanted.package]
        old = AppWords.from_json(self._cache.load(key) or {})
        if old:
            strings, ids = wanted.strings | old.asked.strings, wanted.ids | old.asked.ids
            wanted = Wanted(wanted.package, strings, ids)
        chosen = _worth_reading(paths or (installed.path,), self._setting.tags)
        tags, sdk = self._setting.tags, self._setting.sdk
        app = self._reader.read(wanted, chosen, tags, sdk, self._framework_tables)
        app = replace(app, version=installed.version)
        self._cache.store(key, app.to_json())
        return app

    def _framework_tables(self) -> Sequence[Table]:
        """Read only when an app's text stands in the framework."""
        if self._frameworks is None:
            self._frameworks = []
            path = self._installed.get(FRAMEWORK)
            if path:
                with contextlib.suppress(ApkFault):
                    self._frameworks = self._reader.tables([path.path])
        return self._frameworks


def _worth_reading(paths: Sequence[str], tags: Sequence[str]) -> list[str]:
    """The base and the splits that may hold texts in the phone's languages.

    A split is named `split_config.hi.apk`, for a feature `split_camera.config.hi.apk`; those for
    displays and processors hold no texts.
    """
    languages = {request.language for tag in tags if (request := parse_tag(tag))}
    base, *splits = paths
    return [base, *(path for path in splits if _suits(path, languages))]


def _suits(path: str, languages: set[str]) -> bool:
    name = path.rpartition("/")[2].removesuffix(".apk")
    if "config." not in name:
        return True
    qualifier = name.rpartition("config.")[2].replace("_", "-").replace("b+", "").replace("+", "-")
    found = parse_tag(qualifier)
    return found is not None and found.language in languages
