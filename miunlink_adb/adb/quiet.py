"""Keeps what other libraries log away from the terminal and from every file.

They log what a phone says, texts and serials included, and Python shows warnings of libraries by
itself when nobody handles them. It must not know what they log.
"""

from __future__ import annotations

import logging

__all__ = ["LIBRARIES", "quiet_libraries"]

LIBRARIES = ("adbutils", "uiautomator2", "urllib3", "requests", "PIL", "apkutils", "retry")


def quiet_libraries() -> None:
    """From now on what they log ends nowhere; what they raise is mapped in `error_map`."""
    for name in LIBRARIES:
        logger = logging.getLogger(name)
        logger.propagate = False
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
