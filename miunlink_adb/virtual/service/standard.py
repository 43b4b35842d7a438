"""The services that every virtual phone offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miunlink_adb.virtual.command.standard import standard_commands
from miunlink_adb.virtual.service.reboot import reboot, remount, reverse, root
from miunlink_adb.virtual.service.registry import ServiceRegistry
from miunlink_adb.virtual.service.shell import ShellServices
from miunlink_adb.virtual.service.sync import sync
from miunlink_adb.virtual.service.tcp import local_abstract, tcp

if TYPE_CHECKING:
    from miunlink_adb.virtual.command.call import CommandRegistry


def standard_services(commands: CommandRegistry | None = None) -> ServiceRegistry:
    """Return a registry of all services, with these shell commands or the standard ones."""
    shell = ShellServices(commands if commands is not None else standard_commands())
    services = ServiceRegistry()
    services.add("tcp:", tcp)
    services.add("localabstract:", local_abstract)
    services.add("sync:", sync)
    services.add("exec:", shell.legacy)
    services.add("shell:", shell.legacy)
    services.add("shell,", shell.with_options)
    services.add("reboot:", reboot)
    services.add("root:", root)
    services.add("remount:", remount)
    services.add("reverse:", reverse)
    return services
