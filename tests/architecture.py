"""Reads source files as trees and says where they break the design. It imports none of them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "miunlink_adb"

# From the bottom up: a room uses what stands before it, and its own line.
LAYERS: tuple[frozenset[str], ...] = (
    frozenset(
        {"", "errors", "resources", "wording", "clock", "event", "lock", "phone_key", "redact"}
        | {"page", "pack_folders", "private_file"}
    ),
    frozenset({"selector", "hierarchy", "plain_dump"}),
    frozenset({"observation"}),
    frozenset({"phone", "storage", "apk"}),
    frozenset({"head_start", "own_words", "recovery"}),
    frozenset(
        {"release", "props", "accounts", "device_state", "remaining", "survey", "surroundings"}
    ),
    frozenset({"pack", "preflight", "warning"}),
    frozenset({"newer_release", "learning", "packing", "phone_pack", "screen", "capture", "words"}),
    frozenset({"watch", "doctor", "backup"}),
    frozenset({"archive", "deed", "guard", "journal", "report", "run_record", "flow"}),
    frozenset({"flows"}),
    frozenset(
        {"actor", "coach", "coach_words", "completion", "effect", "handoff", "route", "scroll"}
    ),  # the runner's parts
    frozenset(
        {
            "dossier",
            "handover",
            "handover_page",
            "handover_words",
            "keeping",
            "recording",
            "runner",
            "log",
            "signout_options",
            "status_record",
        }
    ),
    frozenset({"guide", "reset", "signout"}),
    frozenset({"cli"}),
    frozenset({"__main__"}),
)
# Beside the layers: the phone over adbutils and uiautomator2, and the phone that is not there.
ADB_MAY_USE = frozenset().union(*LAYERS[:6])
BESIDE = frozenset({"adb", "virtual"})
ROOMS = frozenset().union(*LAYERS) | BESIDE

VAGUE_NAMES = frozenset({"common", "helper", "helpers", "manager", "misc", "util", "utils"})
_FAILING_CALLS = frozenset({"pytest.raises", "pytest.warns", "pytest.fail"})
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Import:
    """One import: the dotted name, where it stands, whether only a type checker sees it."""

    name: str
    line: int
    types_only: bool
    at_start: bool


@dataclass(frozen=True)
class Module:
    """One source file of the package."""

    name: str
    path: Path
    tree: ast.Module

    @property
    def room(self) -> str:
        """The first part of its name below the package; empty for the package itself."""
        return room_of(self.name)

    @property
    def imports(self) -> list[Import]:
        """What it imports, wherever the statement stands."""
        return list(_imports(self.tree, self._package()))

    def _package(self) -> str:
        is_package = self.path.name == "__init__.py"
        return self.name if is_package else self.name.rpartition(".")[0]


def room_of(name: str) -> str:
    """Return the room of a dotted name inside the package."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else ""


def source_files(folder: Path) -> list[Path]:
    """Return the Python files below a folder, sorted."""
    return sorted(p for p in folder.rglob("*.py") if "__pycache__" not in p.parts)


def modules(root: Path = ROOT) -> list[Module]:
    """Parse every module of the package below `root`."""
    return [_module(path, root) for path in source_files(root / PACKAGE)]


def _module(path: Path, root: Path) -> Module:
    parts = path.relative_to(root).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Module(name, path, ast.parse(path.read_text(encoding="utf-8"), str(path)))


def _imports(
    tree: ast.AST, package: str, *, types_only: bool = False, at_start: bool = True
) -> Iterator[Import]:
    for node in ast.iter_child_nodes(tree):
        for name in _imported_names(node, package):
            yield Import(name, getattr(node, "lineno", 0), types_only, at_start)
        started = at_start and not isinstance(node, Function)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            body, rest = ast.Module(node.body, []), ast.Module(node.orelse, [])
            yield from _imports(body, package, types_only=True, at_start=started)
            yield from _imports(rest, package, types_only=types_only, at_start=started)
        else:
            yield from _imports(node, package, types_only=types_only, at_start=started)


def _imported_names(node: ast.AST, package: str) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = _absolute(node, package)
        yield from (f"{base}.{alias.name}" for alias in node.names)
    elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        called = node.func.id if isinstance(node.func, ast.Name) else called
        if called in {"import_module", "__import__"}:
            yield str(node.args[0].value)


def _absolute(node: ast.ImportFrom, package: str) -> str:
    if node.level == 0:
        return node.module or ""
    parts = package.split(".")
    above = ".".join(parts[: len(parts) - node.level + 1])
    return f"{above}.{node.module}" if node.module else above


# -- layers ------------------------------------------------------------------------------------


def layer_faults(module: Module) -> list[str]:
    """Say which imports of a module go upwards, or cross a wall."""
    faults = [] if module.room in ROOMS else [f"{module.name}: give this module a room in LAYERS"]
    for item in module.imports:
        if item.name.split(".")[0] != PACKAGE:
            continue
        if not may_use(module.room, room_of(item.name), types_only=item.types_only):
            faults.append(f"{module.name}:{item.line} imports {item.name}")
    return faults


