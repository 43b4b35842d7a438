"""Looking on while the owner walks: what is kept helps to make a pack and is nobody's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from miunlink_adb.capture import labels_of
from miunlink_adb.errors import PackError
from miunlink_adb.hierarchy import parse_hierarchy
from miunlink_adb.pack import BoundPack, load_bound
from miunlink_adb.pack.carried import CarriedCapture, carried, read_capture, save_capture
from miunlink_adb.recording import MOST_OF_ONE, Capture, Ended, recaptured, record
from miunlink_adb.resources import selectors_dir
from miunlink_adb.watch import Watch
from tests.runner.bench import Bench, bench
from tests.runner.scenario import SignOut
from tests.runner.screens import NICKNAME, NUMBER, Window
from tests.runner.views import button

PLACEHOLDERS = {"", "‹short text›", "‹text›", "‹long text›"}
SERIAL = "7f3a9c21"


def look_on(
    made: Bench, seconds: float = 120.0, release: str = "miui-11", locale: str = "en"
) -> tuple[list[Capture], Ended]:
    """Record until it ends by itself."""
    pack, captures = load_bound(release, locale), list[Capture]()
    watch = Watch(made.phone, pack, made.clock, made.events.append, lambda: None)
    return captures, record(watch, captures.append, seconds)


def walking(release: str = "miui-11", locale: str = "en") -> Bench:
    """An owner who goes from Settings to the end, a few seconds for each screen."""
    made = bench(release, locale)
    phone = made.phone
    made.clock.after(1.0, phone.show_settings)
    phone.when("settings_home", 2.0, phone.show_account_page)
    phone.when("account_page", 2.0, lambda: SignOut(phone, phone.top).start())
    phone.when("wipe_data_confirm", 2.0, lambda: phone.tap_button("keep_button"))
    phone.when("password_prompt", 3.0, phone.type_password)
    return made


def kept_texts(capture: Capture) -> set[str]:
    """Every text and description in a capture."""
    nodes = parse_hierarchy(capture.xml).walk()
    return {text for node in nodes for text in (node.text, node.content_desc)}


@pytest.mark.parametrize(("release", "locale"), [("miui-11", "en"), ("hyperos-3", "ar")])
def test_a_walk_is_captured_screen_by_screen(release: str, locale: str) -> None:
    """Each screen once, in order, until the account is gone; nothing was tapped or opened."""
    made = walking(release, locale)
    captures, ended = look_on(made, release=release, locale=locale)
    screens = [capture.seen for capture in captures]

    assert ended == "account_gone"
    wanted = ["settings_home", "account_page", "wipe_data_confirm", "password_prompt"]
    assert [screen for screen in dict.fromkeys(screens) if screen in wanted] == wanted
    assert made.phone.record.names() == []


@pytest.mark.parametrize(("release", "locale"), [("miui-11", "en"), ("hyperos-3", "ar")])
def test_nothing_of_anybodys_is_kept(release: str, locale: str) -> None:
    """Only labels of the pack and placeholders; no nickname, number, serial or typed secret."""
    pack = load_bound(release, locale)
    captures, _ = look_on(walking(release, locale), release=release, locale=locale)

    is_label = labels_of(pack)
    unknown = {t for c in captures for t in kept_texts(c) - PLACEHOLDERS if not is_label(t)}
    assert unknown == set()
    whole = "".join(capture.xml for capture in captures)
    for private in (*NICKNAME.split(), NUMBER, SERIAL, "•"):
        assert private not in whole


def test_other_apps_are_never_captured() -> None:
    """The launcher, and a chat over Settings, are nobody's business."""
    made = bench()
    made.clock.after(1.0, lambda: made.phone.surprise("chat", "com.chat", "Sign out", "Anna"))
    captures, ended = look_on(made, seconds=10.0)

    assert captures == []
    assert ended == "time_over"


def test_a_screen_that_stays_is_captured_once() -> None:
    """However long it stays."""
    made = bench()
    made.phone.show_settings()
    captures, _ = look_on(made, seconds=30.0)
    assert len(captures) == 1


def test_states_of_one_screen_are_bounded() -> None:
    """A page that is never twice the same does not fill the folder."""
    made = bench()
    for number in range(3 * MOST_OF_ONE):
        made.clock.after(2.0 * number, lambda n=number: unknown(made, n))  # type: ignore[misc]
    captures, _ = look_on(made, seconds=60.0)
    assert [capture.seen for capture in captures] == [None] * MOST_OF_ONE


def unknown(made: Bench, number: int) -> None:
    """A page of the account app that no pack knows, each time with another view."""
    app, id_ = "com.xiaomi.account", f"x:id/view_{number}"
    made.phone.go_home()
    made.phone.show(Window("page", app, f"{app}.Page", lambda: [button("x", id_, name="decoy")]))


# -- captures in files --------------------------------------------------------------------------


def misread(found: CarriedCapture, pack: BoundPack) -> str:
    """What is wrong with a capture: a screen that is not told any more, or a text of somebody's."""
    root = parse_hierarchy(found.xml)
    screen = recaptured(root, pack, found.package, found.activity)
    texts = {text for node in root.walk() for text in (node.text, node.content_desc)}
    strange = {text for text in texts - PLACEHOLDERS if not labels_of(pack)(text)}
    told = "" if screen == found.screen else f"is taken for {screen}, not for {found.screen}"
    return told or (f"holds {len(strange)} text(s) that are no labels" if strange else "")


def test_every_carried_capture_is_still_recognised() -> None:
    """A pack that is changed must go on recognising what was seen on phones."""
    faults = [
        f"{found.file.name}: {fault}"
        for release, found in carried(selectors_dir())
        if (fault := misread(found, load_bound(release, found.locale)))
    ]
    assert faults == []


def test_captures_come_back_from_files(tmp_path: Path) -> None:
    """What was saved in a pack's folder is found there and recognised as it was."""
    pack = load_bound("miui-11", "en")
    captures, _ = look_on(walking())
    folder = tmp_path / "miui-11" / "captures"
    files = [save_capture(folder, f"{c.screen or 'unknown'}-en", c.xml) for c in captures]
    (folder.parent / "pack.toml").touch()

    assert len(set(files)) == len(captures)
    assert re.fullmatch(r"settings_home-en-\d\.xml", files[0].name)
    back = [found for _, found in carried(tmp_path)]
    assert sorted(found.file for found in back) == sorted(files)
    assert [misread(found, pack) for found in back] == [""] * len(captures)


def test_a_carried_capture_that_is_wrong_is_seen(tmp_path: Path) -> None:
    """A name put in by hand, or a screen that is not told any more, does not pass."""
    pack = load_bound("miui-11", "en")
    captures, _ = look_on(walking())
    settings = captures[0].xml
    for place, xml in (
        ("named", settings.replace("‹text›", NICKNAME).replace("‹short text›", NICKNAME)),
        ("other", settings.replace("screen=settings_home", "screen=account_page")),
    ):
        assert xml != settings
        assert misread(read_capture(save_capture(tmp_path, place, xml)), pack)
    with pytest.raises(PackError):
        read_capture(save_capture(tmp_path, "none", "<hierarchy/>"))
