"""The result of `status` as one page of HTML, ready to print.

Pure: data in, text out. It must not know how a page is made of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from miunlink_adb.page import document as page
from miunlink_adb.page import facts, heading, paragraph, table

if TYPE_CHECKING:
    from miunlink_adb.page import Markup
    from miunlink_adb.remaining import Binding

__all__ = ["status_page"]

HEADER = ("What", "User", "Detail", "Evidence", "How to clear it")


def status_page(document: Mapping[str, Any], bindings: Sequence[Binding]) -> str:
    """A whole page; `document` is what `status --json` prints."""
    name = document["model"] or "Phone"
    known = [(key.title(), document[key]) for key in ("serial", "release", "region")]
    ready = "ready" if document["ready"] else "not-ready"
    return page(
        f"{name}: what binds it",
        heading(1, name),
        facts(known),
        paragraph(document["verdict"], f"verdict {ready}"),
        _table("What must go first", [b for b in bindings if b.blocks]),
        _table("To remember", [b for b in bindings if not b.blocks]),
    )


def _table(caption: str, bindings: Sequence[Binding]) -> Markup:
    return table(caption, HEADER, [_cells(binding) for binding in bindings])


def _cells(binding: Binding) -> tuple[object, ...]:
    user = "whole phone" if binding.user is None else binding.user
    what = binding.what.replace("_", " ")
    return what, user, binding.detail, binding.evidence, binding.clear
