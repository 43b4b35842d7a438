"""The one place where errors of other libraries become ours.

One table from class to error, by the class's full name, so that nothing need be imported to read
it. A class that is not in the table is a mistake in our own code and passes through unchanged. Of
what others say only listed words get into a message: the rest may be anything, names included. It
must not know what was being done, except in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from miunlink_adb.adb.refusal import is_input_refusal
from miunlink_adb.errors import (
    AutomationFailed,
    AutomationTaken,
    ConnectionLost,
    DeviceError,
    InputBlocked,
    MiunlinkError,
    NoAdb,
    RetryableDeviceError,
    ScreenError,
    Timeout,
    Unauthorized,
)
from miunlink_adb.redact import known_words

__all__ = ["TABLE", "foreign_errors", "from_adb_text", "translate"]


class Foreign(NamedTuple):
    """An error of another library, and what was being done."""

    error: BaseException
    doing: str


Translation = Callable[[Foreign], MiunlinkError]


@contextmanager
def foreign_errors(doing: str) -> Iterator[None]:
    """Inside, whatever adbutils, uiautomator2, sockets and parsers raise becomes a MiunlinkError.

    `doing`: what is being done, as it stands in the message ("tapping").
    """
    try:
        yield
    except MiunlinkError:
        raise
    except Exception as error:
        ours = translate(error, doing)
        if ours is None:
            raise
        raise ours from error


def translate(error: BaseException, doing: str) -> MiunlinkError | None:
    """Our error for a foreign one; None when its class is not in the table."""
    for cls in type(error).__mro__:
        translation = TABLE.get(f"{cls.__module__}.{cls.__qualname__}")
        if translation:
            return translation(Foreign(error, doing))
    return None


def from_adb_text(text: str, doing: str) -> MiunlinkError:
    """The error for adb's own reason, such as ``device 'X' not found`` or ``closed``."""
    low = text.lower()
    if "unauthorized" in low or "authorizing" in low:
        return Unauthorized()
    if "insufficient permissions" in low or "no permissions" in low:
        return DeviceError("This user may not open the phone's USB port.")
    if "more than one" in low:
        return DeviceError("Several phones answer to this serial.", hint="Unplug the others.")
    return ConnectionLost(f"The phone was lost while {doing} (adb says: {_first_line(text)}).")


def _first_line(text: str) -> str:
    lines = text.strip().splitlines()
    return known_words(lines[0]) if lines else "nothing"


def _by_text(foreign: Foreign) -> MiunlinkError:
    return from_adb_text(str(foreign.error), foreign.doing)


def _lost(foreign: Foreign) -> MiunlinkError:
    return ConnectionLost(f"The connection to the phone broke while {foreign.doing}.")


def _server_gone(foreign: Foreign) -> MiunlinkError:
    return ConnectionLost(
        f"The adb server stopped answering while {foreign.doing}.",
        hint="Run the command again: it starts adb if that is needed, and goes on from there.",
    )


def _not_adb(foreign: Foreign) -> MiunlinkError:
    return NoAdb(
        f"What answers at the adb server's address is not adb ({_first_line(str(foreign.error))})."
    )


def _timeout(foreign: Foreign) -> MiunlinkError:
    return Timeout(f"The phone did not answer in time while {foreign.doing}.")


def _too_much(foreign: Foreign) -> MiunlinkError:
    return DeviceError(f"The phone printed more than is credible while {foreign.doing}.")


def _dead(foreign: Foreign) -> MiunlinkError:
    return RetryableDeviceError(f"The automation server on the phone failed while {foreign.doing}.")


def _nonsense(foreign: Foreign) -> MiunlinkError:
    return AutomationFailed(f"The phone answered nonsense while {foreign.doing}.")


def _no_start(foreign: Foreign) -> MiunlinkError:
    if is_input_refusal(_words(foreign.error)):
        return InputBlocked()
    return AutomationFailed(
        f"The automation server on the phone does not work: {_reason(foreign.error)}."
    )


def _words(error: BaseException) -> str:
    """All that it says: uiautomator2 puts stack traces into further arguments."""
    return "\n".join(str(argument) for argument in error.args)


def _reason(error: BaseException) -> str:
    lines = [line.strip() for line in _words(error).splitlines() if line.strip()]
    telling = [line for line in lines if "Exception" in line or "Error" in line]
    return known_words((telling[:1] or lines[-1:] or ["no reason given"])[0])


