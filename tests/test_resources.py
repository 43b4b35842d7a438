"""The data files are found, wherever the package lies."""

import subprocess
import sys
from pathlib import Path

import pytest

from miunlink_adb import resources
from tests.architecture import ROOT


def test_a_checkout_uses_its_own_packs() -> None:
    """In a source checkout the packs are those that can be edited there."""
    assert resources.selectors_dir() == ROOT / "selectors"


def test_an_installed_package_finds_its_packs(tmp_path: Path) -> None:
    """A package with `_selectors` inside, as the wheel has it, uses that, from any folder."""
    package = tmp_path / "site" / "miunlink_adb"
    (package / "_selectors").mkdir(parents=True)
    for name in ("__init__.py", "resources.py"):
        (package / name).write_bytes((ROOT / "miunlink_adb" / name).read_bytes())
    code = (
        f"import sys; sys.path.insert(0, {str(package.parent)!r});"
        "from miunlink_adb.resources import selectors_dir; print(selectors_dir())"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, check=True, cwd=tmp_path, text=True
    )

    assert Path(done.stdout.strip()) == (package / "_selectors").resolve()


def test_a_damaged_installation_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without packs the error says that the program must be installed again."""
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "site" / "miunlink_adb")

    with pytest.raises(FileNotFoundError, match="install miunlink-adb again"):
        resources.selectors_dir()
