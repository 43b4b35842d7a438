"""The project's own files as text: which they are, and what of a machine stands in them."""

import re
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
    if (root / ".git").exists():
        listed = subprocess.run(
            ["git", "-C", str(root), "ls-files", "-z"], capture_output=True, check=True, text=True
        ).stdout
        return [root / name for name in listed.split("\0") if name and (root / name).is_file()]
    visible = (p for p in root.rglob("*") if not p.relative_to(root).as_posix().startswith("."))
    return [path for path in visible if path.is_file() and "__pycache__" not in path.parts]


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
