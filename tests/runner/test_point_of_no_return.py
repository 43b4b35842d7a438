"""The tap that cannot be taken back: once per confirmation, never in a dry run, proved."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from miunlink_adb.errors import MiunlinkError
from miunlink_adb.event import Acted, HandoffStarted
from miunlink_adb.flow import TapOn
from miunlink_adb.flows.signout import signout_flow
from miunlink_adb.guard import Guards
from tests.runner.bench import PART_OF_SIGNING_OUT, Bench, bench, obliging
from tests.runner.fake_phone import FakePhone, accounts_text
from tests.runner.looks import look_at, watch_of
from tests.runner.scenario import Scenario
from tests.runner.test_walk import begin_after_keep, begin_sign_out, begin_while_removing

CUT_OFF = "User UserInfo{0:Owner:13}:\n  Accounts: 1\n"


def sign_out_acts(made: Bench) -> int:
    """How often the program tried to tap the button, whatever became of it."""
    return sum(isinstance(e, Acted) and e.element == "sign_out_button" for e in made.events)


# -- confirmation ------------------------------------------------------------------------------


def test_without_confirmation_nothing_is_signed_out() -> None:
    """The owner says no right before the tap: the run is cancelled, the account stays."""
    made = bench()
    made.terminal.says_yes = False

    report = made.run()

    assert (report.status, report.exit_code) == ("cancelled", 6)
    assert sign_out_acts(made) == 0
    assert made.phone.accounts == {0: 1}


def test_nobody_to_confirm_is_refused_before_the_phone_is_touched() -> None:
    """Without a terminal and without --yes the run ends before it opens anything."""
    made = bench()

    report = made.run(may_confirm=False)

    assert (report.status, report.exit_code) == ("refused", 6)
    assert made.phone.record.opens == []
    assert made.phone.record.looks == []


def test_the_owner_is_asked_once() -> None:
    """Every later dialog of the same sign-out rests on the one confirmation."""
    made = obliging(bench(scenario=Scenario(bank_cards=True, unsynced=True)))

    assert made.run(data="remove").status == "signed_out"
    assert made.terminal.confirms == 1


def test_a_dialog_of_signing_out_needs_the_confirmation_too() -> None:
    """A run that starts on the question about data asks before it answers that."""
    made = bench()
    begin_sign_out(made.phone)
    made.terminal.says_yes = False

    report = made.run(data="remove")

    assert report.status == "cancelled"
    assert made.phone.wiped == ""


@pytest.mark.parametrize(
    "happens",
    [
        lambda phone: phone.surprise("chat", "com.example.chat", "Chats"),
        lambda phone: phone.surprise("advert", "com.xiaomi.account", "Offer"),
        lambda phone: phone.go_home(),
        lambda phone: setattr(phone.top, "offset", 0),
        lambda phone: setattr(phone, "footer", 600),
    ],
    ids=["other app", "unknown window", "launcher", "scrolled away", "moved"],
)
def test_the_phone_is_looked_at_again_after_the_question(
    happens: Callable[[FakePhone], object],
) -> None:
    """Whatever changed while the owner thought about it, no tap goes where the button was."""
    made = obliging(bench())
    made.terminal.late = 60.0
    made.phone.when("account_page", 30.0, lambda: happens(made.phone))
    made.phone.when("chat", 60.0, made.phone.back)

    report = made.run(data="keep")

    assert report.status == "signed_out"
    assert [t.window for t in made.phone.record.taps if t.name == "sign_out_button"] == [
        "account_page"
    ]


def test_the_question_about_data_is_followed_by_a_new_look() -> None:
    """While the owner chose, the dialog went away on the phone: nothing is tapped in its place."""
    made = obliging(bench())
    made.terminal.late = 60.0
    made.phone.when("wipe_data_confirm", 20.0, made.phone.back)

    report = made.run(data="ask")

    assert report.status == "cancelled"
    assert made.phone.record.names()[-1] == "sign_out_button"
    assert made.terminal.choices == 1


# -- dry run -----------------------------------------------------------------------------------


@pytest.mark.parametrize("data", ["ask", "keep", "remove"])
@pytest.mark.parametrize(
    "begin",
    [
        lambda phone: phone.go_home(),
        lambda phone: phone.show_settings(),
        lambda phone: phone.show_account_page(),
        begin_sign_out,
        begin_after_keep,
    ],
    ids=["launcher", "settings", "account page", "wipe", "password"],
)
def test_a_dry_run_taps_nothing_that_signs_out(
    begin: Callable[[FakePhone], object], data: str
) -> None:
    """From any screen it ends on the launcher, asks the owner nothing and hands nothing over."""
    made = bench()
    begin(made.phone)

    report = made.run(dry_run=True, data=data, may_confirm=False)

    assert (report.status, report.exit_code) == ("dry_run", 0)
    assert not PART_OF_SIGNING_OUT & set(made.phone.record.names())
    assert (made.terminal.confirms, made.terminal.choices) == (0, 0)
    assert not any(isinstance(event, HandoffStarted) for event in made.events)
    assert made.phone.top.name == "launcher"


def test_a_dry_run_brings_the_button_into_view() -> None:
    """It scrolls until the button stands on the screen, and lists the screens and their proof."""
    made = bench()

    report = made.run(dry_run=True)

    last = report.screens[-1]
    assert last["screen"] == "account_page"
    assert last["reaction"] == "scroll account_list and tap sign_out_button"
    assert last["landmarks"]
    assert made.phone.record.swipes


# -- once --------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["dropped", "lost"])
def test_a_tap_that_did_not_arrive_is_not_repeated(fault: str) -> None:
    """Whether it was dropped or the cable went: the page stays, and the run says what to do."""
    made = bench()
    made.phone.show_account_page().offset = 9999
    made.phone.faults.at("act", 1, fault)  # type: ignore[arg-type]

    report = made.run()

    assert (report.status, report.exit_code) == ("failed", 3)
    assert report.error is not None
    assert report.error.code == "input_blocked"
    assert sign_out_acts(made) == 1
    assert report.after == {"0": 1}


@pytest.mark.parametrize("fault", ["lost_after", "timeout"])
def test_a_tap_whose_answer_was_lost_is_looked_after(fault: str) -> None:
    """The tap arrived and its answer did not: the next look shows it, and the run goes on."""
    made = obliging(bench())
    made.phone.show_account_page().offset = 9999
    made.phone.faults.at("act", 1, fault)  # type: ignore[arg-type]

    assert made.run(data="keep").status == "signed_out"
    assert sign_out_acts(made) == 1


def test_a_refused_tap_ends_the_run() -> None:
    """The phone refuses taps: exit 3 at the first one, with what to turn on."""
    made = bench()
    made.phone.faults.from_now("act", "refused")

    report = made.run()

    assert report.exit_code == 3
    assert report.error is not None
    assert "Security settings" in report.error.hint
    assert made.phone.record.taps == []


def test_going_back_on_the_phone_is_cancelled_only_when_it_stays() -> None:
    """The owner leaves the password sheet and stays on the account page: cancelled, exit 6."""
    made = bench()
    made.phone.when("password_prompt", 5.0, made.phone.back)

    report = made.run(data="keep")

    assert (report.status, report.exit_code) == ("cancelled", 6)
    assert made.outcomes == [("password", "cancelled")]
    assert sign_out_acts(made) == 1


def test_a_sign_out_begun_before_is_cancelled_as_well() -> None:
    """Started on the password sheet that the owner then leaves, the run does not begin anew."""
    made = bench()
    begin_after_keep(made.phone)
    made.phone.when("password_prompt", 5.0, made.phone.back)
    made.clock.after(5.0, made.phone.back)

    report = made.run()

    assert report.status == "cancelled"
    assert sign_out_acts(made) == 0


def test_a_sign_out_of_before_is_waited_for() -> None:
    """The page shows while an earlier sign-out is still under way: its button is left alone."""
    made = obliging(bench(scenario=Scenario(gap=3.0)))
    begin_while_removing(made.phone)

    assert made.run().status == "signed_out"
    assert sign_out_acts(made) == 0


def test_a_sign_out_of_before_that_failed_is_begun_anew() -> None:
    """The page that an earlier attempt left stays: the run asks and taps as from the beginning."""
    made = obliging(bench())
    page = made.phone.show_account_page()
    progress = made.phone.show_progress("signing_out", "signing_out")
    made.clock.after(5.0, lambda: made.phone.shut(progress))

    report = made.run(data="keep")

    assert made.screens[0] == "signing_out"
    assert report.status == "signed_out"
    assert made.terminal.confirms == sign_out_acts(made) == 1
    assert page not in made.phone.windows


# -- what is in front --------------------------------------------------------------------------


def test_a_window_that_only_the_window_manager_sees_stops_the_tap() -> None:
    """The dump shows the account page, another app has the focus: refused, nothing tapped."""
    made = bench()
    made.phone.answers["dumpsys window"] = "  mCurrentFocus=Window{1 u0 com.example.chat/.Call}\n"

    report = made.run()

    assert (report.status, report.exit_code) == ("refused", 6)
    assert sign_out_acts(made) == 0
    assert report.error is not None
    assert "com.example.chat" in report.error.message


def test_a_window_that_goes_away_only_delays_the_tap() -> None:
    """A call ends: the account page has the focus again, and the run goes on."""
    made = obliging(bench())
    call = "  mCurrentFocus=Window{1 u0 com.example.chat/.Call}\n"
    made.phone.broken_commands["dumpsys window"] = [call] * 8

    assert made.run(data="keep").status == "signed_out"


def test_a_phone_that_never_says_what_has_the_focus_is_signed_out_too() -> None:
    """No focus is waited for a moment; where there never is one, the dump alone decides."""
    made = obliging(bench())
    made.phone.answers["dumpsys window"] = "  mCurrentFocus=null\n"

    assert made.run(data="keep").status == "signed_out"


@pytest.mark.parametrize(
    "happens",
    [
        lambda phone: phone.surprise("call", "com.example.phone", "Call"),
        lambda phone: phone.surprise("advert", "com.xiaomi.account", "Offer"),
        lambda phone: setattr(phone.top, "offset", 300),
        lambda phone: phone.back(),
    ],
    ids=["call", "window of the same app", "scrolled", "back"],
)
def test_what_comes_up_while_the_guards_are_asked_is_not_tapped(
    happens: Callable[[FakePhone], object],
) -> None:
    """Between the look and the tap something changes: the button is tapped only where it is."""
    made = obliging(bench())
    phone = made.phone

    def confirmed() -> None:
        phone.on_command["dumpsys window"] = lambda: happens(phone)

    made.terminal.on_confirm = confirmed
    phone.when("call", 5.0, phone.back)
    phone.when("advert", 5.0, phone.back)

    assert made.run(data="keep").status == "signed_out"
    assert [tap.window for tap in phone.record.taps if tap.name == "sign_out_button"] == [
        "account_page"
    ]


# -- proof -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        CUT_OFF,
        "Permission Denial: can't dump AccountManager from pid=1\n",
        "*** SERVICE 'account' DUMP TIMEOUT (10000ms) EXPIRED ***\n",
        accounts_text({10: 0}),
    ],
    ids=["empty", "cut off", "denied", "timed out", "no owner"],
)
def test_nothing_is_gone_without_a_whole_list(text: str) -> None:
    """Where the phone does not list its accounts wholly, the run never says signed out."""
    made = obliging(bench())
    made.phone.when(
        "signing_out", 0.0, lambda: made.phone.answers.update({"dumpsys account": text})
    )

    report = made.run(data="keep")

    assert (report.status, report.exit_code) == ("failed", 3)
    assert report.error is not None
    assert report.error.code == "timeout"


@pytest.mark.parametrize("text", ["", CUT_OFF, accounts_text({10: 0})])
def test_nothing_is_begun_without_a_whole_list(text: str) -> None:
    """An incomplete list in the beginning is no 'already signed out', and nothing is touched."""
    made = bench()
    made.phone.answers["dumpsys account"] = text

    report = made.run()

    assert (report.status, report.exit_code) == ("failed", 3)
    assert made.phone.record.opens == []


def test_a_list_that_fails_at_first_is_asked_for_again() -> None:
    """The account service is still starting: asked again, the run begins."""
    made = obliging(bench())
    made.phone.broken_commands["dumpsys account"] = ["Can't find service: account\n"] * 3

    assert made.run(data="keep").status == "signed_out"


def test_an_account_of_another_kind_is_no_xiaomi_account() -> None:
    """Only accounts of type com.xiaomi count, whatever else the phone lists."""
    made = bench()
    made.phone.accounts[0] = 0
    made.phone.answers["dumpsys account"] = accounts_text({0: 2}, "com.xiaomi.unactivated")

    assert made.run().status == "already_signed_out"


def test_gone_at_the_last_look_is_signed_out() -> None:
    """The run gave up, and reading the list a last time shows that there is no account."""
    made = bench(scenario=Scenario(end="never"))
    made.phone.when("password_prompt", 3.0, made.phone.type_password)
    made.phone.when("signing_out", 100.0, lambda: made.phone.accounts.update({0: 0}))

    report = made.run(data="keep")

    assert (report.status, report.exit_code) == ("signed_out", 0)
    assert report.error is None
    assert any("gone" in note for note in report.notes)


@pytest.mark.parametrize(
    ("end", "status", "code", "exit_code"),
    [
        ("logout_failed", "failed", "phone_failure", 5),
        ("find_device_failed", "failed", "phone_failure", 5),
        ("cooldown", "refused", "refused", 6),
        ("never", "failed", "timeout", 3),
    ],
)
def test_the_phones_own_failures_end_the_run(
    end: str, status: str, code: str, exit_code: int
) -> None:
    """Each failure of the phone has its status and exit code, and the account is said to stay."""
    made = obliging(bench(scenario=Scenario(end=end)))  # type: ignore[arg-type]

    report = made.run(data="keep")

    assert (report.status, report.exit_code) == (status, exit_code)
    assert report.error is not None
    assert report.error.code == code
    assert report.after == {"0": 1}


def test_a_progress_that_never_ends_is_not_waited_for_forever() -> None:
    """Three minutes of signing out are the most; then the run says that it does not end."""
    made = obliging(bench(scenario=Scenario(end="never")))
    before = made.clock.now()

    made.run(data="keep")

    assert 180 <= made.clock.now() - before < 240


# -- the table ---------------------------------------------------------------------------------


def test_only_one_reaction_is_the_point_of_no_return() -> None:
    """The table has one such tap, on the account page, behind all three guards."""
    flow = signout_flow(international=True, route="settings")
    taps = {name: r for name, r in flow.reactions.items() if isinstance(r, TapOn)}

    final = {name for name, reaction in taps.items() if reaction.point_of_no_return}

    assert final == {"account_page"}
    assert taps["account_page"].guards == ("not_a_dry_run", "confirmed", "account_app_in_front")


def test_a_guard_that_does_not_exist_lets_nothing_through() -> None:
    """A misspelt guard in a table is an error, not a yes."""
    made = bench()
    guards = Guards(watch_of(made), made.terminal, dry_run=False)

    with pytest.raises(MiunlinkError, match="no guard"):
        guards.check(("confirmd",), look_at(made))
