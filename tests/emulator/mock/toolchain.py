"""Debian's programs that build and judge Android apps, without the Android SDK.

Must not know what is built.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

PACKAGES = (
    "aapt",
    "apksigner",
    "zipalign",
    "libsmali-java",
    "dexdump",
    "android-framework-res",
)
"""Debian's packages that are needed."""
FRAMEWORK = Path("/usr/share/android-framework-res/framework-res.apk")
JARS = Path("/usr/share/java")
_SMALI = ("smali", "baksmali", "smali-util", "dexlib2", "jcommander", "guava", "antlr3-runtime")
_COMMANDS = ("aapt", "apksigner", "zipalign", "dexdump", "java", "keytool")
LIMIT = 120.0


class ToolError(RuntimeError):
    """A program failed, or is not there; the message has its own words."""


def missing() -> list[str]:
    """What is not installed; empty when apps can be built."""
    lacking = [name for name in _COMMANDS if shutil.which(name) is None]
    files = [FRAMEWORK, *(JARS / f"{name}.jar" for name in _SMALI)]
    return lacking + [str(path) for path in files if not path.is_file()]


def why_not() -> str:
    """Why apps cannot be built here and what to do; empty when they can."""
    lacking = missing()
    if not lacking:
        return ""
    wanted = " ".join(PACKAGES)
    return f"not installed: {', '.join(lacking)}; on Debian: apt-get install {wanted}"


def run(*command: str | Path) -> str:
    """Run a program to its end; returns what it printed.

    Raises:
        ToolError: it failed, or took longer than two minutes.
    """
    words = [str(word) for word in command]
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=LIMIT)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ToolError(f"{words[0]}: {error}") from None
    if done.returncode:
        raise ToolError(f"{' '.join(words[:3])} …: {done.stdout}{done.stderr}".strip())
    return done.stdout


def smali(*arguments: str | Path) -> str:
    """Run the assembler: text to dex."""
    return _java("org.jf.smali.Main", *arguments)


def baksmali(*arguments: str | Path) -> str:
    """Run the disassembler: dex to text."""
    return _java("org.jf.baksmali.Main", *arguments)


def _java(program: str, *arguments: str | Path) -> str:
    path = ":".join(str(JARS / f"{name}.jar") for name in _SMALI)
    # One processor, no second compiler: these runs are short.
    quick = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")
    return run("java", *quick, "-cp", path, program, *arguments)
