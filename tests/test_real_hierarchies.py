"""Captured hierarchies of real phones: what is ours is recognised, everything else is not."""

import json
import sys
from typing import Any

import pytest

from miunlink_adb.hierarchy import Node, parse_hierarchy
from miunlink_adb.observation import Observation
from miunlink_adb.pack import known_releases, load_bound
from miunlink_adb.screen import identify
from tests.architecture import ROOT

HOME = ROOT / "tests" / "data" / "hierarchies" / "hyperos-settings-home-es.xml"
REAL = ROOT.parent / "shared" / "real" / "hierarchies"
RELEASES = known_releases()


@pytest.mark.parametrize("release", RELEASES)
def test_a_real_settings_home_is_recognised(release: str) -> None:
    """A HyperOS phone in Spanish, in Appium's form, whichever pack is taken for it."""
    look = Observation(parse_hierarchy(HOME.read_bytes()), "com.android.settings")
    found = identify(look, load_bound(release, "es-ES"))
    assert found.screen == "settings_home"
    assert "account_row_international" not in found.elements
    assert "account_row_china" not in found.elements


def packages(root: Node) -> set[str]:
    """Every package that could have had the focus."""
    return {node.package for node in root.walk() if node.package}


def wrong(entry: dict[str, Any], root: Node, release: str) -> list[str]:
    """Screens that one pack sees and that are not there, whatever had the focus."""
    pack = load_bound(release, entry["locale"].strip("?") or "en")
    looks = [Observation(root, name) for name in {*packages(root), entry["app"]}]
    found = [(look.package, identify(look, pack).screen) for look in looks]
    expected = (entry["app"], entry["screen"])
    faults = [pair for pair in found if pair[1] and pair != expected]
    if entry["screen"] and expected not in found:
        faults.append(expected)
    return [f"{release}: {entry['file']}: {package}: {screen}" for package, screen in faults]


@pytest.mark.skipif(not REAL.is_dir(), reason="the captured hierarchies lie outside the project")
def test_nothing_else_is_taken_for_ours(capsys: pytest.CaptureFixture[str]) -> None:
    """Every capture, every pack, every package in it: no false screen, and the true one found."""
    lines = (REAL / "index.jsonl").read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line) for line in lines]
    trees = {e["file"]: parse_hierarchy((REAL / e["file"]).read_bytes()) for e in entries}
    faults = {r: [f for e in entries for f in wrong(e, trees[e["file"]], r)] for r in RELEASES}
    true = sum(bool(entry["screen"]) for entry in entries)

    with capsys.disabled():
        sys.stdout.write(f"\n{'pack':12} files  ours  wrong\n")
        for release, found in faults.items():
            sys.stdout.write(f"{release:12} {len(entries):5} {true:5} {len(found):6}\n")
    assert [fault for found in faults.values() for fault in found] == []


@pytest.mark.skipif(not REAL.is_dir(), reason="the captured hierarchies lie outside the project")
def test_the_extract_is_what_was_captured() -> None:
    """The file that the project carries holds nodes of the capture, and no other words."""
    (name,) = REAL.glob("com.android.settings-facebook*2181.xml")
    whole = {text_of(node) for node in parse_hierarchy(name.read_bytes()).walk()}
    part = {text_of(node) for node in parse_hierarchy(HOME.read_bytes()).walk()}
    assert part <= whole


def text_of(node: Node) -> tuple[str, str, str]:
    """What a node is and shows."""
    return node.class_name, node.resource_id, node.text
