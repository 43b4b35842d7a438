"""The file tree: rights, links, space; nothing escapes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.virtual.file_layout import phone_files
from miunlink_adb.virtual.file_node import Directory, Errno, File, FileError, Link
from miunlink_adb.virtual.files import FileTree

NAMES = st.text("ab.", min_size=1, max_size=3)
PATHS = st.lists(NAMES, max_size=5).map(lambda parts: "/" + "/".join(parts))


def test_what_is_written_is_read() -> None:
    """A file keeps its bytes, mode and time; overwriting keeps its owner's bits."""
    files = phone_files(clock=lambda: 1_700_000_000.0)

    files.write("/data/local/tmp/x", b"one", mode=0o644, mtime=5)
    node = files.walk("/data/local/tmp/x")
    assert (files.read("/data/local/tmp/x"), node.mode, node.mtime) == (b"one", 0o644, 5)

    files.write("/data/local/tmp/x", b"two")
    assert (files.read("/data/local/tmp/x"), node.mode, node.mtime) == (
        b"two",
        0o644,
        1_700_000_000,
    )


def test_sdcard_leads_to_storage() -> None:
    """Links are followed on the way and, unless told not to, at the end."""
    files = phone_files()
    files.write("/sdcard/Download/x", b"x")

    assert files.read("/storage/emulated/0/Download/x") == b"x"
    assert isinstance(files.walk("/sdcard", follow=False), Link)
    assert isinstance(files.walk("/sdcard"), Directory)


@pytest.mark.parametrize(
    ("path", "errno"),
    [
        ("/system/app/x", Errno.EROFS),
        ("/x", Errno.EROFS),
        ("/data/x", Errno.EACCES),
        ("/data/system/x", Errno.EACCES),
        ("/sdcard", Errno.EISDIR),
        ("/data/local/tmp/no/x", Errno.ENOENT),
        ("/dev/null/x", Errno.ENOTDIR),
    ],
)
def test_the_shell_user_may_not_write_everywhere(path: str, errno: Errno) -> None:
    """Each refusal has the kernel's number and text."""
    with pytest.raises(FileError) as caught:
        phone_files().write(path, b"x")

    assert caught.value.errno is errno
    assert caught.value.text in str(caught.value)


def test_private_directories_are_closed() -> None:
    """``/data`` cannot be listed and the build file cannot be read without root."""
    files = phone_files()

    for act in (lambda: files.entries("/data"), lambda: files.read("/system/build.prop")):
        with pytest.raises(FileError) as caught:
            act()
        assert caught.value.errno is Errno.EACCES


def test_a_full_phone_refuses_and_keeps_what_it_has() -> None:
    """Beyond the free space a write fails; freeing space makes it possible."""
    files = phone_files()
    files.write("/sdcard/a", b"x" * 100)
    files.reserved = files.capacity - 150

    with pytest.raises(FileError) as caught:
        files.write("/sdcard/b", b"x" * 51)
    assert caught.value.errno is Errno.ENOSPC
    files.write("/sdcard/b", b"x" * 50)
    assert files.free() == 0
    files.remove("/sdcard/a")
    assert files.free() == 100


def test_a_loop_of_links_ends() -> None:
    """Links in a circle are an error, not an endless walk."""
    files = phone_files()
    files.make_link("/sdcard/a", "b")
    files.make_link("/sdcard/b", "a")

    with pytest.raises(FileError) as caught:
        files.read("/sdcard/a")
    assert caught.value.errno is Errno.ELOOP


def test_large_files_are_made_on_first_reading() -> None:
    """A callable content runs once, when the file is read."""
    made: list[int] = []

    def make() -> bytes:
        made.append(1)
        return b"apk"

    files = FileTree()
    files.place("/system/app/X/base.apk", File(content=make))

    assert made == []
    assert [files.read("/system/app/X/base.apk") for _ in range(2)] == [b"apk", b"apk"]
    assert made == [1]


@given(st.lists(st.tuples(st.sampled_from(["write", "mkdir", "remove", "link"]), PATHS, PATHS)))
def test_the_tree_stays_whole(acts: list[tuple[str, str, str]]) -> None:
    """Whatever is done, paths resolve or give a FileError, and used space is what files hold."""
    files = phone_files()
    done: dict[str, int] = {}
    base = "/data/local/tmp"
    for act, path, other in acts:
        try:
            if act == "write":
                files.write(base + path, b"xyz")
            elif act == "mkdir":
                files.make_directory(base + path)
            elif act == "remove":
                files.remove(base + path, recursive=True)
            else:
                files.make_link(base + path, base + other)
        except FileError as error:
            done[error.text] = done.get(error.text, 0) + 1

    held = (files.used() - files.reserved) % 3
    assert held == 0
    assert files.exists("/system/app")
    assert all(isinstance(text, str) for text in done)
