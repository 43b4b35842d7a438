"""The owner's turn: what ends it, what does not, and that nothing is touched or kept in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from miunlink_adb.event import Acted, HandoffEnded, HandoffStarted
from tests.runner.bench import Bench, bench, obliging
from tests.runner.fake_phone import SECRET, FakePhone
from tests.runner.scenario import Scenario


def acts_during_turns(made: Bench) -> list[str]:
    """What was done to the phone between the beginning and the end of any turn."""
    found, inside = [], False
    for event in made.events:
        inside = (inside or isinstance(event, HandoffStarted)) and not isinstance(
            event, HandoffEnded
        )
        if inside and isinstance(event, Acted):
            found.append(event.act)
    return found


def wrong_then_right(made: Bench, wrong: int = 1) -> Bench:
    """The owner types so many wrong passwords, then the right one."""
    phone = made.phone
    sheets = ["password_prompt", "captcha_prompt"]
    for number in range(wrong + 1):
        for sheet in sheets:
            right = number == wrong
            phone.when(sheet, 3.0, partial(phone.type_password, right=right))
    return made


def test_the_right_password_ends_the_turn() -> None:
    """One turn, done, and nothing touched while it lasted."""
    made = obliging(bench())

    assert made.run(data="keep").status == "signed_out"
    assert made.outcomes == [("password", "done")]
    assert acts_during_turns(made) == []


@pytest.mark.parametrize(
    ("says", "checking"),
    [("message", 0.1), ("message", 1.0), ("message", 5.0), ("nothing", 1.0), ("nothing", 5.0)],
)
def test_a_wrong_password_is_noticed(says: str, checking: float) -> None:
    """By the progress that came and went, or by the message: counted once, and the turn renewed."""
    scenario = Scenario(wrong_says=says, checking=checking)  # type: ignore[arg-type]
    made = wrong_then_right(bench(scenario=scenario))

    assert made.run(data="keep").status == "signed_out"
    assert made.outcomes == [("password", "wrong_password"), ("password", "done")]
    attempts = [event.attempt for event in made.events if isinstance(event, HandoffStarted)]
    assert attempts == [1, 2]


def test_a_captcha_that_comes_up_means_a_wrong_password() -> None:
    """After a wrong password the sheet shows a captcha: counted, and the turn is the captcha's."""
    made = wrong_then_right(bench(scenario=Scenario(wrong_says="captcha")))
    made.phone.reactions["captcha_prompt"] = [(3.0, made.phone.type_password)]

    assert made.run(data="keep").status == "signed_out"
    assert made.outcomes == [("password", "wrong_password"), ("captcha", "done")]


def test_many_wrong_passwords_are_counted() -> None:
    """Each wrong password is one turn; the right one at last signs out."""
    made = wrong_then_right(bench(), wrong=4)

    assert made.run(data="keep").status == "signed_out"
    assert [outcome for _, outcome in made.outcomes] == ["wrong_password"] * 4 + ["done"]


def test_a_message_that_stays_is_not_counted_again() -> None:
    """The message of the last attempt still stands while the owner types: no second rejection."""
    made = bench()
    made.phone.when("password_prompt", 3.0, lambda: made.phone.type_password(right=False))
    made.phone.when("password_prompt", 60.0, made.phone.type_password)

    assert made.run(data="keep").status == "signed_out"
    assert made.outcomes == [("password", "wrong_password"), ("password", "done")]


def test_too_many_attempts_end_the_run() -> None:
    """The phone says that it takes no more: exit 5, wait, and nothing is tried again."""
    made = bench()
    made.phone.when("password_prompt", 3.0, lambda: made.phone.say("too_many"))

    report = made.run(data="keep")

    assert (report.status, report.exit_code) == ("failed", 5)
    assert made.outcomes == [("password", "too_many_attempts")]
    assert report.error is not None
    assert "Wait" in report.error.hint


def test_an_owner_who_does_nothing_is_not_waited_for_forever() -> None:
    """After --handoff-timeout the run ends with exit 7, and the phone is as the owner left it."""
    made = bench()

    report = made.run(data="keep", handoff_timeout=40.0)

    assert (report.status, report.exit_code) == ("handoff_timeout", 7)
    assert made.outcomes == [("password", "timeout")]
    assert report.handoffs[0]["seconds"] == pytest.approx(40.0, abs=1.0)
    assert made.phone.top.name == "password_prompt"


