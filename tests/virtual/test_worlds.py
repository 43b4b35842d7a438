"""The worlds as data: builds, properties, ids, rows, packages, sizes."""

import re
from typing import Any

import pytest

from miunlink_adb.virtual.apps.settings_pages import ACCOUNT_INTENT
from miunlink_adb.virtual.worlds import RELEASES, WorldError, load_world, release_named
from miunlink_adb.virtual.worlds.builds import builds_of, find_build
from miunlink_adb.virtual.worlds.ids import account_names
from miunlink_adb.virtual.worlds.packages import package_rows
from miunlink_adb.virtual.worlds.props import properties
from miunlink_adb.virtual.worlds.rows import home_rows, word
from tests.virtual.hand import Hand, ok_owner, play

EVERY_BUILD = [
    (release, key, build) for release in RELEASES for key, build in builds_of(release).items()
]
NAMES = [f"{release} {key}" for release, key, _ in EVERY_BUILD]
LETTERS = "KLLMNNOOPQRSTUVWX"
ANDROIDS = ("4.4", "5.0", "5.1", "6.0", "7.0", "7.1", "8.0", "8.1", *map(str, range(9, 18)))


@pytest.mark.parametrize(("release", "key", "build"), EVERY_BUILD, ids=NAMES)
def test_a_build_fits_together(release: str, key: str, build: Any) -> None:
    """Letter of the firmware and Android, region and device name agree, as on real builds."""
    parts = build.incremental.split(".")
    block = parts[-1]
    assert re.fullmatch(r"[A-Z]{3}[A-Z]{4}", block)
    assert block[0] == dict(zip(ANDROIDS, LETTERS, strict=True))[build.android]
    assert parts[0][:2] in ("V8", "V9", "V1", "OS")
    assert build.international is (build.region != "CN")
    assert build.tablet is (key == "TAB")
    release_number = release.split("-")[1]
    prefix = f"OS{release_number}.0" if release.startswith("hyperos") else f"V{release_number}."
    assert build.incremental.startswith(prefix)


@pytest.mark.parametrize(("release", "key", "build"), EVERY_BUILD, ids=NAMES)
def test_properties_tell_the_release(release: str, key: str, build: Any) -> None:
    """HyperOS by its own properties beside V816, MIUI by its name and code; tablets say so."""
    known = release_named(release)
    props = properties(known, build, "ru", "7f3a9c21")
    assert props["ro.miui.ui.version.name"] == known.ui_name
    assert props.get("ro.mi.os.version.name", "") == known.os_name
    assert (props["ro.build.characteristics"] == "tablet") is (key == "TAB")
    assert ("_global" in props.get("ro.product.mod_device", "")) is build.international
    assert build.incremental in props["ro.build.fingerprint"]


@pytest.mark.parametrize("release", RELEASES)
def test_china_global_and_a_tablet_exist_for_every_release(release: str) -> None:
    """The three layouts can be had for every release."""
    found = [find_build(release, layout) for layout in ("cn", "intl", "tablet")]
    assert [build.region for build in found[:2]] == ["CN", "MI"]
    assert found[2].tablet


@pytest.mark.parametrize("region", ["CN", "MI", "EU", "IN", "RU", "TR", "ID", "TW", "JP", "KR"])
def test_every_region_exists_somewhere(region: str) -> None:
    """Each of the ten regions has a build in at least one release."""
    found = [release for release in RELEASES if region in builds_of(release)]
    assert found


def test_a_build_that_nobody_knows() -> None:
    """A region without a build is refused with those that have one."""
    with pytest.raises(WorldError, match="known: MI, EU, IN, RU, TR"):
        find_build("miui-11", "intl", "JP")


@pytest.mark.parametrize("layout", ["cn", "intl"])
def test_region_and_layout_must_agree(layout: Any) -> None:
    """A China home on a European build, or the other way round, does not exist."""
    with pytest.raises(WorldError, match=r"no .* build for region"):
        find_build("hyperos-1", layout, "EU" if layout == "cn" else "CN")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("miui-7",), "known: miui-8"),
        (("miui-11", "en", "phone"), "no layout 'phone'"),
        (("miui-11", "??"), "no locale"),
    ],
)
def test_a_world_that_does_not_exist(arguments: tuple[Any, ...], said: str) -> None:
    """A wrong release, layout or language is named in a WorldError."""
    with pytest.raises(WorldError, match=re.escape(said)):
        load_world(*arguments)


def test_unknown_ids_must_be_spelled_right() -> None:
    """The id variant is one of two words."""
    with pytest.raises(WorldError, match="'kept' or 'unknown'"):
        load_world("miui-12", ids="other")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("release", "layout", "password"),
    [
        ("miui-9", "intl", "et_account_password"),
        ("miui-10", "intl", "et_account_password"),  # V10.2
        ("miui-10", "cn", "input_pwd_view"),  # V10.3
        ("miui-11", "intl", "input_pwd_view"),
    ],
)
def test_the_password_field_changes_its_name(release: str, layout: Any, password: str) -> None:
    """Up to MIUI 10.2 the field has the older name, from 10.3 on the newer."""
    world = load_world(release, "en", layout)
    assert world.ids.account("password") == f"com.xiaomi.account:id/{password}"


