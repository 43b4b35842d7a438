"""What is fed, with what it may raise; and real inputs to begin from.

A target takes bytes. It returns when all is well, whatever the bytes were; anything that it raises
is a finding. Knows no engine.
"""

from __future__ import annotations

import shutil
import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from miunlink_adb.accounts import parse_accounts, xiaomi_counts
from miunlink_adb.adb.shell_answer import read_packets, split_marked
from miunlink_adb.apk import ApkFault, Archive, MemorySource, Resources, Table
from miunlink_adb.capture import labels_of, scrubbed_xml
from miunlink_adb.device_state.attached import parse_attached
from miunlink_adb.device_state.battery import parse_battery
from miunlink_adb.device_state.device_owner import parse_device_owner
from miunlink_adb.device_state.display import parse_rotation, parse_size
from miunlink_adb.device_state.focus import parse_focus
from miunlink_adb.device_state.locale_tag import phone_locale
from miunlink_adb.device_state.lock import device_locked, keyguard_showing, screen_on
from miunlink_adb.device_state.packages import parse_packages
from miunlink_adb.device_state.taps import taps_allowed
from miunlink_adb.device_state.users import parse_current_user, parse_users
from miunlink_adb.errors import PackError
from miunlink_adb.guide.address import objection
from miunlink_adb.guide.read import read_guide, translated
from miunlink_adb.hierarchy import HierarchyError, parse_hierarchy
from miunlink_adb.observation import Observation, front_package
from miunlink_adb.pack import BoundPack, load_bound
from miunlink_adb.pack.plain_toml import read_plain
from miunlink_adb.props import decode_text, parse_props
from miunlink_adb.redact import known_words, masked, package_name, plain
from miunlink_adb.release import match_release
from miunlink_adb.release.tablet import is_tablet
from miunlink_adb.run_record import read_run
from miunlink_adb.screen import identify

__all__ = ["TARGETS", "Target"]

CORPUS = Path(__file__).resolve().parent / "corpus"
DATA = CORPUS.parent.parent / "tests" / "data"
LONGEST_SEED = 6000
_FOLDERS = {"hierarchy": "hierarchies"}


@dataclass(frozen=True)
class Target:
    """One reader. `words`: what its inputs are made of. `more`: seeds that are made, not kept."""

    name: str
    feed: Callable[[bytes], object]
    words: tuple[bytes, ...]
    more: Callable[[], list[bytes]] = list

    def seeds(self) -> list[bytes]:
        """Real inputs, which are worth changing."""
        files = sorted((CORPUS / self.name).glob("*")) + sorted(
            DATA.glob(f"{_FOLDERS.get(self.name, self.name)}/*.[px]*")
        )
        return [*(file.read_bytes()[:LONGEST_SEED] for file in files), *self.more()]


# -- hierarchy ---------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _packs() -> tuple[BoundPack, ...]:
    return (load_bound("miui-11", "en"), load_bound("hyperos-1", "de"))


def feed_hierarchy(data: bytes) -> None:
    """A dump is parsed, identified and scrubbed; the scrubbed one is a dump again."""
    try:
        root = parse_hierarchy(data)
    except HierarchyError:
        return
    for pack in _packs():
        for package in {front_package(root), "com.xiaomi.account"}:
            identify(Observation(root, package, "com.xiaomi.account.ui.X"), pack)
    xml = scrubbed_xml(root, labels_of(_packs()[0]), apps=frozenset({front_package(root)}))
    if "Sesam77" in xml:
        raise AssertionError("a typed text came through")
    parse_hierarchy(xml)


_XML = (
    b"<node ", b"/>", b"</node>", b"<hierarchy", b"</hierarchy>", b"&#55357;", b"&#x0;", b"&amp;",
    b"<!DOCTYPE x [<!ENTITY e 'x'>]>", b"bounds='[0,0][1,1]'", b"text='", b"<![CDATA[", b"]]>",
)  # fmt: skip


# -- properties and dumpsys --------------------------------------------------------------------


def feed_props(data: bytes) -> None:
    """Properties become a release, a locale and answers about the phone."""
    props = parse_props(data)
    match_release(props)
    is_tablet(props)
    phone_locale(props, decode_text(data)[:100])
    taps_allowed(props)


def feed_dumpsys(data: bytes) -> None:
    """Each parser of the shell's answers reads the same garbage."""
    text = decode_text(data)
    xiaomi_counts(parse_accounts(text))
    for parse in (
        parse_attached, parse_battery, parse_current_user, parse_device_owner, parse_focus,
        parse_packages, parse_rotation, parse_size, parse_users, keyguard_showing, screen_on,
        device_locked,
    ):  # fmt: skip
        parse(text)
    split_marked(data)


def feed_packets(data: bytes) -> None:
    """The packets of adb's newer shell, cut anywhere."""
    left = [data]

    def read(size: int) -> bytes:
        if size > len(left[0]):
            raise EOFError
        taken, left[0] = left[0][:size], left[0][size:]
        return taken

    try:
        read_packets(read, 100_000)
    except (EOFError, OverflowError):
        return


# -- packs -------------------------------------------------------------------------------------


