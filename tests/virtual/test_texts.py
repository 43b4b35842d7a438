"""The words on the screens: those of the facts, and what stands in where the facts have none."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.virtual.apps.settings_pages import ACCOUNT_INTENT
from miunlink_adb.virtual.worlds import RELEASES, WorldError, load_world, release_named
from miunlink_adb.virtual.worlds.texts import Texts, known_locales, lookup_order, message, texts_of
from tests.virtual.hand import Hand, play

ROOT = Path(__file__).parent.parent.parent
SCRIPT = ROOT / "scripts" / "world_strings.py"
DATA = ROOT / "miunlink_adb" / "virtual" / "worlds" / "strings"
FACTS = ROOT.parent / "shared" / "facts" / "strings"
with_facts = pytest.mark.skipif(not FACTS.is_dir(), reason="the facts are not beside the project")
PACKAGES = {
    "account": "com.xiaomi.account",
    "settings": "com.android.settings",
    "cloud": "com.miui.cloudservice",
}
FACT_FILES = {
    name: name.replace("miui-", "miui").replace("hyperos-", "hyperos")
    for name in RELEASES
    if name != "hyperos-4"
}
LONGEST = 64


def facts(release: str) -> dict[str, Any]:
    """The string file of a release, `{package: {name: {locale: text}}}`."""
    path = FACTS / f"{FACT_FILES[release]}.json"
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def written(folder: Path) -> dict[str, bytes]:
    """The data files in a folder."""
    return {path.name: path.read_bytes() for path in folder.glob("*.json")}


@with_facts
def test_generating_again_gives_the_same_bytes(tmp_path: Path) -> None:
    """The shipped texts are what the script makes of the facts, byte for byte."""
    (tmp_path / "names.txt").write_bytes((DATA / "names.txt").read_bytes())
    command = [sys.executable, str(SCRIPT), str(FACTS), str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)
    assert written(tmp_path) == written(DATA)


@with_facts
@pytest.mark.parametrize("release", FACT_FILES)
def test_sign_out_is_called_as_in_the_facts(release: str) -> None:
    """In every locale that the facts have for a release, its own word stands on the button."""
    known = facts(release)["com.xiaomi.account"]["logout_account"]
    shown = {locale: texts_of(release_named(release), locale) for locale in known}
    assert {locale: texts.text("account.logout_account") for locale, texts in shown.items()} == {
        locale: " ".join(text.split()) for locale, text in known.items()
    }


@with_facts
@pytest.mark.parametrize("release", ["miui-9", "miui-11", "hyperos-1"])
@pytest.mark.parametrize("locale", ["ru", "ar", "de", "es"])
def test_the_account_page_shows_the_facts_words(release: str, locale: str) -> None:
    """Rows and buttons of the account page are names of that release, worded as in the facts."""

    async def story() -> list[str]:
        hand = Hand(release, locale)
        hand.start(ACCOUNT_INTENT)
        shown = hand.texts()
        assert await hand.scroll_to("sign_out")
        return shown + hand.texts()

    texts = load_world(release, locale).texts
    allowed = {"Tilda Morgenroth", "2807145558"}
    for name, known in facts(release)["com.xiaomi.account"].items():
        try:
            shown = texts.text(f"account.{name}", "%1$s")
        except KeyError:  # not one of the names that the apps show
            continue
        own = " ".join(known.get(locale, shown).split()).replace("%s", "%1$s")
        assert shown == own or len(own) > LONGEST
        allowed.add(shown)
    assert [text for text in play(story()) if text not in allowed] == []


def test_only_short_texts_are_carried() -> None:
    """Interface labels only: no text is longer than a label, none spans lines."""
    texts = [
        text
        for path in DATA.glob("*.json")
        for wordings in json.loads(path.read_text(encoding="utf-8")).values()
        for text in wordings
    ]
    assert len(texts) > 1000
    assert [text for text in texts if len(text) > LONGEST or "\n" in text] == []


def test_every_name_that_is_carried_is_in_the_list() -> None:
    """The data hold no name that the list of names does not ask for, and miss none of them."""
    lines = (DATA / "names.txt").read_text(encoding="utf-8").splitlines()
    asked = {line for line in lines if line and not line.startswith("#")}
    english = json.loads((DATA / "en.json").read_text(encoding="utf-8"))
    assert set(english) == asked


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("locale", ["en", "zh-CN", "ru", "ar", "sw", "zh-HK", "pt", "en-IN"])
def test_no_name_is_missing_anywhere(release: str, locale: str) -> None:
    """Whatever the release and language, every name has a text: nothing crashes a page."""
    texts = Texts(release_named(release), locale)
    names = json.loads((DATA / "en.json").read_text(encoding="utf-8"))
    assert [name for name in names if not texts.text(name, "a", "b")] == []


@pytest.mark.parametrize(
    ("release", "locale", "name", "text"),
    [
        ("miui-12", "zh-CN", "account.logout_account", "退出登录"),  # only up to MIUI 11
        ("hyperos-2", "ar", "account.logout_account", "تسجيل الخروج"),  # newest Arabic: HyperOS 1
        ("miui-11", "zh-HK", "account.logout_account", "登出"),  # zh-TW of the release
        ("miui-11", "sw", "account.logout_account", "Sign out"),  # no such language
        ("hyperos-4", "en", "settings.xiaomi_account", "Xiaomi Account"),  # as HyperOS 3
    ],
)
def test_what_stands_in(release: str, locale: str, name: str, text: str) -> None:
    """A text that a locale lacks comes from its language, else a near release, else English."""
    assert load_world(release, locale).text(name) == text


def test_exact_locale_before_its_language() -> None:
    """`es-US` has its own words, and `es-MX` takes them rather than Spain's."""
    assert lookup_order("es-US")[0] == "es-US"
    assert lookup_order("es-MX")[:2] == ("es-US", "es")


@pytest.mark.parametrize("locale", ["", "R", "ru_RU", "../en", "english", "ru-ru", "zh-hans"])
def test_what_is_no_locale(locale: str) -> None:
    """A language that is not written as Android writes it is refused with an example."""
    with pytest.raises(WorldError, match="write it like"):
        lookup_order(locale)


def test_known_locales_are_those_of_the_release() -> None:
    """MIUI 9 knows Hindi, HyperOS 3 does not."""
    assert "hi" in known_locales(release_named("miui-9"))
    assert "hi" not in known_locales(release_named("hyperos-3"))


def test_arguments_are_filled_in() -> None:
    """`%1$s` and `%s` take the arguments."""
    text = load_world("miui-11", "en").text("account.passport_account_name", "2807")
    assert text == "Account: 2807"


@given(st.text(), st.integers())
def test_a_stand_in_is_always_the_same_and_says_its_arguments(name: str, number: int) -> None:
    """A sentence of our own depends on nothing but its name and carries the arguments."""
    assert message(name, number) == message(name, number)
    assert str(number) in message(name, number).lower()
