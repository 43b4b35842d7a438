"""The design holds: rooms, sizes, names, docstrings, and what a start of the command costs."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import architecture as arch
from tests import project_files

FUNCTION_LINES = 40
FILE_LINES = 300

# file or "file:function" -> why it may be longer.
LONG_FOR_A_REASON: dict[str, str] = {}

HEAVY = ("PIL", "adbutils", "asyncio", "loguru", "lxml", "requests", "rich", "uiautomator2")

MODULES = arch.modules()
TESTS = arch.source_files(arch.ROOT / "tests")


# -- the package -------------------------------------------------------------------------------


def test_imports_point_downwards() -> None:
    """A room uses only rooms below it; `virtual` knows nobody, and only `cli` knows it."""
    faults = [fault for module in MODULES for fault in arch.layer_faults(module)]

    assert faults == []


def test_no_import_cycles() -> None:
    """No module needs, to start, a module that needs it to start."""
    assert arch.import_cycles(MODULES) == []


def test_only_adb_knows_the_libraries_that_drive_phones() -> None:
    """Nobody but `adb` imports adbutils or uiautomator2."""
    others = [module for module in MODULES if module.room != "adb"]
    faults = [f for m in others for f in arch.foreign_imports(m, "adbutils", "uiautomator2")]

    assert faults == []


def test_only_the_command_line_knows_click() -> None:
    """Nobody but `cli` imports click, so that everything else can be used without a terminal."""
    others = [module for module in MODULES if module.room != "cli"]

    assert [f for m in others for f in arch.foreign_imports(m, "click")] == []


def test_functions_are_small() -> None:
    """No function of the package is longer than 40 lines, its docstring included."""
    faults = [
        f"{module.name}: {fault}"
        for module in MODULES
        for fault in arch.long_functions(module.tree, FUNCTION_LINES)
        if f"{module.name}:{fault.split(':')[0]}" not in LONG_FOR_A_REASON
    ]

    assert faults == []


def test_files_are_small() -> None:
    """No file of the package is longer than 300 lines."""
    sizes = {m.name: len(m.path.read_text(encoding="utf-8").splitlines()) for m in MODULES}
    faults = {name: size for name, size in sizes.items() if size > FILE_LINES}

    assert {name: n for name, n in faults.items() if name not in LONG_FOR_A_REASON} == {}


def test_everything_public_is_documented() -> None:
    """Every public module, class, function and method says what it is for."""
    assert arch.undocumented(MODULES) == []


def test_names_say_something() -> None:
    """No module is called utils, helpers, manager or misc."""
    vague = [path.name for path in [*(m.path for m in MODULES), *TESTS] if arch.is_vague(path)]

    assert vague == []


def test_packs_are_data() -> None:
    """`selectors/` holds no Python: it would shadow the standard library's module of that name."""
    code = [path.name for path in (arch.ROOT / "selectors").rglob("*.py*")]

    assert code == []


def test_starting_the_command_imports_nothing_heavy() -> None:
    """Help, usage errors and completion do not wait for libraries that only a phone needs."""
    names = sorted(m.name for m in MODULES if m.room in {"", "cli"})
    loaded = imported_by(f"import {', '.join(names)}")

    assert sorted(loaded & set(HEAVY)) == []


def imported_by(statement: str) -> set[str]:
    """Return the top-level packages that a fresh interpreter loads for a statement."""
    code = f"import sys; sys.path.insert(0, {str(arch.ROOT)!r}); {statement}"
    environment = {n: v for n, v in os.environ.items() if not n.startswith("COV")}
    done = subprocess.run(
        [sys.executable, "-I", "-X", "importtime", "-c", code],
        capture_output=True,
        check=True,
        env=environment,
        text=True,
    )
    names = re.findall(r"^import time:[^|]+\|[^|]+\|\s*([\w.]+)$", done.stderr, re.MULTILINE)
    return {name.split(".")[0] for name in names}


# -- the tests and the files -------------------------------------------------------------------


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
def test_every_test_promises_and_checks(path: Path) -> None:
    """Each test function has a docstring, and at least one check that can fail."""
    assert arch.weak_tests(ast.parse(path.read_text(encoding="utf-8"))) == []


def test_files_carry_no_trace_of_a_machine() -> None:
    """No tracked file names somebody's folders or a package index."""
    faults = [
        trace
        for path in project_files.tracked_files()
        for trace in project_files.machine_traces(path)
    ]

    assert faults == []


def test_the_readme_names_the_commands_that_exist() -> None:
    """Setting up, the main job and the tests are one command each, and the files are there."""
    readme = (arch.ROOT / "README.md").read_text(encoding="utf-8")

    for command in ("scripts/demo", "scripts/test"):
        assert f"./{command}" in readme
        assert (arch.ROOT / command).is_file()


# -- the guards themselves ---------------------------------------------------------------------