def _taken(_: Foreign) -> MiunlinkError:
    return AutomationTaken()


def _rpc(foreign: Foreign) -> MiunlinkError:
    """An exception of the phone's own; its stack trace tells refused input from the rest."""
    if is_input_refusal(_words(foreign.error)):
        return InputBlocked()
    return AutomationFailed(f"The phone failed while {foreign.doing}: {_reason(foreign.error)}.")


def _blocked(_: Foreign) -> MiunlinkError:
    return InputBlocked()


def _not_there(foreign: Foreign) -> MiunlinkError:
    return ScreenError(f"What was looked for is not on the phone's screen ({foreign.doing}).")


def _generic(foreign: Foreign) -> MiunlinkError:
    return DeviceError(
        f"The phone could not be used while {foreign.doing}: {_reason(foreign.error)}."
    )


TABLE: dict[str, Translation] = {
    # ours
    "miunlink_adb.adb.smart_socket.AdbFail": _by_text,
    "miunlink_adb.adb.smart_socket.ServerGone": _server_gone,
    "miunlink_adb.adb.smart_socket.NotAdb": _not_adb,
    "miunlink_adb.hierarchy.HierarchyError": _nonsense,
    # adbutils
    "adbutils.errors.AdbError": _by_text,
    "adbutils.errors.AdbTimeout": _timeout,
    "adbutils.errors.AdbConnectionError": _server_gone,
    "adbutils.errors.AdbInstallError": _generic,
    "adbutils.errors.AdbSyncError": _by_text,
    # uiautomator2
    "uiautomator2.exceptions.BaseException": _generic,
    "uiautomator2.exceptions.DeviceError": _generic,
    "uiautomator2.exceptions.AdbShellError": _by_text,
    "uiautomator2.exceptions.ConnectError": _by_text,
    "uiautomator2.exceptions.HTTPError": _dead,
    "uiautomator2.exceptions.HTTPTimeoutError": _timeout,
    "uiautomator2.exceptions.AdbBroadcastError": _generic,
    "uiautomator2.exceptions.UiAutomationError": _no_start,
    "uiautomator2.exceptions.InputIMEError": _generic,
    "uiautomator2.exceptions.UiAutomationNotConnectedError": _dead,
    "uiautomator2.exceptions.InjectPermissionError": _blocked,
    "uiautomator2.exceptions.APKSignatureError": _generic,
    "uiautomator2.exceptions.LaunchUiAutomationError": _no_start,
    "uiautomator2.exceptions.AccessibilityServiceAlreadyRegisteredError": _taken,
    "uiautomator2.exceptions.RPCError": _rpc,
    "uiautomator2.exceptions.RPCUnknownError": _rpc,
    "uiautomator2.exceptions.RPCInvalidError": _nonsense,
    "uiautomator2.exceptions.HierarchyEmptyError": _nonsense,
    "uiautomator2.exceptions.RPCStackOverflowError": _rpc,
    "uiautomator2.exceptions.NormalError": _not_there,
    "uiautomator2.exceptions.XPathElementNotFoundError": _not_there,
    "uiautomator2.exceptions.SessionBrokenError": _not_there,
    "uiautomator2.exceptions.UiObjectNotFoundError": _not_there,
    "uiautomator2.exceptions.AppNotFoundError": _not_there,
    "uiautomator2.xpath.TimeoutException": _timeout,
    "uiautomator2.xpath.XPathError": _generic,
    "uiautomator2.agent_cli.client.U2CliError": _generic,
    "uiautomator2.agent_cli.client.ServerNotRunningError": _generic,
    "uiautomator2.agent_cli.client.RemoteError": _generic,
    # what they are built on
    "http.client.HTTPException": _nonsense,
    "http.client.RemoteDisconnected": _lost,
    "http.client.IncompleteRead": _lost,
    "json.decoder.JSONDecodeError": _nonsense,
    "requests.exceptions.RequestException": _lost,
    "lxml.etree.LxmlError": _nonsense,
    "struct.error": _nonsense,
    "builtins.TimeoutError": _timeout,
    "builtins.ConnectionError": _lost,
    "builtins.EOFError": _lost,
    "builtins.OverflowError": _too_much,
    "builtins.UnicodeDecodeError": _nonsense,
    "builtins.OSError": _lost,
}
