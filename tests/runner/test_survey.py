"""One look at everything that is not on the screen: in one call, one by one, and nothing more."""

from __future__ import annotations

import pytest

from miunlink_adb.errors import ConnectionLost
from miunlink_adb.survey import COMMANDS, read_locale, survey
from tests.runner.bench import bench
from tests.runner.fake_phone import accounts_text

READ_ONLY = ("getprop", "dumpsys ", "pm list ", "am get-current-user", "settings get ")


def test_everything_is_asked_in_one_call() -> None:
    """All commands travel together; each answer reaches its fact."""
    made = bench()

    facts = survey(made.phone)

    assert len(made.phone.record.commands) == 1
    assert facts.release.release == "miui-11"
    assert facts.locale == "en"
    assert facts.accounts.users == {0: {"com.xiaomi": 1}}
    assert facts.accounts.complete
    assert [user.id for user in facts.users] == [0]
    assert facts.current_user == 0
    assert facts.set_up is True
    assert facts.screen_on is True
    assert facts.packages is not None
    assert "com.xiaomi.account" in facts.packages
    assert facts.battery is not None
    assert facts.battery.level == 80
    assert facts.taps.answer == "allowed"


def test_a_shell_that_takes_one_command_at_a_time_is_asked_one_by_one() -> None:
    """The same facts, at the price of more calls."""
    together, alone = bench(), bench()
    alone.phone.joins_commands = False

    assert survey(alone.phone) == survey(together.phone)
    assert alone.phone.record.commands[1:] == list(COMMANDS.values())


def test_an_answer_that_holds_a_mark_does_not_speak_for_another() -> None:
    """A name with our mark in it cannot make an account disappear."""
    made = bench()
    forged = f"--8<-- accounts --8<--\n{accounts_text({0: 0})}"
    made.phone.answers["pm list users"] = forged

    facts = survey(made.phone)

    assert facts.accounts.users == {0: {"com.xiaomi": 1}}


def test_only_reading_commands_are_run() -> None:
    """Nothing that the survey runs changes the phone."""
    assert all(command.startswith(READ_ONLY) for command in COMMANDS.values())


@pytest.mark.parametrize("text", ["", "null", "error: closed", "-1", "4294967296"])
def test_what_a_phone_does_not_say_is_not_made_up(text: str) -> None:
    """An answer of any kind to any question is survived; accounts then are no proof."""
    made = bench()
    made.phone.answers = dict.fromkeys(COMMANDS.values(), text)

    facts = survey(made.phone)

    assert not facts.accounts.complete
    assert facts.release.release is None
    assert facts.battery is None


def test_a_lost_phone_is_an_error_of_ours() -> None:
    """The connection goes at the first question: a device error, nothing raw."""
    made = bench()
    made.phone.faults.at("shell", 1, "lost")

    with pytest.raises(ConnectionLost):
        survey(made.phone)


def test_the_language_is_read_alone_as_well() -> None:
    """During a run only the language is asked for."""
    made = bench("miui-11", "ru-RU")

    assert read_locale(made.phone) == "ru-RU"
    assert len(made.phone.record.commands) == 2
