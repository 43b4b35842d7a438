"""The owner of the phone: looks at the screen and does with a finger what only he may do.

He acts through the display like a tool would, but as source "owner", and types the secrets of the
scenario; they go nowhere but into the phone's fields. Must not know the wire.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from miunlink_adb.virtual.apps import factory, factory_pages
from miunlink_adb.virtual.apps.scene import Scene
from miunlink_adb.virtual.apps.verification import WEB_CODE, WEB_SUBMIT
from miunlink_adb.virtual.worlds import WorldError

RIGHT, WRONG, CANCEL, OK, WAIT = "right", "wrong", "cancel", "ok", "wait"
WRONG_SECRET = "not-this-one-91"
_LOOK = 0.5
"""Seconds after which he looks again even if nothing changed."""
_HANDS = {
    "password": "password_prompt",
    "captcha": "captcha_prompt",
    "code": "code_prompt",
    "web": "web_verification",
    "set_password": "set_password",
    "token": "token_expired",
    "e2ee": "e2ee_dialog",
    "keyguard": "keyguard",
    "usb": "usb_debugging",
    "data": "wipe_data_confirm",
    "unsynced": "unsynced_data_dialog",
    "hidden": "hidden_photos_dialog",
    "photos": "high_quality_dialog",
    "cards": "bank_card_dialog",
    "popup": "popup.update",
    "reset": "factory_reset",
    "setup": "provision",
}
_SURPRISES = ("popup.battery", "popup.call", "popup.system_update", "crash")
"""Windows of other apps, which only the owner may close."""
_ACTS = (RIGHT, WRONG, CANCEL, OK, WAIT, "keep", "remove")
_HELPFUL: dict[str, tuple[str, ...]] = {
    "password": (RIGHT,),
    "captcha": (RIGHT,),
    "code": (RIGHT,),
    "web": (RIGHT,),
    "set_password": (RIGHT,),
    "token": (OK,),
    "e2ee": (OK,),
    "keyguard": (RIGHT,),
}


@dataclass(frozen=True)
class Owner:
    """What the owner does on which screen.

    `acts[what]` is a row of acts, one per time that the screen asks; the last is repeated. `right`
    and `wrong` type and confirm, `cancel` presses Cancel or Back, `ok` the positive button,
    `keep`/`remove` the cloud question's, `wait` does nothing for ever. Screens without acts are
    not his; `reset=ok` confirms Settings' factory reset, `setup=ok` finishes the assistant after
    one. `delay` is how long he takes, in seconds of the phone's time.
    """

    acts: dict[str, tuple[str, ...]] = field(default_factory=lambda: dict(_HELPFUL))
    delay: float = 0.5

    @classmethod
    def away(cls) -> Owner:
        """An owner who went for coffee."""
        return cls({})

    @classmethod
    def parse(cls, pairs: tuple[str, ...] | list[str]) -> Owner:
        """From texts: `away`, `delay=2`, `password=wrong,right`, `data=keep`…; else helpful."""
        acts = dict(_HELPFUL)
        delay = cls.delay
        for pair in pairs:
            key, _, value = pair.partition("=")
            if key == "away":
                acts.clear()
            elif key == "delay":
                delay = _seconds(value)
            else:
                acts[key] = _row(key, value)
        return cls(acts, delay)


def _seconds(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise WorldError(f"the owner's delay is a number of seconds, not {value!r}") from None


def _row(key: str, value: str) -> tuple[str, ...]:
    known = (*_HANDS, "surprise")
    if key not in known:
        raise WorldError(f"the owner knows no {key!r}; known: away, delay, {', '.join(known)}")
    row = tuple(value.split(","))
    if unknown := [act for act in row if act not in _ACTS]:
        raise WorldError(f"the owner cannot {unknown[0]!r}; he can: {', '.join(_ACTS)}")
    return row


class OwnerAtWork:
    """An owner in front of one phone: run `work()` as a task."""

    def __init__(self, owner: Owner, scene: Scene) -> None:
        self._owner = owner
        self._scene = scene
        self._ui = scene.phone.ui
        self._done: dict[str, int] = {}
        self._by_screen = {screen: what for what, screen in _HANDS.items()}
        self._by_screen |= dict.fromkeys(_SURPRISES, "surprise")
        self._by_screen["factory_reset_apply"] = "reset"
        self._hands: dict[str, Callable[[str], Awaitable[None]]] = {
            "password": self._password,
            "captcha": self._password,
            "code": self._code,
            "web": self._web,
            "set_password": self._set_password,
            "keyguard": self._unlock,
            "usb": self._allow,
            "data": self._data,
            "surprise": self._dismiss,
            "reset": self._reset,
            "setup": self._set_up,
        }

    async def work(self) -> None:
        """Look, act, look again; ends only by being cancelled."""
        while True:
            seen = self._ui.changed.count
            what = self._turn()
            if what is None:
                if self._ui.changed.count == seen:
                    await self._ui.changed.wait(_LOOK)
                continue
            await self._ui.latency.sleep(self._owner.delay)
            if self._turn() == what:
                await self._act(what)

    def _turn(self) -> str | None:
        """What he is asked for on the screen in front, if it is his."""
        phone = self._scene.phone
        if not phone.authorized and self._acts_on("usb"):
            return "usb"
        shown = self._ui.shown()
        if not phone.screen_on:
            his = phone.keyguard or self._acts_on(self._by_screen.get(shown.name, ""))
            return "keyguard" if his and self._acts_on("keyguard") else None
        if shown is not self._ui.top() and shown is not self._ui.keyguard:
            return None
        what = self._by_screen.get(shown.name, "")
        return what if self._acts_on(what) else None

    def _acts_on(self, what: str) -> bool:
        return self._next(what) not in (None, WAIT)

    def _next(self, what: str) -> str | None:
        row = self._owner.acts.get(what, ())
        return row[min(self._done.get(what, 0), len(row) - 1)] if row else None

    async def _act(self, what: str) -> None:
        act = self._next(what) or WAIT
        self._done[what] = self._done.get(what, 0) + 1
        self._scene.phone.record.note("owner", f"{what}: {act}")
        if act == CANCEL:
            await self._cancel()
        else:
            await self._hands.get(what, self._button)(act)

    async def _cancel(self) -> None:
        ids = self._scene.world.ids
        for id_ in (ids.account("cancel"), ids.cloud("cancel"), "android:id/button2"):
            if self._ui.find(id_) is not None:
                await self._ui.tap_on(id_)
                return
        await self._ui.key("BACK", source="owner")

    async def _fill(self, id_: str, secret: str) -> None:
        if await self._ui.tap_on(id_):
            await self._ui.text(secret, source="owner")

    async def _confirm(self, id_: str) -> None:
        """Tap a button; the keyboard may lie over it, above all when the phone lies on its side."""
        if not await self._ui.tap_on(id_) and self._ui.keyboard_shown():
            await self._ui.key("BACK", source="owner")
            await self._ui.tap_on(id_)

    def _secret(self, act: str, name: str) -> str:
        return str(getattr(self._scene.scenario, name)) if act == RIGHT else WRONG_SECRET

    async def _password(self, act: str) -> None:
        ids = self._scene.world.ids
        await self._fill(ids.account("password"), self._secret(act, "password"))
        if self._ui.find(ids.account("captcha_input")) is not None:
            captcha = self._next("captcha") or act
            await self._fill(ids.account("captcha_input"), self._secret(captcha, "captcha"))
        await self._confirm(ids.account("confirm"))

    async def _code(self, act: str) -> None:
        ids = self._scene.world.ids
        await self._fill(ids.account("step2_code"), self._secret(act, "code"))
        await self._confirm(ids.account("confirm"))

    async def _web(self, act: str) -> None:
        await self._fill(WEB_CODE, self._secret(act, "code"))
        await self._confirm(WEB_SUBMIT)

    async def _set_password(self, act: str) -> None:
        first = self._scene.world.ids.account("password")
        await self._fill(first, self._secret(act, "password"))
        await self._fill(f"{first}_confirm", self._secret(RIGHT, "password"))
        await self._confirm(self._scene.world.ids.account("confirm"))

    async def _unlock(self, _act: str) -> None:
        self._scene.phone.unlock()

    async def _allow(self, _act: str) -> None:
        self._scene.phone.authorize(authorized=True)

    async def _data(self, act: str) -> None:
        await self._ui.tap_on(self._scene.world.ids.cloud(act))

    async def _dismiss(self, _act: str) -> None:
        if not await self._ui.tap_on("call.decline"):
            await self._ui.key("BACK", source="owner")

    async def _reset(self, _act: str) -> None:
        await self._ui.tap_on(factory_pages.ERASE) or await self._ui.tap_on(factory_pages.OK)

    async def _set_up(self, _act: str) -> None:
        factory.set_up(self._scene)

    async def _button(self, _act: str) -> None:
        await self._ui.tap_on("android:id/button1")
