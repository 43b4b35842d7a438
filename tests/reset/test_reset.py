"""One reset from the first question to the proof: what stops it, and what is true at each end."""

import os
from pathlib import Path
from typing import Any

import pytest

from miunlink_adb.archive import Archive
from miunlink_adb.reset import ResetReport
from miunlink_adb.virtual.holdings import Account
from tests.reset.handset import BOOT, CLEAN, MARKET_NAME, MODEL, TWRP, Bench, Person

BY_TWRP: dict[str, Any] = {"via": "twrp", "confirm": MODEL}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where runs are kept."""
    return tmp_path / "state"


def guards(report: ResetReport) -> str:
    """The guard that refused."""
    return getattr(report.error, "guard", "")


# -- refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("switches", "given", "guard"),
    [
        ({"account": True}, {}, "account_present"),
        ({**CLEAN, "second_space": True}, {}, "account_present"),
        ({**CLEAN, "dual_apps": True}, {}, "account_present"),
        ({**CLEAN, "device_owner": "org.example.mdm"}, {}, "device_owner"),
        ({**CLEAN, "device_owner": "org.example.loan", "financed": True}, {}, "finance_lock"),
        ({**CLEAN, "work_profile": True}, {}, "work_profile"),
        ({**CLEAN, "lost_mode": True}, {}, "find_device_lock"),
        ({**CLEAN, "finance_lock": True}, {}, "find_device_lock"),
        ({**CLEAN, "frp": True}, {}, "frp"),
        ({**CLEAN, "provisioned": False}, {}, "not_set_up"),
        ({**CLEAN, "battery": 4, "charging": False}, {}, "battery"),
        (CLEAN, {"no_backup": False}, "no_backup"),
        (CLEAN, BY_TWRP, "bootloader_locked"),
        (TWRP, {"via": "twrp"}, "confirmed"),
    ],
)
def test_what_stands_in_the_way_refuses_before_anything_is_done(
    folder: Path, switches: dict[str, Any], given: dict[str, Any], guard: str
) -> None:
    """Exit 6, with the guard's name; no page was opened, the phone was not restarted nor wiped."""
    bench = Bench(folder, **switches)

    report = bench.reset(**given)

    assert (report.exit_code, report.status, guards(report)) == (6, "refused", guard)
    assert not any(line.startswith("am start") for line in bench.phone.lines)
    assert bench.phone.phone.record.noted("link") == []
    assert bench.phone.wiped() == []
    assert "Nothing on the phone was changed." in str(report.error and report.error.hint)


def test_accounts_that_cannot_be_read_count_as_accounts(folder: Path) -> None:
    """A list that is cut off proves nothing: refused, unless the owner accepts to be asked."""
    bench = Bench(folder, **CLEAN)
    real = bench.phone.shell

    def cut(command: str, timeout: float = 10.0) -> str:
        said = real(command, timeout)
        return said.replace("Accounts: 0", "Accounts: 2")

    bench.phone.shell = cut  # type: ignore[method-assign]
    assert guards(bench.reset()) == "accounts_unread"
    report = bench.reset(knows_password=True, dry_run=True)
    assert [obstacle.guard for obstacle in report.obstacles] == []
    assert any("password" in warning for warning in report.warnings)


def test_a_dry_run_shows_everything_and_does_nothing(folder: Path) -> None:
    """Exit 0 with the plan, all obstacles and all warnings."""
    bench = Bench(folder, account=True, screen_lock="pin", sd_card=True)

    report = bench.reset(dry_run=True, no_backup=False, via="twrp", wipe="data")

    assert (report.status, report.exit_code) == ("dry_run", 0)
    assert [o.guard for o in report.obstacles] == [
        "account_present",
        "bootloader_locked",
        "no_backup",
    ]
    assert [word in " ".join(report.warnings) for word in ("FRP", "files", "card")] == [True] * 3
    assert [step.name for step in report.plan if step.final] == ["wipe"]
    assert bench.phone.wiped() == []


