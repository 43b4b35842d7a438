"""All shell commands that every virtual phone has."""

from __future__ import annotations

from miunlink_adb.virtual.command import basic, file, prop, text
from miunlink_adb.virtual.command.call import CommandRegistry

_MODULES = (basic, text, file, prop)


def standard_commands() -> CommandRegistry:
    """Return a registry of all commands."""
    registry = CommandRegistry()
    for module in _MODULES:
        for name, command in module.COMMANDS.items():
            registry.add(name, command)
    return registry
