"""dumpsys of what the phone is made of: power, battery, display, input, SurfaceFlinger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miunlink_adb.virtual.command.dump.window import focused_window

if TYPE_CHECKING:
    from miunlink_adb.virtual.phone import Phone

_DISPLAY_ID = "19260847115124097"


def dump_power(phone: Phone, args: list[str]) -> str:
    """Return whether the screen is on, and what powers the phone."""
    del args
    on = phone.screen_on
    lines = [
        "POWER MANAGER (dumpsys power)",
        "",
        "Power Manager State:",
        "  mDirty=0x0",
        f"  mWakefulness={'Awake' if on else 'Asleep'}",
        "  mWakefulnessChanging=false",
        f"  mIsPowered={str(phone.battery.plugged).lower()}",
        f"  mPlugType={2 if phone.battery.plugged else 0}",
        f"  mBatteryLevel={phone.battery.level}",
        f"  mBootCompleted={str(phone.boot_completed).lower()}",
        "  mHoldingWakeLockSuspendBlocker=false",
        f"  mHoldingDisplaySuspendBlocker={str(on).lower()}",
        "",
        f"Display Power: state={'ON' if on else 'OFF'}",
    ]
    return "\n".join(lines) + "\n"


def dump_battery(phone: Phone, args: list[str]) -> str:
    """Return the battery's state; layout: AOSP BatteryService."""
    del args
    battery = phone.battery
    lines = [
        "Current Battery Service state:",
        "  AC powered: false",
        f"  USB powered: {str(battery.plugged).lower()}",
        "  Wireless powered: false",
        "  Max charging current: 500000",
        "  Max charging voltage: 5000000",
        "  Charge counter: 2841000",
        f"  status: {2 if battery.plugged else 3}",
        "  health: 2",
        "  present: true",
        f"  level: {battery.level}",
        "  scale: 100",
        "  voltage: 4031",
        f"  temperature: {battery.temperature}",
        "  technology: Li-poly",
    ]
    return "\n".join(lines) + "\n"


def dump_display(phone: Phone, args: list[str]) -> str:
    """Return the display's size and rotation."""
    del args
    width, height = phone.size_override or (phone.width, phone.height)
    now = phone.size()
    density = phone.density_override or phone.density
    state = "ON" if phone.screen_on else "OFF"
    viewport = (
        "DisplayViewport{type=INTERNAL, valid=true, isActive=true, displayId=0, "
        f"uniqueId='local:{_DISPLAY_ID}', physicalPort=129, orientation={phone.rotation}, "
        f"logicalFrame=Rect(0, 0 - {now[0]}, {now[1]}), "
        f"physicalFrame=Rect(0, 0 - {width}, {height}), "
        f"deviceWidth={width}, deviceHeight={height}}}"
    )
    panel = f"{phone.width} x {phone.height}, density {phone.density}, state {state}"
    shown = f"real {now[0]} x {now[1]}, rotation {phone.rotation}, density {density}, state {state}"
    lines = [
        "DISPLAY MANAGER (dumpsys display)",
        f"  mViewports=[{viewport}]",
        "Display Devices: size=1",
        f'  DisplayDeviceInfo{{"Built-in Screen": uniqueId="local:{_DISPLAY_ID}", {panel}}}',
        "Logical Displays: size=1",
        "  Display 0:",
        f"    mCurrentOrientation={phone.rotation}",
        f'    mOverrideDisplayInfo=DisplayInfo{{"Built-in Screen", displayId 0, {shown}}}',
    ]
    return "\n".join(lines) + "\n"


def dump_input(phone: Phone, args: list[str]) -> str:
    """Return the orientation that touches are read in, and the focused window."""
    del args
    lines = [
        "INPUT MANAGER (dumpsys input)",
        "",
        "Input Reader State:",
        "  Device 2: touchpanel",
        f"      SurfaceOrientation: {phone.rotation}",
        "",
        "Input Dispatcher State:",
        "  DispatchEnabled: true",
        "  FocusedWindows:",
        f"    displayId=0, name='{focused_window(phone)}'",
    ]
    return "\n".join(lines) + "\n"


def dump_surface_flinger(phone: Phone, args: list[str]) -> str:
    """Return the displays' ids: ``--display-id``; nothing else is built."""
    if args != ["--display-id"]:
        phone.record.unknown.append(f"dumpsys SurfaceFlinger {' '.join(args)}")
    return f'Display {_DISPLAY_ID} (HWC display 0): port=129 pnpId=QCM displayName=""\n'


def dump_input_method(phone: Phone, args: list[str]) -> str:
    """Return the keyboard in use and whether it shows."""
    del args
    current = phone.settings["secure"].get("default_input_method", "")
    shown = str(phone.ui.keyboard_shown()).lower()
    lines = [
        "Current Input Method Manager state:",
        f"  mCurMethodId={current}",
        f"  mCurId={current} mHaveConnection=true mBoundToMethod=true",
        (
            f"  mShowRequested={shown} mShowExplicitlyRequested=false mShowForced=false "
            f"mInputShown={shown}"
        ),
    ]
    return "\n".join(lines) + "\n"
