"""Packs are read with everything they inherit; what is wrong is said with its place."""

from pathlib import Path

import pytest

from miunlink_adb.errors import PackError, UnknownRelease
from miunlink_adb.pack import known_releases, load_pack
from miunlink_adb.pack.load import release_order
from tests.pack.folder import APPS, BUTTON, PAGE, write_pack


def test_a_pack_inherits_what_it_does_not_say(tmp_path: Path) -> None:
    """Keys come from the nearest file that has them; the place names that file."""
    write_pack(tmp_path, "miui-8", APPS + BUTTON + PAGE)
    newer = write_pack(
        tmp_path, "miui-9", '[elements.sign_out_button]\nsource = "newer"\n', extends="miui-8"
    )
    pack = load_pack("miui-9", tmp_path)

    assert pack.chain == ("miui-9", "miui-8")
    element = pack.elements["sign_out_button"]
    assert (element.source, element.select[0].ids) == ("newer", ("logout_btn",))
    assert element.place.file == newer
    assert pack.screens["account_page"].all_of == ("sign_out_button",)


def test_absent_removes(tmp_path: Path) -> None:
    """A release can say that something is not there any more."""
    write_pack(tmp_path, "miui-8", APPS + BUTTON + PAGE)
    write_pack(tmp_path, "miui-9", "[screens.account_page]\nabsent = true\n", extends="miui-8")
    assert "account_page" not in load_pack("miui-9", tmp_path).screens


def test_inherited_facts_grow_unsure(tmp_path: Path) -> None:
    """`[inherited.APP]` lowers what rests on ids and labels, and never raises anything."""
    both = BUTTON.replace(
        'select = [{ id = "logout_btn" }]',
        'select = [{ id = "logout_btn" }, { label = "account.x", sure = "assumed" }]',
    )
    write_pack(tmp_path, "miui-8", APPS + both + PAGE)
    caps = '[inherited]\naccount = { id = "assumed", label = "modified", structure = "assumed" }\n'
    write_pack(tmp_path, "miui-9", caps, extends="miui-8")
    old, new = (load_pack(name, tmp_path) for name in ("miui-8", "miui-9"))

    assert [s.sure for s in old.elements["sign_out_button"].select] == ["resources", "assumed"]
    assert [s.sure for s in new.elements["sign_out_button"].select] == ["assumed", "assumed"]
    assert new.elements["sign_out_button"].sure == "assumed"
    assert new.screens["account_page"].sure == "modified"


def test_caps_do_not_touch_what_a_pack_says_itself(tmp_path: Path) -> None:
    """What somebody read in this release is as sure as it is written."""
    write_pack(tmp_path, "miui-8", APPS + BUTTON + PAGE)
    own = '[inherited]\naccount = { id = "assumed" }\n' + BUTTON.replace("logout_btn", "new_btn")
    write_pack(tmp_path, "miui-9", own, extends="miui-8")
    assert load_pack("miui-9", tmp_path).elements["sign_out_button"].sure == "resources"


def test_releases_are_listed_oldest_first(tmp_path: Path) -> None:
    """MIUI before HyperOS, and 12.5 between 12 and 13."""
    for name in ("hyperos-2", "miui-12.5", "miui-8", "hyperos-1", "miui-12", "miui-13", "miui-10"):
        write_pack(tmp_path, name, APPS)
    (tmp_path / "notes").mkdir()

    order = ("miui-8", "miui-10", "miui-12", "miui-12.5", "miui-13", "hyperos-1", "hyperos-2")
    assert known_releases(tmp_path) == order
    assert release_order("something") > release_order("hyperos-9")


def test_an_unknown_release_names_those_that_are_known(tmp_path: Path) -> None:
    """The message is a list to choose from."""
    write_pack(tmp_path, "miui-8", APPS)
    with pytest.raises(UnknownRelease, match=r"'miui-7'.*miui-8"):
        load_pack("miui-7", tmp_path)