def test_every_turn_has_the_whole_time() -> None:
    """A wrong password begins a new turn with its own time."""
    made = bench()
    made.phone.when("password_prompt", 30.0, lambda: made.phone.type_password(right=False))
    made.phone.when("password_prompt", 30.0, made.phone.type_password)

    assert made.run(data="keep", handoff_timeout=40.0).status == "signed_out"


def test_the_owner_may_read_his_messages() -> None:
    """Another app comes to the front for a minute: the turn goes on, nothing is touched."""
    made = bench(scenario=Scenario(code=True))
    phone = made.phone

    def reads_the_code() -> None:
        phone.surprise("chat", "com.example.chat", "Your code is 424242")
        made.clock.after(60.0, phone.back)
        made.clock.after(65.0, phone.type_code)

    phone.when("password_prompt", 3.0, phone.type_password)
    phone.when("code_prompt", 3.0, reads_the_code)

    assert made.run(data="keep").status == "signed_out"
    assert made.outcomes == [("password", "done"), ("code", "done")]
    assert acts_during_turns(made) == []


def test_the_owner_may_finish_behind_another_window() -> None:
    """The account goes while an unknown window lies over everything: the list says so."""
    made = bench(scenario=Scenario(cloud=False))
    phone = made.phone

    def finishes_unseen() -> None:
        phone.surprise("chat", "com.example.chat", "Chats")
        made.clock.after(10.0, lambda: phone.accounts.update({0: 0}))

    phone.when("password_prompt", 3.0, finishes_unseen)

    assert made.run().status == "signed_out"
    assert made.outcomes == [("password", "done")]


@pytest.mark.parametrize("call", ["look", "shell"])
def test_the_cable_may_be_pulled_in_the_owners_turn(call: str) -> None:
    """The connection goes and comes back; the owner went on meanwhile; the run follows."""
    made = obliging(bench())
    made.phone.replug = 30.0
    fault = lambda: made.phone.faults.at(call, 2, "lost")  # type: ignore[arg-type]  # noqa: E731
    made.phone.when("wipe_data_confirm", 0.0, fault)

    assert made.run(data="keep").status == "signed_out"
    assert any("cable" in notice for notice in made.notices)
    assert "The phone is back." in made.notices


def test_a_phone_that_never_comes_back_ends_the_turn() -> None:
    """Two minutes without the phone: exit 3, and the report names the turn that was broken off."""
    made = bench()
    made.phone.replug = None
    made.phone.when("password_prompt", 3.0, lambda: made.phone.faults.at("look", 1, "lost"))

    report = made.run(data="keep")

    assert (report.status, report.exit_code) == ("failed", 3)
    assert made.outcomes == [("password", "phone_lost")]
    assert report.error is not None
    assert report.error.code == "connection_lost"


@pytest.mark.parametrize(
    ("scenario", "reasons"),
    [
        (Scenario(code=True), ["password", "code"]),
        (Scenario(web=True), ["password", "web_verification"]),
        (Scenario(no_password=True), ["set_password"]),
        (Scenario(hidden_photos=True), ["data_choice", "password"]),
    ],
    ids=["code", "web", "set password", "photos"],
)
def test_each_thing_that_only_the_owner_can_do_has_its_turn(
    scenario: Scenario, reasons: list[str]
) -> None:
    """Code, web page, first password, hidden photos: each is handed over with its reason."""
    made = obliging(bench(scenario=scenario))
    photos = "hidden_photos_dialog"
    made.phone.when(photos, 3.0, lambda: made.phone.tap_button("button1"))

    assert made.run(data="remove").status == "signed_out"
    assert [reason for reason, _ in made.outcomes] == reasons
    assert acts_during_turns(made) == []


def test_a_wrong_code_is_noticed() -> None:
    """The phone says that the code is wrong: the turn is renewed, no password is counted."""
    made = bench(scenario=Scenario(code=True))
    made.phone.when("password_prompt", 3.0, made.phone.type_password)
    made.phone.when("code_prompt", 3.0, lambda: made.phone.type_code(right=False))
    made.phone.when("code_prompt", 3.0, made.phone.type_code)

    assert made.run(data="keep").status == "signed_out"
    assert made.outcomes[1:] == [("code", "wrong_code"), ("code", "done")]


def test_signing_in_again_ends_the_attempt_and_says_so() -> None:
    """An expired sign-in is renewed by the owner; the button is not tapped a second time."""
    made = bench(scenario=Scenario(expired=True))
    made.phone.when("token_expired", 3.0, lambda: made.phone.tap_button("button1"))
    made.phone.when("password_prompt", 10.0, made.phone.type_password)

    report = made.run(data="keep")

    assert report.status == "cancelled"
    assert report.error is not None
    assert "renewed" in report.error.message
    obliging(made)
    made.terminal.confirms = 0
    made.phone.record.taps.clear()
    assert made.run(data="keep").status == "signed_out"


