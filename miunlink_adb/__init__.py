"""miunlink-adb: sign a Xiaomi phone out of its Mi Account over ADB.

This module must not import anything: every start of the command pays for it.
"""

__version__ = "0.1.0"

__all__ = ["__version__"]
