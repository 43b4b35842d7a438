"""All shell commands that every virtual phone has."""

from __future__ import annotations

from miunlink_adb.virtual.command import (
    am,
    basic,
    display,
    dumpsys,
    file,
    find,
    input,  # noqa: A004 - the command's own name
    listing,
    pm,
    process,
    prop,
    service,
    setting,
    text,
)
from miunlink_adb.virtual.command.call import CommandRegistry

_MODULES = (
    am,
    basic,
    display,
    dumpsys,
    file,
    find,
    input,
    listing,
    pm,
    process,
    prop,
    service,
    setting,
    text,
)


def standard_commands() -> CommandRegistry:
    """Return a registry of all commands."""
    registry = CommandRegistry()
    for module in _MODULES:
        for name, command in module.COMMANDS.items():
            registry.add(name, command)
    return registry
