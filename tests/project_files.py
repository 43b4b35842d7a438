"""The project's own files as text: which they are, and what of a machine stands in them."""

import re
import shutil
import subprocess
from pathlib import Path

from tests.architecture import ROOT

_FOREIGN_PATH = re.compile(r"(?<![\w.~/-])/(?:home|root|work)\b(?!-)")
_INDEX = re.compile(
    r"--(?:extra-)?index[-]url|--find[-]links|--trusted[-]host|"
    r"\b(?:files\.pythonhosted|pypi|registry\.npmjs|registry\.yarnpkg|proxy\.golang)[.]org",
    re.IGNORECASE,
)


def tracked_files(root: Path = ROOT) -> list[Path]:
    """Return the project's files: git's, or outside a repository all that is not hidden."""
    listed = _git_files(root)
    if listed is not None:
        return [root / name for name in listed if (root / name).is_file()]
    visible = (p for p in root.rglob("*") if not p.relative_to(root).as_posix().startswith("."))
    return [path for path in visible if path.is_file() and "__pycache__" not in path.parts]


def _git_files(root: Path) -> list[str] | None:
    """Return what git tracks below `root`, or None without git or outside a repository."""
    git = shutil.which("git")
    if git is None or not (root / ".git").exists():
        return None
    # The checkout may belong to another user than the one who runs the tests.
    command = [git, "-c", "safe.directory=*", "-C", str(root), "ls-files", "-z"]
    listed = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return [name for name in listed.split("\0") if name]


def machine_traces(path: Path) -> list[str]:
    """Say in which lines of a text file a machine's paths or a package index are written."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []
    return [
        f"{path.name}:{number}: {line.strip()[:80]}"
        for number, line in enumerate(lines, 1)
        if _FOREIGN_PATH.search(line) or _INDEX.search(line)
    ]
