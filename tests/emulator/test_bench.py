"""The tests for a real Android stay alive on the virtual phone; a dress moves what it says."""

import subprocess
import sys

import pytest

from miunlink_adb.accounts import parse_accounts, xiaomi_counts
from miunlink_adb.release import match_release
from miunlink_adb.virtual import AdbServer
from tests.architecture import ROOT
from tests.emulator.dressed import Dress, dressed_props
from tests.emulator.mock.screens import REAL_SETTINGS
from tests.emulator.mock.stage import RELEASE
from tests.emulator.virtual_handset import VirtualHandset

EMULATOR = {
    "ro.product.manufacturer": "Google",
    "ro.product.vendor.brand": "google",
    "ro.build.version.sdk": "36",
    "ro.build.version.release": "16",
    "ro.build.version.incremental": "13278158",
    "ro.boot.qemu": "1",
    "persist.sys.locale": "en-US",
}


@pytest.mark.adb_server
def test_a_sign_out_runs_on_the_virtual_phone() -> None:
    """`pytest -m emulator` without a device: the same test, on the virtual phone."""
    wanted = "tests/emulator/test_signout_on_android.py::test_captcha_and_code[ru]"
    command = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "emulator")
    done = subprocess.run(
        [*command, wanted], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout


@pytest.mark.adb_server
def test_the_phone_itself_counts_accounts(clean_environment: None) -> None:
    """A handset's own count needs nothing of the program, and agrees with it."""
    with AdbServer() as server:
        handset = VirtualHandset(server)
        handset.prepare("en")
        listed = parse_accounts(handset.shell("dumpsys account"))
        counted = handset.accounts()
        handset.put_away()

    assert counted == 1
    assert xiaomi_counts(listed) == {"0": counted}


def test_an_emulator_is_dressed_as_a_xiaomi_phone() -> None:
    """Maker, release and language are the world's; what Android it is, it says itself."""
    dress = Dress("", REAL_SETTINGS, RELEASE, "ru")
    undressed, found = match_release(EMULATOR), match_release(dressed_props(EMULATOR, dress))

    assert (undressed.release, undressed.is_xiaomi) == (None, False)
    assert (found.release, found.is_xiaomi, found.international) == (RELEASE, True, True)
    assert (found.sdk, found.android) == (36, "16")
    assert dressed_props(EMULATOR, dress)["persist.sys.locale"] == "ru"
