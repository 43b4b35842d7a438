"""All methods of the server in one registry."""

from __future__ import annotations

from miunlink_adb.virtual.automation import device, gestures, objects, scrolling
from miunlink_adb.virtual.automation.rpc import Registry

METHODS = Registry()
for _part in (device, gestures, objects, scrolling):
    for _name, _overloads in _part.registry.methods.items():
        METHODS.methods.setdefault(_name, []).extend(_overloads)
