# ruff: noqa: FBT001, FBT002 - booleans come over the wire by position
"""Methods about objects: exist, count, objInfo, waits, texts, clicks, named children.

Which engine answers is the server's own mixture (facts: u2-wire.md, section 5).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from miunlink_adb.virtual.automation import by_selector, ui_selector
from miunlink_adb.virtual.automation.rpc import Registry, RpcError, not_found
from miunlink_adb.virtual.automation.selector import Selector
from miunlink_adb.virtual.dump import is_scrollable
from miunlink_adb.virtual.window import walk

if TYPE_CHECKING:
    from miunlink_adb.virtual.automation.session import Session
    from miunlink_adb.virtual.layout import Node, Rect

registry = Registry()
method = registry.method


def rect(box: Rect) -> dict[str, int]:
    """A rectangle as the server writes it."""
    return {"bottom": box[3], "left": box[0], "right": box[2], "top": box[1]}


def info(node: Node, *, by_object2: bool) -> dict[str, Any]:
    """ObjInfo: UiObject2 knows the resource name and visible bounds only, UiObject neither."""
    view = node.view
    return {
        "bounds": rect(node.visible if by_object2 else node.bounds),
        "checkable": view.checkable,
        "checked": view.checked,
        "childCount": len(node.children),
        "className": view.cls,
        "clickable": view.clickable,
        "contentDescription": view.desc or None,
        "enabled": view.enabled,
        "focusable": view.focusable,
        "focused": node.focused,
        "longClickable": view.long_clickable,
        "packageName": node.package,
        "resourceName": (view.id or None) if by_object2 else None,
        "scrollable": is_scrollable(node),
        "selected": view.selected,
        "text": node.text,
        "visibleBounds": rect(node.visible),
    }


@method("exist", "selector")
async def exist(session: Session, selector: Selector) -> bool:
    """Ignores an instance, unless there is a chain or an index."""
    if not selector.chain and "index" not in selector.fields:
        return by_selector.find(selector, session.windows()) is not None
    return ui_selector.find(selector, session.root()) is not None


@method("count", "selector")
async def count(session: Session, selector: Selector) -> int:
    """UiSelector's instances."""
    return ui_selector.count(selector, session.root())


@method("objInfo", "selector")
async def obj_info(session: Session, selector: Selector) -> dict[str, Any]:
    """One object."""
    node = session.by(selector)
    if node is not None:
        return info(node, by_object2=True)
    return info(session.ui(selector), by_object2=False)


@method("objInfoOfAllInstances", "selector")
async def obj_info_all(session: Session, selector: Selector) -> list[dict[str, Any] | None]:
    """All of UiSelector's; in a chain the instance is set on the first link, as the server does."""
    total = ui_selector.count(selector, session.root())
    if "instance" in selector.fields:
        return [await obj_info(session, selector) for _ in range(total)]
    found = [ui_selector.find(selector.at(i), session.root()) for i in range(total)]
    return [info(node, by_object2=False) if node else None for node in found]


def _there(session: Session, selector: Selector) -> bool:
    if by_selector.usable(selector):
        return by_selector.find(selector, session.windows()) is not None
    return ui_selector.find(selector, session.root()) is not None


@method("waitForExists", "selector", "int")
async def wait_for_exists(session: Session, selector: Selector, ms: int) -> bool:
    """Wait on the device until it exists."""
    return await session.wait(lambda: _there(session, selector), ms)


@method("waitUntilGone", "selector", "int")
async def wait_until_gone(session: Session, selector: Selector, ms: int) -> bool:
    """Wait on the device until it does not exist."""
    return await session.wait(lambda: not _there(session, selector), ms)


@method("getText", "selector")
async def get_text(session: Session, selector: Selector) -> str:
    """The text as accessibility shows it."""
    return session.either(selector).text


@method("setText", "selector", "str")
async def set_text(session: Session, selector: Selector, text: str) -> bool:
    """Tap the field, then set its text (no input is injected for that)."""
    node = session.either(selector)
    await session.phone.ui.tap(*node.center, source=session.source)
    return _set(session, session.either(selector), text)


@method("clearTextField", "selector")
async def clear_text_field(session: Session, selector: Selector) -> None:
    """Empty a field."""
    _set(session, session.either(selector), "")


