"""What stands on the screens, per release and language: short labels from the facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_ENGLISH = {
    "settings": "Settings",
    "account": "Mi Account",
    "account_hint": "Manage accounts, cloud services, payments, and more",
    "sync": "Accounts & sync",
    "auto_sync": "Auto-sync data",
    "more": "Additional settings",
    "my_device": "My device",
    "remove_account": "Remove account",
    "sign_out": "Sign out",
    "cloud": "Xiaomi Cloud",
    "security": "Account security",
    "cards": "Attention",
    "cloud_check": "Just a sec…",
    "keep": "Keep",
    "remove": "Remove",
    "cancel": "Cancel",
    "ok": "OK",
    "unsynced": "Items aren't synced",
    "unsynced_check": "Check if synced",
    "hidden_photos": "Hidden photos aren't synced",
    "password": "Enter your password",
    "checking": "Checking password…",
    "wrong_password": "Invalid password",
    "wrong_code": "The code you entered is incorrect",
    "too_many": "Access denied",
    "code": "2-step verification",
    "turning_off": "Turning off Find device…",
    "signing_out": "Signing out…",
    "logout_failed": "Can't sign out",
    "find_device_failed": "Can't turn off Find device",
    "expired": "Couldn't authenticate",
    "sign_in_again": "Sign in again",
    "set_password": "Set password",
    "login": "Sign in to your Mi Account",
    "login_button": "Sign in",
    "forgot": "Forgot password",
}
_RUSSIAN = _ENGLISH | {
    "settings": "Настройки",
    "account": "Mi Аккаунт",
    "account_hint": "Управление аккаунтами, облачными сервисами и прочим",
    "sync": "Аккаунты и синхронизация",
    "auto_sync": "Автосинхронизация данных",
    "more": "Дополнительно",
    "my_device": "Устройство",
    "remove_account": "Удалить аккаунт",
    "sign_out": "Выйти из аккаунта",
    "security": "Безопасность аккаунта",
    "cards": "Внимание",
    "cloud_check": "Секунду…",
    "keep": "Оставить",
    "remove": "Удалить",
    "cancel": "Отмена",
    "unsynced": "Объекты не синхронизированы",
    "unsynced_check": "Проверить",
    "hidden_photos": "Скрытые фото не синхронизированы",
    "password": "Введите пароль",
    "checking": "Проверка пароля…",
    "wrong_password": "Неверный пароль",
    "wrong_code": "Код введен неверно",
    "too_many": "Доступ запрещен",
    "code": "Двухэтапная авторизация",
    "turning_off": "Отключение Поиска устройства…",
    "signing_out": "Выход из аккаунта…",
    "logout_failed": "Не удалось выйти из аккаунта",
    "find_device_failed": "Не удалось отключить Поиск устройства",
    "expired": "Ошибка аутентификации",
    "sign_in_again": "Войти повторно",
    "set_password": "Задайте пароль",
    "login_button": "Войти",
    "forgot": "Забыли пароль?",
}
_RENAMED = {
    "en": {"account": "Xiaomi Account", "login": "Sign in to your Xiaomi Account"},
    "ru": {"account": "Аккаунт Xiaomi", "more": "Расширенные настройки"},
}
_MIUI8 = {"cloud": "Mi Cloud", "sync": "Sync", "cards": "Deleting your bank card"}
_ORDER = (
    "miui-8 miui-9 miui-10 miui-11 miui-12 miui-12.5 miui-13 miui-14 "
    "hyperos-1 hyperos-2 hyperos-3 hyperos-4"
).split()


@dataclass(frozen=True)
class Words:
    """The texts and ids of one release in one language."""

    release: str
    locale: str

    def since(self, release: str) -> bool:
        """Whether this release is that one or newer."""
        return _ORDER.index(self.release) >= _ORDER.index(release)

    @property
    def texts(self) -> Mapping[str, str]:
        """Name -> text."""
        language = self.locale.partition("-")[0]
        texts = dict(_RUSSIAN if language == "ru" else _ENGLISH)
        if self.since("miui-13"):
            texts |= _RENAMED[language if language == "ru" else "en"]
        return texts if self.since("miui-9") else texts | _MIUI8

    def __getitem__(self, name: str) -> str:
        return self.texts[name]

    @property
    def settings_list(self) -> str:
        """The id of the Settings home's list."""
        return "com.android.settings:id/scroll_headers" if self.is_hyperos else "android:id/list"

    @property
    def is_hyperos(self) -> bool:
        """Whether the release is a HyperOS."""
        return self.release.startswith("hyperos")

    @property
    def title_id(self) -> str:
        """The id of a page's title, without its package."""
        return "action_bar_title_expand" if self.since("miui-14") else "action_bar_title"

    @property
    def password_id(self) -> str:
        """The id of the password field, without its package."""
        return "input_pwd_view" if self.since("miui-10") else "et_account_password"

    def dialog_id(self, name: str, package: str) -> str:
        """The full id of a part of a dialog."""
        return f"{package if self.is_hyperos else 'miui'}:id/{name}"

    def props(self, *, international: bool) -> str:
        """What `getprop` prints on such a phone."""
        number = self.release.partition("-")[2]
        if self.is_hyperos:
            version = {"ro.mi.os.version.name": f"OS{number}.0", "ro.miui.ui.version.name": "V816"}
        else:
            name = {"12.5": "V125", "13": "V130", "14": "V140"}.get(number, f"V{number}")
            version = {"ro.miui.ui.version.name": name}
        props = version | {
            "persist.security.adbinput": "1",
            "persist.sys.locale": self.locale,
            "ro.product.brand": "Xiaomi",
            "ro.product.manufacturer": "Xiaomi",
            "ro.product.mod_device": "test_global" if international else "test",
            "sys.boot_completed": "1",
        }
        return "\n".join(f"[{key}]: [{value}]" for key, value in sorted(props.items())) + "\n"
