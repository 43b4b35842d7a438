"""The mock apps: built the same twice, and what Debian's programs find in them."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.virtual.worlds.ids import ACCOUNT, CLOUD
from tests.emulator.mock import code, command
from tests.emulator.mock.build import Built, assemble, build
from tests.emulator.mock.inspection import Inspection, inspect, strings_in, unescaped
from tests.emulator.mock.resource_files import ACTIVITIES, MIN_SDK, TARGET_SDK, quoted
from tests.emulator.mock.screens import PACKAGES, SETTINGS
from tests.emulator.mock.stage import DEFAULT, LOCALES, scene
from tests.emulator.mock.toolchain import baksmali, run

LABELS = {
    ACCOUNT: {"logout_account", "removing_account", "passport_bad_authentication"},
    CLOUD: {"micloud_wipe_data_retain", "micloud_wipe_data_remove"},
    SETTINGS: {"xiaomi_account", "sync_settings"},
}
"""Strings without which a run does not find its way."""


@pytest.fixture(scope="module")
def inspected(mock_apps: list[Built]) -> dict[str, Inspection]:
    """What is said of each app."""
    return {app.package: inspect(app.signed) for app in mock_apps}


def test_a_second_build_is_the_same(mock_apps: list[Built], tmp_path: Path) -> None:
    """Byte for byte, apart from the signature: its key is made anew each time."""
    for app in mock_apps:
        again = build(app.package, tmp_path)

        assert again.read_bytes() == app.unsigned.read_bytes(), app.package
        assert again.read_bytes() != app.signed.read_bytes()


def test_packages_and_activities(inspected: dict[str, Inspection]) -> None:
    """The packages, activities and intent actions are the real ones."""
    assert set(inspected) == set(PACKAGES)
    for package, apk in inspected.items():
        wanted = ACTIVITIES[package]
        assert apk.package == package
        assert apk.sdk == {"sdkVersion": MIN_SDK, "targetSdkVersion": TARGET_SDK}
        assert apk.components["activity"] == [name for name, _, _ in wanted]
        assert {action for _, _, actions in wanted for action in actions} <= set(
            apk.components["action"]
        )
    account = inspected[ACCOUNT]
    assert "android.settings.XIAOMI_ACCOUNT_SYNC_SETTINGS" in account.components["action"]
    service = f"{ACCOUNT}.authenticator.XmAuthenticationService"
    assert account.components["service"] == [service]


def test_ids_are_those_of_the_release(inspected: dict[str, Inspection]) -> None:
    """Every resource id that the account and the cloud app are known to have is there."""
    ids = scene(DEFAULT).world.ids
    for package in (ACCOUNT, CLOUD):
        assert set(ids.entries(package)) <= set(inspected[package].ids)
    assert "logout_btn" in inspected[ACCOUNT].ids


def test_strings_are_the_facts_in_every_language(inspected: dict[str, Inspection]) -> None:
    """What a string says in a language is what the virtual phone says there."""
    prefixes = {ACCOUNT: "account", CLOUD: "cloud", SETTINGS: "settings"}
    for package, apk in inspected.items():
        assert set(apk.strings) == {"" if tag == DEFAULT else tag for tag in LOCALES}
        assert set(apk.strings[""]) >= LABELS[package]
        for locale in LOCALES:
            said = apk.strings["" if locale == DEFAULT else locale]
            for name in LABELS[package]:
                told = scene(locale).world.text(f"{prefixes[package]}.{name}")
                assert said[name] == told, (locale, name)


def test_they_are_signed_for_every_android(inspected: dict[str, Inspection]) -> None:
    """The schemes that Android 8 to 16 ask for, by one signer."""
    for apk in inspected.values():
        assert re.search(r"^Verified using v2 scheme .*: true$", apk.signature, re.MULTILINE)
        assert re.search(r"^Verified using v3 scheme .*: true$", apk.signature, re.MULTILINE)
        assert "Number of signers: 1" in apk.signature


def test_the_code_holds_every_component(inspected: dict[str, Inspection]) -> None:
    """Each activity, service and receiver of the manifest is a class, and all sources are in."""
    for package, apk in inspected.items():
        named = [
            name.replace(".", "/")
            for element in ("activity", "service", "receiver")
            for name in apk.components.get(element, [])
        ]
        texts = [path.read_text(encoding="utf-8") for path in code.sources(package)]

        assert set(named) <= set(apk.classes)
        assert sorted(map(code.class_in, texts)) == list(apk.classes)


def test_the_code_survives_a_round_trip(mock_apps: list[Built], tmp_path: Path) -> None:
    """Taken apart by baksmali and put together again it is the same code, says dexdump."""
    app = mock_apps[0]
    baksmali("disassemble", "--jobs", "1", "--output", tmp_path / "apart", app.signed)
    assemble(tmp_path / "apart", tmp_path / "again.dex")

    first, second = (listing(file) for file in (app.signed, tmp_path / "again.dex"))
    assert "Lcom/xiaomi/account/ui/AccountSettingsActivity;" in first
    assert first == second


def listing(file: Path) -> str:
    """The disassembly that dexdump prints, without the file's name."""
    return run("dexdump", "-d", file).partition("Class #0")[2]


def test_only_those_who_sign_in_touch_accounts(mock_apps: list[Built]) -> None:
    """No app asks for a permission; only the account app's code calls the account service."""
    for app in mock_apps:
        permissions = run("aapt", "dump", "permissions", app.signed)
        calls = run("dexdump", "-d", app.signed).count("Landroid/accounts/AccountManager;.")

        assert "uses-permission" not in permissions
        assert (calls > 0) == (app.package == ACCOUNT)


def test_a_resource_that_is_not_there_is_named() -> None:
    """A source that names a layout or an id which the world no longer has stops the build."""
    with pytest.raises(code.UnknownResource, match=r"Page\.smali: the app has no layout/gone"):
        code.complete("const v0, @layout/gone", {"layout/here": 1}, "Page.smali")
    assert code.complete("const v0, @id/a", {"id/a": 0x7F010000}) == "const v0, 0x7f010000"


def test_the_script_says_what_lacks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Without Debian's programs it names them and how to get them, and writes nothing."""
    monkeypatch.setenv("PATH", str(tmp_path))
    ended = command.main([str(tmp_path / "out")])

    assert ended == 3
    said = capsys.readouterr().err
    assert "not installed: aapt, apksigner" in said
    assert "apt-get install aapt apksigner zipalign" in said
    assert not (tmp_path / "out").exists()


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])))
def test_texts_are_quoted_so_that_they_can_be_read(text: str) -> None:
    """A text in quotes, as aapt prints it again, is the text."""
    inner = quoted(text)[1:-1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    printed = (
        f'  config (default):\n  resource 0x7f010000 a.b:string/x: t=0x03\n (string8) "{inner}"'
    )

    assert unescaped(inner) == text
    if len(printed.splitlines()) == 3:
        assert strings_in(printed) == {"": {"x": text}}