def may_use(user: str, used: str, *, types_only: bool = False) -> bool:
    """Tell whether one room may import another.

    An import for the type checker alone may look up, but never into or out of `virtual`.
    """
    used = used if used in ROOMS else ""  # a name defined in the package's __init__
    if "virtual" in {user, used} and user != used:
        return user == "cli"
    if user == used or types_only:
        return True
    if user == "adb":
        return used in ADB_MAY_USE
    if used == "adb":
        return user == "cli"
    return _height(used) <= _height(user)


def _height(room: str) -> int:
    return next((i for i, layer in enumerate(LAYERS) if room in layer), len(LAYERS))


def import_cycles(parsed: list[Module]) -> list[str]:
    """Return the cycles among the modules, each once, as `a -> b -> a`.

    Only what is imported when a module starts counts: an import inside a function, or for the
    type checker, cannot meet a half-made module.
    """
    names = {module.name for module in parsed}
    graph = {module.name: sorted(_started(module, names)) for module in parsed}
    found: dict[frozenset[str], str] = {}
    for start in graph:
        for path in _paths_back(graph, start, (start,)):
            found.setdefault(frozenset(path), " -> ".join([*path, start]))
    return sorted(found.values())


def _started(module: Module, names: set[str]) -> set[str]:
    imported = (i.name for i in module.imports if i.at_start and not i.types_only)
    inside = {name if name in names else name.rpartition(".")[0] for name in imported}
    return (inside & names) - {module.name}


def _paths_back(
    graph: dict[str, list[str]], start: str, path: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    for following in graph[path[-1]]:
        if following == start:
            yield path
        elif following not in path and following > start:  # each cycle from its first name only
            yield from _paths_back(graph, start, (*path, following))


def foreign_imports(module: Module, *packages: str) -> list[str]:
    """Say where a module imports one of these packages, lazily or not."""
    return [
        f"{module.name}:{item.line} imports {item.name}"
        for item in module.imports
        if item.name.split(".")[0] in packages
    ]


# -- size, names, docstrings -------------------------------------------------------------------


def functions(tree: ast.AST) -> Iterator[Function]:
    """Yield every function of a tree, nested ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def long_functions(tree: ast.AST, limit: int) -> list[str]:
    """Name the functions with more lines than `limit`, docstring included."""
    sizes = {
        f"{f.name}:{f.lineno}": (f.end_lineno or f.lineno) - f.lineno + 1 for f in functions(tree)
    }
    return [f"{name} has {size} lines" for name, size in sizes.items() if size > limit]


def is_vague(path: Path) -> bool:
    """Tell whether a file's name says nothing about what is in it."""
    return not VAGUE_NAMES.isdisjoint(path.stem.lower().split("_"))


def undocumented(parsed: list[Module]) -> list[str]:
    """Name the public modules, classes and functions without a docstring.

    A method that overrides a documented one of the package inherits its promise.
    """
    promised = {name for module in parsed for name in _documented_methods(module.tree)}
    return [f"{m.name}: {what}" for m in parsed for what in _without_docstring(m.tree, promised)]


def _documented_methods(tree: ast.AST) -> Iterator[str]:
    for cls in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        yield from (f.name for f in cls.body if isinstance(f, Function) and ast.get_docstring(f))


def _without_docstring(tree: ast.Module, promised: set[str]) -> Iterator[str]:
    if tree.body and not ast.get_docstring(tree):
        yield "the module itself"
    for node in tree.body:
        if isinstance(node, ast.ClassDef | Function) and _is_bare(node):
            yield f"{node.name} (line {node.lineno})"
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            inherited = promised if node.bases else set()
            for method in _bare_methods(node):
                if method.name not in inherited:
                    yield f"{node.name}.{method.name} (line {method.lineno})"


def _bare_methods(cls: ast.ClassDef) -> Iterator[Function]:
    methods = (node for node in cls.body if isinstance(node, Function))
    return (m for m in methods if _is_bare(m) and not _is_twin(m))


def _is_bare(node: ast.ClassDef | Function) -> bool:
    return not node.name.startswith("_") and not ast.get_docstring(node)


def _is_twin(method: Function) -> bool:
    """An overload or a setter: the docstring stands at its twin."""
    marks = [ast.unparse(d) for d in method.decorator_list]
    return any(m.endswith((".setter", ".deleter", "overload")) for m in marks)


def weak_tests(tree: ast.AST) -> list[str]:
    """Name the test functions without a docstring or without anything that can fail."""
    faults = []
    for function in functions(tree):
        if not function.name.startswith("test_"):
            continue
        if not ast.get_docstring(function):
            faults.append(f"{function.name} promises nothing: it has no docstring")
        if not any(_can_fail(node) for node in ast.walk(function)):
            faults.append(f"{function.name} checks nothing")
    return faults


def _can_fail(node: ast.AST) -> bool:
    if isinstance(node, ast.Assert):
        return not isinstance(node.test, ast.Constant)
    if not isinstance(node, ast.Call):
        return False
    called = ast.unparse(node.func)
    return called in _FAILING_CALLS or called.split(".")[-1].startswith("assert_")
