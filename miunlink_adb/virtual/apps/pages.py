"""Plain pages of rows, as every app has them.

Must not know any one app.
"""

from __future__ import annotations

from collections.abc import Callable

from miunlink_adb.virtual.apps.looks import Look, Row
from miunlink_adb.virtual.apps.scene import AppScreen, Scene
from miunlink_adb.virtual.view import View
from miunlink_adb.virtual.worlds.texts import message

Title = Callable[[], str]
"""A page's title, asked for at each look: the language may have been switched."""


class RowsPage(AppScreen):
    """A page of an app: a title, the way up, rows that do nothing further unless overridden."""

    def __init__(self, scene: Scene, package: str, activity: str, name: str, title: Title) -> None:
        super().__init__(scene)
        self.package, self.activity, self.name = package, activity, name
        self.title = title
        self.look = Look(scene.world, package)

    def rows(self) -> list[View]:
        """The rows of the page: words of our own."""
        words = message(self.name).rstrip(".").split()
        return [
            self.look.row(Row(" ".join(words[at : at + 2]).capitalize(), name=f"{self.name}.{at}"))
            for at in range(0, 10, 2)
        ]

    def view(self) -> View:
        """Title, way up, rows."""
        return self.look.page(
            self.look.bar(self.title(), self.on_back), self.look.list(*self.rows())
        )
