"""From the world to signed APKs.

Everything but the signature is the same in every build: the key is made anew, so that none is
kept anywhere. Must not know what stands in the files.
"""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from tests.emulator.mock.code import read_symbols, write_sources
from tests.emulator.mock.resource_files import MIN_SDK, TARGET_SDK, write_resources
from tests.emulator.mock.screens import PACKAGES
from tests.emulator.mock.toolchain import FRAMEWORK, ToolError, run, smali

_NO_TIME = (1980, 1, 1, 0, 0, 0)
_SECRET = "of-no-use"
"""The key lives for one build, in a folder that only its user can read."""


@dataclass(frozen=True)
class Built:
    """One app: before and after signing."""

    package: str
    unsigned: Path
    signed: Path


def build_all(folder: Path) -> list[Built]:
    """Build every app into a folder: `PACKAGE.apk`, and `unsigned/PACKAGE.apk`.

    Raises:
        ToolError: a program is missing or failed.
    """
    with tempfile.TemporaryDirectory(prefix="mock-apps-") as work:
        key = make_key(Path(work))
        built = [
            Built(package, build(package, folder / "unsigned"), folder / f"{package}.apk")
            for package in PACKAGES
        ]
        for app in built:
            _sign(app, key)
    return built


def build(package: str, folder: Path) -> Path:
    """Build one app without a signature; returns the file.

    Raises:
        ToolError: a program is missing or failed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    unsigned = folder / f"{package}.apk"
    with tempfile.TemporaryDirectory(prefix="mock-app-") as name:
        work = Path(name)
        write_resources(package, work)
        table, symbols = _compile(package, work)
        write_sources(package, read_symbols(symbols), work / "smali")
        assemble(work / "smali", work / "classes.dex")
        _pack(table, work / "classes.dex", work / "loose.apk")
        run("zipalign", "-f", "4", work / "loose.apk", unsigned)
    return unsigned


def assemble(sources: Path, dex: Path) -> None:
    """From all sources below a folder to one file of code.

    One thread and a sorted list: in any other order the file has other bytes.
    """
    files = sorted(sources.rglob("*.smali"))
    smali("assemble", "--jobs", "1", "--api", str(MIN_SDK), "--output", dex, *files)


def _compile(package: str, work: Path) -> tuple[Path, str]:
    """Let aapt make the resource table; returns the archive and the numbers of the resources."""
    archive, named = work / "resources.apk", work / "named"
    named.mkdir()
    sdk = ("--min-sdk-version", str(MIN_SDK), "--target-sdk-version", str(TARGET_SDK))
    files = ("-M", work / "AndroidManifest.xml", "-S", work / "res", "-I", FRAMEWORK)
    out = ("-m", "-J", named, "--output-text-symbols", named, "-F", archive)
    run("aapt", "package", "-f", *files, *sdk, "-0", "arsc", *out)
    symbols = named / "R.txt"
    if not symbols.is_file():
        raise ToolError(f"aapt wrote no numbers for {package}")
    return archive, symbols.read_text(encoding="utf-8")


def _pack(table: Path, dex: Path, target: Path) -> None:
    """Resources and code in one archive, in one order, without the time of day.

    The table is stored: newer Androids map it into memory and take it no other way.
    """
    with zipfile.ZipFile(table) as source, zipfile.ZipFile(target, "w") as out:
        parts = {name: source.read(name) for name in source.namelist()}
        parts["classes.dex"] = dex.read_bytes()
        for name in sorted(parts):
            entry = zipfile.ZipInfo(name, _NO_TIME)
            stored = name == "resources.arsc"
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            out.writestr(entry, parts[name])


def make_key(work: Path) -> Path:
    """A key that lives for one build."""
    key = work / "key.p12"
    kind = ("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "3650", "-alias", "mock")
    place = ("-keystore", key, "-storetype", "PKCS12", "-storepass", _SECRET)
    run("keytool", "-genkeypair", *kind, "-dname", "CN=mock", *place)
    return key


def _sign(app: Built, key: Path) -> None:
    shutil.copyfile(app.unsigned, app.signed)
    secret = ("--ks", key, "--ks-pass", f"pass:{_SECRET}", "--ks-key-alias", "mock")
    run("apksigner", "sign", *secret, "--min-sdk-version", str(MIN_SDK), app.signed)
    app.signed.with_name(app.signed.name + ".idsig").unlink(missing_ok=True)
