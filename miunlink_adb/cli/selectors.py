"""`selectors`: the packs, and what can be tried on files without a phone."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from miunlink_adb.cli.context import Context, keep_shared, pass_shared, shared_options
from miunlink_adb.cli.learning import learn
from miunlink_adb.cli.pack_making import new, record
from miunlink_adb.cli.render import FORMAT, plain, print_json, print_table, say
from miunlink_adb.errors import PackError, UnsupportedDevice, UsageError

__all__ = ["selectors"]

EPILOG = """Examples:

\b
  miunlink-adb selectors list
  miunlink-adb selectors show miui-11 --locale ru
  miunlink-adb selectors check
  adb shell getprop > phone.txt && miunlink-adb selectors match phone.txt
  miunlink-adb selectors identify dump.xml --release hyperos-1 --locale de
  miunlink-adb selectors new hyperos-5
  miunlink-adb selectors record selectors/hyperos-5/captures
  miunlink-adb selectors learn learned/
"""

INPUT = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group(epilog=EPILOG)
@shared_options
def selectors(**options: Any) -> None:
    """The selector packs, one per release; only `record` and `learn` need a phone."""
    keep_shared(options)


selectors.add_command(learn)
selectors.add_command(new)
selectors.add_command(record)


@selectors.command("list")
@pass_shared
def list_packs(context: Context) -> None:
    """All packs: release, what it extends, screens, languages, how much is sure."""
    from miunlink_adb.pack import known_releases, load_pack
    from miunlink_adb.pack.labels import available_locales

    packs = [load_pack(release) for release in known_releases()]
    locales = available_locales(packs[0].root) if packs else {}
    rows = [
        {
            "release": pack.release,
            "title": pack.title,
            "extends": pack.chain[1] if pack.chain[1:] else None,
            "screens": len(pack.screens),
            "elements": len(pack.elements),
            "locales": sum(bool({*pack.chain} & {*found}) for found in locales.values()),
            "assumed": sum(screen.sure == "assumed" for screen in pack.screens.values()),
        }
        for pack in packs
    ]
    if context.json:
        print_json({"format": FORMAT, "command": "selectors list", "packs": rows})
        return
    names = ("release", "title", "extends", "screens", "elements", "locales", "assumed")
    print_table([name.upper() for name in names], [[row[n] or "-" for n in names] for row in rows])


@selectors.command("show")
@click.argument("release")
@click.option("--locale", default="en", show_default=True, help="The language of the texts.")
@pass_shared
def show_pack(context: Context, release: str, locale: str) -> None:
    """One pack in one language: its screens, landmarks, elements and selectors."""
    from miunlink_adb.pack import load_bound, load_pack

    pack, bound = load_pack(release), load_bound(release, locale)
    elements = {
        name: {
            "app": element.app,
            "sure": element.sure,
            "source": element.source,
            "selectors": [_selector(selector, sure) for selector, sure in element.selectors],
        }
        for name, element in bound.elements.items()
    }
    screens = {
        name: {"app": spec.app, "kind": spec.kind, "sure": spec.sure, "source": spec.source}
        for name, spec in pack.screens.items()
    }
    document = {
        "release": release,
        "title": bound.title,
        "chain": list(pack.chain),
        "locale": locale,
        "locales": list(bound.locales),
        "screens": screens,
        "elements": elements,
    }
    if context.json:
        print_json({"format": FORMAT, "command": "selectors show", **document})
    else:
        _print_pack(document)


def _selector(selector: Any, sure: str) -> dict[str, Any]:  # noqa: ANN401  Selector, lazily
    texts = list(selector.wording.shown) if selector.wording else []
    return {
        "basis": selector.basis,
        "sure": sure,
        "ids": list(selector.resource_ids),
        "texts": texts,
        "classes": list(selector.class_names),
    }


def _print_pack(document: dict[str, Any]) -> None:
    click.echo(plain(f"{document['title']}: {' < '.join(document['chain'])}"))
    click.echo(plain(f"language {document['locale']}: {', '.join(document['locales']) or 'none'}"))
    for name, screen in document["screens"].items():
        click.echo(plain(f"screen {name}: {screen['kind']} of {screen['app']} ({screen['sure']})"))
    for name, element in document["elements"].items():
        click.echo(plain(f"element {name}: {element['source']}"))
        for selector in element["selectors"]:
            what = [*selector["ids"], *(repr(text) for text in selector["texts"])]
            where = ", ".join(what or selector["classes"])
            click.echo(plain(f"    {selector['basis']} ({selector['sure']}): {where}"))


@selectors.command("check")
@click.argument("path", required=False, type=FOLDER)
@pass_shared
def check(context: Context, path: Path | None) -> None:
    """Check all packs, here or in PATH: every fault with file, line, key and what to do.

    Gaps, facts that nobody has yet, are shown too; only faults fail the check.
    """
    from miunlink_adb.pack.check import check_packs
    from miunlink_adb.pack.supported import stale
    from miunlink_adb.resources import selectors_dir

    root = path or selectors_dir()
    findings = check_packs(root)
    faults = sum(finding.level == "fault" for finding in findings)
    if not faults and (found := stale(root)):
        findings, faults = [*findings, found], 1
    if context.json:
        rows = [asdict(finding) for finding in findings]
        print_json({"format": FORMAT, "command": "selectors check", "findings": rows})
    else:
        for finding in findings:
            click.echo(plain(f"{finding.level}: {finding}"))
        say(f"{faults} fault(s) found." if faults else "The packs are in order.")
    if faults:
        raise click.exceptions.Exit(PackError.exit_code)


@selectors.command("match")
@click.argument("file", metavar="GETPROP_FILE", type=INPUT)
@pass_shared
def match(context: Context, file: Path) -> None:
    """Which release and pack a phone's properties mean: `getprop` output or build.prop text."""
    from miunlink_adb.pack import known_releases
    from miunlink_adb.props import parse_props
    from miunlink_adb.release import match_release

    found = match_release(parse_props(_read(file)))
    pack = found.release if found.release in known_releases() else None
    if context.json:
        document = {
            "release": found.release,
            "region": found.region,
            "pack": pack,
            "is_xiaomi": found.is_xiaomi,
            "why": found.why,
        }
        print_json({"format": FORMAT, "command": "selectors match", **document})
    else:
        click.echo(f"release  {found.release or 'neither MIUI nor HyperOS'}")
        click.echo(f"region   {found.region or '-'}")
        click.echo(f"pack     {pack or '-'}")
        click.echo(f"hardware {'Xiaomi' if found.is_xiaomi else 'not Xiaomi'}")
        click.echo(f"why      {plain(found.why)}")
    if found.release is None:
        raise click.exceptions.Exit(UnsupportedDevice.exit_code)


