"""Resource ids of the account and cloud apps, by the plain name of what they are on.

Read from the apps of MIUI 8 to 11. From MIUI 12 on nobody has read them: `kept` uses the names of
MIUI 11 there, `unknown` gives every one another name, as an obfuscated build would have, so that
whoever relies on them can be caught. Must not know texts or screens.
"""

from __future__ import annotations

from typing import Literal
from zlib import crc32

from miunlink_adb.virtual.worlds.releases import Release, WorldError

IdVariant = Literal["kept", "unknown"]

ACCOUNT = "com.xiaomi.account"
CLOUD = "com.miui.cloudservice"

_GROUP_SHEET = {"password": "et_account_password", "show_password": "show_password_img"}
_VIEW_SHEET = {"password": "input_pwd_view", "show_password": "show_pwd_img"}
_ACCOUNT_COMMON = {
    "logout": "logout_btn",
    "password_container": "password_layout",
    "account_name": "passport_account_name",
    "captcha_container": "captcha_layout",
    "captcha_input": "et_captcha_code",
    "captcha_image": "et_captcha_image",
    "captcha_switch": "et_switch",
    "content_step1": "inner_content",
    "content_step2": "inner_content_step2",
    "step2_prompt": "vcode_prompt",
    "step2_code": "passport_vcode",
    "step2_trust": "passport_trust_device",
    "confirm": "passport_confirm",
    "cancel": "cancel",
    "forgot": "tv_forget_pwd",
    "login_name": "et_account_name",
    "login": "btn_login",
}
_OLD_PAGE = {"user_name": "user_name", "user_id": "user_id"}
_NEW_PAGE = {
    "title": "action_bar_title",
    "title_expanded": "action_bar_title_expand",
    "back": "action_bar_back",
    "scan": "scan_btn",
    "avatar": "user_avatar",
    "user_name": "nick_name",
}
_CLOUD = {
    "wipe_title": "wipe_data_title_text_view",
    "keep": "retain_button",
    "remove": "remove_button",
    "cancel": "cancel_button",
    "grid": "grid_layout",
    "grid_image": "image",
    "grid_text": "text",
}


def account_names(release: Release, incremental: str = "") -> dict[str, str]:
    """`{what: entry name}` of the account app's ids; MIUI 10.3 has the sheet of MIUI 11."""
    names = dict(_ACCOUNT_COMMON)
    newer = release.since("miui-11") or incremental.startswith("V10.3.")
    names |= _VIEW_SHEET if newer else _GROUP_SHEET
    names |= _NEW_PAGE if release.since("miui-11") else _OLD_PAGE
    if release.name == "miui-8":
        names["captcha_container"] = "et_captcha_area"
    return names


class Ids:
    """The ids of one release in one variant; `kept` is exact where the ids are known."""

    def __init__(
        self, release: Release, variant: IdVariant = "kept", incremental: str = ""
    ) -> None:
        if variant not in ("kept", "unknown"):
            raise WorldError(f"ids are 'kept' or 'unknown', not {variant!r}")
        self._hidden = variant == "unknown" and not release.account_ids_known
        self._account = account_names(release, incremental)
        self._dialogs = release.dialogs

    def account(self, what: str) -> str:
        """Full id of a part of the account app; KeyError when the release has no such part."""
        return self._full(ACCOUNT, self._account[what])

    def cloud(self, what: str) -> str:
        """Full id of a part of the keep-or-remove page."""
        return self._full(CLOUD, _CLOUD[what])

    def entries(self, package: str) -> tuple[str, ...]:
        """Entry names of all ids of the account or cloud app, as in its resource table."""
        names = {ACCOUNT: self._account, CLOUD: _CLOUD}.get(package, {})
        return tuple(self._full(package, name).rpartition("/")[2] for name in names.values())

    def dialog(self, package: str, part: str) -> str:
        """Full id of a dialog's `alertTitle` or `message`, in the dialog library's namespace."""
        return f"miui:id/{part}" if self._dialogs == "miui" else f"{package}:id/{part}"

    def bar(self, package: str, part: str) -> str:
        """Full id of a part of the action bar."""
        return self.dialog(package, part)

    def _full(self, package: str, name: str) -> str:
        if not self._hidden:
            return f"{package}:id/{name}"
        return f"{package}:id/o_{crc32(name.encode()) & 0xFFFFF:05x}"
