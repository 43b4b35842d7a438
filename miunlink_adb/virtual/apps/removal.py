"""The phone is removed from its account's devices, on Xiaomi's site or from another phone.

That it is signed out by that is what the account app itself says (`delete_device_notice`), and it
tells its owner (`account_removed_notification_title`). How long it takes is imagined: a round trip
once the phone is online. Must not know who removes it.
"""

from __future__ import annotations

import time

from miunlink_adb.virtual.apps.scene import XIAOMI, Scene
from miunlink_adb.virtual.holdings import AccountEvent
from miunlink_adb.virtual.worlds.ids import ACCOUNT

OWNER = 0
_LOOK = 1.0


async def removed_in_cloud(scene: Scene) -> None:
    """Sign the owner out as soon as the phone hears of it; other Android users stay signed in."""
    phone = scene.phone
    while not (phone.network and phone.boot_completed):
        await phone.ui.changed.wait(_LOOK)
    await phone.latency.sleep(phone.latency.network)
    user = phone.users[OWNER]
    for account in phone.accounts(XIAOMI, OWNER):
        user.accounts.remove(account)
        event = AccountEvent(account, "action_called_account_remove", time.time(), 10062)
        user.history.append(event)
        phone.record.note("notification", "account_removed")
    phone.settings["secure"].pop("key_bank_card_in_ese", None)
    phone.force_stop(ACCOUNT)
    phone.ui.touch()
