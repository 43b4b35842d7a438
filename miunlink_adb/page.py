"""Pages of HTML as data in, text out: one document that loads nothing and prints well.

Everything that is not markup of this module's own making goes through `text`, the one place that
escapes. It must not know what a page is about, nor where it is written or served.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from html import escape

from miunlink_adb.redact import plain

__all__ = [
    "STYLE",
    "Markup",
    "document",
    "element",
    "facts",
    "heading",
    "items",
    "joined",
    "paragraph",
    "section",
    "table",
    "text",
]

STYLE = """
:root { color-scheme: light dark; --line: #8888; --soft: #8881; }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
       max-width: 60rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.8rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.2rem 0 .3rem; }
p { margin: .4rem 0; }
ul { margin: .4rem 0; padding-left: 1.3rem; }
table { border-collapse: collapse; width: 100%; margin: .6rem 0; }
caption { text-align: left; font-weight: bold; padding: .5rem 0; }
th, td { border-bottom: 1px solid var(--line); padding: .4rem .8rem .4rem 0; text-align: start;
         vertical-align: top; }
thead th { white-space: nowrap; }
td:first-child { overflow-wrap: break-word; }
dl { display: grid; grid-template-columns: minmax(8rem, 14rem) 1fr; gap: .2rem 1rem;
     margin: .6rem 0; }