def test_the_captcha_area_of_miui_8() -> None:
    """MIUI 8 calls the captcha's place otherwise than all later ones."""
    assert account_names(release_named("miui-9"))["captcha_container"] == "captcha_layout"
    assert account_names(release_named("miui-8"))["captcha_container"] == "et_captcha_area"


@pytest.mark.parametrize("release", [name for name in RELEASES if RELEASES[name].age >= 4])
def test_unknown_ids_are_really_others(release: str) -> None:
    """From MIUI 12 on the variant shows none of the known account ids, on no screen of the way."""
    known = {f"com.xiaomi.account:id/{n}" for n in account_names(release_named("miui-11")).values()}
    known |= {f"com.xiaomi.account:id/{n}" for n in account_names(release_named("miui-8")).values()}
    library = {"com.xiaomi.account:id/action_bar_title"}  # the widget library's, not the app's

    async def story() -> set[str]:
        acts = ("data=remove", "password=wrong,right", "code=wait")
        hand = Hand(
            release, "ru", ids="unknown", owner=ok_owner(*acts), captcha_after=1, second_step=True
        )
        hand.start(ACCOUNT_INTENT)
        seen = hand.ids()
        assert await hand.scroll_to("sign_out")
        seen |= hand.ids()
        await hand.tap("sign_out")
        for _ in range(200):
            await hand.rest(lambda: True)
            seen |= hand.ids()
            await hand.ui.latency.sleep(0)
        assert hand.screen == "code_prompt"
        return seen | hand.ids()

    seen = play(story())
    assert len([id_ for id_ in seen if id_.startswith("com.xiaomi.account:id/o_")]) > 5
    assert (known - library) & seen == set()


@pytest.mark.parametrize("release", ["miui-8", "miui-9", "miui-10", "miui-11"])
def test_known_ids_stay_what_they_are(release: str) -> None:
    """Where the ids were read from the app, the variant changes nothing."""
    kept, unknown = (load_world(release, "en", ids=ids) for ids in ("kept", "unknown"))
    assert kept.ids.account("logout") == unknown.ids.account("logout")
    assert kept.ids.account("logout") == "com.xiaomi.account:id/logout_btn"


@pytest.mark.parametrize(
    ("release", "package", "title"),
    [
        ("miui-11", "com.xiaomi.account", "miui:id/alertTitle"),
        ("miui-12", "com.xiaomi.account", "miui:id/alertTitle"),
        ("miui-12.5", "com.xiaomi.account", "com.xiaomi.account:id/alertTitle"),
        ("hyperos-1", "com.miui.cloudservice", "com.miui.cloudservice:id/alertTitle"),
    ],
)
def test_whose_dialogs(release: str, package: str, title: str) -> None:
    """Up to MIUI 12 dialogs bear the framework's ids, then those of the app that shows them."""
    assert load_world(release).ids.dialog(package, "alertTitle") == title


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("international", [True, False])
def test_the_account_row_stands_where_it_stands(release: str, international: bool) -> None:
    """China from MIUI 10 on: first. Elsewhere: in the lower half."""
    rows = home_rows(release_named(release), "intl", international=international)
    at = rows.index("account")
    assert rows.count("account") == 1
    if release_named(release).since("miui-10") and not international:
        assert at == 0
    else:
        assert at >= len(rows) / 2


def test_rows_of_hyperos_2_are_those_of_the_captured_home() -> None:
    """From the lock screen to the additional settings in the order read off a real phone."""
    rows = home_rows(release_named("hyperos-2"), "intl", international=True)
    at = rows.index("lock_screen")
    titles = [word(row, "es") for row in rows[at : at + 13] if row not in ("-", "additional")]
    assert titles == [
        "Pantalla de bloqueo",
        "Pantalla",
        "Sonido y vibración",
        "Notificaciones y Centro de control",
        "Pantalla de inicio",
        "Fondo de pantalla",
        "Temas",
        "Contraseñas y seguridad",
        "Seguridad y emergencia",
        "Protección de privacidad",
        "Batería",
        "Aplicaciones",
    ]
    assert rows[at + 13] == "additional"


def test_find_device_has_its_own_uid() -> None:
    """The find-device app runs under the uid that Xiaomi gave it."""
    world = load_world("hyperos-1")
    uids = {row.name: row.uid for row in package_rows(world.release, world.build)}
    assert uids["com.xiaomi.finddevice"] == 6110


@pytest.mark.parametrize(("layout", "there"), [("cn", True), ("intl", False)])
def test_the_secure_keyboard_belongs_to_china(layout: Any, there: bool) -> None:
    """Only China builds have the secure keyboard, and say so in their properties."""
    world = load_world("miui-11", "en", layout)
    names = {row.name for row in package_rows(world.release, world.build)}
    props = properties(world.release, world.build, "en", "x")
    assert ("com.miui.securityinputmethod" in names) is there
    assert ("ro.miui.has_security_keyboard" in props) is there
