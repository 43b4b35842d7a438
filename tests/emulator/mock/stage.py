"""A furnished scene of the virtual phone for every language, and one that shows string names.

The scenes are never run: their screens are asked what they show. Must not know Android's files.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from miunlink_adb.virtual.apps.install import install
from miunlink_adb.virtual.apps.scene import Scene
from miunlink_adb.virtual.phone import Phone
from miunlink_adb.virtual.scenario import Scenario
from miunlink_adb.virtual.worlds import World, load_world
from miunlink_adb.virtual.worlds.texts import Texts

DEFAULT = "en"
LOCALES = (DEFAULT, "ar", "de", "es", "ru", "zh-CN")
"""What the apps are built in; the first stands where Android finds no other."""
RELEASE = "miui-11"
"""Of the releases whose ids were read from the apps, the newest."""

_OPEN, _CLOSE = "\N{LEFT WHITE SQUARE BRACKET}", "\N{RIGHT WHITE SQUARE BRACKET}"


@dataclass(frozen=True)
class Name:
    """The string that a text is: `account.logout_account`; `filled`: its `%s` have values."""

    full: str
    filled: bool = False


class NamedTexts(Texts):
    """Gives back, instead of a text, a mark that names the string."""

    def text(self, name: str, *arguments: object) -> str:
        super().text(name)  # an unknown name is an error here, too
        return f"{_OPEN}{name}{'!' if arguments else ''}{_CLOSE}"


def name_in(text: str) -> Name | None:
    """The string that a mark names; None for a text that is no string of the facts."""
    if not (text.startswith(_OPEN) and text.endswith(_CLOSE)):
        return None
    inner = text[1:-1]
    return Name(inner.removesuffix("!"), inner.endswith("!"))


@cache
def scene(locale: str, release: str = RELEASE, *, account: bool = True) -> Scene:
    """The scene of an international phone in a language."""
    return _furnished(load_world(release, locale), account=account)


@cache
def named_scene(release: str = RELEASE, *, account: bool = True) -> Scene:
    """The same scene, whose words are marks."""
    made = _furnished(load_world(release, DEFAULT), account=account)
    world = made.first_world
    made.first_world = replace(world, texts=NamedTexts(world.release, world.locale))
    return made


def _furnished(world: World, *, account: bool) -> Scene:
    made = install(Phone("mock"), world, Scenario(account=account))
    made.phone.props["persist.sys.locale"] = world.locale
    return made
