"""One sign-out on a fake phone: what it is given, what it gave, and what must always hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from miunlink_adb.event import Event, HandoffEnded, Noticed, ScreenSeen, WayTaken
from miunlink_adb.report import SignoutReport
from miunlink_adb.signout import SignoutOptions, sign_out
from tests.runner.clock import FakeClock
from tests.runner.fake_phone import FakePhone
from tests.runner.scenario import Scenario

ALLOWED = {
    "account_row",
    "accounts_row",
    "xiaomi_account_row",
    "sign_out_button",
    "keep_button",
    "remove_button",
    "button1",
    "permission_deny",
    "update_later",
}
"""What the flow's table may tap; `button1` only on the windows below."""
BUTTON1_ON = {"bank_card_dialog", "unsynced_data_dialog", "photo_quality_dialog"}
PART_OF_SIGNING_OUT = {"sign_out_button", "keep_button", "remove_button", "button1"}


@dataclass
class Terminal:
    """Who answers at the computer. `late`: seconds that an answer takes."""

    clock: FakeClock
    says_yes: bool = True
    chooses: str | None = "keep"
    late: float = 0.0
    confirms: int = 0
    choices: int = 0
    on_confirm: Callable[[], object] = lambda: None

    def confirm(self) -> bool:
        """Count, take the time, answer."""
        self.confirms += 1
        self.clock.sleep(self.late)
        self.on_confirm()
        return self.says_yes

    def choose(self, choices: tuple[str, ...]) -> str | None:
        """Count, take the time, answer."""
        self.choices += 1
        self.clock.sleep(self.late)
        return self.chooses


@dataclass
class Bench:
    """A phone, a terminal, a clock; `run` signs out and keeps what came of it."""

    phone: FakePhone
    clock: FakeClock
    terminal: Terminal
    events: list[Event] = field(default_factory=list)
    report: SignoutReport = field(default_factory=SignoutReport)

    def run(self, **options: Any) -> SignoutReport:
        """One run; `may_confirm` unless said otherwise. What must always hold is checked."""
        options.setdefault("may_confirm", True)
        self.report = sign_out(
            self.phone, SignoutOptions(**options), self.terminal, self.clock, self.events.append
        )
        assert_rules_kept(self, dry_run=options.get("dry_run", False))
        return self.report

    @property
    def screens(self) -> list[str | None]:
        """The screens that were seen, each time it changed."""
        seen: list[str | None] = []
        for event in self.events:
            if isinstance(event, ScreenSeen) and (not seen or seen[-1] != event.screen):
                seen.append(event.screen)
        return seen

    @property
    def outcomes(self) -> list[tuple[str, str]]:
        """Reason and outcome of each hand-off."""
        return [(e.reason, e.outcome) for e in self.events if isinstance(e, HandoffEnded)]

    @property
    def ways(self) -> list[str]:
        """The ways that were taken."""
        return [event.way for event in self.events if isinstance(event, WayTaken)]

    @property
    def notices(self) -> list[str]:
        """What the owner was told."""
        return [event.message for event in self.events if isinstance(event, Noticed)]

    def sign_out_taps(self) -> int:
        """How often the button was hit."""
        return self.phone.record.names().count("sign_out_button")


def bench(release: str = "miui-11", locale: str = "en", **options: Any) -> Bench:
    """A phone whose owner types the right password 3 s after the sheet came up, if asked.

    `scenario`: switches of what signing out does. The rest is `FakePhone`'s.
    """
    scenario = options.pop("scenario", None) or Scenario()
    clock = FakeClock()
    phone = FakePhone(clock, release, locale, scenario=scenario, **options)
    return Bench(phone, clock, Terminal(clock))


def obliging(made: Bench) -> Bench:
    """The owner types the right password, and the right code, whenever asked."""
    for _ in range(4):
        made.phone.when("password_prompt", 3.0, made.phone.type_password)
        made.phone.when("captcha_prompt", 3.0, made.phone.type_password)
        made.phone.when("set_password", 3.0, made.phone.type_password)
        made.phone.when("code_prompt", 3.0, made.phone.type_code)
        made.phone.when("web_verification", 3.0, made.phone.finish_web)
    return made


def assert_rules_kept(made: Bench, *, dry_run: bool) -> None:
    """What holds after every run, whatever happened in it."""
    taps, report = made.phone.record.taps, made.report
    for tap in taps:
        assert tap.name in ALLOWED, f"{tap} is not in the flow's table"
        assert tap.name != "button1" or tap.window in BUTTON1_ON, tap
    parts = [tap for tap in taps if tap.name in PART_OF_SIGNING_OUT]
    assert made.sign_out_taps() <= made.terminal.confirms
    assert made.sign_out_taps() <= 1
    assert not (dry_run and parts), "a dry run tapped something that belongs to signing out"
    assert not (parts and not made.terminal.confirms), "tapped without confirmation"
    if report.status in ("signed_out", "already_signed_out"):
        assert made.phone.accounts.get(0) == 0, "said to be signed out, and is not"
        assert report.after == {} or report.after["0"] == 0
    assert (report.error is None) == (report.exit_code == 0)
