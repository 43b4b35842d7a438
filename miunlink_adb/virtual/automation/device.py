# ruff: noqa: FBT001 - booleans come over the wire by position
"""Methods about the device: info, dump, picture, orientation, clipboard, toast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from miunlink_adb.virtual.automation import picture
from miunlink_adb.virtual.automation.rpc import Registry, java_error
from miunlink_adb.virtual.systemui import Shade

if TYPE_CHECKING:
    from miunlink_adb.virtual.automation.session import Session

registry = Registry()
method = registry.method

EMPTY = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\r\n<hierarchy rotation=\"0\" />"
GIANT_NODES = 4000
ORIENTATIONS = {"natural": 0, "n": 0, "left": 1, "l": 1, "right": 3, "r": 3}


@method("ping")
async def ping(_session: Session) -> str:
    """Always "pong"."""
    return "pong"


@method("deviceInfo")
async def device_info(session: Session) -> dict[str, Any]:
    """Display, front package and Android version."""
    phone = session.phone
    width, height = phone.size()
    density = (phone.density_override or phone.density) / 160
    root = session.root()
    return {
        "currentPackageName": root.package if root else None,
        "displayHeight": height,
        "displayRotation": phone.rotation,
        "displaySizeDpX": round(width / density),
        "displaySizeDpY": round(height / density),
        "displayWidth": width,
        "productName": phone.props.get("ro.product.name", ""),
        "screenOn": phone.screen_on,
        "sdkInt": phone.sdk,
        "naturalOrientation": phone.rotation in (0, 2),
    }


@method("dumpWindowHierarchy", "bool")
@method("dumpWindowHierarchy", "bool", "int")
@method("dumpWindowHierarchy", "bool", "int", "bool?")
async def dump(
    session: Session,
    compressed: bool,
    max_depth: int = 50,
    active: bool | None = None,
) -> str:
    """The windows as XML, or what a fault makes of it."""
    phone = session.phone
    shape = phone.meet("dump")
    await phone.latency.sleep(phone.latency.dump)
    if shape == "dump_illegal_character":
        raise java_error("java.lang.IllegalArgumentException", "Illegal character (d83d)")
    if shape in ("dump_empty", "dump_blank"):
        return EMPTY if shape == "dump_empty" else ""
    xml = phone.ui.dump(active_only=bool(active), compressed=compressed, max_depth=max_depth)
    if shape == "dump_half":
        return xml[: len(xml) // 2]
    return giant(xml) if shape == "dump_giant" else xml


def giant(xml: str) -> str:
    """A dump with thousands of rows of some list in front of the real windows."""
    head, mark, rest = xml.partition("<node ")
    row = (
        '<node index="0" text="x" resource-id="" class="android.widget.TextView"'
        ' package="com.android.chrome" content-desc="" checkable="false" checked="false"'
        ' clickable="false" enabled="true" focusable="false" focused="false" scrollable="false"'
        ' long-clickable="false" password="false" selected="false" visible-to-user="true"'
        ' bounds="[0,0][1,1]" drawing-order="1" hint="" display-id="0" />\r\n  '
    )
    return head + row * GIANT_NODES + mark + rest


@method("takeScreenshot", "float", "int")
async def take_screenshot(session: Session, _scale: float, _quality: int) -> str | None:
    """A small JPEG, base64 in lines; black while a secure window or the dark is shown."""
    ui = session.phone.ui
    screens = [*ui.drawn()[0], *ui.drawn()[1]]
    dark = not session.phone.screen_on or any(screen.secure for screen in screens)
    return picture.BLACK if dark else picture.GREY


@method("isScreenOn")
async def is_screen_on(session: Session) -> bool:
    """Whether the screen is on."""
    return session.phone.screen_on


@method("waitForIdle", "int")
async def wait_for_idle(_session: Session, _ms: int) -> None:
    """The windows are always idle."""


@method("waitForWindowUpdate", "str?", "int")
async def wait_for_window_update(session: Session, package: str | None, ms: int) -> bool:
    """Wait for any change of the display."""
    root = session.root()
    if package is not None and (root is None or root.package != package):
        return False
    count = session.phone.ui.changed.count
    return await session.wait(lambda: session.phone.ui.changed.count != count, ms)


@method("setOrientation", "str")
async def set_orientation(session: Session, where: str) -> None:
    """Turn and freeze the display."""
    phone = session.phone
    phone.rotation = ORIENTATIONS.get(where.lower(), phone.rotation)
    phone.rotation_frozen = True
    phone.ui.touch()


@method("freezeRotation", "bool")
async def freeze_rotation(session: Session, freeze: bool) -> None:
    """Keep the display as it is, or not."""
    session.phone.rotation_frozen = freeze


@method("openNotification")
@method("openQuickSettings")
async def open_shade(session: Session) -> bool:
    """Pull the shade down."""
    session.phone.ui.push(Shade())
    return True


@method("getLastToast")
async def get_last_toast(session: Session) -> str | None:
    """The last toast's text."""
    return session.phone.ui.last_toast


@method("clearLastToast")
async def clear_last_toast(session: Session) -> None:
    """Forget it."""
    session.phone.ui.last_toast = None


@method("getLastTraversedText")
async def get_last_traversed_text(_session: Session) -> str | None:
    """Nothing here traverses texts."""
    return None


@method("clearLastTraversedText")
async def clear_last_traversed_text(_session: Session) -> None:
    """Nothing to clear."""


@method("setClipboard", "str?", "str?")
async def set_clipboard(session: Session, _label: str | None, text: str | None) -> None:
    """Copy."""
    session.phone.clipboard = text or ""


@method("getClipboard")
async def get_clipboard(session: Session) -> str | None:
    """What was copied."""
    return session.phone.clipboard or None


@method("pasteClipboard")
async def paste_clipboard(session: Session) -> bool:
    """Paste into the field with the cursor."""
    return await session.phone.ui.text(session.phone.clipboard, source=session.source)


@method("clearInputText")
async def clear_input_text(session: Session) -> bool:
    """Empty the field with the cursor."""
    ui = session.phone.ui
    field = ui.field()
    if field is None:
        return False
    ui.shown().fields[field] = ""
    ui.touch()
    return True