def test_a_backup_on_record_is_enough_and_a_word_in_the_terminal_too(folder: Path) -> None:
    """The archive knows the phone by its key; without one the owner is asked, Enter is no."""
    bench = Bench(folder, **CLEAN)
    asked = Person(agrees=False)
    assert guards(bench.reset(asked, no_backup=False, may_ask=True)) == "no_backup"
    assert "backup" in asked.asked[0]

    journal = Archive(folder).begin(("7f3a9c21",), {"command": "backup"}, 0.0, pytest.fail)
    journal.end({"status": "done", "exit_code": 0})
    report = bench.reset(asked, no_backup=False, handoff_timeout=5.0)
    assert (report.status, report.exit_code) == ("left", 7)


# -- in Settings -----------------------------------------------------------------------------


def test_settings_reset_is_opened_confirmed_by_the_owner_and_proven(folder: Path) -> None:
    """The page is opened, nothing is tapped; the proof comes when the owner has set it up."""
    bench = Bench(folder, **CLEAN)
    bench.phone.confirm_in_settings(after=40.0)
    bench.phone.set_up(after=40.0 + BOOT + 60.0)

    report = bench.reset()

    assert (report.status, report.exit_code) == ("done", 0)
    assert report.evidence["new_installation"] is True
    assert report.evidence["accounts"] == 0
    assert bench.phone.wiped() == ["everything"]
    assert bench.phone.phone.record.taps == []
    assert bench.last()["status"] == "done"
    starts = [start.action for start in bench.phone.phone.record.starts]
    assert starts == ["com.android.settings.action.FACTORY_RESET"]


def test_older_android_opens_the_page_above_it(folder: Path) -> None:
    """Before Android 12 the reset had no action of its own; the way on is told."""
    bench = Bench(folder, release="miui-11", **CLEAN)

    report = bench.reset(handoff_timeout=5.0)

    starts = [start.action for start in bench.phone.phone.record.starts]
    assert starts == ["android.settings.PRIVACY_SETTINGS"]
    assert any("choose the factory reset" in note for note in report.notes)


@pytest.mark.parametrize(
    "switches", [{"disabled_packages": ("com.android.settings",)}, {"keyguard": "secure"}]
)
def test_settings_that_do_not_come_up_are_no_turn_of_the_owner(
    folder: Path, switches: dict[str, Any]
) -> None:
    """Exit 5 at once with what to do, rather than a wait for a page that is not there."""
    report = Bench(folder, **CLEAN, **switches).reset()

    assert (report.status, report.exit_code) == ("failed", 5)
    assert "Unlock the phone" in str(report.error and report.error.hint)
    assert report.did == []


def test_a_phone_that_asks_again_for_this_computer_is_waited_for(folder: Path) -> None:
    """After a reset no computer is trusted: its owner is told to allow this one."""
    bench = Bench(folder, **CLEAN)
    phone = bench.phone.phone
    bench.phone.confirm_in_settings(after=10.0)
    bench.clock.after(11.0, lambda: setattr(phone, "authorized", False))
    bench.phone.set_up(after=60.0)
    bench.clock.after(90.0, lambda: setattr(phone, "authorized", True))

    report = bench.reset()

    assert report.status == "done"
    assert any("allow it on the phone" in note for note in report.notes)


def test_an_owner_who_does_not_confirm_in_time_ends_it_with_7(folder: Path) -> None:
    """Nothing was erased, and the error says so."""
    bench = Bench(folder, **CLEAN)

    report = bench.reset(handoff_timeout=30.0)

    assert (report.status, report.exit_code) == ("left", 7)
    assert "nothing was erased" in str(report.error)
    assert bench.phone.wiped() == []


