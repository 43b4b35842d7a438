"""`selectors learn`: a pack and labels from the phone itself, and the difference in words."""

import shutil
import tomllib
import zipfile
from pathlib import Path

import pytest

from miunlink_adb.accounts import parse_accounts
from miunlink_adb.errors import PackError, UsageError
from miunlink_adb.learning import Lesson, learn, write_lesson
from miunlink_adb.own_words import WordCache
from miunlink_adb.pack import Labels, load_bound, load_pack
from miunlink_adb.pack.check import check_packs
from miunlink_adb.release import match_release
from miunlink_adb.resources import selectors_dir
from miunlink_adb.survey import PhoneFacts
from miunlink_adb.virtual import Scenario
from miunlink_adb.virtual.apk import apps_of
from miunlink_adb.virtual.worlds import World, load_world
from tests.e2e.program import Program
from tests.own_words.phones import App, AppsPhone, apk
from tests.runner.clock import FakeClock

BUILD = "Redmi/amethyst_global/amethyst:16/BP2A/OS3.0.305.0.WOPMIXM:user/release-keys"
RELEASE = "hyperos-3"


def world(*renamed: tuple[str, str], locale: str = "hi-IN") -> World:
    """HyperOS 3 with ids that nobody knows, and some texts worded anew."""
    return load_world(RELEASE, locale, ids="unknown").worded(renamed)


def phone_of(made: World) -> AppsPhone:
    """A phone with the apps of a world."""
    return AppsPhone({name: App({"": files[""]()}) for name, files in apps_of(made).items()})


def lesson_of(phone: AppsPhone, folder: Path, locale: str = "hi-IN") -> Lesson:
    """What is learned from a phone."""
    props = {"ro.build.fingerprint": BUILD, "ro.build.version.sdk": "36"}
    facts = PhoneFacts(props, match_release(props), locale, parse_accounts(""))
    return learn(phone, facts, RELEASE, WordCache(folder / "words"), FakeClock())


def beside_the_shipped(folder: Path, learned: Path) -> Path:
    """A copy of the packs with the learned one among them."""
    root = folder / "packs"
    shutil.copytree(selectors_dir(), root)
    shutil.copytree(learned / f"{RELEASE}-learned", root / f"{RELEASE}-learned")
    return root


def test_what_was_learned_is_a_pack(tmp_path: Path) -> None:
    """It stands beside the shipped ones without a fault, and is surer than the one it extends."""
    lesson = lesson_of(phone_of(world()), tmp_path)
    write_lesson(lesson, tmp_path / "out")
    root = beside_the_shipped(tmp_path, tmp_path / "out")
    faults = [f for f in check_packs(root) if f.level == "fault" and "learned" in f.file]
    button = load_pack(f"{RELEASE}-learned", root).elements["sign_out_button"]

    assert faults == []
    assert button.sure == "resources"
    assert button.source == f"resources: com.xiaomi.account 100 on {BUILD}"
    assert all("logout_btn" not in spec.ids for spec in button.select)


def test_what_was_learned_are_labels(tmp_path: Path) -> None:
    """In the phone's language every label has the phone's text: also one worded anew."""
    renamed = ("account.logout_account", "यंत्र से बाहर")
    write_lesson(lesson_of(phone_of(world(renamed)), tmp_path), tmp_path / "out")
    root = beside_the_shipped(tmp_path, tmp_path / "out")
    name = f"{RELEASE}-learned"

    assert Labels(root, name, "hi-IN").texts("account.logout_account")[0] == renamed[1]
    bound = load_bound(name, "hi-IN", root)
    words = [sel.wording for sel, _ in bound.elements["sign_out_button"].selectors if sel.wording]
    assert words[0].shown[0] == renamed[1]


def test_the_difference_in_words(tmp_path: Path) -> None:
    """What differs, what is absent and what is new stands in one sentence and in lists."""
    renamed = (("account.logout_account", "Log out of device"), ("account.app_name", "My Account"))
    lesson = lesson_of(phone_of(world(*renamed, locale="en-US")), tmp_path, "en-US")

    assert set(lesson.differ) == {"account.logout_account", "account.app_name"}
    assert "com.xiaomi.account:id/logout_btn" in lesson.absent
    assert "com.android.settings:id/scroll_headers" in lesson.present
    assert lesson.summary.startswith("2 labels differ, ")
    assert f"{len(lesson.absent)} id" in lesson.summary
    assert any("account.logout_account" in line for line in lesson.lines())


