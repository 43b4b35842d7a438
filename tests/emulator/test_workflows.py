"""The workflows of continuous integration pass their linters and promise little rights."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import ROOT
from tests.emulator.mock.screens import PACKAGES
from tests.emulator.mock.toolchain import PACKAGES as DEBIAN_PACKAGES

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))

pytestmark = pytest.mark.skipif(not WORKFLOWS, reason="the workflows are in a checkout only")


def linter(name: str) -> str:
    """A linter beside this Python, or on the path."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.is_file() else shutil.which(name)
    if not found:
        pytest.skip(f"{name} is not installed: pip install -e '.[emulator]' brings zizmor")
    return found


def lint(*command: str) -> str:
    """What a linter says when it finds something; empty when it does not."""
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    return done.stdout + done.stderr if done.returncode else ""


def test_zizmor_finds_nothing() -> None:
    """No workflow can be made to run what a stranger wrote, or has rights that it does not need."""
    program = linter("zizmor")

    assert lint(program, "--offline", "--no-progress", "--pedantic", *map(str, WORKFLOWS)) == ""


def test_actionlint_finds_nothing() -> None:
    """Syntax, expressions and shell lines of the workflows are right."""
    assert lint(linter("actionlint"), "-no-color", *map(str, WORKFLOWS)) == ""


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: str(path.name))
def test_workflows_only_read(path: Path) -> None:
    """Reading the sources is the only right, and it is not left lying about."""
    text = path.read_text(encoding="utf-8")

    assert "permissions:\n  contents: read\n" in text
    assert len(re.findall(r"^ *permissions:", text, re.MULTILINE)) == 1
    assert text.count("persist-credentials: false") == text.count("actions/checkout@")
    assert "secrets." not in text


def test_the_emulator_workflow_installs_what_is_built() -> None:
    """Every app, every Debian package, the promised Androids, and the tests themselves."""
    text = (ROOT / ".github" / "workflows" / "emulator.yml").read_text(encoding="utf-8")

    assert all(f"build/mock-apps/{package}.apk" in text for package in PACKAGES)
    assert all(re.search(rf"[\s]{re.escape(name)}\b", text) for name in DEBIAN_PACKAGES)
    assert "api: [26, 30, 34, 36]" in text
    assert "pytest -m emulator --phone emulator-5554" in text
