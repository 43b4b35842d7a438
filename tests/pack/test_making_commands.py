"""`selectors new` and `selectors check` as commands: what they print and how they end."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from miunlink_adb.cli.context import Context
from miunlink_adb.cli.selectors import selectors
from miunlink_adb.errors import PackError, UsageError
from miunlink_adb.pack.supported import FILE_NAME, supported
from miunlink_adb.resources import selectors_dir

NEW = "hyperos-99"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of all packs with a document beside them that fits."""
    root = Path(shutil.copytree(selectors_dir(), tmp_path / "selectors"))
    (tmp_path / FILE_NAME).write_text(supported(root), encoding="utf-8")
    return root


def run(*arguments: str) -> tuple[int, str, Exception | None]:
    """Exit code, stdout, and an error that the program's own main would show."""
    done = CliRunner().invoke(selectors, list(arguments), obj=Context())
    error = done.exception if not isinstance(done.exception, SystemExit) else None
    return done.exit_code, done.stdout, error  # type: ignore[return-value]


def test_new_names_the_file(root: Path) -> None:
    """The one line on stdout is the file to edit; with --json it stands in a document."""
    code, out, _ = run("new", NEW, "--into", str(root))
    assert (code, out.strip()) == (0, str(root / NEW / "pack.toml"))

    shutil.rmtree(root / NEW)
    code, out, _ = run("new", NEW, "--into", str(root), "--json")
    assert json.loads(out)["file"] == str(root / NEW / "pack.toml")


def test_new_refuses_what_is_there(root: Path) -> None:
    """Exit 2, and nothing is changed."""
    _, out, error = run("new", "miui-11", "--into", str(root))

    assert isinstance(error, UsageError)
    assert out == ""


def test_check_tells_faults_from_gaps(root: Path) -> None:
    """Missing translations are told and are no failure; a stale document is one."""
    code, out, _ = run("check", str(root))
    assert code == 0
    assert all(line.startswith("gap: ") for line in out.splitlines())

    run("new", NEW, "--into", str(root))
    code, out, _ = run("check", str(root), "--json")
    faults = [found for found in json.loads(out)["findings"] if found["level"] == "fault"]
    assert code == PackError.exit_code
    assert [found["rule"] for found in faults] == ["stale"]
