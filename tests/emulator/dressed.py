"""The real command on a phone that is dressed up as a Xiaomi phone: `python -m …dressed ARGUMENTS`.

An emulator is Google's, its Settings cannot be replaced, and the packs that are shipped name
Xiaomi's apps alone. Four seams are moved, nothing else: where the packs lie, that they may name the
look-alike of Settings, whose home is opened, and the properties that make a phone a Xiaomi
phone in a language. What to move them to stands in MOCK_DRESS.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import ModuleType

VARIABLE = "MOCK_DRESS"
_OWN = ("ro.build.version.sdk", "ro.build.version.release", "ro.boot", "ro.debuggable")
"""Properties in which the phone stays what it is."""


@dataclass(frozen=True)
class Dress:
    """What the command takes for true.

    `selectors`: the folder of packs. `settings`: the package whose Settings home is opened.
    `release`, `locale`: whose properties the phone has.
    """

    selectors: str
    settings: str
    release: str
    locale: str

    def variable(self) -> dict[str, str]:
        """The environment variable that carries it to the command."""
        return {VARIABLE: json.dumps(asdict(self))}


def dressed_props(props: Mapping[str, str], dress: Dress) -> dict[str, str]:
    """The phone's properties, but for those that say who made it and in which language it is."""
    from miunlink_adb.virtual.apps.scene import TAP_SWITCH
    from miunlink_adb.virtual.worlds import load_world
    from miunlink_adb.virtual.worlds.props import properties

    world = load_world(dress.release, dress.locale)
    worn = properties(world.release, world.build, world.locale, props.get("ro.serialno", "mock"))
    kept = {k: v for k, v in props.items() if not k.startswith("ro.") or k.startswith(_OWN)}
    taps = {TAP_SWITCH: worn[TAP_SWITCH]}  # without it a Xiaomi phone refuses them
    return {**worn, **kept, **taps, "persist.sys.locale": dress.locale}


def put_on(dress: Dress) -> None:
    """Move the seams; before anything that uses them is imported."""
    from miunlink_adb import pack_folders, resources, survey
    from miunlink_adb.flows import signout
    from miunlink_adb.pack import bounds, load
    from miunlink_adb.phone import Open
    from miunlink_adb.props import parse_props
    from tests.emulator.mock.screens import SETTINGS

    def packs() -> Path:
        return Path(dress.selectors)

    def props(text: str) -> dict[str, str]:
        return dressed_props(parse_props(text), dress)

    moved: tuple[tuple[ModuleType, str, object], ...] = (
        (resources, "selectors_dir", packs),
        (pack_folders, "selectors_dir", packs),
        (load, "APPS", bounds.APPS | {SETTINGS}),
        (signout, "SETTINGS", Open(signout.SETTINGS.action, package=dress.settings)),
        (survey, "parse_props", props),
    )
    for module, name, value in moved:
        if not hasattr(module, name):
            raise LookupError(f"{module.__name__} has no {name} any more")
        setattr(module, name, value)


if __name__ == "__main__":
    put_on(Dress(**json.loads(os.environ[VARIABLE])))
    from miunlink_adb.cli import main

    main()
