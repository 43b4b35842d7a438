"""SUPPORTED.md says what the packs say, and nothing that somebody typed."""

import subprocess
import sys
from pathlib import Path

from miunlink_adb.pack.supported import FILE_NAME, stale, supported
from tests.architecture import ROOT
from tests.pack.folder import APPS, BUTTON, PAGE, write_labels, write_pack

WORDS = BUTTON.replace('{ id = "logout_btn" }', '{ label = "account.logout_account" }')


def cell(document: str, screen: str, column: int = 0) -> str:
    """What stands in the row of a screen, in one of the packs' columns."""
    row = next(line for line in document.splitlines() if line.startswith(f"| `{screen}` |"))
    return row.split("|")[column + 2].strip()


def test_the_document_is_not_stale() -> None:
    """The file of this checkout is what its packs give, byte for byte."""
    assert (ROOT / FILE_NAME).read_bytes() == supported(ROOT / "selectors").encode()
    assert stale(ROOT / "selectors") is None


def test_the_readme_leads_to_it() -> None:
    """Whoever reads the README finds it."""
    assert f"]({FILE_NAME})" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_script_finds_nothing_to_do() -> None:
    """`scripts/supported.py --check` agrees with the test."""
    script = ROOT / "scripts" / "supported.py"
    done = subprocess.run([sys.executable, str(script), "--check"], check=False)

    assert done.returncode == 0


def test_a_stale_document_is_a_finding(tmp_path: Path) -> None:
    """A pack that was changed since makes `selectors check` say what to run."""
    root = tmp_path / "selectors"
    write_pack(root, "miui-8", APPS + BUTTON + PAGE)
    assert stale(root) is None

    (tmp_path / FILE_NAME).write_text(supported(root), encoding="utf-8")
    assert stale(root) is None

    write_pack(root, "miui-8", APPS + BUTTON + PAGE.replace("resources", "report"))
    found = stale(root)
    assert found is not None
    assert "scripts/supported.py" in str(found)


def test_a_screen_told_by_its_id_needs_no_language(tmp_path: Path) -> None:
    """An id that somebody read is enough in every language."""
    write_pack(tmp_path, "miui-8", APPS + BUTTON + PAGE)

    assert cell(supported(tmp_path), "account_page") == "resources, any"


def test_a_screen_told_by_words_counts_languages(tmp_path: Path) -> None:
    """Only languages with the words count, dialects through their language; no pseudo-locale."""
    write_pack(tmp_path, "miui-8", APPS + WORDS + PAGE)
    for locale in ("de", "ru", "en-XA"):
        write_labels(tmp_path, "miui-8", locale, '[account]\nlogout_account = "…"\n')
    for locale in ("de-AT", "ja"):
        write_labels(tmp_path, "miui-8", locale, '[account]\nother = "…"\n')

    assert cell(supported(tmp_path), "account_page") == "resources, 3"


def test_an_assumed_id_alone_is_no_support(tmp_path: Path) -> None:
    """What would never be taken for the screen is not counted as supported."""
    assumed = BUTTON.replace("resources", "assumed")
    write_pack(tmp_path, "miui-8", APPS + assumed + PAGE)
    write_labels(tmp_path, "miui-8", "de", '[account]\nother = "…"\n')

    assert cell(supported(tmp_path), "account_page") == "resources, 0"


def test_a_screen_that_a_release_lacks_is_an_empty_cell(tmp_path: Path) -> None:
    """What was removed in a newer release is not shown as supported there."""
    write_pack(tmp_path, "miui-8", APPS + BUTTON + PAGE)
    write_pack(tmp_path, "miui-9", "[screens.account_page]\nabsent = true\n", extends="miui-8")

    assert cell(supported(tmp_path), "account_page", 0) == "resources, any"
    assert cell(supported(tmp_path), "account_page", 1) == ""
