"""Which activity answers an intent, and in which task it opens.

As Android does it: explicit and implicit intents, aliases, exported or not, NEW_TASK with the
package as affinity, an existing task brought to the front with the page it shows. Knows the
phone's state; nothing of `am`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from miunlink_adb.virtual.intent import (
    FLAG_ACTIVITY_CLEAR_TASK,
    FLAG_ACTIVITY_CLEAR_TOP,
    FLAG_ACTIVITY_NEW_TASK,
    Intent,
    IntentFilter,
    StartResult,
    short,
)
from miunlink_adb.virtual.record import Start
from miunlink_adb.virtual.screen import Screen, full_class
from miunlink_adb.virtual.tasks import Task

if TYPE_CHECKING:
    from miunlink_adb.virtual.phone import Phone

MAIN = "android.intent.action.MAIN"
LAUNCHER = "android.intent.category.LAUNCHER"
HOME = "android.intent.category.HOME"
TO_FRONT = "Warning: Activity not started, its current task has been brought to the front"
DELIVERED = (
    "Warning: Activity not started, intent has been delivered to currently running"
    " top-most instance."
)


class Starter:
    """Activity starts of one phone."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone

    def start(self, intent: Intent, source: str) -> StartResult:
        """Resolve and open; every request is recorded."""
        if source == "adb":
            intent = replace(intent, flags=intent.flags | FLAG_ACTIVITY_NEW_TASK)
        if HOME in intent.categories:
            self.phone.ui.home()
            result = StartResult("started", self.phone.ui.tasks.launcher.component)
        else:
            result = self._start(intent, source)
        record = self.phone.record
        record.starts.append(
            Start(
                record.now(),
                source,
                intent.action,
                result.component or intent.component,
                intent.package,
                result.ok,
            )
        )
        return result

    def _start(self, intent: Intent, source: str) -> StartResult:
        found = self.resolve(intent)
        if isinstance(found, StartResult):
            return found
        component = short(found.package, full_class(found.package, found.activity))
        if source == "adb" and not found.exported:
            return StartResult("denied", component, self._denial(intent, found))
        if intent.stop:
            self.phone.force_stop(found.package)
        outcome, note = self._open(intent, found)
        self.phone.process(found.package)
        return StartResult(outcome, component, note)

    def resolve(self, intent: Intent) -> IntentFilter | StartResult:
        """The activity that answers, or why none does."""
        if intent.component:
            package, activity = intent.target()
            for candidate in self._installed():
                if candidate.package == package and activity in candidate.classes():
                    return candidate
            name = short(package, activity)
            text = f"Error type 3\nError: Activity class {{{name}}} does not exist."
            return StartResult("no_class", "", text)
        for candidate in self._installed():
            if intent.package in ("", candidate.package) and self._answers(candidate, intent):
                return candidate
        text = f"Error: Activity not started, unable to resolve Intent {{ {intent} }}"
        return StartResult("unresolved", "", text)

    @staticmethod
    def _answers(candidate: IntentFilter, intent: Intent) -> bool:
        if intent.action == MAIN or (not intent.action and LAUNCHER in intent.categories):
            return candidate.launcher or MAIN in candidate.actions
        return bool(intent.action) and intent.action in candidate.actions

    def _installed(self) -> list[IntentFilter]:
        """Filters of packages that are installed and enabled for the user in front."""
        packages, user = self.phone.packages, self.phone.current_user
        return [
            candidate
            for candidate in self.phone.intents
            if (package := packages.get(candidate.package)) is None
            or (package.enabled and user in package.installed_users)
        ]

    def _denial(self, intent: Intent, found: IntentFilter) -> str:
        package = self.phone.packages.get(found.package)
        uid = package.uid if package else 1000
        reason = (
            f"requires {found.permission}" if found.permission else f"not exported from uid {uid}"
        )
        full = replace(intent, component=f"{found.package}/{found.activity}")
        pid = self.phone.process("com.android.shell")
        return (
            f"java.lang.SecurityException: Permission Denial: starting Intent {{ {full} }}"
            f" from null (pid={pid}, uid=2000) {reason}"
        )

    def _open(self, intent: Intent, found: IntentFilter) -> tuple[str, str]:
        tasks = self.phone.ui.tasks
        if intent.flags & FLAG_ACTIVITY_NEW_TASK and tasks.has(found.package):
            if intent.flags & FLAG_ACTIVITY_CLEAR_TASK:
                tasks.tasks.remove(tasks.task(found.package))
            elif (done := self._reuse(intent, found)) is not None:
                return done
        if intent.flags & FLAG_ACTIVITY_NEW_TASK:
            self._raise_or_make(intent, found)
            return "started", ""
        screen = self._make(intent, found)
        if screen is not None:
            self.phone.ui.push(screen)
        return "started", ""

    def _reuse(self, intent: Intent, found: IntentFilter) -> tuple[str, str] | None:
        """Bring the app's task to the front when that is all there is to do."""
        tasks = self.phone.ui.tasks
        task = tasks.raise_(found.package)
        names = found.classes()
        self.phone.ui.redraw()
        if found.launch != "standard" or intent.flags & FLAG_ACTIVITY_CLEAR_TOP:
            return self._deliver(task, found)
        if _class(task.screens[0]) in names and task.screens[0].started_by == intent.action:
            return "front", TO_FRONT
        return None

    def _deliver(self, task: Task, found: IntentFilter) -> tuple[str, str] | None:
        """Give the intent to the running instance, closing what lies above it."""
        names = found.classes()
        for screen in reversed(task.screens):
            if _class(screen) not in names or screen.package != found.package:
                continue
            if found.launch == "singleTop" and screen is not task.screens[-1]:
                return None
            for above in task.screens[task.screens.index(screen) + 1 :]:
                self.phone.ui.tasks.remove(above)
            self.phone.ui.redraw()
            return "delivered", DELIVERED
        return None

    def _raise_or_make(self, intent: Intent, found: IntentFilter) -> None:
        screen = self._make(intent, found)
        if screen is None:
            return
        ui = self.phone.ui
        task = ui.tasks.raise_(found.package)
        screen.opener = task.screens[-1] if task.screens else ui.tasks.launcher
        screen.ui = ui
        task.screens.append(screen)
        ui.redraw()

    @staticmethod
    def _make(intent: Intent, found: IntentFilter) -> Screen | None:
        screen = found.make(intent)
        if screen is not None:
            screen.started_by = intent.action
        return screen


def _class(screen: Screen) -> str:
    return full_class(screen.package, screen.activity)
