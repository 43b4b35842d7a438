"""The command line: parse, call, render. One module per command, loaded when it is called.

Importing this module must stay cheap: no command, no adb, no log.
"""

from __future__ import annotations

from miunlink_adb.cli.group import cli, main

__all__ = ["cli", "main"]
