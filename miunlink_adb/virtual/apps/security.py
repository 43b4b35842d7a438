"""The security centre's pages that ask three times before taps over USB are allowed.

Must not know who opens them.
"""

from __future__ import annotations

from miunlink_adb.virtual.apps.scene import AppScreen, Scene
from miunlink_adb.virtual.view import View, button, column, gap, line, text
from miunlink_adb.virtual.worlds.texts import message

PACKAGE = "com.miui.securitycenter"
STEPS = 3


class AllowTapsPage(AppScreen):
    """AdbInputApplyActivity: two warnings to be read, then the question."""

    package = PACKAGE
    activity = "com.miui.permcenter.install.AdbInputApplyActivity"
    name = "allow_taps"

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self.step = 1

    def view(self) -> View:
        """The step's warning; reject and next, at the end accept."""
        last = self.step == STEPS
        go_on = "button_text_accept" if last else "button_text_next_step"
        yes = button(self.t(f"security.{go_on}"), id=f"{PACKAGE}:id/accept", on_tap=self._next)
        no = button(
            self.t("security.button_text_reject"), id=f"{PACKAGE}:id/reject", on_tap=self.on_back
        )
        for item in (yes, no):
            item.weight, item.height = 1.0, 140
        said = message(f"security.usb_adb_input_apply_step_{self.step}")
        return column(gap(400), text(said, padding=60), gap(), line(no, yes, padding=40))

    def _next(self) -> None:
        if self.step < STEPS:
            self.step += 1
            self.ui.touch()
            return
        self.scene.allow_taps(allowed=True)
        self.ui.finish(self)
