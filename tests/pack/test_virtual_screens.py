"""Every screen of the virtual phone is recognised as exactly that screen and no other."""

import time

import pytest

from miunlink_adb.pack import known_releases
from miunlink_adb.virtual import known_releases as virtual_releases
from tests.pack.world import LOCKS, STORIES, rows_on_the_way, walk

THOROUGH = [
    (release, locale)
    for release in ("miui-11", "hyperos-1")
    for locale in ("en", "zh-CN", "ru", "es", "de", "ar")
]
SAMPLED = [
    ("miui-8", "zh-TW", "cn", "kept"),
    ("miui-8", "tr", "intl", "kept"),
    ("miui-9", "hi", "intl", "kept"),
    ("miui-10", "zh-CN", "cn", "kept"),
    ("miui-10", "id", "intl", "kept"),
    ("miui-11", "th", "tablet", "kept"),
    ("miui-12", "pl", "intl", "unknown"),
    ("miui-12.5", "zh-CN", "cn", "unknown"),
    ("miui-13", "ko", "intl", "unknown"),
    ("miui-14", "he", "intl", "unknown"),
    ("miui-14", "ja", "tablet", "kept"),
    ("hyperos-1", "zh-CN", "cn", "unknown"),
    ("hyperos-1", "fr", "tablet", "unknown"),
    ("hyperos-2", "pt-BR", "intl", "unknown"),
    ("hyperos-2", "zh-CN", "cn", "kept"),
    ("hyperos-3", "vi", "intl", "unknown"),
    ("hyperos-4", "uk", "intl", "unknown"),
]
TODAY = SAMPLED[int(time.time()) // 86_400 % 2 :: 2]
"""Every second one: the others come tomorrow."""
NEVER_WALKED = {
    "accounts_settings",
    "remove_account_page",
    "remove_account_dialog",
    "secure_keyboard_terms",
    "signed_out_page",
    "fingerprint_verification",
    "checking_password",
    "turning_off_find_device",
    "permission_dialog",
    "account_update_dialog",
    "cloud_offer_dialog",
    "low_battery_dialog",
    "find_device_offer",
    "system_update_dialog",
    "child_account",
    "e2ee_dialog",
    "sign_in_refused",
    "hidden_photos_dialog",
    "photo_quality_dialog",
}
"""Screens that no story, or not every release, passes."""


WORDY = ("every_dialog", "code", "cooldown", "token", "set_password", "refused")
"""Stories whose screens are told by their words."""


@pytest.mark.parametrize("story", WORDY)
@pytest.mark.parametrize(("release", "locale"), THOROUGH)
def test_the_first_two_releases_in_six_languages(release: str, locale: str, story: str) -> None:
    """MIUI 11 and HyperOS 1, on the build that the language belongs to."""
    layout = "cn" if locale == "zh-CN" else "intl"
    walked = walk(release, locale, layout, "kept", story)
    assert walked.seen
    assert walked.faults == []


@pytest.mark.parametrize(("release", "locale", "layout", "ids"), TODAY)
def test_every_second_release_in_some_language(
    release: str, locale: str, layout: str, ids: str
) -> None:
    """China, international and tablet builds; ids as in MIUI 11 and ids that nobody knows."""
    walks = [walk(release, locale, layout, ids, story) for story in (*STORIES, *LOCKS)]
    assert [fault for walked in walks for fault in walked.faults] == []

    passed = {name for walked in walks for name in walked.seen}
    assert set(walks[0].pack.screens) - passed <= NEVER_WALKED


ROWS = {
    "account_row_international": "row.account",
    "account_row_china": "row.account",
    "accounts_row": "row.sync",
    "xiaomi_account_row": "row.account",
}
NICKNAMES = ("Tilda", "Sign out", "Mi Account")


@pytest.mark.parametrize("nickname", NICKNAMES)
@pytest.mark.parametrize(("release", "locale", "layout", "ids"), SAMPLED)
def test_rows_are_what_they_are_taken_for(
    release: str, locale: str, layout: str, ids: str, nickname: str
) -> None:
    """On every part of the Settings home and of the accounts page, a tap hits the right row."""
    found = rows_on_the_way(release, locale, layout, ids, nickname)
    wrong = [f"{element} hits {views}" for element, views in found if views != [ROWS[element]]]
    assert wrong == []

    names = {element for element, _ in found}
    assert names >= {"accounts_row", "xiaomi_account_row"}
    assert names & {"account_row_international", "account_row_china"}


def test_every_release_is_sampled() -> None:
    """Every release that the virtual phone can be is walked, and has a pack."""
    assert {release for release, *_ in SAMPLED} == set(virtual_releases())
    assert set(virtual_releases()) <= set(known_releases())
