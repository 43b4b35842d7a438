#!/usr/bin/env python3
"""Write the texts that the virtual phone shows, from a folder of string files.

    python scripts/world_strings.py STRINGS_DIR [OUT_DIR]

`STRINGS_DIR` holds `<release>.json` files of the form `{package: {name: {locale: text}}}`. The
result is one file per locale, `{app.name: {text: "release letters"}}`, sorted, so that the same
input always gives the same bytes. Only the names in `names.txt` beside the output are carried,
and only texts short enough to be an interface label: a longer one is written as the empty text,
which the phone shows as a sentence of its own.

This script must not know `selectors/`: the virtual phone is an independent witness.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from pathlib import Path

LONGEST_LABEL = 64
DEFAULT_OUT = Path(__file__).parent.parent / "miunlink_adb" / "virtual" / "worlds" / "strings"
APPS = {
    "android": "android",
    "com.android.settings": "settings",
    "com.miui.cloudservice": "cloud",
    "com.miui.securitycenter": "security",
    "com.xiaomi.account": "account",
    "com.xiaomi.finddevice": "find",
}
LETTERS = {
    "miui8": "a",
    "miui9": "b",
    "miui10": "c",
    "miui11": "d",
    "miui12": "e",
    "miui12.5": "f",
    "miui13": "g",
    "miui14": "h",
    "hyperos1": "i",
    "hyperos2": "j",
    "hyperos3": "k",
}
_TAG = re.compile(r"<[^<>]*>")

Table = dict[str, dict[str, dict[str, str]]]


def label(text: str) -> str:
    """The text as one line, or the empty text when it is no interface label."""
    flat = " ".join(_TAG.sub("", unicodedata.normalize("NFC", text)).split())
    return flat if len(flat) <= LONGEST_LABEL else ""


def wanted_names(folder: Path) -> set[str]:
    """The names to carry: one `app.name` a line, `#` starts a comment."""
    lines = (folder / "names.txt").read_text(encoding="utf-8").splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


def collect(strings: Path, names: set[str]) -> Table:
    """`{locale: {app.name: {text: letters}}}` over all releases."""
    table: Table = {}
    for release, letter in LETTERS.items():
        packages = json.loads((strings / f"{release}.json").read_text(encoding="utf-8"))
        for package, entries in packages.items():
            for name, texts in entries.items():
                key = f"{APPS[package]}.{name}"
                if key in names:
                    _add(table, key, letter, texts)
    return table


def _add(table: Table, key: str, letter: str, texts: dict[str, str]) -> None:
    for locale, text in texts.items():
        short = label(text)
        wordings = table.setdefault(locale, {}).setdefault(key, {})
        wordings[short] = wordings.get(short, "") + letter


def write(table: Table, out: Path) -> int:
    """Write one file per locale; returns how many. Stale files are removed."""
    for old in out.glob("*.json"):
        old.unlink()
    for locale, names in sorted(table.items()):
        lines = (
            f"{json.dumps(key)}:{json.dumps(names[key], ensure_ascii=False, separators=(',', ':'))}"
            for key in sorted(names)
        )
        body = "{\n" + ",\n".join(lines) + "\n}\n"
        (out / f"{locale}.json").write_text(body, encoding="utf-8")
    return len(table)


def main(arguments: list[str]) -> int:
    """Command line; returns the exit code."""
    if not 1 <= len(arguments) <= 2:
        print(__doc__, file=sys.stderr)
        return 2
    out = Path(arguments[1]) if len(arguments) == 2 else DEFAULT_OUT
    count = write(collect(Path(arguments[0]), wanted_names(out)), out)
    print(f"{count} locales written")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
