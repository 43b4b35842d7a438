"""Rules for the labels that a pack uses: whether any phone's language has words for them.

They must not know nodes or devices.
"""

from __future__ import annotations

from collections.abc import Iterator

from miunlink_adb.pack.labels import ENGLISH
from miunlink_adb.pack.model import ElementSpec, SelectorSpec
from miunlink_adb.pack.place import line_of
from miunlink_adb.pack.rules import Rule
from miunlink_adb.pack.study import Finding, Study

__all__ = ["LABEL_RULES"]

_SHOWN = 8
"""So many locales are named in a message; of the rest only the number."""


def unknown_labels(study: Study) -> Iterator[Finding]:
    """A label that no label file of any release and language has a text for."""
    locales = study.labels.known
    for element in _own(study):
        for label in sorted(_labels(element)):
            if not any(study.labels.has(label, locale) for locale in locales):
                message = f"the label {label!r} has no text in any language"
                fix = "Check its name; then run scripts/labels.py with the string files."
                yield _finding(element, "unknown_labels", message, fix)


def untranslated_landmarks(study: Study) -> Iterator[Finding]:
    """A landmark that is known by label only, with languages that have no text for it.

    Android shows English there, or a text that nobody has read: no fault of the pack, but the
    screen may not be recognised in these languages.
    """
    proofs = {name for screen in study.pack.screens.values() for name in screen.all_of}
    for element in _own(study):
        if element.name in proofs and all(_needs_words(spec) for spec in element.select):
            missing = _without_words(study, element)
            if missing:
                shown = ", ".join(missing[:_SHOWN]) + (" …" if len(missing) > _SHOWN else "")
                message = f"languages without a text ({len(missing)}): {shown}"
                fix = "Add string files for them, or a selector that needs no label."
                yield _finding(element, "untranslated_landmarks", message, fix, "gap")


def _own(study: Study) -> list[ElementSpec]:
    return [spec for spec in study.pack.elements.values() if spec.place.file == study.file]


def _labels(element: ElementSpec) -> set[str]:
    return {label for spec in element.select for label in spec.labels}


def _needs_words(spec: SelectorSpec) -> bool:
    return bool(spec.labels)


def _without_words(study: Study, element: ElementSpec) -> list[str]:
    labels = _labels(element)
    apps = {label.partition(".")[0] for label in labels}
    return [
        locale
        for locale in sorted(study.labels.known)
        if locale.partition("-")[0] != ENGLISH
        and _speaks(study, locale, apps)
        and not any(study.labels.has(label, name) for label in labels for name in _family(locale))
    ]


def _speaks(study: Study, locale: str, apps: set[str]) -> bool:
    """Whether any text of these apps is known in the locale."""
    return any(label.partition(".")[0] in apps for label in study.labels.known[locale])


def _family(locale: str) -> tuple[str, ...]:
    return locale, locale.partition("-")[0]


def _finding(
    element: ElementSpec, rule: str, message: str, fix: str, level: str = "fault"
) -> Finding:
    place = element.place
    line = line_of(place.file, place.key)
    return Finding(str(place.file), line, place.key, message, fix, rule, level)


LABEL_RULES: tuple[Rule, ...] = (unknown_labels, untranslated_landmarks)
