"""Which addresses may be shown as official and opened: Xiaomi's own pages, and nothing like them.

The list is code, not data: a guide or a translation can name no other place. An address must be
spelled in the one plain way, so that no two programs can read two different hosts in it. Pure; it
must not know who opens an address.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from miunlink_adb.errors import Refused

__all__ = ["HOSTS", "LONGEST", "SUBDOMAINS_OF", "objection", "official"]

HOSTS = frozenset({"account.xiaomi.com", "id.mi.com", "i.mi.com", "www.mi.com"})
SUBDOMAINS_OF = "account.xiaomi.com"
"""Regional sites stand below it: ``eu.account.xiaomi.com``."""
LONGEST = 300
_PLAIN = re.compile(r"[A-Za-z0-9:/?#&=.,;_~!+%-]+", re.ASCII)
_PARTS = re.compile(r"https://(?P<host>[^/?#]*)(?P<rest>[/?#].*)?", re.ASCII)
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def official(address: str) -> str:
    """The address itself, if it may be opened.

    Raises:
        Refused: it is not one of Xiaomi's pages, or not spelled plainly.
    """
    why = objection(address)
    if why:
        raise Refused(
            f"This address is not opened: {why}.",
            guard="official_address",
            hint="Only Xiaomi's own pages are opened; type nothing of yours into another one.",
        )
    return address


def objection(address: str) -> str:
    """What speaks against an address, as the end of a sentence; "" for an official one."""
    if not 0 < len(address) <= LONGEST or not _PLAIN.fullmatch(address):
        return "it holds characters that no plain address has, or is too long"
    if _PERCENT.search(address):
        return "it holds a broken escape"
    parts = _PARTS.fullmatch(address)
    if parts is None:
        return "it does not begin with https://"
    host = parts["host"]
    if ":" in host:
        return "it names a port"
    if not _is_known(host):
        return "its host is not one of Xiaomi's that are known here"
    return "" if _read_by_others(address) == host else "it can be read in two ways"


def _is_known(host: str) -> bool:
    if host in HOSTS:
        return True
    below = host.removesuffix(f".{SUBDOMAINS_OF}")
    return below != host and all(map(_is_label, below.split(".")))


def _is_label(label: str) -> bool:
    """A plain name. Those of other scripts (``xn--…``) can look like any other name."""
    return _LABEL.fullmatch(label) is not None and "--" not in label


def _read_by_others(address: str) -> str | None:
    """The host as the standard library reads it: a second opinion."""
    try:
        parts = urlsplit(address)
        plain = parts.port is None and parts.username is None and parts.scheme == "https"
        return parts.hostname if plain else None
    except ValueError:
        return None
