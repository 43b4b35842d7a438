"""The releases as a table: what differs between MIUI 8 and HyperOS 4.

Source of each column: the layouts, manifests and code of the account, cloud and Settings apps of
MIUI 8 to 11 and of Settings of HyperOS 1; for the rest what is known of neighbours.
Must not know texts, builds or screens.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Asks = Literal["always", "find_device"]
DialogStyle = Literal["miui", "miuix"]


class WorldError(ValueError):
    """Something was asked for that no known phone has; the message says what there is."""


@dataclass(frozen=True)
class Release:
    """One line of MIUI or HyperOS.

    `texts` is its letter in the string files; `ui_name`, `ui_code`, `os_name` stand in its
    properties. `asks` says when sign-out wants the password; where nobody has read it, "always".
    """

    name: str
    texts: str
    ui_name: str
    ui_code: str
    os_name: str = ""
    asks: Asks = "always"

    @property
    def is_hyperos(self) -> bool:
        """Whether the release is a HyperOS."""
        return bool(self.os_name)

    @property
    def age(self) -> int:
        """Position in the line of releases, MIUI 8 is 0: to compare older and newer."""
        return list(RELEASES).index(self.name)

    def since(self, name: str) -> bool:
        """Whether it is the named release or a newer one."""
        return self.age >= RELEASES[name].age

    @property
    def account_ids_known(self) -> bool:
        """Whether the account app's ids were read from the app itself."""
        return not self.since("miui-12")

    @property
    def dialogs(self) -> DialogStyle:
        """Whose dialogs: the framework's (`miui:id/…`) or the app's own copy (`<app>:id/…`)."""
        return "miuix" if self.since("miui-12.5") else "miui"


_ROWS: tuple[Release, ...] = (
    Release("miui-8", "a", "V8", "6"),
    Release("miui-9", "b", "V9", "7"),
    Release("miui-10", "c", "V10", "8", asks="find_device"),
    Release("miui-11", "d", "V11", "9", asks="find_device"),
    Release("miui-12", "e", "V12", "10"),
    Release("miui-12.5", "f", "V125", "11"),
    Release("miui-13", "g", "V130", "13"),
    Release("miui-14", "h", "V140", "14"),
    Release("hyperos-1", "i", "V816", "816", "OS1.0"),
    Release("hyperos-2", "j", "V816", "816", "OS2.0"),
    Release("hyperos-3", "k", "V816", "816", "OS3.0"),
    Release("hyperos-4", "k", "V816", "816", "OS4.0"),
)
RELEASES: dict[str, Release] = {row.name: row for row in _ROWS}


def release_named(name: str) -> Release:
    """The release of that name; WorldError lists the known ones."""
    try:
        return RELEASES[name]
    except KeyError:
        known = ", ".join(RELEASES)
        raise WorldError(f"no release {name!r}; known: {known}") from None
