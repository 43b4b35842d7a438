"""The result of `status` as one page of HTML: nothing is loaded from elsewhere, ready to print.

Pure: data in, text out. Everything that came from a phone is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from miunlink_adb.cli.render import plain

if TYPE_CHECKING:
    from miunlink_adb.remaining import Binding

__all__ = ["status_page"]

STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; font-weight: bold; padding: .5rem 0; }
th, td { border-bottom: 1px solid #8888; padding: .4rem .6rem .4rem 0; text-align: left;
         vertical-align: top; overflow-wrap: anywhere; }
.verdict { font-size: 1.3rem; padding: .6rem 1rem; border: 2px solid; border-radius: .4rem; }
.ready { border-color: #2a7d2a; } .not-ready { border-color: #b3261e; }
@media print { body { margin: 0; max-width: none; } tr { break-inside: avoid; } }
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
HEADER = ("What", "User", "Detail", "Evidence", "How to clear it")


def status_page(document: Mapping[str, Any], bindings: Sequence[Binding]) -> str:
    """A whole page; `document` is what `status --json` prints."""
    name = document["model"] or "Phone"
    facts = [("Serial", document["serial"])]
    facts += [("Release", document["release"]), ("Region", document["region"])]
    lines = [f"<p>{_text(key)}: {_text(value or '-')}</p>" for key, value in facts]
    ready = "ready" if document["ready"] else "not-ready"
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            f"<title>{_text(name)}: what binds it</title><style>{STYLE}</style></head><body>",
            f"<h1>{_text(name)}</h1>",
            *lines,
            f'<p class="verdict {ready}">{_text(document["verdict"])}</p>',
            _table("What must go first", [b for b in bindings if b.blocks]),
            _table("To remember", [b for b in bindings if not b.blocks]),
            "</body></html>\n",
        ]
    )


def _table(caption: str, bindings: Sequence[Binding]) -> str:
    if not bindings:
        return ""
    head = "".join(f'<th scope="col">{_text(title)}</th>' for title in HEADER)
    rows = "\n".join(f"<tr>{_cells(binding)}</tr>" for binding in bindings)
    return (
        f"<table><caption>{_text(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody></table>"
    )


def _cells(binding: Binding) -> str:
    user = "whole phone" if binding.user is None else binding.user
    values = (binding.what.replace("_", " "), user, binding.detail, binding.evidence, binding.clear)
    return "".join(f"<td>{_text(value)}</td>" for value in values)


def _text(value: object) -> str:
    return escape(plain(value), quote=True)
