"""What a phone's own apps say: read once, in parts, and never a reason to fail."""

import threading
from pathlib import Path

import pytest

from miunlink_adb.clock import Clock
from miunlink_adb.own_words import Setting, Wanted, WordCache, read_own_words
from miunlink_adb.own_words.words import OwnWords
from miunlink_adb.phone import PhoneShell
from miunlink_adb.virtual.apk import Part, Reference, Resource, archive, table
from tests.own_words.phones import ACCOUNT, CLOUD, TEXTS, App, AppsPhone, apk, phone_with
from tests.runner.clock import FakeClock

PROPS = {"ro.build.version.sdk": "34", "ro.build.fingerprint": "Xiaomi/x/x:14/U/1:user/release"}
HINDI = Setting.of(PROPS, ["hi-IN", "en-US"])
ASKED = Wanted(ACCOUNT, frozenset({"logout_account", "nothing"}), frozenset({"logout_btn", "no"}))


def ask(
    phone: PhoneShell,
    folder: Path,
    *wanted: Wanted,
    setting: Setting = HINDI,
    clock: Clock | None = None,
) -> OwnWords:
    """Read with a cache in a folder."""
    return read_own_words(
        phone, wanted or (ASKED,), setting, WordCache(folder), clock or FakeClock()
    )


def test_words_and_ids_are_the_apps_own(tmp_path: Path) -> None:
    """The text in the phone's language; ids that are there, those that are not, those not asked."""
    own = ask(phone_with(account=apk()), tmp_path)

    assert own.texts(ACCOUNT, "logout_account") == ("साइन आउट",)
    assert own.texts(ACCOUNT, "nothing") == ()
    assert own.has_id(f"{ACCOUNT}:id/logout_btn") is True
    assert own.has_id(f"{ACCOUNT}:id/no") is False
    assert own.has_id(f"{ACCOUNT}:id/never_asked") is None
    assert own.has_id("android:id/title") is None
    assert not own.failures


def test_a_large_apk_is_not_pulled(tmp_path: Path) -> None:
    """Of 30 MB less than 2 MB come over the line."""
    phone = phone_with(account=apk(padding=30_000_000))
    own = ask(phone, tmp_path)

    assert own.texts(ACCOUNT, "logout_account") == ("साइन आउट",)
    assert own.bytes_read == sum(length for _, length in phone.reads) < 2_000_000


def test_the_second_run_reads_nothing(tmp_path: Path) -> None:
    """The same phone again: no byte of an APK, not even the question where it lies."""
    phone = phone_with(account=apk())
    first = ask(phone, tmp_path)
    phone.reads.clear()
    phone.commands.clear()
    second = ask(phone, tmp_path)

    assert second.apps == first.apps
    assert (second.cached, second.bytes_read) == (frozenset({ACCOUNT}), 0)
    assert phone.reads == []
    assert phone.commands == ["pm list packages -f --show-versioncode"]


