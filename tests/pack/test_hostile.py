"""A pack that means harm: it can name known elements of known apps, and nothing else."""

import os
import sys
from pathlib import Path

import pytest

from miunlink_adb.errors import PackError, UnknownRelease
from miunlink_adb.pack import known_releases, load_bound, load_pack
from miunlink_adb.pack.bounds import LONGEST_CHAIN, MOST_BYTES, MOST_DEPTH, MOST_VALUES
from miunlink_adb.resources import selectors_dir
from tests.pack.folder import APPS, BUTTON, PAGE, write_labels, write_pack

PLAIN = (".md", ".toml", ".xml")
TRICKS = ["../outside", "..", ".", "", "/etc", "a/b", "a\\b", ".hidden", "a..b", "x" * 60, "a\0b"]


@pytest.mark.parametrize("name", TRICKS)
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    """Neither `extends` nor a release that somebody asks for is ever a path."""
    write_pack(tmp_path, "outside", APPS + BUTTON + PAGE)
    inside = tmp_path / "inside"
    write_pack(inside, "miui-8", APPS + BUTTON + PAGE)
    with pytest.raises(UnknownRelease):
        load_pack(name, inside)

    (inside / "miui-8" / "pack.toml").write_text(
        f"format = 1\nrelease = 'miui-8'\nextends = {name!r}\n" if "\0" not in name else "x"
    )
    with pytest.raises(PackError):
        load_pack("miui-8", inside)


@pytest.mark.parametrize(
    "app", ["com.bank.app", "com.android.vending", "*", "", "com.xiaomi.account2", "../x"]
)
def test_a_pack_speaks_of_no_other_app(tmp_path: Path, app: str) -> None:
    """Windows in which something could be bought, read or sent cannot be described at all."""
    write_pack(tmp_path, "miui-8", f"[apps]\naccount = {app!r}\n" + BUTTON + PAGE)

    with pytest.raises(PackError, match=r"apps\.account.*is no app that signing out leads through"):
        load_pack("miui-8", tmp_path)


def test_an_id_of_another_app_finds_nothing_there(tmp_path: Path) -> None:
    """A full id may name any package: the node must still belong to the element's own app."""
    trick = BUTTON.replace('"logout_btn"', '"com.bank.app:id/pay"')
    write_pack(tmp_path, "miui-8", APPS + trick + PAGE)
    element = load_bound("miui-8", "en", tmp_path).elements["sign_out_button"]

    assert {selector.package for selector, _ in element.selectors} == {"com.xiaomi.account"}


@pytest.mark.parametrize("name", ['"\\u001b[2J"', '"Sign out"', '"a.b"', '""', "x" * 70, "X"])
def test_names_of_elements_are_names(tmp_path: Path, name: str) -> None:
    """They stand in logs, journals and on the terminal, so nothing else may be one."""
    trick = BUTTON.replace("sign_out_button", name)
    write_pack(tmp_path, "miui-8", APPS + trick)

    with pytest.raises(PackError, match="has a name that is not small letters"):
        load_pack("miui-8", tmp_path)


def deep(levels: int) -> str:
    """A selector inside a selector inside a selector."""
    return "{ within = " * levels + '{ id = "x" }' + " }" * levels


@pytest.mark.parametrize(
    "text",
    [
        "# " + "x" * MOST_BYTES,
        f"x = {'[' * 5000}",
        f"x = {'[' * 5000}{']' * 5000}",
        f"x = {'9' * 6000}",
        f"notes = [{'0,' * (MOST_VALUES + 1)}]",
        APPS + BUTTON.replace('{ id = "logout_btn" }', deep(MOST_DEPTH)),
        APPS + BUTTON.replace('{ id = "logout_btn" }', deep(400)),
        "x = '\0'",
        '"" = {}',
        "[apps]\n__proto__ = 1\n",
    ],
    ids=lambda text: text[:12],
)
def test_what_is_too_much_is_one_plain_error(tmp_path: Path, text: str) -> None:
    """Too large, too deep, too many, too long: refused with the file's name, at no great cost."""
    file = write_pack(tmp_path, "miui-8", text)
    with pytest.raises(PackError, match=r"pack\.toml"):
        load_pack("miui-8", tmp_path)
    assert file.is_file()


def test_label_files_are_bounded_too(tmp_path: Path) -> None:
    """The same limits hold for the texts of a language."""
    write_pack(
        tmp_path, "miui-8", APPS + BUTTON.replace('id = "logout_btn"', 'label = "account.x"')
    )
    write_labels(tmp_path, "miui-8", "en", "[account]\nx = '" + "x" * MOST_BYTES + "'\n")

    with pytest.raises(PackError, match=r"en\.toml.*larger than"):
        load_bound("miui-8", "en", tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_pipe_is_no_pack(tmp_path: Path) -> None:
    """A file that never ends is not waited for."""
    write_pack(tmp_path, "miui-8", APPS)
    os.mkfifo(tmp_path / "miui-8" / "labels.toml")
    (tmp_path / "miui-8" / "labels").mkdir()
    os.mkfifo(tmp_path / "miui-8" / "labels" / "en.toml")
    pack = APPS + BUTTON.replace('id = "logout_btn"', 'label = "account.x"')
    write_pack(tmp_path, "miui-8", pack)

    with pytest.raises(PackError, match="no ordinary file"):
        load_bound("miui-8", "en", tmp_path)


def test_a_chain_has_an_end(tmp_path: Path) -> None:
    """Packs that extend each other for ever are refused, in a circle or not."""
    for number in range(LONGEST_CHAIN + 2):
        write_pack(tmp_path, f"miui-{number + 1}", APPS, extends=f"miui-{number}")
    write_pack(tmp_path, "miui-0", APPS)

    with pytest.raises(PackError, match="chain too long"):
        load_pack(f"miui-{LONGEST_CHAIN + 1}", tmp_path)


def test_hidden_and_odd_folders_are_no_releases(tmp_path: Path) -> None:
    """What cannot be asked for by name is not listed either."""
    for name in ("miui-8", ".git", "miui 9", "a..b"):
        write_pack(tmp_path, name, APPS)
    assert known_releases(tmp_path) == ("miui-8",)


def test_our_own_packs_are_plain_files() -> None:
    """No link, no program and nothing large is carried in `selectors/`."""
    files = [path for path in selectors_dir().rglob("*") if not path.is_dir()]

    assert [p.name for p in files if p.is_symlink() or p.suffix not in PLAIN] == []
    assert [p.name for p in files if p.stat().st_size > MOST_BYTES] == []
    assert [p.name for p in files if os.access(p, os.X_OK) and sys.platform != "win32"] == []
