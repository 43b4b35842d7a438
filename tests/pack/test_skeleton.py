"""`selectors new`: a pack that works at once, claims nothing, and overwrites nothing."""

import shutil
import tomllib
from pathlib import Path

import pytest

from miunlink_adb.errors import UnknownRelease, UsageError
from miunlink_adb.pack import known_releases, load_bound, load_pack
from miunlink_adb.pack.check import check_packs
from miunlink_adb.pack.skeleton import nearest_older, write_skeleton
from miunlink_adb.resources import selectors_dir

NEW = "hyperos-99"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of all packs."""
    return Path(shutil.copytree(selectors_dir(), tmp_path / "selectors"))


def test_a_new_pack_is_in_order(root: Path) -> None:
    """It is checked without a finding of its own, and serves a phone in its language."""
    before = check_packs(root)
    file = write_skeleton(NEW, root)

    assert file == root / NEW / "pack.toml"
    assert check_packs(root) == before
    assert load_bound(NEW, "de", root).locales[0] == "de"
    assert known_releases(root)[-1] == NEW


def test_a_new_pack_claims_nothing(root: Path) -> None:
    """Every screen and every selector is assumed until somebody has seen it."""
    write_skeleton(NEW, root, extends="miui-11")
    pack = load_pack(NEW, root)

    assert pack.chain[:2] == (NEW, "miui-11")
    assert {screen.sure for screen in pack.screens.values()} == {"assumed"}
    sure = {spec.sure for element in pack.elements.values() for spec in element.select}
    assert sure == {"assumed"}


def test_the_example_in_it_can_be_used(root: Path) -> None:
    """Without its comment signs the example is TOML that the packs understand."""
    file = write_skeleton(NEW, root)
    text, _, example = file.read_text(encoding="utf-8").partition("# -- What differs")
    lines = [line.removeprefix("# ") for line in example.splitlines() if line.startswith("# ")]
    start = next(n for n, line in enumerate(lines) if line.startswith("[elements."))
    used = [line for line in lines[start:] if line.strip("#") and not line.endswith(("gone:",))]
    file.write_text(text + "\n".join(used) + "\n", encoding="utf-8")

    assert tomllib.loads(file.read_text(encoding="utf-8"))["elements"]
    pack = load_pack(NEW, root)
    assert pack.elements["sign_out_button"].sure == "capture"
    assert "hidden_photos_dialog" not in pack.screens


def test_nothing_is_overwritten(root: Path) -> None:
    """A pack that is there stays as it is, byte for byte."""
    file = root / "miui-11" / "pack.toml"
    before = file.read_bytes()
    with pytest.raises(UsageError, match="is there already"):
        write_skeleton("miui-11", root)

    assert file.read_bytes() == before


@pytest.mark.parametrize("name", ["", "../evil", "HyperOS-5", "hyperos-", "miui-0", "oneui-6"])
def test_only_names_of_releases_are_taken(root: Path, name: str) -> None:
    """Nothing is written for anything else."""
    before = sorted(root.parent.rglob("*"))
    with pytest.raises(UsageError):
        write_skeleton(name, root)

    assert sorted(root.parent.rglob("*")) == before


def test_what_it_extends_must_be_there(root: Path) -> None:
    """An unknown base is named before anything is written."""
    with pytest.raises(UnknownRelease):
        write_skeleton(NEW, root, extends="hyperos-98")

    assert not (root / NEW).exists()


def test_the_nearest_older_release_is_taken(root: Path) -> None:
    """Between two releases the older one; below all of them none."""
    assert nearest_older("miui-12.5", root) == "miui-12"
    assert nearest_older("miui-15", root) == "miui-14"
    with pytest.raises(UsageError, match="No pack is older"):
        nearest_older("miui-7", root)
