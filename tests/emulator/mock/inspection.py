"""What an APK says of itself to Debian's programs: `aapt`, `apksigner`, `zipalign`, `dexdump`.

Must not know how it was built.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tests.emulator.mock.toolchain import run

_BADGE = re.compile(r"^package: name='([^']*)'", re.MULTILINE)
_SDK = re.compile(r"^(sdkVersion|targetSdkVersion):'(\d+)'", re.MULTILINE)
_ELEMENT = re.compile(r"^( *)E: (\S+) \(line")
_NAME = re.compile(r'^ *A: android:name\([^)]*\)="([^"]*)"')
_CONFIG = re.compile(r"^ *config (\S+?):?$")
_RESOURCE = re.compile(r"^ *resource 0x[0-9a-f]{8} [\w.]+:(\w+)/(\w+): ")
_TEXT = re.compile(r'^ *\(string(?:8|16)\) "(.*)"$', re.DOTALL)
_CLASS = re.compile(r"^ *Class descriptor *: 'L([^;]+);'", re.MULTILINE)


@dataclass(frozen=True)
class Inspection:
    """One APK.

    `components`: element -> its `android:name`s, in the manifest. `ids`: entry names. `strings`:
    locale -> entry name -> text; the default is "". `classes`: as `mock/Page`.
    """

    package: str
    sdk: dict[str, int]
    components: dict[str, list[str]]
    ids: tuple[str, ...]
    strings: dict[str, dict[str, str]]
    classes: tuple[str, ...]
    signature: str


def inspect(apk: Path) -> Inspection:
    """Ask every program about a signed APK.

    Raises:
        ToolError: one of them finds it damaged, unsigned or badly aligned.
    """
    run("zipalign", "-c", "4", apk)
    badging = run("aapt", "dump", "badging", apk)
    manifest = run("aapt", "dump", "xmltree", apk, "AndroidManifest.xml")
    resources = run("aapt", "dump", "--values", "resources", apk)
    found = _BADGE.search(badging)
    return Inspection(
        package=found[1] if found else "",
        sdk={name: int(number) for name, number in _SDK.findall(badging)},
        components=components_in(manifest),
        ids=ids_in(resources),
        strings=strings_in(resources),
        classes=tuple(sorted(_CLASS.findall(run("dexdump", "-f", apk)))),
        signature=run("apksigner", "verify", "--verbose", apk),
    )


def components_in(tree: str) -> dict[str, list[str]]:
    """Element -> the names that such elements bear, from a printed manifest."""
    found: dict[str, list[str]] = {}
    element = ""
    for line in tree.splitlines():
        if opened := _ELEMENT.match(line):
            element = opened[2]
        elif named := _NAME.match(line):
            found.setdefault(element, []).append(named[1])
    return found


def ids_in(resources: str) -> tuple[str, ...]:
    """Entry names of ids, from a printed resource table."""
    rows = (_RESOURCE.match(line) for line in resources.splitlines())
    return tuple(sorted({row[2] for row in rows if row and row[1] == "id"}))


def strings_in(resources: str) -> dict[str, dict[str, str]]:
    """Locale -> entry name -> text, from a printed resource table."""
    found: dict[str, dict[str, str]] = {}
    locale = entry = ""
    for line in resources.splitlines():
        if config := _CONFIG.match(line):
            locale = "" if config[1] == "(default)" else config[1].replace("-r", "-")
        elif row := _RESOURCE.match(line):
            entry = row[2] if row[1] == "string" else ""
        elif entry and (text := _TEXT.match(line)):
            found.setdefault(locale, {})[entry] = unescaped(text[1])
    return found


def unescaped(text: str) -> str:
    """A text as aapt prints it, without its backslashes."""
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], text)


def summary(apk: Inspection) -> str:
    """What was verified, for people."""
    schemes = re.findall(r"^Verified using (v\d) scheme .*: true$", apk.signature, re.MULTILINE)
    locales = ", ".join(sorted(locale for locale in apk.strings if locale))
    sdk = "..".join(str(apk.sdk[name]) for name in ("sdkVersion", "targetSdkVersion"))
    return "\n".join(
        [
            apk.package,
            f"  Android API {sdk}, aligned, signed ({', '.join(schemes)})",
            f"  activities: {', '.join(apk.components.get('activity', ()))}",
            f"  intent actions: {', '.join(sorted(set(apk.components.get('action', ()))))}",
            f"  {len(apk.ids)} ids, {len(apk.strings.get('', {}))} strings, also in: {locales}",
            f"  {len(apk.classes)} classes",
        ]
    )
