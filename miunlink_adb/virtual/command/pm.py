"""pm (and ``cmd package``): which packages there are, for which users."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miunlink_adb.virtual.command.denial import deny, shell_is_trusted
from miunlink_adb.virtual.command.dump.package import dump_package
from miunlink_adb.virtual.command.options import flags, value

if TYPE_CHECKING:
    from collections.abc import Callable

    from miunlink_adb.virtual.command.call import Call, CommandFunction
    from miunlink_adb.virtual.phone import Package


def pm(call: Call) -> int:
    """``pm VERB ARGUMENTS``."""
    verb = _VERBS.get(call.args[0]) if call.args else None
    if verb is None:
        return call.unknown(f"Unknown command: {call.args[0] if call.args else ''}", 255)
    return verb(call, call.args[1:])


def apk_path(package: Package) -> str:
    """Where the package's APK lies."""
    if package.path:
        return package.path
    place = "/system/app" if package.system else "/data/app"
    return f"{place}/{package.name}/base.apk"


def _user(call: Call, args: list[str]) -> tuple[int, list[str]]:
    """Take ``--user N`` out of arguments; the owner unless said."""
    text, rest = value(args, "--user", "0")
    names = {"current": call.phone.current_user, "cur": call.phone.current_user, "all": 0}
    return names[text] if text in names else int(text), rest


def _installed(call: Call, name: str, user: int) -> Package | None:
    package = call.phone.packages.get(name)
    return package if package is not None and user in package.installed_users else None


def _path(call: Call, args: list[str]) -> int:
    user, names = _user(call, args)
    package = _installed(call, names[0], user) if names else None
    if package is None:
        return 1
    for path in (apk_path(package), *package.splits):
        call.print(f"package:{path}")
    return 0


def _list(call: Call, args: list[str]) -> int:
    kind = args[0] if args else ""
    if kind == "users":
        return _list_users(call)
    if kind in ("packages", "package"):
        return _list_packages(call, args[1:])
    return call.unknown(f"Error: unknown list type '{kind}'", 255)


def _list_users(call: Call) -> int:
    call.print("Users:")
    for user in call.phone.users.values():
        running = " running" if user.running else ""
        call.print(f"\tUserInfo{{{user.id}:{user.name}:{user.flags:x}}}{running}")
    return 0


def _list_packages(call: Call, args: list[str]) -> int:
    user, rest = _user(call, args)
    if "--show-versioncode" in rest and call.phone.sdk < 26:
        call.complain("Error: Unknown option: --show-versioncode")
        return 1
    numbered = "--show-versioncode" in rest
    options, words = flags([word for word in rest if not word.startswith("--")], "sd3efUiu")
    for package in call.phone.packages.values():
        if not _wanted(package, options, user) or any(w not in package.name for w in words[:1]):
            continue
        path = f"{apk_path(package)}=" if "f" in options else ""
        uid = f" uid:{package.uid}" if "U" in options else ""
        installer = "  installer=null" if "i" in options else ""
        version = f" versionCode:{package.version_code}" if numbered else ""
        call.print(f"package:{path}{package.name}{version}{uid}{installer}")
    return 0


def _wanted(package: Package, options: set[str], user: int) -> bool:
    if user not in package.installed_users and "u" not in options:
        return False
    if ("s" in options and not package.system) or ("3" in options and package.system):
        return False
    return not ("d" in options and package.enabled) and not ("e" in options and not package.enabled)


def _install_existing(call: Call, args: list[str]) -> int:
    user, names = _user(call, args)
    package = call.phone.packages.get(names[-1]) if names else None
    if package is None:
        shown = names[-1] if names else ""
        call.complain(f"android.content.pm.PackageManager$NameNotFoundException: {shown}")
        return 1
    package.installed_users.add(user)
    call.print(f"Package {package.name} installed for user: {user}")
    return 0


def _uninstall(call: Call, args: list[str]) -> int:
    user, rest = _user(call, args)
    names = flags(rest, "k")[1]
    package = _installed(call, names[0], user) if names else None
    if package is None:
        call.print(f"Failure [not installed for {user}]")
        return 1
    package.installed_users.discard(user)
    call.phone.force_stop(package.name)
    call.print("Success")
    return 0


def _enabling(state: str, *, enabled: bool) -> Callable[[Call, list[str]], int]:
    def change(call: Call, args: list[str]) -> int:
        user, names = _user(call, args)
        package = _installed(call, names[0], user) if names else None
        if package is None:
            shown = names[0] if names else ""
            call.complain(f"Error: java.lang.IllegalArgumentException: Unknown package: {shown}")
            return 1
        package.enabled = enabled
        if not enabled:
            call.phone.force_stop(package.name)
        call.print(f"Package {package.name} new state: {state}")
        return 0

    return change


def _needing(permission: str, verb: str, answer: str) -> Callable[[Call, list[str]], int]:
    """A verb that MIUI withholds from the shell unless the security switch is on."""

    def act(call: Call, args: list[str]) -> int:
        if not shell_is_trusted(call.phone):
            return deny(call, verb, f"Neither user 2000 nor current process has {permission}.")
        if verb == "clear":
            call.phone.force_stop(args[-1] if args else "")
        if answer:
            call.print(answer)
        return 0

    return act


def _install(call: Call, args: list[str]) -> int:
    """Refused as MIUI does while *Install via USB* is off; beyond that nothing is built."""
    if call.phone.props.get("persist.security.adbinstall") == "1":
        return call.unknown("Failure [INSTALL_FAILED_INTERNAL_ERROR: not built into this phone]")
    del args
    call.print("Failure [INSTALL_FAILED_USER_RESTRICTED: Install canceled by user]")
    return 1


def _dump(call: Call, args: list[str]) -> int:
    call.print(dump_package(call.phone, args), end="")
    return 0


_GRANT = "android.permission.GRANT_RUNTIME_PERMISSIONS"
_VERBS: dict[str, Callable[[Call, list[str]], int]] = {
    "path": _path,
    "list": _list,
    "dump": _dump,
    "install-existing": _install_existing,
    "uninstall": _uninstall,
    "install": _install,
    "install-create": _install,
    "enable": _enabling("enabled", enabled=True),
    "disable": _enabling("disabled", enabled=False),
    "disable-user": _enabling("disabled-user", enabled=False),
    "clear": _needing("android.permission.CLEAR_APP_USER_DATA", "clear", "Success"),
    "grant": _needing(_GRANT, "grant", ""),
    "revoke": _needing("android.permission.REVOKE_RUNTIME_PERMISSIONS", "revoke", ""),
}

COMMANDS: dict[str, CommandFunction] = {"pm": pm}