def _set(session: Session, node: Node, text: str) -> bool:
    if not node.view.editable:
        return False
    for window in session.windows():
        if any(
            other.view is node.view or other.view.id == node.view.id for other in window.nodes()
        ):
            window.screen.fields[node.view.id] = text
            record = session.phone.record
            record.texts.append((record.now(), session.source, len(text)))
            session.phone.ui.touch()
            return True
    return False


@method("click", "selector")
async def click(session: Session, selector: Selector) -> bool:
    """Tap the middle of what is visible of it."""
    await session.phone.ui.tap(*session.either(selector).center, source=session.source)
    return True


@method("longClick", "selector")
async def long_click(session: Session, selector: Selector) -> bool:
    """The same, held."""
    node = session.either(selector)
    await session.phone.ui.tap(*node.center, source=session.source, hold=0.5)
    return True


# Objects with a name


def _child(
    session: Session, parent: Selector, child: Selector, wanted: Callable[[Node], bool], text: str
) -> str:
    session.ui(parent)
    for instance in range(ui_selector.count(parent.then("child", child), session.root())):
        selector = parent.then("child", child.at(instance))
        if any(wanted(node) for node in walk(session.ui(selector))):
            return session.name(selector)
    raise not_found(f'for text= "{text}"')


@method("childByText", "selector", "selector", "str")
@method("childByText", "selector", "selector", "str", "bool")
async def child_by_text(
    session: Session,
    parent: Selector,
    child: Selector,
    text: str,
    _scroll: bool = False,
) -> str:
    """The first child that has this text, itself or below it."""
    return _child(session, parent, child, lambda node: node.text == text, text)


@method("childByDescription", "selector", "selector", "str")
@method("childByDescription", "selector", "selector", "str", "bool")
async def child_by_description(
    session: Session,
    parent: Selector,
    child: Selector,
    text: str,
    _scroll: bool = False,
) -> str:
    """The first child that has this description, itself or below it."""
    return _child(session, parent, child, lambda node: node.view.desc == text, text)


@method("childByInstance", "selector", "selector", "int")
async def child_by_instance(
    session: Session, parent: Selector, child: Selector, instance: int
) -> str:
    """The child of that number."""
    return session.name(parent.then("child", child.at(instance)))


@method("getUiObject", "selector")
async def get_ui_object(session: Session, selector: Selector) -> str:
    """Name an object."""
    return session.name(selector)


@method("removeUiObject", "str")
async def remove_ui_object(session: Session, name: str) -> None:
    """Forget a name."""
    session.forget(name)


@method("getUiObjects")
async def get_ui_objects(session: Session) -> list[str]:
    """All names."""
    return session.names()


@method("getChild", "str", "selector")
async def get_child(session: Session, name: str, selector: Selector) -> str:
    """Name a child of a named object."""
    return session.name(session.named(name).then("child", selector))


@method("getFromParent", "str", "selector")
async def get_from_parent(session: Session, name: str, selector: Selector) -> str:
    """Name a sibling of a named object."""
    return session.name(session.named(name).then("sibling", selector))


@method("exist", "str")
async def exist_named(session: Session, name: str) -> bool:
    """A forgotten name does not exist."""
    try:
        return ui_selector.find(session.named(name), session.root()) is not None
    except RpcError:
        return False


@method("objInfo", "str")
async def obj_info_named(session: Session, name: str) -> dict[str, Any]:
    """One named object."""
    return info(session.ui(session.named(name)), by_object2=False)


@method("getText", "str")
async def get_text_named(session: Session, name: str) -> str:
    """A named object's text."""
    return session.ui(session.named(name)).text


@method("click", "str")
async def click_named(session: Session, name: str) -> bool:
    """Tap a named object."""
    node = session.ui(session.named(name))
    await session.phone.ui.tap(*node.center, source=session.source)
    return True


@method("waitForExists", "str", "int")
async def wait_for_exists_named(session: Session, name: str, ms: int) -> bool:
    """Wait for a named object."""
    selector = session.named(name)
    return await session.wait(lambda: ui_selector.find(selector, session.root()) is not None, ms)


@method("waitUntilGone", "str", "int")
async def wait_until_gone_named(session: Session, name: str, ms: int) -> bool:
    """Wait until a named object is gone."""
    selector = session.named(name)
    return await session.wait(lambda: ui_selector.find(selector, session.root()) is None, ms)