def test_a_form_to_sign_in_again_is_no_going_back() -> None:
    """The owner fills in a sign-in form for a minute: the turn goes on, the proof is the list."""
    made = bench(scenario=Scenario(cloud=False))
    phone = made.phone

    def signs_in_again() -> None:
        phone.accounts[0] = 0
        window = phone.show_account_page()
        phone.accounts[0] = 1
        made.clock.after(60.0, lambda: phone.shut(window))
        made.clock.after(61.0, phone.type_password)

    phone.when("password_prompt", 3.0, signs_in_again)

    assert made.run().status == "signed_out"
    assert made.outcomes == [("password", "done")]


@pytest.mark.parametrize("name", ["permission", "update", "keyguard"])
def test_what_pops_up_over_the_sheet_only_covers_it(name: str) -> None:
    """A question of ours is answered, a lock screen waited for; then the turn is the owner's."""
    made = bench()
    phone = made.phone

    def pops_up() -> None:
        pop_up(phone, name)
        made.clock.after(20.0, lambda: setattr(phone, "keyguard", False))
        made.clock.after(40.0, phone.type_password)

    phone.when("password_prompt", 3.0, pops_up)

    assert made.run(data="keep").status == "signed_out"
    assert made.outcomes[0] == ("password", "covered")
    assert made.outcomes[-1] == ("password", "done")


def pop_up(phone: FakePhone, name: str) -> None:
    """One of the windows that come over any other."""
    if name == "keyguard":
        phone.keyguard = True
    elif name == "permission":
        phone.ask_permission("Mi Account")
    else:
        phone.offer_update()


def test_the_owner_may_answer_the_question_about_data() -> None:
    """Without a choice beforehand and at the computer, the question is the owner's on the phone."""
    made = obliging(bench())
    made.terminal.chooses = None
    made.phone.when("wipe_data_confirm", 20.0, lambda: made.phone.tap_button("remove_button"))

    assert made.run(data="ask").status == "signed_out"
    assert made.phone.wiped == "remove"
    assert made.outcomes == [("data_choice", "done"), ("password", "done")]
    assert made.terminal.choices == 1


def interrupt() -> None:
    """Ctrl-C."""
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("window", "seconds"),
    [
        ("settings_home", 0.05),
        ("account_page", 0.05),
        ("wipe_data_confirm", 0.05),
        ("password_prompt", 2.0),
    ],
)
def test_ctrl_c_at_any_time_is_a_report(window: str, seconds: float) -> None:
    """Interrupted at any moment: exit 130, cancelled, what is known stands in the report."""
    made = bench()
    made.phone.when(window, seconds, interrupt)

    report = made.run(data="keep")

    assert (report.status, report.exit_code) == ("cancelled", 130)
    assert report.after == {"0": 1}
    assert made.outcomes == ([("password", "interrupted")] if window == "password_prompt" else [])


def test_a_second_ctrl_c_is_no_traceback() -> None:
    """Pressed again while the report is completed: still exit 130, still a report."""
    made = bench()
    phone = made.phone

    def twice() -> None:
        made.clock.after(0.05, interrupt)
        interrupt()

    phone.when("password_prompt", 2.0, twice)

    assert made.run(data="keep").exit_code == 130


@pytest.mark.parametrize(
    "stop",
    [
        lambda phone: phone.type_password(),
        lambda phone: phone.back(),
        lambda phone: phone.say("too_many"),
        lambda phone: None,
    ],
    ids=["done", "cancelled", "too many", "timeout"],
)
def test_what_the_owner_typed_gets_nowhere(stop: Callable[[FakePhone], object]) -> None:
    """Password and code are in no event, no report and no look, however the turn ends."""
    made = bench(scenario=Scenario(code=True))
    phone = made.phone

    def types() -> None:
        phone.typed = SECRET
        made.clock.after(2.0, lambda: stop(phone))

    phone.when("password_prompt", 5.0, types)
    phone.when("code_prompt", 3.0, lambda: setattr(phone, "code_typed", SECRET))
    made.clock.after(60.0, phone.type_code)
    seen: list[str] = []
    phone.seen = lambda look: seen.extend(repr(node) for node in look.index.nodes)

    made.run(data="keep", handoff_timeout=80.0)

    said = repr(made.events) + repr(made.report.to_json()) + "".join(seen)
    assert SECRET not in said
    assert "•" not in said
    assert any("password" in node for node in seen)