def module(tmp_path: Path, name: str, source: str) -> arch.Module:
    """Write one module of a package that is not ours and parse it."""
    path = tmp_path.joinpath(arch.PACKAGE, *name.split(".")).with_suffix(".py")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, encoding="utf-8")
    return next(m for m in arch.modules(tmp_path) if m.path == path)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("screen", "from miunlink_adb.flows import signout"),
        ("screen", "def f():\n    from miunlink_adb import runner"),
        ("pack.loader", "from ..cli import main"),
        ("virtual.phone", "from miunlink_adb.errors import MiunlinkError"),
        ("virtual.phone", "if TYPE_CHECKING:\n    from miunlink_adb.errors import MiunlinkError"),
        ("runner", "import miunlink_adb.virtual.phone"),
        ("runner", "from miunlink_adb.adb import session"),
        ("adb.session", "from miunlink_adb.runner import Runner"),
        ("elsewhere", "import os"),
    ],
)
def test_an_upward_import_is_found(tmp_path: Path, name: str, source: str) -> None:
    """Upwards, across a wall, relative, inside a function or from an unknown room: all are seen."""
    assert len(arch.layer_faults(module(tmp_path, name, source))) == 1


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("flows.signout", "from miunlink_adb.flow import Flow\nfrom miunlink_adb import guard"),
        ("errors", "if TYPE_CHECKING:\n    from miunlink_adb.screen import Observation"),
        ("cli.signout", "from miunlink_adb.virtual import VirtualPhone\nimport miunlink_adb.adb"),
        ("virtual.phone", "from . import view\nfrom ..virtual.ui import Ui"),
        ("adb.session", "from ..phone import Tap\nimport adbutils"),
        ("cli", "from miunlink_adb import __version__"),
    ],
)
def test_a_downward_import_is_fine(tmp_path: Path, name: str, source: str) -> None:
    """What the design allows is not reported."""
    assert arch.layer_faults(module(tmp_path, name, source)) == []


def test_a_cycle_is_found_once(tmp_path: Path) -> None:
    """A circle of three is reported as one circle; a lazy import closes none."""
    module(tmp_path, "pack.a", "from miunlink_adb.pack import b")
    module(tmp_path, "pack.b", "from .c import something")
    module(tmp_path, "pack.d", "def f():\n    from . import a")
    module(tmp_path, "pack.c", "import miunlink_adb.pack.a\nfrom . import d")
    a, b, c = (f"{arch.PACKAGE}.pack.{name}" for name in "abc")

    assert arch.import_cycles(arch.modules(tmp_path)) == [f"{a} -> {b} -> {c} -> {a}"]


def test_hidden_ways_to_import_are_seen(tmp_path: Path) -> None:
    """A lazy import and `import_module` count as imports of a library."""
    lazy = module(
        tmp_path,
        "runner",
        "def f():\n    import adbutils.errors\n    importlib.import_module('uiautomator2')",
    )

    assert len(arch.foreign_imports(lazy, "adbutils", "uiautomator2")) == 2


def test_a_long_function_is_found() -> None:
    """A function of 41 lines is one too many; one of 40 is not."""
    body = "\n".join("    pass" for _ in range(40))
    tree = ast.parse(f"def long():\n{body}\n\nasync def fits():\n{body[9:]}\n")

    assert arch.long_functions(tree, 40) == ["long:1 has 41 lines"]


def test_missing_docstrings_are_found(tmp_path: Path) -> None:
    """Public things without a docstring are named; overrides of documented methods are not."""
    doc = '"""Doc."""'
    documented = f"{doc}\nclass Base:\n    {doc}\n    def view(self):\n        {doc}\n"
    bare = "class Child(Base):\n    def view(self): ...\n    def tap(self): ...\ndef _own(): ..."
    module(tmp_path, "screen", documented)
    module(tmp_path, "flow", bare)
    found = arch.undocumented(arch.modules(tmp_path))

    name = f"{arch.PACKAGE}.flow"
    assert found == [
        f"{name}: the module itself",
        f"{name}: Child (line 1)",
        f"{name}: Child.tap (line 3)",
    ]


def test_weak_tests_are_found() -> None:
    """A test without promise, without check, or with a check of a constant is named."""
    tree = ast.parse(
        "def test_a():\n    '''Doc.'''\n    assert True\ndef test_b():\n    assert x\n"
    )

    assert arch.weak_tests(tree) == [
        "test_a checks nothing",
        "test_b promises nothing: it has no docstring",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("open('/" + "home/somebody/x')", True),
        ("cd /" + "root", True),
        ("pip install --index" + "-url=x y", True),
        ("see https://py" + "pi.org/simple", True),
        ("the /homepage of https://example.org/home/page", False),
        ("/data/local/tmp/u2.jar", False),
    ],
)
def test_traces_of_a_machine_are_found(tmp_path: Path, *, text: str, found: bool) -> None:
    """Folders of a computer and package indexes are seen; a phone's paths and links are not."""
    path = tmp_path / "file.txt"
    path.write_text(text, encoding="utf-8")

    assert bool(project_files.machine_traces(path)) is found


def test_files_are_found_without_git(tmp_path: Path) -> None:
    """Outside a repository every file counts that is not hidden."""
    for name in ("README.md", "scripts/demo", ".venv/bin/python", "tests/__pycache__/x.pyc"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    found = {p.relative_to(tmp_path).as_posix() for p in project_files.tracked_files(tmp_path)}

    assert found == {"README.md", "scripts/demo"}


def test_vague_names_are_found() -> None:
    """A vague word is seen in any part of a name, and nowhere inside another word."""
    names = ("utils.py", "adb_helpers.py", "utility.py", "hierarchy.py")

    assert [name for name in names if arch.is_vague(Path(name))] == ["utils.py", "adb_helpers.py"]
