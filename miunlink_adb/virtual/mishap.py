"""Carrying out the faults of the phone itself: each by name, with its data.

Knows the phone; decides nothing (see `faults`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from miunlink_adb.virtual.faults import Fault
from miunlink_adb.virtual.screen import Message, Screen
from miunlink_adb.virtual.view import button, column, text

if TYPE_CHECKING:
    from miunlink_adb.virtual.phone import Phone


def carry_out(phone: Phone, faults: list[Fault]) -> str | None:
    """Let these faults happen; return the one that shapes the answer of the request, if any."""
    shape = None
    for fault in faults:
        phone.record.note("fault", fault.what)
        act = ACTS.get(fault.what)
        if act is None:
            shape = fault.what
        else:
            act(phone, fault.data)
    return shape


def bound(phone: Phone, fault: Fault) -> Callable[[], object]:
    """A call without arguments that lets one fault happen."""

    def happen() -> None:
        fault.fired += 1
        carry_out(phone, [fault])

    return happen


def crash_dialog(package: str) -> Screen:
    """Android's own dialog after a crash."""
    dialog = Message(kind="system", package="android", name="crash", cancelable=True)
    label = package.rpartition(".")[2].capitalize()

    def close() -> None:
        dialog.ui.finish(dialog)

    dialog.content = column(
        text(f"{label} keeps stopping", "android:id/alertTitle"),
        button("App info", "android:id/aerr_app_info", close),
        button("Close app", "android:id/aerr_close", close),
        id="android:id/parentPanel",
        padding=48,
    )
    dialog.box = "dialog"
    return dialog


def _unplug(phone: Phone, data: dict[str, Any]) -> None:
    phone.unplug()
    if "seconds" in data:
        phone.latency.after(data["seconds"], phone.plug)


def _offline(phone: Phone, data: dict[str, Any]) -> None:
    phone.link("offline")
    if "seconds" in data:
        phone.latency.after(data["seconds"], phone.plug)


def _adb_killed(phone: Phone, data: dict[str, Any]) -> None:
    phone.link("adb_restarted" if data.get("again", True) else "adb_killed")


def _reboot(phone: Phone, data: dict[str, Any]) -> None:
    phone.shut_down()
    phone.latency.after(data.get("seconds", phone.latency.boot), phone.boot)


def _surprise(phone: Phone, data: dict[str, Any]) -> None:
    make = data.get("make") or phone.surprises[data["screen"]]
    phone.ui.push(make())


def _rotate(phone: Phone, data: dict[str, Any]) -> None:
    phone.rotation = data.get("to", 1)
    phone.ui.touch()


def _locale(phone: Phone, data: dict[str, Any]) -> None:
    phone.props["persist.sys.locale"] = data["to"]
    phone.ui.touch()


def _network(phone: Phone, *, on: bool) -> None:
    phone.network = on
    phone.ui.touch()


def _input(phone: Phone, data: dict[str, Any]) -> None:
    phone.faults.input = data["mode"]


def _holder(phone: Phone, data: dict[str, Any]) -> None:
    phone.automation.holder = data.get("name", "")


def _do(phone: Phone, data: dict[str, Any]) -> None:
    data["call"](phone)


ACTS: dict[str, Callable[[Phone, dict[str, Any]], object]] = {
    "unplug": _unplug,
    "unauthorize": lambda phone, _: phone.authorize(authorized=False),
    "offline": _offline,
    "adb_killed": _adb_killed,
    "reboot": _reboot,
    "screen_off": lambda phone, _: phone.power(on=False),
    "lock": lambda phone, data: phone.lock(secure=data.get("secure", True)),
    "rotate": _rotate,
    "locale": _locale,
    "network_off": lambda phone, _: _network(phone, on=False),
    "network_on": lambda phone, _: _network(phone, on=True),
    "crash": lambda phone, data: phone.crash(data.get("package", "")),
    "kill": lambda phone, data: phone.force_stop(data["package"]),
    "surprise": _surprise,
    "input": _input,
    "server_killed": lambda phone, _: phone.automation.stop(),
    "holder": _holder,
    "do": _do,
}
