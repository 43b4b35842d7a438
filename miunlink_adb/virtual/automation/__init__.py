"""uiautomator2's server inside the phone: HTTP, JSON-RPC methods, two selector engines."""

from miunlink_adb.virtual.automation.server import Automation

__all__ = ["Automation"]
