"""The services of a custom recovery: a root shell, files, restarting. Nothing of Android's."""

from __future__ import annotations

from miunlink_adb.virtual.command.twrp import recovery_commands
from miunlink_adb.virtual.service.reboot import reboot
from miunlink_adb.virtual.service.registry import ServiceRegistry
from miunlink_adb.virtual.service.shell import ShellServices
from miunlink_adb.virtual.service.sync import sync


def recovery_services() -> ServiceRegistry:
    """Return a registry of what TWRP's own adb daemon serves."""
    shell = ShellServices(recovery_commands())
    services = ServiceRegistry()
    services.add("sync:", sync)
    services.add("exec:", shell.legacy)
    services.add("shell:", shell.legacy)
    services.add("shell,", shell.with_options)
    services.add("reboot:", reboot)
    return services
