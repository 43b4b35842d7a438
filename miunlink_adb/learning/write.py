"""Writes a lesson as a pack that extends the shipped one, a label file, and a bundle of both.

The pack's folder is named after the release with `-learned`, so that it can stand beside the
shipped ones and be tried with `--release`. It must not know phones.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from miunlink_adb.errors import UsageError
from miunlink_adb.learning.lesson import Lesson
from miunlink_adb.learning.toml import listed, quote, selector
from miunlink_adb.pack.labels import normal_locale
from miunlink_adb.wording import fingerprint, fold, is_template, template_pattern

__all__ = ["write_lesson"]

HEADER = "# Learned by 'miunlink-adb selectors learn' from a phone's own apps."
LONGEST = 60
"""Characters of a short interface label; a longer text is carried as a fingerprint only."""
_EPOCH = (2009, 1, 1, 0, 0, 0)


def write_lesson(lesson: Lesson, folder: Path) -> tuple[list[Path], Path]:
    """Write the files; returns them, and the bundle.

    Raises:
        UsageError: the folder cannot be written.
    """
    name = f"{lesson.release}-learned"
    texts = {
        f"{name}/pack.toml": _pack(lesson, name),
        f"{name}/labels/{normal_locale(lesson.locale)}.toml": _labels(lesson),
    }
    bundle = folder / f"{name}.zip"
    try:
        for path, text in texts.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(text.encode("utf-8"))
        _bundle(bundle, texts | {f"{name}/difference.txt": _difference(lesson)})
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror}") from None
    return [folder / path for path in texts], bundle


def _bundle(file: Path, texts: dict[str, str]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in texts.items():
            made.writestr(zipfile.ZipInfo(name, _EPOCH), text.encode("utf-8"))


def _source(lesson: Lesson, package: str = "") -> str:
    """Where it is known from: the apps with their versions, and the build."""
    names = [package] if package else list(lesson.versions)
    apps = ", ".join(f"{n} {lesson.versions[n]}".strip() for n in names if n in lesson.versions)
    return f"resources: {apps or 'the phone'} on {lesson.build or 'an unnamed build'}"


def _pack(lesson: Lesson, name: str) -> str:
    lines = [
        HEADER,
        "",
        "format = 1",
        f"release = {quote(name)}",
        f"title = {quote(f'{lesson.title}, learned')}",
        f"extends = {quote(lesson.release)}",
        f"notes = [{quote(_source(lesson))}, {quote(lesson.summary)}]",
    ]
    for element in lesson.elements:
        lines += [
            "",
            f"[elements.{element.name}]",
            f"source = {quote(_source(lesson, element.package))}",
            *([f"sure = {quote(element.sure)}"] if element.sure else []),
            "select = [",
            *(f"  {selector(spec)}," for spec in element.select),
            "]",
        ]
    return "\n".join(lines) + "\n"


def _labels(lesson: Lesson) -> str:
    apps: dict[str, list[str]] = {}
    for label, texts in sorted(lesson.labels.items()):
        app, _, name = label.partition(".")
        values = list(dict.fromkeys(value for text in texts if (value := _value(text))))
        if values:
            apps.setdefault(app, []).append(f"{name} = {listed(values)}")
    lines = [HEADER, "", f"source = {quote(_source(lesson))}"]
    for app, rows in sorted(apps.items()):
        lines += ["", f"[{app}]", *rows]
    return "\n".join(lines) + "\n"


def _value(text: str) -> str | None:
    """A label as packs carry it: the text, a fingerprint, or None if nothing can be matched."""
    flat = " ".join(text.split())
    if len(flat) <= LONGEST:
        useless = is_template(flat) and template_pattern(flat) is None
        return flat if fold(flat) and not useless else None
    return None if is_template(flat) else f"={fingerprint(flat)}"


def _difference(lesson: Lesson) -> str:
    return "\n".join([lesson.summary, _source(lesson), *lesson.lines()]) + "\n"
