"""`scripts/demo` and `scripts/test` set themselves up, once, on whatever Python there is.

A stand-in for Python, a shell script with a version and a memory, makes the environment: the tests
need no network and see every call.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the scripts are for a POSIX shell")

# Answers what the scripts ask a Python; `-m venv` puts a copy of itself into the environment.
FAKE_PYTHON = r"""#!/bin/sh
here=$(dirname "$0")
echo "$(basename "$0") $*" >>"$LOG"
case "$*" in
    *"sys.version_info < (3, 11)"*) exit @OLD@ ;;
    *"import venv"*) exit 0 ;;
    *"import ensurepip"*) exit @NO_ENSUREPIP@ ;;
    *"import pip"*) exit @NO_PIP@ ;;
    *"print(sys.version_info"*) echo "@IDENTITY@" ;;
    *"import miunlink_adb"*) [ -f "$here/installed" ] ;;
    *"-m venv"*)
        for last; do :; done
        mkdir -p "$last/bin" && cp "$0" "$last/bin/python" ;;
    *"pip"*" install "*) [ -z "${PIP_FAILS:-}" ] && touch "$here/installed" ;;
    *) echo "ran: $*" ;;
esac
"""


@dataclass
class Checkout:
    """A copy of the scripts, and a PATH with nothing but a shell's tools and fake Pythons."""

    root: Path
    bin: Path
    log: Path

    def add_python(
        self,
        name: str,
        *,
        old: bool = False,
        ensurepip: bool = True,
        pip: bool = True,
        identity: str = "(3, 12) /usr",
    ) -> Path:
        """Put a Python on the PATH; returns its path."""
        text = FAKE_PYTHON.replace("@OLD@", str(int(old))).replace("@IDENTITY@", identity)
        text = text.replace("@NO_ENSUREPIP@", str(int(not ensurepip)))
        path = self.bin / name
        path.write_text(text.replace("@NO_PIP@", str(int(not pip))), encoding="utf-8")
        path.chmod(0o755)
        return path

    def run(
        self, script: str, *arguments: str, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a script from another folder; the log starts anew."""
        self.log.write_text("", encoding="utf-8")
        environment = {
            "PATH": str(self.bin),
            "LOG": str(self.log),
            "HOME": str(self.bin),
            **variables,
        }
        return subprocess.run(
            [str(self.root / "scripts" / script), *arguments],
            capture_output=True,
            check=False,
            cwd=self.bin,
            env=environment,
            text=True,
        )

    def calls(self, *words: str) -> list[str]:
        """Return the calls of a Python that have all these words."""
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return [line for line in lines if all(word in line for word in words)]


TOOLS = ("basename", "cat", "cksum", "cp", "dirname", "mkdir", "rm", "sh", "touch", "tr")


def make_checkout(folder: Path, tools: Sequence[str] = TOOLS) -> Checkout:
    """Copy the scripts below a folder with a space in its name."""
    root, commands = folder / "a checkout", folder / "bin"
    root.mkdir()
    commands.mkdir()
    shutil.copytree(ROOT / "scripts", root / "scripts")
    shutil.copy(ROOT / "pyproject.toml", root)
    for tool in tools:
        (commands / tool).symlink_to(str(shutil.which(tool)))
    return Checkout(root, commands, folder / "log")


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A fresh checkout on a machine without any Python."""
    return make_checkout(tmp_path)


def test_the_first_run_sets_up_and_runs(checkout: Checkout) -> None:
    """One environment, one install, then the main job, with the arguments passed on."""
    checkout.add_python("python3")
    done = checkout.run("demo", "--virtual", "miui-11:ru")

    assert done.returncode == 0, done.stderr
    assert done.stdout == (
        "ran: -P -m miunlink_adb signout --virtual miui-11 --yes --virtual miui-11:ru\n"
    )
    assert len(checkout.calls("-m venv", f"{checkout.root}/.venv")) == 1
    assert len(checkout.calls("install", "--editable", str(checkout.root))) == 1


def test_the_second_run_installs_nothing(checkout: Checkout) -> None:
    """As long as the project file and the place are the same, pip is not called."""
    checkout.add_python("python3")
    checkout.run("demo")
    done = checkout.run("demo")

    assert done.returncode == 0
    assert done.stderr == ""
    assert checkout.calls("venv", "-m venv") == []
    assert checkout.calls("install") == []


def test_tests_need_more_than_the_demo(checkout: Checkout) -> None:
    """The tests' environment is the demo's with more in it: the demo then needs no install."""
    checkout.add_python("python3")
    checkout.run("demo")
    checkout.run("test")
    assert len(checkout.calls("install", f"{checkout.root}[dev]")) == 1
    assert checkout.calls("-m venv") == []

    checkout.run("demo")
    assert checkout.calls("install") == []


def test_a_changed_project_file_is_installed_again(checkout: Checkout) -> None:
    """New dependencies are noticed, for the demo and for the tests; the environment stays."""
    checkout.add_python("python3")
    checkout.run("test")
    with (checkout.root / "pyproject.toml").open("a", encoding="utf-8") as project:
        project.write("# changed\n")
    checkout.run("demo")
    assert len(checkout.calls("install")) == 1
    assert checkout.calls("-m venv") == []

    checkout.run("test")
    assert len(checkout.calls("install", "[dev]")) == 1


def test_a_moved_checkout_gets_a_new_environment(checkout: Checkout) -> None:
    """The old place stands in the environment's scripts: it is made anew."""
    checkout.add_python("python3")
    checkout.run("demo")
    checkout.root = checkout.root.rename(checkout.root.with_name("moved"))
    done = checkout.run("demo")

    assert done.returncode == 0, done.stderr
    assert len(checkout.calls("-m venv", "--clear", f"{checkout.root}/.venv")) == 1
    assert len(checkout.calls("install", str(checkout.root))) == 1


def test_an_interrupted_install_is_repeated(checkout: Checkout) -> None:
    """When pip fails, the run fails, says so, and the next one tries again."""
    checkout.add_python("python3")
    failed = checkout.run("demo", PIP_FAILS="1")
    assert failed.returncode == 1
    assert "pip could not install" in failed.stderr

    done = checkout.run("demo")
    assert done.returncode == 0
    assert len(checkout.calls("install")) == 1


def test_somebody_elses_environment_is_not_cleared(checkout: Checkout) -> None:
    """A `.venv` that these scripts did not make is added to, never emptied."""
    checkout.add_python("python3")
    (checkout.root / ".venv").mkdir()
    checkout.run("demo")

    assert len(checkout.calls("-m venv")) == 1
    assert checkout.calls("-m venv", "--clear") == []


def test_a_newer_python_is_found_behind_an_old_one(checkout: Checkout) -> None:
    """`python3` may be too old: python3.12 beside it does the work."""
    checkout.add_python("python3", old=True)
    checkout.add_python("python3.12")
    done = checkout.run("demo")

    assert done.returncode == 0, done.stderr
    assert checkout.calls("-m venv")[0].startswith("python3.12 ")


def test_a_python_that_can_build_is_preferred(checkout: Checkout) -> None:
    """A Python without ensurepip and pip is passed over for one that has them."""
    checkout.add_python("python3", ensurepip=False, pip=False)
    checkout.add_python("python3.11")
    done = checkout.run("demo")

    assert done.returncode == 0, done.stderr
    assert checkout.calls("-m venv")[0].startswith("python3.11 ")


def test_pip_from_outside_stands_in_for_ensurepip(checkout: Checkout) -> None:
    """Where only pip is installed, it fills an environment that has none of its own."""
    checkout.add_python("python3", ensurepip=False)
    done = checkout.run("demo")

    assert done.returncode == 0, done.stderr
    assert len(checkout.calls("-m venv", "--without-pip")) == 1


def test_python_without_venv_is_explained(checkout: Checkout) -> None:
    """Without venv the message names the Debian package."""
    checkout.add_python("python3", ensurepip=False, pip=False)
    done = checkout.run("demo")

    assert done.returncode == 1
    assert "sudo apt install python3-venv" in done.stderr


def test_no_python_is_explained(checkout: Checkout) -> None:
    """Without any Python the message says which one to install."""
    checkout.add_python("python3", old=True)
    done = checkout.run("test")

    assert done.returncode == 1
    assert "No Python 3.11 or newer was found." in done.stderr


def test_the_named_python_is_obeyed(checkout: Checkout) -> None:
    """PYTHON decides; another one than last time gets an environment of its own making."""
    checkout.add_python("python3")
    checkout.run("demo")
    other = checkout.add_python("other", identity="(3, 13) /opt")
    checkout.run("demo", PYTHON=str(other))
    assert checkout.calls("-m venv", "--clear")[0].startswith("other ")

    checkout.run("demo", PYTHON=str(other))
    assert checkout.calls("install") == []


def test_a_named_python_that_is_too_old_is_refused(checkout: Checkout) -> None:
    """PYTHON is not silently replaced by another one."""
    checkout.add_python("python3")
    old = checkout.add_python("old", old=True)
    done = checkout.run("demo", PYTHON=str(old))

    assert done.returncode == 1
    assert "is not Python 3.11 or newer" in done.stderr


@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_checkout_uses_the_cache_folder(checkout: Checkout, tmp_path: Path) -> None:
    """Where nothing can be written, the environment lies in the user's cache folder."""
    checkout.add_python("python3")
    checkout.root.chmod(0o555)
    done = checkout.run("demo", XDG_CACHE_HOME=str(tmp_path / "cache"))

    assert done.returncode == 0, done.stderr
    assert len(checkout.calls("-m venv", str(tmp_path / "cache" / "miunlink-adb"))) == 1


def test_the_first_failure_ends_the_checks(checkout: Checkout) -> None:
    """Nothing runs after a check that failed, and the status says so."""
    python = checkout.add_python("python3")
    broken = python.read_text(encoding="utf-8").replace(
        'case "$*" in\n', 'case "$*" in\n    *"ruff format"*) exit 3 ;;\n'
    )
    python.write_text(broken, encoding="utf-8")
    done = checkout.run("test")

    assert done.returncode == 1
    assert "ruff format failed." in done.stderr
    assert checkout.calls("-m pytest") == []
