"""From a phone to a lesson: its own words and ids laid beside those of the packs.

It must not know files of ours nor terminals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from miunlink_adb.apk import parse_tag
from miunlink_adb.clock import Clock
from miunlink_adb.errors import PackError
from miunlink_adb.learning.compare import element_lessons
from miunlink_adb.learning.lesson import Lesson
from miunlink_adb.own_words import (
    OwnWords,
    Setting,
    WordCache,
    list_strings,
    read_own_words,
)
from miunlink_adb.pack import Labels, Pack, known_releases, load_pack, wanted_of
from miunlink_adb.pack.phone_labels import label_package
from miunlink_adb.phone import PhoneShell
from miunlink_adb.survey import PhoneFacts
from miunlink_adb.wording import fingerprint, fold

__all__ = ["learn"]

_TOLD = re.compile(
    r"log_?out|sign_?out|exit_account|e2ee|wipe_data|retain_data|remove_account|turn_off_find"
    r"|token_expired|lost_mode|finance_lock|set_password"
)
_SHOWN = re.compile(r"_(title|label|message|button\w*)$")
_SEARCHED = ("account", "cloud", "finddevice")
"""Apps whose dialogs a sign-out may meet."""


def learn(
    phone: PhoneShell, facts: PhoneFacts, release: str, cache: WordCache, clock: Clock
) -> Lesson:
    """What a phone teaches about the pack of a release, in the language that it shows.

    Raises:
        PackError: none of its apps could be read, or there is no such pack.
        DeviceError: the phone does not answer.
    """
    pack = load_pack(release)
    locale = facts.locale or "en"
    every = {label for name in known_releases() for label in load_pack(name).labels}
    tags = [tag for tag in (locale, *facts.locales) if tag]
    setting = Setting.of(facts.props, tags)
    own = read_own_words(phone, wanted_of(pack, every), setting, cache, clock)
    if not own.apps:
        raise PackError(
            "Nothing could be learned: the phone's own apps cannot be read "
            f"({'; '.join(f'{n}: {why}' for n, why in sorted(own.failures.items()))}).",
            hint="Nothing was written.",
        )
    strings = list_strings(phone, [pack.apps[app][0] for app in _SEARCHED], clock)
    return _Comparing(pack, own, locale, frozenset(every)).lesson(facts, strings)


class _Comparing:
    """Lays what a phone says beside what the packs say."""

    def __init__(self, pack: Pack, own: OwnWords, locale: str, every: frozenset[str]) -> None:
        self._pack, self._own, self._every = pack, own, every
        self._labels = Labels(pack.root, pack.release, locale)
        self._locale = locale

    def lesson(self, facts: PhoneFacts, strings: Mapping[str, list[str]]) -> Lesson:
        said = {label: texts for label in sorted(self._every) if (texts := self._said(label))}
        known = {label: self._labels.texts(label) for label in said}
        ids = sorted({name for name in self._all_ids() if self._own.has_id(name) is not None})
        present = tuple(name for name in ids if self._own.has_id(name))
        return Lesson(
            release=self._pack.release,
            title=self._pack.title,
            locale=self._locale,
            build=facts.props.get("ro.build.fingerprint", ""),
            versions={name: app.version for name, app in sorted(self._own.apps.items())},
            labels=said,
            differ=tuple(n for n, texts in said.items() if known[n] and _other(texts, known[n])),
            fresh=tuple(name for name in said if not known[name]),
            gone=tuple(label for label in sorted(self._pack.labels) if self._is_gone(label)),
            present=present,
            absent=tuple(name for name in ids if name not in present),
            strings=tuple(self._new_strings(strings)),
            elements=element_lessons(self._pack, self._own, frozenset(said)),
            unread=self._own.failures,
        )

    def _said(self, label: str) -> tuple[str, ...]:
        """What the phone says for a label in its own language, and not because it lacks it."""
        package, name = label_package(label, self._pack.apps), label.partition(".")[2]
        app = self._own.apps.get(package)
        if app is None or name not in app.texts:
            return ()
        request, found = parse_tag(self._locale), parse_tag(app.tags.get(name, "") or "en")
        same = request and found and request.language == found.language
        return app.texts[name] if same else ()

    def _is_gone(self, label: str) -> bool:
        """Whether the app was read and has no such string in any language that would be shown."""
        package, name = label_package(label, self._pack.apps), label.partition(".")[2]
        app = self._own.apps.get(package)
        return app is not None and name in app.asked.strings and name not in app.texts

    def _all_ids(self) -> Iterator[str]:
        for item in wanted_of(self._pack):
            for name in item.ids:
                yield f"{item.package}:id/{name}"

    def _new_strings(self, strings: Mapping[str, list[str]]) -> Iterator[str]:
        for app in _SEARCHED:
            for name in strings.get(self._pack.apps[app][0], ()):
                full = f"{app}.{name}"
                if full not in self._every and _TOLD.search(name) and _SHOWN.search(name):
                    yield full


def _other(texts: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """Whether none of the phone's texts is one of the packs', also as a fingerprint."""
    prints = {text[1:] for text in known if text.startswith("=")}
    folded = {fold(text) for text in known}
    return not any(fold(text) in folded or fingerprint(text) in prints for text in texts)