def test_a_phone_that_stays_away_is_no_success_until_it_was_seen(folder: Path) -> None:
    """Exit 3 and what to look at; a later run looks, finds a new installation, resets nothing."""
    bench = Bench(folder, **CLEAN)
    bench.phone.confirm_in_settings(after=20.0)

    report = bench.reset(restart_timeout=90.0)
    assert (report.status, report.exit_code) == ("left", 3)
    assert "first-start assistant" in str(report.error and report.error.hint)
    assert any("USB debugging is off" in note for note in report.notes)

    bench.phone.set_up(after=0.0)
    bench.clock.sleep(1.0)
    again = bench.reset()
    assert (again.status, again.exit_code) == ("done", 0)
    assert again.evidence["new_installation"] is True
    assert bench.phone.wiped() == ["everything"]
    assert bench.reset(handoff_timeout=1.0).exit_code == 7, "a finished one is not finished twice"


def test_the_owner_may_say_what_he_sees(folder: Path) -> None:
    """In a terminal his word ends it; the report says that it is his word."""
    bench = Bench(folder, **CLEAN)
    bench.phone.confirm_in_settings(after=20.0)

    report = bench.reset(Person(agrees=True), may_ask=True, restart_timeout=60.0)

    assert (report.status, report.exit_code) == ("done", 0)
    assert report.evidence == {"verified_over_adb": False}
    assert any("first-start assistant" in line for line in report.confirmed)


def test_a_cable_that_was_out_is_no_reset(folder: Path) -> None:
    """The phone is back the same as before: the owner's turn goes on until its time is over."""
    bench = Bench(folder, **CLEAN)
    bench.clock.after(20.0, bench.phone.phone.unplug)
    bench.clock.after(40.0, bench.phone.phone.plug)

    report = bench.reset(handoff_timeout=120.0)

    assert report.exit_code == 7
    assert any("same as before" in note for note in report.notes)


def test_a_phone_locked_after_the_reset_is_reported_as_such(folder: Path) -> None:
    """An owner who accepted the password: it is reset, and still open that it asks for it."""
    bench = Bench(folder, account=True, google_account=False, adb_after_reset=True)
    bench.phone.confirm_in_settings(after=5.0)

    report = bench.reset(knows_password=True)

    assert bench.phone.wiped() == ["everything"]
    assert (report.status, report.exit_code) == ("done", 0)
    assert report.evidence["activation_lock"] is True
    assert any("asks for the Mi account" in line for line in report.open)


# -- through TWRP ----------------------------------------------------------------------------


def test_an_account_that_is_added_meanwhile_stops_it(folder: Path) -> None:
    """While the owner types, somebody signs in: the phone is not even restarted."""
    bench = Bench(folder, **TWRP)

    class SignsIn(Person):
        def types(self, question: str) -> str:
            account = Account("2807145558", "com.xiaomi")
            bench.phone.phone.users[0].accounts.append(account)
            return super().types(question)

    report = bench.reset(SignsIn(types=MODEL), via="twrp", may_ask=True)

    assert guards(report) == "account_present"
    assert bench.phone.phone.record.noted("link") == []


def test_twrp_erases_after_the_models_name_and_the_result_is_looked_for(folder: Path) -> None:
    """One wipe command; done on the evidence of the partition, the rest is left to the eye."""
    bench = Bench(folder, **TWRP)

    report = bench.reset(via="twrp", confirm=MARKET_NAME.upper())

    assert (report.status, report.exit_code) == ("done", 0)
    assert report.evidence == {
        "twrp": True,
        "twrp_said_done": True,
        "data_erased": True,
        "verified_over_adb": False,
    }
    assert any("Not checked over adb" in line for line in report.open)
    assert bench.phone.wiped() == ["everything"]
    assert [line for line in bench.phone.lines if line.startswith("twrp")] == ["twrp format data"]


def test_with_debugging_on_afterwards_everything_is_verified(folder: Path) -> None:
    """Accounts 0, one user, the first-start assistant, another installation."""
    bench = Bench(
        folder, **TWRP, adb_after_reset=True, second_space=True, second_space_account=False
    )

    report = bench.reset(**BY_TWRP)

    found = [report.evidence[k] for k in ("accounts", "users", "set_up", "new_installation")]
    assert found == [0, 1, False, True]
    assert report.open == ["TWRP is still installed: whoever gets the phone should know."]