dt { font-weight: bold; }
dd { margin: 0; }
.note { font-size: .9rem; opacity: .8; }
.verdict { font-size: 1.3rem; padding: .6rem 1rem; border: 2px solid; border-radius: .4rem; }
.ready { border-color: #2a7d2a; } .not-ready { border-color: #b3261e; }
@media (max-width: 36rem) { dl { display: block; } dd { margin-bottom: .5rem; } }
@media print {
  :root { color-scheme: light; }
  @page { margin: 18mm 16mm; }
  body { margin: 0; padding: 0; max-width: none; font-size: 11pt; }
  h2, h3, caption { break-after: avoid; }
  tr, dt, dd, li, .verdict { break-inside: avoid; }
  thead { display: table-header-group; }
}
"""
"""For the screen, light and dark, wide and narrow, and for paper."""

_VOID = frozenset({"br", "hr", "input", "meta"})
_NAME = re.compile(r"[a-z][a-z0-9-]*\Z")
_ADDRESS = re.compile(r"https://[^\s/\\]|[.#?]|/(?![/\\])|[\w.-]+(?:[/?#]|\Z)")
_ADDRESSES = frozenset({"action", "formaction", "href", "src"})


class Markup(str):
    """Text that is HTML already: made by this module's functions alone."""

    __slots__ = ()


_NEWLINE = Markup("\n")
"""For whoever reads the source; a reader of the page sees none."""


def text(value: object) -> Markup:
    """Anything as text of a page; markup stays as it is.

    What a terminal or a reader could be deceived with (control characters, directional marks)
    becomes ``?``; the ends of lines stay.
    """
    if isinstance(value, Markup):
        return value
    lines = str(value).replace("\r\n", "\n").split("\n")
    return Markup("<br>\n".join(escape(plain(line), quote=True) for line in lines))


def element(name: str, /, *content: object, **attributes: object) -> Markup:
    """One element. ``class_`` is the attribute class, ``http_equiv`` is http-equiv.

    Attributes that are None or False are left out, True stands bare. `content` is escaped unless
    it is markup.

    Raises:
        ValueError: an attribute that could run something: an event handler, a style, an address
            that is neither https nor inside this document's own place.
    """
    pairs = ((_attribute_name(key), value) for key, value in attributes.items())
    told = "".join(_attribute(key, value) for key, value in pairs if value not in (None, False))
    start = f"<{_checked(name)}{told}>"
    return Markup(start if name in _VOID else f"{start}{joined(*content)}</{name}>")


def joined(*parts: object) -> Markup:
    """Several pieces one after the other, each escaped unless it is markup."""
    return Markup("".join(text(part) for part in parts))


def _attribute_name(key: str) -> str:
    return _checked(key.rstrip("_").replace("_", "-"))


def _checked(name: str) -> str:
    if not _NAME.match(name) or name.startswith("on") or name in ("script", "style", "srcdoc"):
        raise ValueError(f"{name!r} may not stand in a page")
    return name


def _attribute(name: str, value: object) -> str:
    if value is True:
        return f" {name}"
    if name in _ADDRESSES and not _ADDRESS.match(str(value)):
        raise ValueError(f"{name} is neither https nor local")
    return f' {name}="{escape(plain(value), quote=True)}"'


# -- blocks ------------------------------------------------------------------------------------


def heading(level: int, value: object) -> Markup:
    """A heading, 1 to 6."""
    return element(f"h{min(6, max(1, level))}", value, dir="auto")


def paragraph(value: object, kind: str = "") -> Markup:
    """A paragraph; `kind` is a class of the style: ``note``, ``verdict``, ``ready``, …."""
    return element("p", value, dir="auto", class_=kind or None)


def items(values: Iterable[object]) -> Markup:
    """A list; nothing for no values."""
    lines = [element("li", value, dir="auto") for value in values]
    return element("ul", *lines) if lines else Markup("")


def facts(pairs: Iterable[tuple[object, object]]) -> Markup:
    """Names with their values; "-" for None and for an empty one."""
    lines = [
        joined(element("dt", name), element("dd", _or_dash(value), dir="auto"), _NEWLINE)
        for name, value in pairs
    ]
    return element("dl", *lines) if lines else Markup("")


def table(caption: object, header: Sequence[object], rows: Iterable[Sequence[object]]) -> Markup:
    """A table with a caption; nothing for no rows."""
    body = [_row(row) for row in rows]
    if not body:
        return Markup("")
    titles = [element("th", title, scope="col") for title in header]
    head = element("thead", element("tr", *titles))
    return element("table", element("caption", caption), head, element("tbody", *body))


def _row(cells: Sequence[object]) -> Markup:
    return joined(element("tr", *(element("td", _or_dash(c), dir="auto") for c in cells)), _NEWLINE)


def _or_dash(value: object) -> object:
    return "-" if value is None or value == "" else value


def section(title: object, *content: object) -> Markup:
    """A heading of the second level with what belongs to it; nothing for no content."""
    inner = joined(*content)
    return element("section", heading(2, title), inner) if inner else Markup("")


# -- the whole ---------------------------------------------------------------------------------


def document(
    title: str, *body: object, style: str = "", lang: str = "en", forms: bool = False
) -> str:
    """A whole page: no script, nothing loaded, nothing framed; style by its hash alone.

    `style`: rules of the caller's own, trusted, after `STYLE`. `forms`: forms may be sent to where
    the page came from.

    Raises:
        ValueError: `style` could end its own element.
    """
    rules = STYLE + style
    if "</" in rules or "<!--" in rules:
        raise ValueError("a style that ends its own element")
    head = [
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", http_equiv="Content-Security-Policy", content=policy(rules, forms=forms)),
        element("meta", name="referrer", content="no-referrer"),
        element("title", Markup(text(title).replace("<br>\n", " "))),
        Markup(f"<style>{rules}</style>"),
    ]
    lines = "\n".join(text(part) for part in body if part)
    inner = joined(_NEWLINE, element("head", *head), _NEWLINE, _body(lines), _NEWLINE)
    whole = element("html", inner, lang=lang)
    return f"<!doctype html>\n{whole}\n"


def _body(lines: str) -> Markup:
    return element("body", Markup(f"\n{lines}\n"))


def policy(rules: str, *, forms: bool = False) -> str:
    """The Content-Security-Policy of a page with these rules of style."""
    digest = base64.b64encode(hashlib.sha256(rules.encode("utf-8")).digest()).decode("ascii")
    sent = "'self'" if forms else "'none'"
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action {sent}"
