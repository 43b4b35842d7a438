"""The error tree: every way a command can end that is not success, with exit codes and hints.

::

    MiunlinkError                 1   unexpected
      UsageError                  2   the command line or an input file is wrong
      DeviceError                 3   something between this computer and the phone
        NoAdb                         no adb server, and none could be started
        NoDevice
        SeveralDevices
        Unauthorized
        Offline
        UnsupportedDevice             not a MIUI or HyperOS phone
        DeviceBusy                    another run is driving this phone
        InputBlocked                  the phone refuses taps over adb
        AutomationTaken               another program holds UiAutomation
        AutomationFailed              the automation server does not start or answers nonsense
        RetryableDeviceError          the same observation may be tried again
          Timeout
          ConnectionLost
      PackError                   4   selectors/ cannot be read or does not fit
        UnknownRelease
        UnknownLocale
      ScreenError                 5   the phone shows something else (carries the observation)
        UnknownScreen
        ElementNotFound
        ElementAmbiguous
        UnexpectedScreen
        PhoneFailure                  the phone's own failure dialog
      BackupIncomplete            5   not every file is as it should be
      Refused                     6   a guard said no, with its reason
        NoSpace                       a disk or the phone has no room for what is to be copied
      Cancelled                   6   the owner said no
      HandoffTimeout              7   the owner did not finish in time
      Interrupted               130   Ctrl-C

This module imports nothing of the package and knows no device, no file format and no terminal.
"""

from __future__ import annotations

from typing import ClassVar


class MiunlinkError(Exception):
    """Something unexpected happened."""

    exit_code: ClassVar[int] = 1
    default_hint: ClassVar[str] = "Run again with -v and look at the log file that is named there."

    def __init__(self, message: str | None = None, *, hint: str | None = None) -> None:
        """`message`: one sentence, what happened; `hint`: what to do next. Both have defaults."""
        self.message = message or (type(self).__doc__ or "").strip().split("\n")[0]
        self.hint = hint or self.default_hint
        super().__init__(self.message)

    @property
    def code(self) -> str:
        """A stable machine-readable name, such as ``no_device``."""
        name = type(self).__name__
        return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")

    def to_json(self) -> dict[str, str]:
        """``{"code", "message", "hint"}`` as the command-line contract prints it."""
        return {"code": self.code, "message": self.message, "hint": self.hint}


class UsageError(MiunlinkError):
    """The command line is not understood."""

    exit_code = 2
    default_hint = "See --help for examples."


class DeviceError(MiunlinkError):
    """The phone could not be used."""

    exit_code = 3
    default_hint = "Run 'miunlink-adb doctor' to see what stands in the way."


class NoAdb(DeviceError):
    """No adb server answers, and none could be started."""

    default_hint = (
        "Install Android platform-tools, or name a running server with --adb-host and --adb-port."
    )


class NoDevice(DeviceError):
    """No phone is attached."""

    default_hint = (
        "Plug the phone in with a data cable, unlock it, choose 'File transfer', and turn on "
        "USB debugging in Settings > Additional settings > Developer options."
    )


class SeveralDevices(DeviceError):
    """More than one phone is attached."""

    default_hint = "Choose one with -s SERIAL."


class Unauthorized(DeviceError):
    """The phone has not allowed this computer to debug it."""

    default_hint = (
        "Unlock the phone, tick 'Always allow from this computer' in the USB debugging question "
        "and tap OK. If no question appears: replug the cable, or in Developer options tap "
        "'Revoke USB debugging authorizations' and replug."
    )


class Offline(DeviceError):
    """The phone is attached, but does not answer."""

    default_hint = "Unlock the phone and replug the cable; if that does not help, restart it."


class UnsupportedDevice(DeviceError):
    """This is not a MIUI or HyperOS phone."""

    default_hint = "Only Xiaomi, Redmi and POCO phones with MIUI or HyperOS can be signed out."


class DeviceBusy(DeviceError):
    """Another run of this program is driving this phone."""

    default_hint = "Wait for the other run to end, or end it with Ctrl-C."


class InputBlocked(DeviceError):
    """The phone does not let this computer tap."""

    default_hint = (
        "Turn on 'USB debugging (Security settings)' in Developer options (the phone asks for a "
        "signed-in account) and try again, or use --coach and tap on the phone yourself."
    )