FAULTS = [
    ("x = 1\n", "x", "unknown key"),
    ("[[[\n", None, "not valid TOML"),
    (APPS + BUTTON.replace('app = "account"', 'app = "phone"'), "app", "must be one of account"),
    (APPS + BUTTON.replace('source = "test"\n', ""), "source", "where this is known from"),
    (APPS + BUTTON.replace('source = "test"', 'source = "  "'), "source", "where this is known"),
    (APPS + BUTTON.replace('sure = "resources"', 'sure = "certain"'), "sure", "must be one of"),
    (APPS + BUTTON.replace('{ id = "logout_btn" }', ""), "select", "at least one selector"),
    (APPS + BUTTON.replace('id = "logout_btn"', "id = 7"), "id", "a text or a list of texts"),
    (APPS + BUTTON.replace('id = "logout_btn"', 'ids = "x"'), "ids", "unknown key"),
    (APPS + BUTTON.replace('id = "logout_btn"', "digits = true"), "select", "fits every node"),
    (APPS + BUTTON.replace('"logout_btn"', '"x", clickable = 1'), "clickable", "true or false"),
    (APPS + BUTTON.replace('"logout_btn"', '"x", index = 0'), "index", "needs 'within'"),
    (APPS + BUTTON.replace('"logout_btn"', '"x", part = true'), "part", "needs 'label'"),
    (APPS + PAGE, "account_page", "no element 'sign_out_button'"),
    (
        APPS + BUTTON + PAGE.replace('all = ["sign_out_button"]', ""),
        "page",
        "at least one landmark",
    ),
    (APPS + BUTTON + PAGE + 'kind = "popup"\n', "kind", "must be one of page"),
    (APPS + BUTTON + PAGE + 'with_activity = "sign_out_button"\n', "with_activity", "'activity'"),
    (APPS + "[elements]\nx = 1\n", "x", "must be a table"),
    (APPS + "[elements.x]\nabsent = true\n", "x", "absent already"),
    ("[apps]\naccount = 7\n", "account", "a package name"),
    ("[inherited]\naccount = { ids = 'x' }\n", "account", "must be a table with"),
    ("[inherited]\naccount = { id = 'x' }\n", "id", "must be one of"),
]


@pytest.mark.parametrize(("text", "key", "message"), FAULTS)
def test_a_fault_is_told_with_file_and_key(
    tmp_path: Path, text: str, key: str | None, message: str
) -> None:
    """The error names the file, the key and what is allowed."""
    file = write_pack(tmp_path, "miui-8", text)
    with pytest.raises(PackError) as error:
        load_pack("miui-8", tmp_path)

    assert error.value.file == str(file)
    assert message in error.value.message
    if key:
        assert key in (error.value.key or "")


def test_the_line_of_a_fault_is_told(tmp_path: Path) -> None:
    """An editor can jump to it."""
    text = APPS + BUTTON.replace('sure = "resources"', 'sure = "certain"')
    file = write_pack(tmp_path, "miui-8", text)
    with pytest.raises(PackError) as error:
        load_pack("miui-8", tmp_path)
    assert file.read_text().splitlines()[(error.value.line or 0) - 1] == 'sure = "certain"'


def test_a_loop_and_a_missing_base_are_told(tmp_path: Path) -> None:
    """A chain must end."""
    write_pack(tmp_path, "miui-8", APPS, extends="miui-9")
    write_pack(tmp_path, "miui-9", APPS, extends="miui-8")
    with pytest.raises(PackError, match="extends itself: miui-8 -> miui-9 -> miui-8"):
        load_pack("miui-8", tmp_path)
    write_pack(tmp_path, "miui-9", APPS, extends="miui-7")
    with pytest.raises(PackError, match="there is no pack 'miui-7'"):
        load_pack("miui-9", tmp_path)


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    """Files are kept parsed only while they are the same."""
    write_pack(tmp_path, "miui-8", APPS + BUTTON + PAGE)
    load_pack("miui-8", tmp_path)
    write_pack(tmp_path, "miui-8", APPS + BUTTON.replace("logout_btn", "another_button") + PAGE)
    pack = load_pack("miui-8", tmp_path)
    assert pack.elements["sign_out_button"].select[0].ids == ("another_button",)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """No traceback from the operating system."""
    with pytest.raises(PackError, match="cannot be read"):
        known_releases(tmp_path / "nowhere")


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    """A file in another encoding is named."""
    file = write_pack(tmp_path, "miui-8", APPS)
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PackError, match="not UTF-8"):
        load_pack("miui-8", tmp_path)