def test_wipe_data_keeps_the_files_and_says_so(folder: Path) -> None:
    """`--wipe data`: a warning before, an open point afterwards."""
    bench = Bench(folder, **TWRP)

    report = bench.reset(**BY_TWRP, wipe="data")

    assert bench.phone.wiped() == ["data"]
    assert any("files" in note for note in report.notes)
    assert any("files" in line for line in report.open)


def test_an_older_twrp_without_format_is_told_wipe(folder: Path) -> None:
    """What it did not understand it did not do, so the other command is no repetition."""
    bench = Bench(folder, **{**TWRP, "recovery": "twrp_old"})

    report = bench.reset(**BY_TWRP)

    assert report.status == "done"
    assert bench.phone.wiped() == ["data"]
    assert any("files" in line for line in report.open)


@pytest.mark.parametrize("wipe", ["fails", "lies"])
def test_a_wipe_that_left_the_data_is_a_failure_whatever_was_said(folder: Path, wipe: str) -> None:
    """Exit 5; the phone stays in TWRP, nothing is sent again."""
    bench = Bench(folder, **TWRP, wipe=wipe)

    report = bench.reset(**BY_TWRP)

    assert (report.status, report.exit_code) == ("failed", 5)
    assert report.evidence["data_erased"] is False
    assert "still on the phone" in str(report.error)
    assert bench.phone.phone.mode == "recovery"
    assert bench.names_of_wipes() == 1


def test_a_twrp_that_loses_its_words_is_believed_by_its_partition(folder: Path) -> None:
    """No word of success, but the data are gone."""
    report = Bench(folder, **TWRP, wipe="silent").reset(**BY_TWRP)

    assert report.status == "done"
    assert report.evidence["data_erased"] is True


@pytest.mark.parametrize(
    ("recovery", "exit_code"), [("stock", 3), ("sideload", 6)], ids=["menu", "sideload"]
)
def test_without_twrp_nothing_is_erased(folder: Path, recovery: str, exit_code: int) -> None:
    """The maker's recovery shows nothing to adb, or waits for an update: the way back is told."""
    bench = Bench(folder, **{**TWRP, "recovery": recovery})

    report = bench.reset(**BY_TWRP, restart_timeout=60.0)

    assert report.exit_code == exit_code
    assert "Reboot > System" in str(report.error and report.error.hint)
    assert bench.phone.wiped() == []


def test_another_phone_in_recovery_is_not_touched(folder: Path) -> None:
    """Its serial is another: refused, not even restarted."""
    bench = Bench(folder, **TWRP)
    phone = bench.phone.phone

    def swap(_line: str) -> None:
        if phone.mode == "recovery":
            phone.props |= {"ro.serialno": "00000000", "ro.boot.serialno": "00000000"}

    bench.phone.on_command = swap
    report = bench.reset(**BY_TWRP)

    assert guards(report) == "other_phone"
    assert bench.phone.wiped() == []
    assert phone.mode == "recovery"


def test_a_recovery_that_is_not_twrp_is_left_again(folder: Path) -> None:
    """It is ours, so it is asked to start Android again."""
    bench = Bench(folder, **TWRP)
    phone = bench.phone.phone

    def other(_line: str) -> None:
        phone.props.pop("ro.twrp.version", None)

    bench.phone.on_command = other
    assert guards(bench.reset(**BY_TWRP)) == "not_twrp"
    bench.clock.sleep(BOOT)
    assert phone.mode == "system"
    assert bench.phone.wiped() == []


