"""The phone is removed from its account's devices on Xiaomi's site."""

import asyncio

from miunlink_adb.virtual.apps.removal import removed_in_cloud
from miunlink_adb.virtual.apps.settings_pages import ACCOUNT_INTENT
from tests.virtual.hand import Hand, play


def test_the_owner_is_signed_out_and_his_pages_close() -> None:
    """The account goes, with its history and a notification; another Android user keeps his."""

    async def story() -> tuple[Hand, str]:
        hand = Hand("hyperos-1", second_space=True)
        hand.start(ACCOUNT_INTENT)
        await hand.rest()
        seen = hand.screen
        await removed_in_cloud(hand.scene)
        return hand, seen

    hand, seen = play(story())
    assert (seen, hand.screen) == ("account_page", "launcher")
    counts = {user: len(hand.phone.accounts("com.xiaomi", user)) for user in hand.phone.users}
    assert counts == {0: 0, 10: 1}
    assert hand.phone.users[0].history[-1].action == "action_called_account_remove"
    assert [a.type for a in hand.phone.users[0].accounts] == ["com.google"]
    assert hand.phone.record.noted("notification") == ["account_removed"]


def test_a_phone_that_is_offline_hears_of_it_later() -> None:
    """Without a network nothing happens; it happens once there is one."""

    async def story() -> list[int]:
        hand = Hand("miui-11", network=False)
        counts = []
        removal = asyncio.ensure_future(removed_in_cloud(hand.scene))
        await hand.rest()
        counts.append(len(hand.phone.accounts("com.xiaomi")))
        hand.phone.network = True
        hand.ui.touch()
        await removal
        return [*counts, len(hand.phone.accounts("com.xiaomi"))]

    assert play(story()) == [1, 0]
