"""BySelector: how the server's UiObject2 side finds nodes.

All windows, in the dump's order, preorder; case counts; no index, instance or chain; regular
expressions match the whole text. Only one criterion per attribute can be set.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from miunlink_adb.virtual.automation.rpc import java_error
from miunlink_adb.virtual.automation.selector import FLAGS, Selector, flag, pattern, value
from miunlink_adb.virtual.window import Window

if TYPE_CHECKING:
    from miunlink_adb.virtual.layout import Node

Check = Callable[["Node"], bool]

KINDS = ("text", "class", "description", "package", "resource")


def usable(selector: Selector) -> bool:
    """Whether the server asks this engine for objects: no chain, index or instance, some field."""
    counted = "index" in selector.fields or "instance" in selector.fields
    return not selector.chain and not counted and bool(selector.fields)


def find(selector: Selector, windows: Iterable[Window]) -> Node | None:
    """The first match."""
    return next(find_all(selector, windows), None)


def find_all(selector: Selector, windows: Iterable[Window]) -> Iterator[Node]:
    """All matches in order."""
    checks = criteria(selector)
    for window in windows:
        for node in window.nodes():
            if all(check(node) for check in checks):
                yield node


def criteria(selector: Selector) -> list[Check]:
    """The conditions; raises RpcError as Java does for none and for two of one kind."""
    fields = {k: v for k, v in selector.fields.items() if k not in ("index", "instance")}
    if not fields:
        raise java_error("java.lang.NullPointerException", "selector is null")
    _refuse_doubles(fields)
    return [
        _flag(name, wanted) if name in FLAGS else _text(name, wanted)
        for name, wanted in fields.items()
    ]


def _refuse_doubles(fields: dict[str, object]) -> None:
    for kind in KINDS:
        if sum(name.startswith(kind) for name in fields) > 1:
            word = kind.capitalize()
            raise java_error(
                "java.lang.IllegalStateException", f"{word} selector is already defined"
            )
    if "checkable" in fields and "checked" in fields:
        # The server sets "checkable" twice here, a slip of its own.
        raise java_error("java.lang.IllegalStateException", "Checkable selector is already defined")


def _flag(name: str, wanted: object) -> Check:
    return lambda node: flag(node, name) is wanted


def _text(name: str, wanted: str) -> Check:
    if name.endswith("Contains"):
        return lambda node: wanted in value(node, name)
    if name.endswith("StartsWith"):
        return lambda node: value(node, name).startswith(wanted)
    if name.endswith("Matches"):
        return _regex(name, wanted, dotall=False)
    if name == "className" and wanted.startswith("."):
        wanted = f"android.widget{wanted}"
    return lambda node: value(node, name) == wanted


def _regex(name: str, text: str, *, dotall: bool) -> Check:
    try:
        compiled = pattern(text, dotall=dotall)
    except re.error as error:
        raise java_error("java.util.regex.PatternSyntaxException", str(error)) from None
    return lambda node: compiled.fullmatch(value(node, name)) is not None
