"""Every error of the libraries becomes one of ours; mistakes of our own stay what they are."""

from __future__ import annotations

import http.client
import importlib
import inspect
import json
import pkgutil
import struct
import warnings

import adbutils
import pytest
import uiautomator2
from adbutils.errors import AdbError
from uiautomator2 import exceptions as u2_errors

from miunlink_adb import errors
from miunlink_adb.adb.error_map import TABLE, foreign_errors, translate
from tests.adb.fake_server import SHARED_ERRORS

PROGRAMS = ("uiautomator2.__main__", "adbutils.__main__", "adbutils.pidcat")
"""They read the command line when they are imported."""


def error_classes(package: object) -> set[type[BaseException]]:
    """Every error class that a package defines anywhere in it."""
    name, path = package.__name__, package.__path__  # type: ignore[attr-defined]
    found = pkgutil.walk_packages(path, f"{name}.", onerror=lambda _: None)
    modules = [package, *(_imported(m.name) for m in found if m.name not in PROGRAMS)]
    members = (member for module in modules for member in getattr(module, "__dict__", {}).values())
    return {
        member
        for member in members
        if inspect.isclass(member)
        and issubclass(member, BaseException)
        and member.__module__.startswith(name)
    }


def _imported(name: str) -> object:
    """Import it; what it asks of other libraries' old ways is its own business."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return importlib.import_module(name)
        except ImportError:  # a left-over of an older version: nobody can import it
            return object()


@pytest.mark.parametrize(("package", "fewest"), [(adbutils, 5), (uiautomator2, 25)])
def test_every_error_class_of_the_libraries_is_in_the_table(package: object, fewest: int) -> None:
    """A new version of a library that brings a new error fails here, not at an owner's."""
    classes = error_classes(package)
    unmapped = {
        f"{cls.__module__}.{cls.__qualname__}"
        for cls in classes
        if f"{cls.__module__}.{cls.__qualname__}" not in TABLE
    }

    assert len(classes) >= fewest
    assert unmapped == set()


def test_the_table_names_only_what_exists() -> None:
    """No entry is left of a class that was renamed."""
    missing = [name for name in TABLE if not _exists(name)]

    assert missing == []


def _exists(name: str) -> bool:
    module, _, cls = name.rpartition(".")
    return inspect.isclass(getattr(importlib.import_module(module), cls, None))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("device 'X' not found", errors.ConnectionLost),
        ("device offline", errors.ConnectionLost),
        ("no device with transport id '7'", errors.ConnectionLost),
        ("closed", errors.ConnectionLost),
        ("", errors.ConnectionLost),
        (
            "device unauthorized.\nThis adb server's $ADB_VENDOR_KEYS is not set",
            errors.Unauthorized,
        ),
        ("device still authorizing", errors.Unauthorized),
        ("insufficient permissions for device: missing udev rules?", errors.DeviceError),
        ("more than one device/emulator", errors.DeviceError),
    ],
)
def test_adbs_reasons_are_told_apart(text: str, expected: type[errors.MiunlinkError]) -> None:
    """The text after FAIL says whether the phone is gone, or its owner must do something."""
    assert type(translate(AdbError(text), "tapping")) is expected


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (http.client.RemoteDisconnected("closed"), errors.ConnectionLost),
        (http.client.IncompleteRead(b"half"), errors.ConnectionLost),
        (http.client.BadStatusLine("<html>"), errors.AutomationFailed),
        (BrokenPipeError(), errors.ConnectionLost),
        (ConnectionResetError(), errors.ConnectionLost),
        (EOFError(), errors.ConnectionLost),
        (OSError(113, "No route to host"), errors.ConnectionLost),
        (TimeoutError(), errors.Timeout),
        (json.JSONDecodeError("x", "doc", 0), errors.AutomationFailed),
        (struct.error(), errors.AutomationFailed),
        (OverflowError(), errors.DeviceError),
        (u2_errors.HTTPError("x"), errors.RetryableDeviceError),
        (u2_errors.UiAutomationNotConnectedError("x"), errors.RetryableDeviceError),
        (u2_errors.AccessibilityServiceAlreadyRegisteredError("x"), errors.AutomationTaken),
        (u2_errors.LaunchUiAutomationError("quit", "java.lang.X"), errors.AutomationFailed),
        (u2_errors.InjectPermissionError(), errors.InputBlocked),
    ],
)
def test_errors_say_what_can_be_done(
    error: Exception, expected: type[errors.MiunlinkError]
) -> None:
    """Lost, timed out, refused and nonsense are different errors, with the act in the text."""
    ours = translate(error, "tapping")

    assert type(ours) is expected
    assert ours is not None
    assert ours.message
    assert ours.hint


def test_refused_input_is_found_in_the_stack_trace() -> None:
    """MIUI's refusal hides in the data of an unknown RPC error, broken anywhere by consoles."""
    data = (
        "java.lang.Secu\nrityException: Injecting to another application requires INJECT_EV\nENTS"
    )
    error = u2_errors.RPCUnknownError("-32001 java.lang.SecurityException", data)

    assert isinstance(translate(error, "tapping"), errors.InputBlocked)


@pytest.mark.parametrize("name", [n for n in SHARED_ERRORS if "inject" in n])
def test_every_captured_refusal_is_read(name: str) -> None:
    """The refusals that real phones printed are all the same to us."""
    error = u2_errors.RPCUnknownError(SHARED_ERRORS[name])

    assert isinstance(translate(error, "tapping"), errors.InputBlocked)


def test_a_mistake_of_our_own_is_not_hidden() -> None:
    """A TypeError in our code stays one, so that it is found."""
    with pytest.raises(TypeError), foreign_errors("tapping"):
        raise TypeError("ours")


def test_our_errors_pass_unchanged() -> None:
    """What is already ours is not wrapped again."""
    ours = errors.InputBlocked()

    with pytest.raises(errors.InputBlocked) as caught, foreign_errors("tapping"):
        raise ours
    assert caught.value is ours


def test_an_interruption_passes_unchanged() -> None:
    """Ctrl-C is no error of the phone's."""
    with pytest.raises(KeyboardInterrupt), foreign_errors("tapping"):
        raise KeyboardInterrupt
