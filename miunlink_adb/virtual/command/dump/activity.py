"""dumpsys activity: activities, top, processes; the shapes of Android up to 11, 12 and later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miunlink_adb.virtual.command.dump.names import activity, component, object_hash
from miunlink_adb.virtual.command.dump.window import (
    focused_app,
    focused_window,
    front_activity,
    task_number,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from miunlink_adb.virtual.phone import Phone
    from miunlink_adb.virtual.tasks import Task


def dump_activity(phone: Phone, args: list[str]) -> str:
    """Return one section (``activities``, ``top``, ``processes``, ``users``), or all."""
    sections: dict[str, Callable[[Phone], str]] = {
        "activities": _activities,
        "a": _activities,
        "top": _top,
        "processes": _processes,
        "p": _processes,
        "users": _users,
    }
    wanted = [argument for argument in args if not argument.startswith("-")]
    if not wanted:
        return "\n".join([_activities(phone), _processes(phone), _users(phone)])
    section = sections.get(wanted[0])
    if section is None:
        phone.record.unknown.append(f"dumpsys activity {' '.join(wanted)}")
        return f"Bad activity command, or no activities match: {wanted[0]}\n"
    return section(phone)


def _activities(phone: Phone) -> str:
    lines = ["ACTIVITY MANAGER ACTIVITIES (dumpsys activity activities)"]
    lines += ["Display #0 (activities from top to bottom):"]
    for task in reversed(phone.ui.tasks.tasks):
        lines += _task(phone, task)
    front = focused_app(phone)
    if phone.sdk >= 32:
        lines += ["  Resumed activities in task display areas (from top to bottom):"]
        lines += [f"    Resumed: {front}", ""]
    lines += [f"  ResumedActivity: {front}", ""]
    if phone.sdk >= 32:
        lines += ["ActivityTaskSupervisor state:"]
        lines += [f"  mCurrentFocus={focused_window(phone)}", f"  mFocusedApp={front}"]
        lines += [f"    isKeyguardShowing={str(phone.keyguard).lower()}"]
    else:
        lines += ["ActivityStackSupervisor state:", f"  mFocusedStack={_stack(phone)}"]
    lines += ["KeyguardController:", f"  mKeyguardShowing={str(phone.keyguard).lower()}"]
    return "\n".join(lines) + "\n"


def _stack(phone: Phone) -> str:
    number = task_number(phone, phone.ui.tasks.front.affinity)
    return f"ActivityStack{{{object_hash(str(number))} stackId={number} type=standard}}"


def _task(phone: Phone, task: Task) -> list[str]:
    number = task_number(phone, task.affinity)
    front = task is phone.ui.tasks.front
    kind = "home" if task.affinity == "home" else "standard"
    pages = [screen for screen in task.screens if screen.activity]
    resumed = activity(phone, *front_activity(phone)) if front else ""
    record = f"{object_hash(task.affinity)} #{number}"
    if phone.sdk >= 32:
        lines = [
            (
                f"  * Task{{{record} type={kind} A=1000:{task.affinity} U={phone.current_user} "
                f"visible={str(front).lower()} mode=fullscreen translucent=false sz={len(pages)}}}"
            ),
            "    isSleeping=false",
        ]
        lines += [f"    topResumedActivity={resumed}"] if resumed else []
    else:
        lines = [f"  Stack #{number}: type={kind} mode=fullscreen", "  isSleeping=false"]
        lines += [
            f"    * TaskRecord{{{record} A={task.affinity} U={phone.current_user} sz={len(pages)}}}"
        ]
    for place, screen in reversed(list(enumerate(pages))):
        lines.append(f"        Hist  #{place}: {activity(phone, screen, number)}")
        lines.append(
            f"          Intent {{ act=android.intent.action.MAIN cmp={component(screen)} }}"
        )
    if phone.sdk < 32 and resumed:
        lines += ["", f"    mResumedActivity: {resumed}"]
    return [*lines, ""]


def _top(phone: Phone) -> str:
    """The front activity of every task; the one in front is the last."""
    lines = []
    for task in phone.ui.tasks.tasks:
        pages = [screen for screen in task.screens if screen.activity]
        number = task_number(phone, task.affinity)
        lines.append(f"TASK {task.affinity} id={number} userId={phone.current_user}")
        for screen in pages[-1:]:
            name, pid = component(screen), phone.process(screen.package)
            lines.append(f"  ACTIVITY {name} {object_hash(name)} pid={pid}")
            lines.append("    mResumed=true mStopped=false mFinished=false")
    return "\n".join(lines) + "\n"


def _processes(phone: Phone) -> str:
    lines = ["ACTIVITY MANAGER RUNNING PROCESSES (dumpsys activity processes)"]
    for name, pid in phone.pids.items():
        package = phone.packages.get(name)
        owner = f"u0a{package.uid - 10000}" if package and package.uid >= 10000 else "1000"
        lines.append(f"  *APP* UID 10000 ProcessRecord{{{object_hash(name)} {pid}:{name}/{owner}}}")
    return "\n".join(lines) + "\n"


def _users(phone: Phone) -> str:
    lines = ["ACTIVITY MANAGER USERS (dumpsys activity users)", "  mStartedUsers:"]
    running = [user.id for user in phone.users.values() if user.running]
    lines += [f"    User #{number}: state=RUNNING_UNLOCKED" for number in running]
    lines += [f"  mCurrentUserId: {phone.current_user}"]
    return "\n".join(lines) + "\n"
