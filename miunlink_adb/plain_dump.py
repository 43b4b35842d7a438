"""The one form in which uiautomator and its kin write nearly every dump, read in one pass.

Only that form, to the last sign: anything else is left to a real XML parser, which decides what it
is. It must not know nodes, nor what the attributes are for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

__all__ = ["FLAGS", "Attributes", "Opening", "openings"]

FLAGS = (
    "checkable",
    "checked",
    "clickable",
    "enabled",
    "focusable",
    "focused",
    "scrollable",
    "long-clickable",
    "password",
    "selected",
)
"""As they are written, one after the other."""
_VALUE, _FLAG = r'"([^"<\t\r\n]*)"', '"(?:true|false)"'
_REST = "".join(f'(?: {name}="[^"<]*")?' for name in ("drawing-order", "hint", "display-id"))
_NODE = re.compile(
    rf'<node(?: NAF="true")?(?: index="\d{{1,9}}")? text={_VALUE} resource-id={_VALUE}'
    rf" class={_VALUE} package={_VALUE} content-desc={_VALUE}"
    rf" ({' '.join(f'{name}={_FLAG}' for name in FLAGS)})(?: visible-to-user={_FLAG})?"
    rf" bounds={_VALUE}{_REST}[ \t\r\n]*(/?)>[ \t\r\n]*((?:</node>[ \t\r\n]*)*)"
)
_HEAD = re.compile(r"""<hierarchy(?: rotation=(?:"\d{1,3}"|'\d{1,3}'))?>[ \t\r\n]*""")
_END, _CLOSE = "</hierarchy>", "</node>"
_ODD = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))


Attributes = tuple[str, str, str, str, str, str, tuple[bool, ...]]
"""Text, id, class, package, description and bounds as written; the flags in their order."""
Opening = tuple[Attributes, bool, int]
"""A node's attributes, whether it has no children, and how many nodes end after it."""


def openings(dump: str) -> Iterator[Opening | None]:
    """The nodes in document order; None, and no more, where the dump has not that form.

    That nodes end as often as they begin is left to the caller.
    """
    head = _HEAD.match(dump)
    if head is None or not dump.endswith(_END) or _ODD.search(dump):
        yield None
        return
    at, end, escaped = head.end(), len(dump) - len(_END), "&" in dump
    for match in _NODE.finditer(dump, at, end):
        if match.start() != at:
            break
        at = match.end()
        *named, flags, bounds, slash, ends = match.groups()
        text, name, cls, package, desc = map(_plain, named) if escaped else named
        attributes = (text, name, cls, package, desc, bounds, _bools(flags))
        yield attributes, slash == "/", ends.count(_CLOSE) if ends else 0
    if at != end:  # something stands between, or is cut off
        yield None


def _plain(value: str) -> str:
    if "&" in value:
        for entity, sign in _ENTITIES:
            value = value.replace(entity, sign)
    return value


@lru_cache(maxsize=1024)
def _bools(flags: str) -> tuple[bool, ...]:
    return tuple(part.endswith('="true"') for part in flags.split(" "))