@selectors.command("identify")
@click.argument("file", metavar="DUMP.xml", type=INPUT)
@click.option("--release", required=True, help="The pack to look into.")
@click.option("--locale", default="en", show_default=True, help="The phone's language.")
@click.option("--package", help="The app in front; without it the dump is asked.")
@pass_shared
def identify_dump(
    context: Context, file: Path, release: str, locale: str, package: str | None
) -> None:
    """Which screen a dumped hierarchy shows, and what tells so."""
    from miunlink_adb.device_state.locale_tag import locale_tag
    from miunlink_adb.hierarchy import HierarchyError, parse_hierarchy
    from miunlink_adb.observation import Observation, front_package
    from miunlink_adb.pack import load_bound
    from miunlink_adb.props import decode_text
    from miunlink_adb.screen import identify

    locale = locale_tag(locale) or locale
    pack = load_bound(release, locale)
    try:
        root = parse_hierarchy(decode_text(_read(file)))
    except HierarchyError as error:
        raise UsageError(f"{file}: {error}", hint="Give a file made by a dump.") from None
    seen = identify(Observation(root, package or front_package(root), locale=locale), pack)
    if context.json:
        landmarks = [hit.element for hit in seen.landmarks]
        document = {"screen": seen.screen, "why": seen.why, "landmarks": landmarks}
        print_json({"format": FORMAT, "command": "selectors identify", **document})
    else:
        click.echo(f"screen  {seen.screen or 'none that is known'}")
        click.echo(f"why     {plain(seen.why)}")


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from None
