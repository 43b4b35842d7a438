"""The Settings app's own factory reset: the page, the two warnings with their waits, the end.

Facts: MIUI's page leads to `MiuiMasterClearApplyActivity`, whose two steps each hold the button
back for ten seconds, which Back does not leave, and which asks for the account's password first
while Find device is on. The words are ours. Must not know who opens it.
"""

from __future__ import annotations

from miunlink_adb.virtual.apps.looks import Row
from miunlink_adb.virtual.apps.scene import XIAOMI, AppScreen, Scene
from miunlink_adb.virtual.apps.settings_pages import PACKAGE, SubPage
from miunlink_adb.virtual.apps.sheet import PasswordSheet
from miunlink_adb.virtual.view import View, button, column, gap, line, text
from miunlink_adb.virtual.worlds.texts import message

ERASE = f"{PACKAGE}:id/initiate_master_clear"
OK, CANCEL = f"{PACKAGE}:id/ok", f"{PACKAGE}:id/cancel"
HUB, RESET = ".Settings$PrivacySettingsActivity", ".Settings$FactoryResetActivity"
STEPS = 2
WAIT = 10.0
"""Seconds until the button of a step takes taps."""


class BackupResetPage(SubPage):
    """Backup & reset: one of its rows leads to the factory reset."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene, "backup_reset", lambda: message("settings.privacy_settings_title"))
        self.activity = HUB

    def rows(self) -> list[View]:
        """The usual rows, and the reset."""
        title = message("settings.master_clear_title")
        row = Row(title, lambda: self.ui.push(ErasePage(self.scene)), name="row.factory_reset")
        return [*super().rows(), self.look.row(row)]


class ErasePage(SubPage):
    """What will be erased, and the button."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene, "master_clear", lambda: message("settings.master_clear_title"))
        self.activity, self.name = RESET, "factory_reset"

    def view(self) -> View:
        """The explanation and the button below it."""
        page = super().view()
        label = message("settings.master_clear_button_text")
        erase = button(label, id=ERASE, on_tap=self._go_on, name="factory_reset.erase", height=140)
        page.children.append(line(erase, height=170, padding=24))
        return page

    def _go_on(self) -> None:
        if self.scene.phone.accounts(XIAOMI) and self.scene.scenario.find_device:
            self.ui.push(PasswordSheet(self.scene, self._verified))
        else:
            self.ui.push(ApplyPage(self.scene))

    def _verified(self) -> None:
        self.scene.session.find_device_off = True
        self.ui.push(ApplyPage(self.scene))


class ApplyPage(AppScreen):
    """The two warnings; the second one's button erases the phone."""

    package = PACKAGE
    activity = ".MiuiMasterClearApplyActivity"
    name = "factory_reset_apply"

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self.step, self.held = 1, True
        self._hold()

    def _hold(self) -> None:
        self.held = True
        self.scene.phone.latency.after(WAIT, self._release)

    def _release(self) -> None:
        self.held = False
        self.scene.phone.ui.touch()

    def view(self) -> View:
        """The step's warning, cancel, and the button that waits."""
        said = message(f"settings.master_clear_apply_step_{self.step}")
        last = self.step == STEPS
        label = self.t(f"security.button_text_{'accept' if last else 'next_step'}")
        yes = button(label, id=OK, on_tap=self._next, name="factory_reset_apply.ok")
        yes.enabled = not self.held
        no = button(self.t("security.button_text_reject"), id=CANCEL, on_tap=self._leave)
        for item in (yes, no):
            item.weight, item.height = 1.0, 140
        warning = text(said, id=f"{PACKAGE}:id/warning_info", padding=60)
        return column(gap(400), warning, gap(), line(no, yes, padding=40))

    def on_back(self) -> None:
        """Stays."""

    def _leave(self) -> None:
        self.ui.finish(self)

    def _next(self) -> None:
        if self.held:
            return
        if self.step < STEPS:
            self.step += 1
            self._hold()
            self.ui.touch()
            return
        phone = self.scene.phone
        phone.shut_down()
        phone.wipe()
        phone.latency.after(phone.latency.wipe + phone.latency.boot, phone.boot)
