"""dumpsys package PACKAGE; layout: AOSP Settings.dumpPackageLPr, the lines that tools read."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from miunlink_adb.virtual.command.dump.names import object_hash

if TYPE_CHECKING:
    from miunlink_adb.virtual.phone import Package, Phone

_BUILT = 1230768000  # what system apps show: 2009-01-01, the image's time
_SHELL = "com.android.shell"


def dump_package(phone: Phone, args: list[str]) -> str:
    """Return the facts of one package, or of all."""
    names = [argument for argument in args if not argument.startswith("-")]
    wanted = [name for name in phone.packages if not names or name == names[0]]
    if names and not wanted:
        return f"Unable to find package: {names[0]}\n"
    blocks = [_package(phone, phone.packages[name]) for name in wanted]
    return "Packages:\n" + "".join(blocks)


def _package(phone: Phone, package: Package) -> str:
    digest = object_hash(package.name)
    flags = "SYSTEM HAS_CODE ALLOW_CLEAR_USER_DATA" if package.system else "HAS_CODE ALLOW_BACKUP"
    when = datetime.fromtimestamp(_BUILT).strftime("%Y-%m-%d %H:%M:%S")  # noqa: DTZ006
    path = package.path.rpartition("/")[0] or f"/system/app/{package.name}"
    lines = [
        f"  Package [{package.name}] ({digest}):",
        f"    userId={package.uid}",
        f"    pkg=Package{{{digest} {package.name}}}",
        f"    codePath={path}",
        f"    resourcePath={path}",
        f"    versionCode={package.version_code} minSdk=23 targetSdk={min(phone.sdk, 33)}",
        f"    versionName={package.version_name}",
        f"    flags=[ {flags} ]",
        f"    pkgFlags=[ {flags} ]",
        f"    timeStamp={when}",
        f"    firstInstallTime={when}",
        f"    lastUpdateTime={when}",
        (
            f"    signatures=PackageSignatures{{{digest} version:3, signatures:[{digest}], "
            "past signatures:[]}"
        ),
    ]
    if package.name == _SHELL:
        lines += [
            "    install permissions:",
            "      android.permission.INJECT_EVENTS: granted=true",
        ]
    lines += [_state(package, user) for user in phone.users]
    return "\n".join(lines) + "\n\n"


def _state(package: Package, user: int) -> str:
    installed = str(user in package.installed_users).lower()
    return (
        f"    User {user}: ceDataInode=0 installed={installed} hidden=false suspended=false "
        f"stopped=false notLaunched=false enabled={0 if package.enabled else 3} instant=false"
    )
