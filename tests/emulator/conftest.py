"""The phone that the tests marked `emulator` run on, and the command dressed for it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from miunlink_adb.virtual import AdbServer
from tests.architecture import ROOT
from tests.e2e.program import Program
from tests.emulator.device_handset import DeviceHandset
from tests.emulator.dressed import Dress
from tests.emulator.handset import Handset
from tests.emulator.mock.build import Built, build_all
from tests.emulator.mock.stage import RELEASE
from tests.emulator.mock.toolchain import why_not
from tests.emulator.run import Bench
from tests.emulator.virtual_handset import VirtualHandset

INHERITED = {
    name: text for name, text in os.environ.items() if name.startswith(("ADB_", "ANDROID_"))
}
"""What leads to the adb server of whoever started pytest: a device hangs on his own."""
SECONDS = 300.0
"""How long a run may take: an emulator on a small machine is slow."""


@pytest.fixture(scope="session")
def mock_apps(tmp_path_factory: pytest.TempPathFactory) -> list[Built]:
    """The apps, built once."""
    if reason := why_not():
        pytest.skip(reason)
    return build_all(tmp_path_factory.mktemp("apps"))


@pytest.fixture(scope="session")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real packs, and the one of the mock apps beside them."""
    folder = tmp_path_factory.mktemp("packs")
    for pack in (ROOT / "selectors").iterdir():
        if pack.is_dir():
            shutil.copytree(pack, folder / pack.name)
    shutil.copytree(Path(__file__).parent / "pack", folder / "emulator")
    return folder


@pytest.fixture(scope="session")
def handset(request: pytest.FixtureRequest, clean_environment: None) -> Iterator[Handset]:
    """The phone that `--phone` names."""
    serial = str(request.config.getoption("--phone"))
    if serial != "virtual":
        yield DeviceHandset(shutil.which("adb") or "adb", serial, INHERITED)
        return
    with AdbServer() as server:
        virtual = VirtualHandset(server)
        yield virtual
        virtual.put_away()


@pytest.fixture
def bench(
    handset: Handset, packs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Bench]:
    """The phone and the command; at the end neither a process nor a server of ours is left."""
    monkeypatch.setattr("tests.e2e.program.COMMAND", Bench.COMMAND)
    monkeypatch.setattr("tests.e2e.program.SECONDS", SECONDS)
    program = Program(tmp_path, handset.environment)
    yield Bench(handset, program, lambda locale: _dress(handset, packs, locale))
    assert program.left_running() == []
    handset.check()


def _dress(handset: Handset, packs: Path, locale: str) -> Dress:
    return Dress(str(packs), handset.settings, RELEASE, locale)