# -- broken off, and gone on with ------------------------------------------------------------


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_connection_that_breaks_at_the_wipe_is_looked_after_and_not_repeated(
    folder: Path, moment: str
) -> None:
    """Exit 3 and `left`; the next run looks first: wiped goes on, not wiped asks and wipes."""
    bench = Bench(folder, **TWRP)
    bench.phone.breaks["twrp format"] = moment

    report = bench.reset(**BY_TWRP)
    assert (report.status, report.exit_code) == ("left", 3)
    assert "not known" in str(report.error and report.error.hint)
    assert len(bench.phone.wiped()) == (moment == "after")

    again = bench.reset(**BY_TWRP)
    assert (again.status, again.exit_code) == ("done", 0)
    assert bench.phone.wiped() == ["everything"]


@pytest.mark.parametrize(
    "moment",
    ["confirm:typed", "restart_recovery:", "identify:twrp", "wipe:", "wipe:erased", "back:"],
)
def test_ctrl_c_anywhere_ends_in_a_clear_state_and_can_be_gone_on_with(
    folder: Path, moment: str
) -> None:
    """130; what is true now is told; the next run ends well with one wipe altogether."""
    bench = Bench(folder, **TWRP, adb_after_reset=True)
    bench.stop_at = moment

    report = bench.reset(**BY_TWRP)
    assert report.exit_code == 130
    assert report.error is not None
    assert report.error.hint

    bench.clock.sleep(2 * BOOT)
    again = bench.reset(**BY_TWRP)
    assert (again.status, again.exit_code) == ("done", 0), again.error
    assert bench.phone.wiped() == ["everything"]


def until_done(bench: Bench) -> list[ResetReport]:
    """Run it again and again, as an owner would who reads what is told; what each came to."""
    reports = []
    for _ in range(4):
        reports.append(bench.reset(**BY_TWRP))
        if reports[-1].status == "done":
            break
        bench.clock.sleep(2 * BOOT)
    return reports


def test_wherever_it_is_stopped_it_ends_with_one_wipe(tmp_path: Path) -> None:
    """Ctrl-C at every single event: 130 with what is true, then done, and erased once."""
    first = Bench(tmp_path / "whole", **TWRP, adb_after_reset=True)
    assert first.reset(**BY_TWRP).status == "done"

    for number in range(1, len(first.events) + 1):
        bench = Bench(tmp_path / str(number), **TWRP, adb_after_reset=True)
        bench.stop_after = number
        stopped, *others = until_done(bench)
        assert (stopped.exit_code, stopped.status) in {(130, "left"), (130, "cancelled")}
        assert others[-1].status == "done", (number, others[-1].error)
        assert bench.phone.wiped() == ["everything"], number


@pytest.mark.parametrize("how", ["before", "after"])
def test_whatever_breaks_off_it_ends_with_one_wipe(tmp_path: Path, how: str) -> None:
    """The connection breaks at every single command, before or after the phone carried it out."""
    first = Bench(tmp_path / "whole", **TWRP, adb_after_reset=True)
    assert first.reset(**BY_TWRP).status == "done"

    for number in range(1, first.phone.asked + 1):
        bench = Bench(tmp_path / str(number), **TWRP, adb_after_reset=True)
        bench.phone.breaks_at[number] = how
        reports = until_done(bench)
        assert reports[-1].status == "done", (number, reports[-1].error)
        assert bench.phone.wiped() == ["everything"], number


@pytest.mark.parametrize("moment", ["restart_recovery:", "wipe:", "wipe:erased", "back:"])
def test_a_killed_run_is_gone_on_with_from_its_journal(folder: Path, moment: str) -> None:
    """The process ends without a word; each step was on the disk before, so the next run knows."""
    bench = Bench(folder, **TWRP, adb_after_reset=True)
    bench.stop_at, bench.stop_with = moment, SystemExit
    with pytest.raises(SystemExit):
        bench.reset(**BY_TWRP)
    bench.clock.sleep(2 * BOOT)

    assert until_done(bench)[-1].status == "done"
    assert bench.phone.wiped() == ["everything"]


