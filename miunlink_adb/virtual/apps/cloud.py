"""The cloud app: its main page, and the question whether synced data stay on the phone.

Must not know the account app; what follows an answer is told by whoever opens the question.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from miunlink_adb.virtual.apps.dialog import AlertDialog, Button
from miunlink_adb.virtual.apps.pages import RowsPage
from miunlink_adb.virtual.apps.scene import AppScreen, Scene
from miunlink_adb.virtual.view import View, button, column, gap, image, line, text
from miunlink_adb.virtual.worlds.ids import CLOUD
from miunlink_adb.virtual.worlds.texts import message

Choice = Literal["keep", "remove"]


def cloud_page(scene: Scene) -> RowsPage:
    """MiCloudMainActivity: what is synced."""
    place = "com.miui.cloudservice.ui.MiCloudMainActivity"
    return RowsPage(scene, CLOUD, place, "cloud_page", lambda: scene.world.text("cloud.app_name"))


class WipeConfirm(AppScreen):
    """MiCloudWipeDataConfirmActivity: keep, remove or cancel.

    After *Remove* come, each only if it applies, the unsynced-items and the hidden-photos dialog;
    before *Keep* and *Remove* take effect, from MIUI 12.5 on, a warning about photos of which only
    small copies are on the phone. `decided` gets the choice once this page is closed.
    """

    package = CLOUD
    activity = "com.miui.cloudservice.ui.MiCloudWipeDataConfirmActivity"
    name = "wipe_data_confirm"

    def __init__(self, scene: Scene, decided: Callable[[Choice], object]) -> None:
        super().__init__(scene)
        self.decided = decided
        newer = scene.world.release.since("miui-12.5")
        self._pad = "_pad" if scene.world.build.tablet and newer else ""

    def view(self) -> View:
        """The question, the apps concerned, three buttons."""
        ids = self.world.ids
        question = self._text("micloud_wipe_data_confirm_title")
        return column(
            gap(200),
            text(question, id=ids.cloud("wipe_title"), padding=60),
            self._apps(),
            gap(),
            self._button("keep", "micloud_wipe_data_retain", self._keep),
            self._button("remove", "micloud_wipe_data_remove", self._remove),
            self._button("cancel", "button_cancel", self.on_back),
        )

    def _text(self, name: str) -> str:
        if not self._pad or name == "button_cancel":
            return self.t(f"cloud.{name}")
        return self.world.texts.first(f"cloud.{name}{self._pad}", f"cloud.{name}")

    def _apps(self) -> View:
        ids = self.world.ids
        labels = message("cloud.apps").rstrip(".").split()[:4]
        cells = (
            column(image(ids.cloud("grid_image")), text(label, id=ids.cloud("grid_text")))
            for label in labels
        )
        return line(*cells, id=ids.cloud("grid"), cls="android.widget.GridLayout", padding=60)

    def _button(self, what: str, label: str, act: Callable[[], object]) -> View:
        return button(
            self._text(label),
            id=self.world.ids.cloud(what),
            on_tap=act,
            name=f"wipe.{what}",
            height=150,
        )

    def _keep(self) -> None:
        self._photos(lambda: self._decide("keep"))

    def _remove(self) -> None:
        self._photos(self._unsynced)

    def _photos(self, then: Callable[[], object]) -> None:
        warned = self.scene.scenario.high_quality_photos
        if not (warned and self.world.release.since("miui-12.5")):
            then()
            return
        name = "cloud.retain_data_high_quality_photo_waring_title"
        ok = Button("positive", self.t("android.ok"), then)
        self._ask(
            "high_quality_dialog", name, ok, Button("negative", self.t("cloud.button_cancel"))
        )

    def _unsynced(self) -> None:
        if not self.scene.scenario.unsynced:
            self._hidden_photos()
            return
        check = Button("negative", self.t("cloud.wipe_data_dialog_button_check_sync"), self._check)
        ok = Button("positive", self.t("android.ok"), self._hidden_photos)
        self._ask("unsynced_data_dialog", "cloud.wipe_data_dialog_title", check, ok)

    def _hidden_photos(self) -> None:
        shown = self.scene.scenario.hidden_photos and self.world.release.since("miui-9")
        if not shown:
            self._decide("remove")
            return
        ok = Button("positive", self.t("android.ok"), lambda: self._decide("remove"))
        cancel = Button("negative", self.t("cloud.button_cancel"))
        self._ask("hidden_photos_dialog", "cloud.wipe_secret_photo_dialog_title", cancel, ok)

    def _ask(self, name: str, title: str, *buttons: Button) -> None:
        shown, said = self.t(title), message(f"{title}.message")
        dialog = AlertDialog(self.scene, CLOUD, name, title=shown, message=said, buttons=buttons)
        self.ui.push(dialog)

    def _check(self) -> None:
        self.ui.push(cloud_page(self.scene))

    def _decide(self, choice: Choice) -> None:
        self.ui.finish(self)
        self.decided(choice)


def e2ee_dialog(scene: Scene, go_on: Callable[[], object]) -> AlertDialog:
    """The warning of HyperOS 2 and newer: this is the last device that holds the keys."""
    return AlertDialog(
        scene,
        CLOUD,
        "e2ee_dialog",
        title=scene.world.text("cloud.e2ee_exit_account_title"),
        message=message("cloud.e2ee_exit_account_subtitle"),
        buttons=(
            Button("neutral", scene.world.text("cloud.button_cancel")),
            Button("negative", scene.world.text("cloud.e2ee_exit_account_button_close"), go_on),
            Button("positive", scene.world.text("cloud.e2ee_exit_account_button_exit"), go_on),
        ),
    )