def test_a_new_dialog_string_is_named(tmp_path: Path) -> None:
    """A string of a sign-out dialog that no pack asks for; other strings are not listed."""
    phone = phone_of(world())
    texts = {
        "e2ee_exit_account_new_title": {"": "End-to-end encryption"},
        "logout_account": {"": "Sign out", "hi": "साइन आउट"},
        "weather_title": {"": "Weather"},
    }
    phone.apps["com.xiaomi.account"] = App({"": apk(texts)})
    lesson = lesson_of(phone, tmp_path)

    assert "account.e2ee_exit_account_new_title" in lesson.strings
    assert not any("weather" in name for name in lesson.strings)
    assert "new dialog string" in lesson.summary


def test_english_is_not_taken_for_the_phones_language(tmp_path: Path) -> None:
    """Where an app has no Hindi and shows English, nothing is learned for Hindi."""
    phone = phone_of(world())
    texts = {"logout_account": {"": "Sign out"}, "app_name": {"": "Mi Account", "hi": "Mi खाता"}}
    phone.apps["com.xiaomi.account"] = App({"": apk(texts)})
    lesson = lesson_of(phone, tmp_path)

    assert "account.logout_account" not in lesson.labels
    assert lesson.labels["account.app_name"] == ("Mi खाता",)


def test_long_texts_are_not_carried(tmp_path: Path) -> None:
    """Xiaomi's sentences stand in the label file as fingerprints only."""
    long = ("account.logout_failed", "The account could not be removed. " * 4)
    phone = phone_of(world(long, locale="en-US"))
    write_lesson(lesson_of(phone, tmp_path, "en-US"), tmp_path / "out")
    (file,) = (tmp_path / "out").rglob("labels/*.toml")
    tables = tomllib.loads(file.read_text("utf-8"))
    source = tables.pop("source")
    values = [v for names in tables.values() for v in names.values()]
    texts = [text for value in values for text in ([value] if isinstance(value, str) else value)]

    assert BUILD in source
    assert max(len(text) for text in texts) <= 60
    assert any(text.startswith("=") for text in texts)


def test_the_bundle_holds_the_files(tmp_path: Path) -> None:
    """A zip of the same TOML with the difference in words, the same bytes each time."""
    lesson = lesson_of(phone_of(world()), tmp_path)
    files, bundle = write_lesson(lesson, tmp_path / "out")
    again = write_lesson(lesson, tmp_path / "again")[1]

    with zipfile.ZipFile(bundle) as made:
        held = {name: made.read(name) for name in made.namelist()}
    for file in files:
        assert held[file.relative_to(tmp_path / "out").as_posix()] == file.read_bytes()
    assert lesson.summary.encode() in held[f"{RELEASE}-learned/difference.txt"]
    assert bundle.read_bytes() == again.read_bytes()


def test_nothing_is_written_when_nothing_can_be_read(tmp_path: Path) -> None:
    """Apps that cannot be read teach nothing: exit 4, with the reason."""
    phone = AppsPhone({"com.xiaomi.account": App({"": b"junk"})})
    with pytest.raises(PackError, match="no zip file") as caught:
        lesson_of(phone, tmp_path)

    assert caught.value.exit_code == 4


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """Is a usage error that names it."""
    lesson = lesson_of(phone_of(world()), tmp_path)
    (tmp_path / "out").write_text("a file", encoding="utf-8")

    with pytest.raises(UsageError, match="out"):
        write_lesson(lesson, tmp_path / "out")


@pytest.mark.adb_server
def test_the_command_on_a_virtual_phone(tmp_path: Path) -> None:
    """From the command line: files, a bundle, a sentence; nothing of the owner in any of them."""
    program = Program(tmp_path / "run", {})
    done = program.run("selectors", "learn", "out", "--virtual", "hyperos-3:hi", "--json")
    document = done.document
    written = [path for path in (tmp_path / "run" / "out").rglob("*") if path.is_file()]

    assert done.code == 0, done.said
    assert document["locale"].startswith("hi")
    assert "account.logout_account" in document["labels"]["learned"]
    assert len(written) == 3
    owner = Scenario()
    for secret in (owner.nickname, owner.account_id, owner.password, "7f3a9c21"):
        assert not any(secret.encode() in path.read_bytes() for path in written)
        assert secret not in done.said
