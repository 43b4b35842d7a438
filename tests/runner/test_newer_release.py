"""A phone newer than every pack: the newest pack only if somebody agrees, and never silently."""

from __future__ import annotations

import re
from functools import partial

import pytest

from miunlink_adb import virtual
from miunlink_adb.newer_release import stand_in
from miunlink_adb.pack import known_releases
from miunlink_adb.report import SignoutReport
from miunlink_adb.signout import SignoutOptions, sign_out
from tests.runner.bench import Bench as Made
from tests.runner.bench import Terminal, obliging
from tests.runner.clock import FakeClock
from tests.runner.fake_phone import FakePhone

NEWEST = known_releases()[-1]
LIKE = virtual.known_releases()[-1]
"""What the phone's screens are like: the fake phone is no newer than the virtual one."""


class NewerPhone(FakePhone):
    """A phone that says it is HyperOS 99."""

    @property
    def props(self) -> str:
        """What `getprop` prints."""
        return re.sub(r"\bOS\d+\.", "OS99.", super().props)


def newer_phone() -> Made:
    """One whose owner types the right password."""
    clock = FakeClock()
    phone = NewerPhone(clock, LIKE, "en")
    return obliging(Made(phone, clock, Terminal(clock)))


def sign(made: Made, answer: bool | None, **options: object) -> tuple[SignoutReport, list[str]]:
    """Sign out; what was asked. `answer` None: nobody can be asked."""
    asked: list[str] = []

    def offer(question: str) -> bool:
        asked.append(question)
        return bool(answer)

    chosen = SignoutOptions(may_confirm=True, data="keep", **options)  # type: ignore[arg-type]
    run = partial(sign_out, made.phone, chosen, made.terminal, made.clock, made.events.append)
    report = run() if answer is None else run(offer=offer)
    return report, asked


def test_the_newest_pack_is_offered_and_marked() -> None:
    """Asked once, signed out with it, and the report says that it was an assumption."""
    report, asked = sign(newer_phone(), answer=True)

    assert report.status == "signed_out"
    assert report.release == "hyperos-99"
    assert len(asked) == 1
    assert "HyperOS 99 is newer than every pack" in asked[0]
    assert any("assumed" in note and "HyperOS 99" in note for note in report.notes)


@pytest.mark.parametrize("answer", [False, None])
def test_nothing_is_tapped_without_agreement(*, answer: bool | None) -> None:
    """No, or nobody to ask: exit 4, the hint names the option, and the phone was not touched."""
    made = newer_phone()
    report, _ = sign(made, answer)

    assert report.exit_code == 4
    assert report.error is not None
    assert f"--release {NEWEST}" in report.error.hint
    assert made.phone.record.names() == []


def test_a_named_pack_is_taken_without_a_question() -> None:
    """The owner has said which; that it is an assumption stands in the report all the same."""
    report, asked = sign(newer_phone(), answer=False, release=NEWEST)

    assert report.status == "signed_out"
    assert asked == []
    assert any("assumed" in note and "HyperOS 99" in note for note in report.notes)


@pytest.mark.parametrize("release", [None, "miui-7", "miui-11", NEWEST, "miui-99"])
def test_only_what_is_newer_than_every_pack_is_offered_one(release: str | None) -> None:
    """A known release has its own; an old or unknown one gets no guess."""
    assert stand_in(release) is None


def test_the_question_names_both_releases() -> None:
    """In the words that people use."""
    found = stand_in("hyperos-99")

    assert found is not None
    assert found.pack == NEWEST
    assert found.question.startswith("HyperOS 99 is newer than every pack; try HyperOS ")
