"""Windows that come unasked: promotions, permissions, low battery, a call, an update.

Buttons and activities of the promotions as met in the field. Must not know what they lie over.
"""

from __future__ import annotations

from miunlink_adb.virtual.apps.dialog import AlertDialog, Button
from miunlink_adb.virtual.apps.scene import AppScreen, Scene
from miunlink_adb.virtual.view import View, button, column, gap, image, line, text
from miunlink_adb.virtual.worlds.ids import ACCOUNT, CLOUD
from miunlink_adb.virtual.worlds.packages import controller
from miunlink_adb.virtual.worlds.texts import message

_LATER = {
    "zh": "以后再说",
    "en": "Later",
    "ru": "Позже",
    "es": "Más tarde",
    "de": "Später",
    "ar": "لاحقًا",
}
_UPGRADE = {
    "zh": "立即升级",
    "en": "Update now",
    "ru": "Обновить",
    "es": "Actualizar ahora",
    "de": "Jetzt aktualisieren",
    "ar": "التحديث الآن",
}


def surprise(scene: Scene, kind: str) -> AppScreen:
    """The window of a kind (see `scenario.POPUPS`)."""
    makers = {
        "update": _account_update,
        "deduct": _deduct,
        "ad": AdPopup,
        "notification": lambda s: PermissionWindow(s, "notification"),
        "permission": lambda s: PermissionWindow(s, "permission"),
        "battery": _low_battery,
        "call": CallWindow,
        "system_update": _system_update,
        "find_device": _find_device,
    }
    return makers[kind](scene)


def _word(scene: Scene, words: dict[str, str]) -> str:
    return words.get(scene.world.locale.split("-")[0], words["en"])


def _promotion(scene: Scene, package: str, activity: str, kind: str) -> AlertDialog:
    dialog = AlertDialog(
        scene,
        package,
        f"popup.{kind}",
        title=message(f"popup.{kind}.title")[:24],
        message=message(f"popup.{kind}"),
        buttons=(
            Button("negative", _word(scene, _LATER)),
            Button("positive", _word(scene, _UPGRADE)),
        ),
    )
    dialog.activity = activity
    return dialog


def _account_update(scene: Scene) -> AlertDialog:
    activity = "com.xiaomi.account.upgrade.AccountApkUpdateDialogActivity"
    return _promotion(scene, ACCOUNT, activity, "update")


def _deduct(scene: Scene) -> AlertDialog:
    activity = "com.miui.cloudservice.hybrid.SignDeductDialogHybridActivity"
    return _promotion(scene, CLOUD, activity, "deduct")


def _system_update(scene: Scene) -> AlertDialog:
    return _promotion(scene, "com.android.updater", ".UpdateDialogActivity", "system_update")


def _find_device(scene: Scene) -> AlertDialog:
    """The cloud app's offer to turn Find device on."""
    label, text = "cloud.micloud_find_device_guide_alert", scene.world.text
    return AlertDialog(
        scene,
        CLOUD,
        "popup.find_device",
        title=text(f"{label}_title"),
        message=message(f"{label}_content"),
        buttons=(
            Button("negative", text(f"{label}_negtive")),
            Button("positive", text(f"{label}_positive")),
        ),
    )


def _low_battery(scene: Scene) -> AlertDialog:
    ok = Button("positive", scene.world.text("android.ok"))
    said = message("systemui.battery_low", f"{scene.phone.battery.level}%")
    dialog = AlertDialog(
        scene, "com.android.systemui", "popup.battery", title=said[:30], message=said, buttons=(ok,)
    )
    dialog.kind, dialog.box = "system", "dialog"
    return dialog


class AdPopup(AppScreen):
    """AdPopupActivity of the cloud app: a picture and a cross."""

    kind = "dialog"
    package = CLOUD
    activity = "com.miui.cloudservice.ad.AdPopupActivity"
    name = "popup.ad"

    def view(self) -> View:
        """The picture (which opens the offer) and the cross."""
        close = f"{CLOUD}:id/ad_popup_close_iv"
        return column(
            image(f"{CLOUD}:id/ad_popup_iv", width=700, height=800, on_tap=self.on_back, name="ad"),
            image(close, on_tap=self.on_back, name="popup.close"),
        )


class PermissionWindow(AppScreen):
    """The permission controller's question."""

    kind = "dialog"
    activity = "com.android.packageinstaller.permission.ui.GrantPermissionsActivity"
    cancelable = False

    def __init__(self, scene: Scene, what: str) -> None:
        super().__init__(scene)
        self.package = controller(scene.world.build)
        self.name = "permission_dialog"
        self.what = what

    def view(self) -> View:
        """The question, allow, deny."""
        place = f"{self.package}:id/"
        asking = message(f"permission.{self.what}", self.t("account.app_name"))
        said = text(asking, id=f"{place}permission_message", padding=30)
        buttons = [
            button(word, id=f"{place}{id_}", on_tap=self._answer, name=f"permission.{id_}")
            for word, id_ in (
                (self.t("security.button_text_accept"), "permission_allow_button"),
                (self.t("security.button_text_reject"), "permission_deny_button"),
            )
        ]
        for item in buttons:
            item.height = 130
        return column(said, *buttons, id=f"{place}grant_dialog")

    def _answer(self) -> None:
        self.ui.finish(self)


class CallWindow(AppScreen):
    """A call comes in."""

    package = "com.android.incallui"
    activity = ".InCallActivity"
    name = "popup.call"
    cancelable = False

    def view(self) -> View:
        """Who calls; answer and decline."""
        place = f"{self.package}:id/"
        answer = image(f"{place}answer_button", on_tap=self._end, name="call.answer", width=200)
        decline = image(f"{place}hangup_button", on_tap=self._end, name="call.decline", width=200)
        return column(gap(500), text("Ophelia"), gap(), line(decline, gap(), answer, height=300))

    def _end(self) -> None:
        self.ui.finish(self)
