"""Getting a phone ready for its first look while something else is done.

It must not know what takes the time on the phone, nor what is done meanwhile.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from miunlink_adb.errors import MiunlinkError
from miunlink_adb.phone import Phone, Preparable

__all__ = ["head_start"]

LONGEST = 180.0
"""Seconds: pushing the server and starting it have deadlines of their own, which are shorter."""


@contextmanager
def head_start(phone: Phone, locale: str = "") -> Iterator[None]:
    """Prepare the phone beside the block; at its end, however it ends, that is over.

    `locale`: the phone's language, if it is known. What goes wrong with it, the first look will
    meet and tell.
    """
    if not isinstance(phone, Preparable):
        yield
        return
    thread = threading.Thread(target=_prepare, args=(phone, locale), name="head start", daemon=True)
    thread.start()
    try:
        yield
    finally:
        thread.join(LONGEST)


def _prepare(phone: Preparable, locale: str) -> None:
    with suppress(MiunlinkError):
        phone.prepare(locale)