def test_phones_of_one_build_that_are_asked_at_once_are_read_once(tmp_path: Path) -> None:
    """Eight phones with the same app begin in the same moment: one is read, all know its words."""
    phones = [phone_with(account=apk()) for _ in range(8)]
    begin = threading.Barrier(len(phones))
    found: list[OwnWords] = []

    def one(phone: AppsPhone) -> None:
        begin.wait(10)
        found.append(ask(phone, tmp_path))

    threads = [threading.Thread(target=one, args=(phone,)) for phone in phones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert [own.texts(ACCOUNT, "logout_account") for own in found] == [("साइन आउट",)] * 8
    assert sum(bool(phone.reads) for phone in phones) == 1


@pytest.mark.parametrize("change", ["version", "content", "time", "build", "language", "sdk"])
def test_whatever_changes_is_read_anew(tmp_path: Path, change: str) -> None:
    """Another version, file, build, language or Android: nothing old is believed."""
    phone = phone_with(account=apk())
    ask(phone, tmp_path)
    phone.reads.clear()
    setting, app = HINDI, phone.apps[ACCOUNT]
    if change == "version":
        app.version += 1
    elif change == "content":
        app.files[""] = apk({"logout_account": {"": "x", "hi": "बाहर निकलें"}})
    elif change == "time":
        app.mtime += 1
    elif change == "build":
        setting = Setting.of({**PROPS, "ro.build.date.utc": "1700000000"}, ["hi-IN", "en-US"])
    elif change == "language":
        setting = Setting.of(PROPS, ["de-DE"])
    else:
        setting = Setting.of({**PROPS, "ro.build.version.sdk": "35"}, ["hi-IN", "en-US"])

    own = ask(phone, tmp_path, setting=setting)

    assert phone.reads
    expected = {"content": "बाहर निकलें", "language": "Abmelden"}.get(change, "साइन आउट")
    assert own.texts(ACCOUNT, "logout_account") == (expected,)


def test_more_names_are_asked_later(tmp_path: Path) -> None:
    """A newer pack asks for more: the app is read once more, and then both are known."""
    phone = phone_with(account=apk())
    ask(phone, tmp_path)
    more = Wanted(ACCOUNT, frozenset({"app_name"}), frozenset())
    assert ask(phone, tmp_path, more).texts(ACCOUNT, "app_name") == ("Mi Account",)
    phone.reads.clear()

    assert ask(phone, tmp_path).texts(ACCOUNT, "logout_account") == ("साइन आउट",)
    assert ask(phone, tmp_path, more).texts(ACCOUNT, "app_name") == ("Mi Account",)
    assert phone.reads == []


def test_old_androids_tell_no_version_codes(tmp_path: Path) -> None:
    """Before Android 8 the file's size stands for the version; the option is not even tried."""
    phone = phone_with(account=apk())
    phone.old = True
    old = Setting.of({"ro.build.version.sdk": "23"}, ["hi-IN"])
    ask(phone, tmp_path, setting=old)
    own = ask(phone, tmp_path, setting=old)

    assert own.texts(ACCOUNT, "logout_account") == ("साइन आउट",)
    assert own.cached == {ACCOUNT}
    assert phone.commands[0] == "pm list packages -f"


def test_languages_in_splits(tmp_path: Path) -> None:
    """Of the splits only those that may hold texts of the language are read."""
    hindi = apk({"logout_account": {"hi": "साइन आउट"}}, ())
    files = {"": apk({"logout_account": {"": "Sign out"}})}
    names = ("hi", "de", "xxhdpi", "arm64_v8a", "b+sr+Latn")
    files |= {f"split_config.{name}.apk": hindi if name == "hi" else b"junk" for name in names}
    phone = AppsPhone({ACCOUNT: App(files)})
    own = ask(phone, tmp_path)

    assert own.failures == {}
    assert own.texts(ACCOUNT, "logout_account") == ("साइन आउट",)
    assert {path.rpartition("/")[2] for path, _ in phone.reads} == {
        "base.apk",
        "split_config.hi.apk",
    }


def test_a_text_that_stands_in_the_framework(tmp_path: Path) -> None:
    """A reference leads to the framework's table, which is read only for that."""
    made = [
        Resource("string", "logout_account", {"": Reference(0x01010000)}),
        Resource("string", "other", {"hi": "ऐप हिन्दी बोलता है"}),
    ]
    account = archive([Part("resources.arsc", table(ACCOUNT, made))])
    framework = apk({"logout": {"": "Log out", "hi": "लॉग आउट"}}, (), package="android")
    phone = phone_with(account=account, framework=framework)

    assert ask(phone, tmp_path).texts(ACCOUNT, "logout_account") == ("लॉग आउट",)
    assert any("android" in path for path, _ in phone.reads)


def test_a_framework_that_cannot_be_read(tmp_path: Path) -> None:
    """Then only the texts that stand there are missing."""
    made = [
        Resource("string", "logout_account", {"": "Sign out"}),
        Resource("string", "nothing", {"": Reference(0x01010000)}),
    ]
    account = archive([Part("resources.arsc", table(ACCOUNT, made))])
    own = ask(phone_with(account=account, framework=b"junk"), tmp_path)

    assert own.texts(ACCOUNT, "logout_account") == ("Sign out",)
    assert own.failures == {}


# -- what cannot be read -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "does not let"),
        (b"PK", "no zip file"),
        (apk()[:-30], "no zip file"),
        (archive([Part("classes.dex", b"x")]), "no resource table"),
        (archive([Part("resources.arsc", b"\x02\x00\x0c\x00")]), "cut off"),
        (archive([Part("resources.arsc", bytes(1 << 26), deflated=True)]), "inflate"),
    ],
)
def test_an_app_that_cannot_be_read_is_named(tmp_path: Path, data: bytes, why: str) -> None:
    """With the reason in words; the other apps are read all the same."""
    phone = phone_with(account=data, cloud=apk(TEXTS, package=CLOUD))
    other = Wanted(CLOUD, frozenset({"logout_account"}))
    own = ask(phone, tmp_path, ASKED, other)

    assert why in own.failures[ACCOUNT]
    assert own.texts(CLOUD, "logout_account") == ("साइन आउट",)
    assert own.has_id(f"{ACCOUNT}:id/logout_btn") is None


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    """The phone gives not one byte: that is said, and tried again the next time."""
    phone = phone_with(account=apk())
    phone.locked.add(ACCOUNT)
    assert "does not let" in ask(phone, tmp_path).failures[ACCOUNT]
    phone.locked.clear()

    assert ask(phone, tmp_path).texts(ACCOUNT, "logout_account") == ("साइन आउट",)


def test_an_app_that_is_not_installed(tmp_path: Path) -> None:
    """Is named as that."""
    assert ask(phone_with(account=apk()), tmp_path, Wanted(CLOUD)).failures == {
        CLOUD: "it is not installed"
    }


def test_a_line_that_breaks_while_reading(tmp_path: Path) -> None:
    """Is no end of the run: what was read stays, the rest is named."""
    phone = phone_with(account=apk(), cloud=apk(package=CLOUD))
    phone.gone = 1
    own = ask(phone, tmp_path, ASKED, Wanted(CLOUD, frozenset({"logout_account"})))

    assert list(own.apps) == [ACCOUNT]
    assert "connection" in own.failures[CLOUD]


def test_a_line_that_is_too_slow(tmp_path: Path) -> None:
    """After the time for all apps nothing more is asked of the phone."""
    clock = FakeClock()
    phone = phone_with(account=apk(), cloud=apk(package=CLOUD))
    phone.before_read = lambda: clock.sleep(20.0)
    own = ask(phone, tmp_path, ASKED, Wanted(CLOUD, frozenset({"logout_account"})), clock=clock)

    assert "too long" in own.failures[CLOUD]
    assert len(phone.reads) == 1


def test_a_phone_whose_files_cannot_be_read(tmp_path: Path) -> None:
    """A phone that offers no files has no words of its own, and is asked nothing."""

    class Plain:
        def shell(self, command: str, timeout: float = 10.0) -> str:
            raise AssertionError(command)

    assert ask(Plain(), tmp_path) == OwnWords()


def test_a_phone_that_names_no_language(tmp_path: Path) -> None:
    """Without a language there is nothing to look for."""
    phone = phone_with(account=apk())

    assert ask(phone, tmp_path, setting=Setting.of(PROPS, ["null", ""])) == OwnWords()
    assert phone.commands == []