class AutomationTaken(DeviceError):
    """Another program holds the phone's only UiAutomation connection."""

    default_hint = "End the other automation program (Appium, uiautomator2, …) and try again."


class AutomationFailed(DeviceError):
    """The automation server on the phone does not work."""

    default_hint = "Replug the cable and try again; restart the phone if it happens again."


class RetryableDeviceError(DeviceError):
    """The phone did not answer this time."""


class Timeout(RetryableDeviceError):
    """The phone did not answer in time."""

    default_hint = "Look at the phone's screen, then run the command again: it goes on from there."


class ConnectionLost(RetryableDeviceError):
    """The connection to the phone was lost."""

    default_hint = "Replug the cable, then run the command again: it goes on from what it sees."


class PackError(MiunlinkError):
    """The selectors for this phone cannot be used."""

    exit_code = 4
    default_hint = "Run 'miunlink-adb selectors check' to see what is wrong with the packs."

    def __init__(
        self,
        message: str | None = None,
        *,
        hint: str | None = None,
        file: str | None = None,
        line: int | None = None,
        key: str | None = None,
    ) -> None:
        """`file`, `line` (from 1) and `key` (dotted) say where, and stand first in the message."""
        self.file, self.line, self.key = file, line, key
        place = ":".join(str(part) for part in (file, line) if part is not None)
        where = ": ".join(part for part in (place, key) if part)
        text = message or (type(self).__doc__ or "").strip()
        super().__init__(f"{where}: {text}" if where else text, hint=hint)


class UnknownRelease(PackError):
    """No pack fits this release."""

    default_hint = (
        "Name the nearest release yourself with --release (see 'miunlink-adb selectors list')."
    )


class UnknownLocale(PackError):
    """No labels fit the phone's language."""

    default_hint = "Set the phone's language to English for the sign-out, then run again."


class ScreenError(MiunlinkError):
    """The phone shows something that this program does not act on."""

    exit_code = 5
    default_hint = (
        "Bring the phone back to its home screen and run the command again; if it happens again, "
        "report it with the output of 'miunlink-adb screens --json'."
    )

    def __init__(
        self,
        message: str | None = None,
        *,
        hint: str | None = None,
        observation: object | None = None,
    ) -> None:
        """`observation`: the Observation in which the error was found."""
        super().__init__(message, hint=hint)
        self.observation = observation


class UnknownScreen(ScreenError):
    """The phone shows a screen that no pack describes."""


class ElementNotFound(ScreenError):
    """An element that belongs to this screen is not on it."""


class ElementAmbiguous(ScreenError):
    """Several things on this screen fit one element, so none was tapped."""


class UnexpectedScreen(ScreenError):
    """The phone shows a known screen that cannot come here."""


class PhoneFailure(ScreenError):
    """The phone says that signing out failed."""

    default_hint = "Do what the dialog on the phone says, then run the command again."


class Refused(MiunlinkError):
    """This program refuses to go on."""

    exit_code = 6
    default_hint = "Nothing on the phone was changed by this refusal."

    def __init__(
        self, message: str | None = None, *, guard: str = "", hint: str | None = None
    ) -> None:
        """`guard`: the name of the guard that said no; `message`: its reason."""
        super().__init__(message, hint=hint)
        self.guard = guard


class NoSpace(Refused):
    """There is not enough free space."""

    default_hint = "Make room, then run the command again: it goes on from there."


class BackupIncomplete(MiunlinkError):
    """Not every file is as it should be."""

    exit_code = 5
    default_hint = "Look at the files that are named, then run the command again."


class Cancelled(MiunlinkError):
    """The owner cancelled."""

    exit_code = 6
    default_hint = "The account is still on the phone. Run the command again when you are ready."


class HandoffTimeout(MiunlinkError):
    """The owner did not finish on the phone in time."""

    exit_code = 7
    default_hint = (
        "The phone is as it was left. Run the command again (it goes on from there), with a longer "
        "--handoff-timeout if needed."
    )


class Interrupted(MiunlinkError):
    """You stopped the run."""

    exit_code = 130
    default_hint = "The phone is as it was left. Run the command again: it goes on from there."
