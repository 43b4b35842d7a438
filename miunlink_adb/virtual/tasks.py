"""Tasks and their back stacks: which screens are open, which are in front.

Pure state: knows neither time nor drawing nor input.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from miunlink_adb.virtual.screen import Screen

HOME = "home"


@dataclass
class Task:
    """One back stack; `affinity` is the package it belongs to, HOME for the launcher's."""

    affinity: str
    screens: list[Screen] = field(default_factory=list)


class Tasks:
    """All open screens but the system's, the task in front last."""

    def __init__(self, launcher: Screen) -> None:
        self.tasks = [Task(HOME, [launcher])]

    @property
    def front(self) -> Task:
        """The task in front."""
        return self.tasks[-1]

    @property
    def top(self) -> Screen:
        """The screen in front."""
        return self.front.screens[-1]

    @property
    def launcher(self) -> Screen:
        """The home screen."""
        return self.task(HOME).screens[0]

    def task(self, affinity: str) -> Task:
        """The task of this affinity; raises KeyError when there is none."""
        for task in self.tasks:
            if task.affinity == affinity:
                return task
        raise KeyError(affinity)

    def has(self, affinity: str) -> bool:
        """Whether a task of this affinity exists."""
        return any(task.affinity == affinity for task in self.tasks)

    def raise_(self, affinity: str) -> Task:
        """Bring a task to the front, made if need be."""
        if not self.has(affinity):
            self.tasks.append(Task(affinity))
        task = self.task(affinity)
        self.tasks.remove(task)
        self.tasks.append(task)
        return task

    def push(self, screen: Screen) -> None:
        """Open above the screen in front; an app's page over the launcher gets its own task."""
        if self.front.affinity == HOME and screen.activity:
            self.raise_(screen.package)
        self.front.screens.append(screen)

    def owner(self, screen: Screen) -> Task | None:
        """The task that holds the screen."""
        return next((task for task in self.tasks if screen in task.screens), None)

    def remove(self, screen: Screen) -> list[Screen]:
        """Close a screen and the dialogs that belong to it; return them, itself first."""
        task = self.owner(screen)
        if task is None or screen is self.launcher:
            return []
        at = task.screens.index(screen)
        end = at + 1
        while screen.activity and end < len(task.screens) and not task.screens[end].activity:
            end += 1
        gone = task.screens[at:end]
        del task.screens[at:end]
        if not task.screens:
            self.tasks.remove(task)
        return gone

    def remove_package(self, package: str) -> list[Screen]:
        """Close all screens of a package; return them."""
        doomed = [s for task in self.tasks for s in task.screens if s.package == package]
        return [gone for screen in doomed for gone in self.remove(screen)]

    def clear(self) -> None:
        """Close everything but the launcher."""
        self.tasks = [Task(HOME, [self.launcher])]

    def visible(self) -> list[Screen]:
        """Screens that are not covered, the lowest first: down to the first full page."""
        seen: list[Screen] = []
        for task in reversed(self.tasks):
            for screen in reversed(task.screens):
                seen.insert(0, screen)
                if screen.kind == "activity":
                    return seen
        return seen

    def host(self, screen: Screen) -> Screen:
        """The activity that a dialog belongs to: the nearest one beneath it, or itself."""
        task = self.owner(screen)
        if screen.activity or task is None:
            return screen
        below = task.screens[: task.screens.index(screen)]
        return next((lower for lower in reversed(below) if lower.activity), screen)