def feed_pack(data: bytes) -> None:
    """A hostile pack and a hostile label file: a pack, or one plain error; no file outside."""
    root = Path(tempfile.mkdtemp(prefix="fuzz-pack-"))
    try:
        (root / "miui-8" / "labels").mkdir(parents=True)
        (root / "miui-8" / "pack.toml").write_bytes(data)
        (root / "miui-8" / "labels" / "en.toml").write_bytes(data)
        load_bound("miui-8", "en", root)
    except PackError:
        pass
    finally:
        shutil.rmtree(root, ignore_errors=True)
    _same_toml(data)


def _same_toml(data: bytes) -> None:
    """The quick reader says what the real parser says, or nothing."""
    try:
        text = data.decode("utf-8")
        quick = read_plain(text)
    except (UnicodeDecodeError, RecursionError):
        return
    if quick is not None and quick != tomllib.loads(text):
        raise AssertionError("the quick reader reads something else")


_TOML = (
    b"extends = ", b'"../x"', b"[elements.x]\n", b"[[screens]]\n", b"{ ", b" }", b"= {", b"[", b"]",
    b'"', b"'''", b"absent = true\n", b"\\u0041", b"1e999", b"nan", b"1979-05-27", b"\n", b"a.b = ",
)  # fmt: skip


# -- guides ------------------------------------------------------------------------------------


def feed_guide(data: bytes) -> None:
    """A hostile guide and a hostile translation: official addresses, or one plain error."""
    root = Path(tempfile.mkdtemp(prefix="fuzz-guide-"))
    try:
        (root / "guide.toml").write_bytes(data)
        (root / "other.toml").write_bytes(_GUIDE)
        steps = read_guide("guide", root / "guide.toml").steps
        if any(step.address and objection(step.address) for step in steps):
            raise AssertionError("an address came through")
    except PackError:
        pass
    try:
        translated(read_guide("other", root / "other.toml"), "xx", root / "guide.toml")
    except PackError:
        pass
    finally:
        shutil.rmtree(root, ignore_errors=True)


_GUIDE = b"""phone = "optional"
title = "A"
summary = "B"
closing = "C"
[[steps]]
id = "one"
title = "T"
statement = "S"
address = "https://i.mi.com/"
"""
_STEPS = (
    b"[[steps]]\n", b"[steps.one]\n", b'title = "x"\n', b'address = "https://', b"i.mi.com",
    b"@", b".", b"/", b'"\n', b"gate = true\n", b"must_confirm = true\n", b'warning = "',
    b"\\u202e", b"[", b":443",
)  # fmt: skip


# -- resources ---------------------------------------------------------------------------------


def feed_resources(data: bytes) -> None:
    """An APK or a bare resource table; `ApkFault` is the only way to fail."""
    for table in _tables(data):
        try:
            resources = Resources([table])
            resources.names("string")
            resources.ids(["title", "logout_btn"])
            resources.texts(["title", "other"], ["de-DE", "en"], 30)
        except ApkFault:
            continue


def _tables(data: bytes) -> list[Table]:
    found = []
    try:
        inside = Archive(MemorySource(data)).open("resources.arsc")
        found = [Table(inside)] if inside is not None else []
    except ApkFault:
        pass
    try:
        return [*found, Table(MemorySource(data))]
    except ApkFault:
        return found


def _apks() -> list[bytes]:
    from miunlink_adb.virtual.apk import Part, Resource, archive, table

    strings = [
        Resource("string", "title", {"": "Sign out", "de": "Abmelden", "zh-Hant-TW": "登出"}),
        Resource("id", "logout_btn", {"": None}),
    ]
    bare = table("com.xiaomi.account", strings)
    return [bare, archive([Part("resources.arsc", bare), Part("x", b"y" * 50, deflated=True)])]


# -- what goes out -----------------------------------------------------------------------------


def feed_redact(data: bytes) -> None:
    """Whatever comes in, nothing that a terminal obeys and no long number goes out."""
    text = decode_text(data)
    for clean in (plain(text), masked(text), known_words(text), package_name(text)):
        if plain(clean) != clean:
            raise AssertionError("something that a terminal obeys came through")
    if any(len(run) > 4 for run in _digit_runs(masked(text))):
        raise AssertionError("a long number came through")


def _digit_runs(text: str) -> list[str]:
    return "".join(c if c.isdecimal() else " " for c in text).split()


def feed_journal(data: bytes) -> None:
    """A journal that was torn, or is none."""
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
        file.write(data)
        file.flush()
        run = read_run(Path(file.name))
    if run is not None:
        (run.status, run.last_screen, run.stopped)  # noqa: B018  they must not raise


TARGETS: dict[str, Target] = {
    target.name: target
    for target in (
        Target("hierarchy", feed_hierarchy, _XML),
        Target("props", feed_props, (b"[ro.", b"]: [", b"=", b"\xff\xfe", b"\n", b"V12.5.")),
        Target("dumpsys", feed_dumpsys, (b"User UserInfo{", b"Account {", b"}\n", b"u0 ")),
        Target("packets", feed_packets, (b"\1", b"\3\1\0\0\0", b"\xff" * 4)),
        Target("pack", feed_pack, _TOML),
        Target("guide", feed_guide, _STEPS, lambda: [_GUIDE]),
        Target("resources", feed_resources, (b"\2\0\x0c\0", b"\1\0\x1c\0", b"PK\5\6"), _apks),
        Target("redact", feed_redact, (b"@", b"+49", b"\xe2\x80\xae", b"\x1b[", b"::")),
        Target("journal", feed_journal, (b'{"event":', b"\n", b"null", b"[[[", b"1e999")),
    )
}
