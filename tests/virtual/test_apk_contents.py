"""What the virtual phone's APKs hold is what its apps show."""

from typing import Any

import pytest

from miunlink_adb.apk import Archive, MemorySource, Resources, Table
from miunlink_adb.virtual.apk import apps_of
from miunlink_adb.virtual.worlds import RELEASES
from tests.virtual.hand import Hand, ok_owner, play

EVERYTHING: dict[str, Any] = {
    "bank_cards": 1,
    "unsynced": True,
    "hidden_photos": True,
    "captcha_after": 1,
    "second_step": True,
}


def tables(hand: Hand) -> dict[str, Resources]:
    """Package -> what its APK says."""
    found = {}
    for package, files in apps_of(hand.world).items():
        content = Archive(MemorySource(files[""]())).open("resources.arsc")
        assert content is not None
        found[package] = Resources([Table(content)])
    return found


@pytest.mark.parametrize("release", RELEASES)
def test_every_id_on_the_way_is_in_its_apps_table(release: str) -> None:
    """From Settings to the end of a sign-out no id is shown that the app's file does not have."""
    shown: set[str] = set()

    async def story() -> dict[str, Resources]:
        hand = Hand(release, owner=ok_owner(), **EVERYTHING)

        def look() -> bool:
            shown.update(hand.ids())
            return not hand.signed_in

        await hand.to_settings()
        look()
        await hand.to_account_page()
        look()
        await hand.ask_to_sign_out()
        await hand.rest(look)
        return tables(hand)

    known = play(story())
    listed = {name: set(resources.names("id")) for name, resources in known.items()}
    pairs = [full.split(":id/") for full in sorted(shown) if ":id/" in full]

    assert len(pairs) > 5
    assert [f"{p}:id/{name}" for p, name in pairs if p in listed and name not in listed[p]] == []
