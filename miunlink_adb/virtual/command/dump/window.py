"""dumpsys window: windows, displays, policy; where the focus stands depends on the Android.

Up to 9 it stands in the section *windows*, from 10 on in *displays* only (measured by tools that
had to follow); the keyguard's word moved likewise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from miunlink_adb.virtual.command.dump.names import activity, object_hash, window

if TYPE_CHECKING:
    from miunlink_adb.virtual.phone import Phone
    from miunlink_adb.virtual.screen import Screen

_RULE = "-" * 79


def dump_window(phone: Phone, args: list[str]) -> str:
    """Return one section, or all of them when none is named."""
    sections = {"policy": _policy, "displays": _displays, "d": _displays, "windows": _windows}
    sections |= {"w": _windows, "visible": _windows, "p": _policy}
    wanted = [argument for argument in args if not argument.startswith("-")]
    if not wanted:
        return "\n".join([_policy(phone), _displays(phone), _windows(phone)])
    section = sections.get(wanted[0])
    if section is None:
        phone.record.unknown.append(f"dumpsys window {wanted[0]}")
        return "Bad window command, or no windows match: " + wanted[0] + "\n"
    return section(phone)


def focused_window(phone: Phone) -> str:
    """Return ``Window{…}`` of the window with the focus, or ``null``."""
    title = phone.ui.focus_title() if phone.ui.focus() is not None else ""
    return window(phone, title) if title else "null"


def focused_app(phone: Phone) -> str:
    """Return ``ActivityRecord{…}`` of the app in front, whatever lies over it."""
    return activity(phone, *front_activity(phone))


def front_activity(phone: Phone) -> tuple[Screen, int]:
    """Return the page in front and the number of its task."""
    tasks = phone.ui.tasks
    pages = [screen for screen in tasks.front.screens if screen.activity]
    return (pages or [tasks.launcher])[-1], task_number(phone, tasks.front.affinity)


def task_number(phone: Phone, affinity: str) -> int:
    """Return a task's number: the launcher's is 2, the others' stay the same for one package."""
    if affinity == "home":
        return 2
    return 100 + int(object_hash(f"{phone.serial} {affinity}"), 16) % 900


def _focus_lines(phone: Phone) -> list[str]:
    app = focused_app(phone)
    if phone.sdk <= 28:
        app = f"AppWindowToken{{{object_hash(app)} token=Token{{{object_hash(app + 't')} {app}}}}}"
    return [f"  mCurrentFocus={focused_window(phone)}", f"  mFocusedApp={app}"]


def _windows(phone: Phone) -> str:
    lines = ["WINDOW MANAGER WINDOWS (dumpsys window windows)"]
    titles = list(dict.fromkeys(w.screen.window_title or w.component for w in phone.ui.windows()))
    for number, title in enumerate(titles):
        lines += [
            f"  Window #{len(titles) - 1 - number} {window(phone, title)}:",
            f"    mDisplayId=0 mSession=Session{{{object_hash(title + 's')}}}",
            f"    mOwnerUid=1000 package={title.partition('/')[0]} appop=NONE",
            "    mHasSurface=true isReadyForDisplay()=true isOnScreen=true isVisible=true",
        ]
    lines += ["", "  mGlobalConfiguration={1.0 " + _configuration(phone) + "}"]
    if phone.sdk <= 28:
        lines += ["  mHasPermanentDpad=false", *_focus_lines(phone)]
    ime = "mInputMethodTarget" if phone.sdk <= 30 else "imeLayeringTarget"
    lines += [f"  {ime} in display# 0 {focused_window(phone)}", "  mSystemBooted=true"]
    return "\n".join(lines) + "\n"


def _displays(phone: Phone) -> str:
    width, height = phone.size_override or (phone.width, phone.height)
    now = phone.size()
    density = phone.density_override or phone.density
    current = f"cur={now[0]}x{now[1]} app={now[0]}x{now[1]} rng={width}x{width}-{height}x{height}"
    lines = [
        "WINDOW MANAGER DISPLAY CONTENTS (dumpsys window displays)",
        "  Display: mDisplayId=0",
        (
            f"    init={phone.width}x{phone.height} {phone.density}dpi "
            f"base={width}x{height} {density}dpi {current}"
        ),
        "    deferred=false mLayoutNeeded=false",
    ]
    if phone.sdk >= 29:
        lines += ["", *_focus_lines(phone), "", *_display_policy(phone)]
    lines += [
        f"  mCurrentRotation=ROTATION_{90 * phone.rotation}"
        if phone.sdk >= 29
        else _rotation(phone)
    ]
    return "\n".join(lines) + "\n"


def _rotation(phone: Phone) -> str:
    return f"  mRotation={phone.rotation}"


def _display_policy(phone: Phone) -> list[str]:
    showing = str(phone.keyguard).lower()
    awake = str(phone.screen_on).lower()
    shade = "NotificationShade" if phone.sdk >= 30 else "StatusBar"
    return [
        "  DisplayPolicy",
        f"    mAwake={awake} mScreenOnEarly={awake} mScreenOnFully={awake}",
        f"    mStatusBar={window(phone, 'StatusBar')}",
        f"    mExpandedPanel={window(phone, shade)}",
        f"    isKeyguardShowing={showing}",
        f"    mFocusedWindow={focused_window(phone)}",
    ]


def _policy(phone: Phone) -> str:
    showing, secure = str(phone.keyguard).lower(), str(phone.keyguard_secure).lower()
    awake = str(phone.screen_on).lower()
    lines = ["WINDOW MANAGER POLICY STATE (dumpsys window policy)"]
    lines += ["    mSafeMode=false mSystemReady=true mSystemBooted=true"]
    if phone.sdk <= 28:
        lines += [
            f"    mAwake={awake} mScreenOnEarly={awake} mScreenOnFully={awake}",
            (
                f"    mShowingLockscreen={showing} mShowingDream=false "
                f"mDreamingLockscreen={showing} mDreamingSleepToken=null"
            ),
            f"    mStatusBar={window(phone, 'StatusBar')} isStatusBarKeyguard={showing}",
            f"    mFocusedWindow={focused_window(phone)}",
        ]
    else:
        on = "ON" if phone.screen_on else "OFF"
        word = "AWAKE" if phone.screen_on else "SLEEP"
        lines += [
            f"    screenState=SCREEN_STATE_{on}",
            f"    interactiveState=INTERACTIVE_STATE_{word}",
        ]
    lines += [
        "    KeyguardServiceDelegate",
        f"      showing={showing}",
        f"      showingAndNotOccluded={showing}",
        f"      inputRestricted={showing}",
        "      occluded=false",
        f"      secure={secure}",
        "      dreaming=false",
        "      systemIsReady=true",
        f"      deviceHasKeyguard={str(phone.keyguard or phone.keyguard_secure).lower()}",
        "      enabled=true",
        f"      currentUser={phone.current_user}",
        "      bootCompleted=true",
        f"      screenState=SCREEN_STATE_{'ON' if phone.screen_on else 'OFF'}",
    ]
    return "\n".join(lines) + "\n"


def _configuration(phone: Phone) -> str:
    width, height = phone.size()
    density = phone.density_override or phone.density
    locale = phone.locale.replace("-", "_")
    return (
        f"[{locale}] {'port' if height >= width else 'land'} {density}dpi "
        f"winConfig={{ mBounds=Rect(0, 0 - {width}, {height}) }}"
    )