def test_without_a_word_of_confirmation_the_way_stays_open(folder: Path) -> None:
    """Refused in TWRP for want of the model's name: the next run that has it goes on there."""
    bench = Bench(folder, **TWRP)
    bench.stop_at = "identify:twrp"
    bench.reset(**BY_TWRP)
    assert guards(bench.reset(via="twrp")) == "confirmed"
    assert bench.reset(**BY_TWRP).status == "done"
    assert bench.phone.wiped() == ["everything"]


def grown_old(bench: Bench, hours: float) -> None:
    """Let everything on record be older."""
    for file in bench.folder.rglob("*.jsonl"):
        moment = file.stat().st_mtime - hours * 3600
        os.utime(file, (moment, moment))


def test_accounts_that_were_read_long_ago_count_as_unread(folder: Path) -> None:
    """A phone left in TWRP: after half a day, or once Android ran again, it must be read anew."""
    bench = Bench(folder, **TWRP)
    bench.stop_at = "identify:twrp"
    assert bench.reset(**BY_TWRP).exit_code == 130
    assert bench.phone.attachment().state == "recovery"

    grown_old(bench, 13)
    assert guards(bench.reset(**BY_TWRP)) == "accounts_unread"
    assert bench.phone.wiped() == []


def test_a_phone_that_was_in_android_since_is_read_anew(folder: Path) -> None:
    """Somebody may have signed in: what the earlier run read counts no more."""
    bench = Bench(folder, **TWRP)
    bench.stop_at = "identify:twrp"
    bench.reset(**BY_TWRP)
    bench.phone.restart("")
    bench.clock.sleep(BOOT)
    assert bench.reset(dry_run=True).status == "dry_run"
    bench.phone.restart("recovery")
    bench.clock.sleep(BOOT)

    assert guards(bench.reset(**BY_TWRP)) == "accounts_unread"


def test_a_reset_of_long_ago_is_no_reset_of_today(folder: Path) -> None:
    """A run that was left, a phone in use since: it is not told that it is done already."""
    bench = Bench(folder, **CLEAN)
    bench.phone.confirm_in_settings(after=20.0)
    assert bench.reset(restart_timeout=60.0).status == "left"
    bench.phone.set_up(after=0.0)
    bench.clock.sleep(1.0)
    grown_old(bench, 25)

    report = bench.reset(handoff_timeout=5.0)
    assert (report.status, report.exit_code) == ("left", 7)


def test_a_recovery_nobody_brought_the_phone_into_is_refused(folder: Path) -> None:
    """Accounts cannot be read there, and no run has read them: only in Android."""
    bench = Bench(folder, **{**TWRP, "account": True})
    bench.phone.restart("recovery")
    bench.clock.sleep(BOOT)

    assert guards(bench.reset(**BY_TWRP)) == "accounts_unread"
    assert guards(bench.reset()) == "in_recovery"
    assert bench.phone.wiped() == []


def test_a_phone_that_comes_back_to_twrp_is_told(folder: Path) -> None:
    """Android does not start: said, with the data known to be gone."""
    bench = Bench(folder, **TWRP)
    phone = bench.phone.phone
    boot = phone.boot

    def loop() -> None:
        from miunlink_adb.virtual import bootmode

        phone.boot = boot  # type: ignore[method-assign]
        bootmode.come_up(phone, "recovery")

    phone.boot = loop  # type: ignore[method-assign]
    report = bench.reset(**BY_TWRP)

    assert report.exit_code == 5
    assert "recovery instead of Android" in str(report.error)
    assert "The data are erased." in str(report.error and report.error.hint)


def test_journals_hold_no_serial_model_or_id(folder: Path) -> None:
    """Names of phones and installations are keyed hashes."""
    bench = Bench(folder, **TWRP)
    android_id = bench.phone.phone.settings["secure"]["android_id"]
    bench.reset(**BY_TWRP)

    text = "".join(file.read_text() for file in folder.rglob("*.jsonl"))
    assert '"command":"reset"' in text
    assert not [word for word in ("7f3a9c21", MODEL, MARKET_NAME, android_id) if word in text]
