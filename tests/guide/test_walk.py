"""Where an owner is in a guide, and what his answers lead to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.guide.shelf import GUIDES, load_guide
from miunlink_adb.guide.walk import Walk, begin, resume
from miunlink_adb.guide.words import ANSWERS

EVERY = {name: load_guide(name) for name in GUIDES}
GUIDE = EVERY["remove-device"]


def walked(*answers: str) -> Walk:
    """After these answers; "" is the way on."""
    walk = begin(GUIDE)
    for answer in answers:
        walk = walk.answered(answer or walk.answers()[0])
    return walk


def test_the_way_through() -> None:
    """Each step once, in order, to the end; then nothing is asked."""
    walk = walked(*[""] * len(GUIDE.steps))

    assert (walk.finished, walk.over, walk.left, walk.step) == (True, True, False, None)
    assert set(walk.outcomes.values()) == {"confirmed"}
    assert list(walk.outcomes) == [step.id for step in GUIDE.steps]
    assert walk.answers() == ()


def test_a_gate_wants_a_yes() -> None:
    """It can be confirmed by yes alone, and not be skipped."""
    assert walked().answers() == ("yes", "leave")
    for answer in ("done", "skip", "back", "", "Yes"):
        with pytest.raises(ValueError, match="no answer here"):
            walked().answered(answer)


def test_what_must_be_confirmed_cannot_be_skipped() -> None:
    """The others can."""
    walk = begin(GUIDE)
    for step in GUIDE.steps:
        assert ("skip" in walk.answers()) is not step.must_confirm
        walk = walk.answered(walk.answers()[0])


def test_back_asks_the_step_before_again() -> None:
    """What was said of it is forgotten, and that of the others stays."""
    walk = walked("", "", "", "back")

    assert walk.step == GUIDE.steps[2]
    assert list(walk.outcomes) == ["understood", "online"]
    assert walked("", "back").answers() == ("yes", "leave")


def test_leaving_keeps_the_place() -> None:
    """The walk is over, but not finished; it is known where it would go on."""
    walk = walked("", "", "leave")

    assert (walk.over, walk.finished, walk.left, walk.step) == (True, False, True, None)
    assert (walk.next_step, walk.number) == (GUIDE.steps[2], 3)


def test_going_on_asks_gates_again() -> None:
    """A yes is good for one sitting; what came after it is not asked again."""
    kept = dict(walked("", "", "skip").outcomes)
    walk = resume(GUIDE, kept)

    assert walk.step == GUIDE.steps[0]
    assert walk.answered("yes").step == GUIDE.steps[3]
    assert not walk.may_show(GUIDE.steps[2])
    assert walk.answered("yes").may_show(GUIDE.steps[2])


def test_what_was_kept_is_not_believed_further_than_it_fits() -> None:
    """Unknown steps, other words, and a skip of what cannot be skipped are left out."""
    kept = {"nonsense": "confirmed", "online": "maybe", "sign_in": "confirmed"}
    assert resume(GUIDE, kept).outcomes == {}
    ids = [step.id for step in GUIDE.steps]
    skipped = dict.fromkeys(ids, "skipped")
    assert list(resume(GUIDE, skipped).outcomes) == ["online", "sign_in", "device_list"]


@given(st.sampled_from(GUIDES), st.lists(st.sampled_from([*ANSWERS, "", "x"]), max_size=30))
def test_no_row_of_answers_breaks_the_rules(name: str, answers: list[str]) -> None:
    """No step is passed over, no must-confirm skipped, no address told early; each can go on."""
    guide = EVERY[name]
    walk = begin(guide)
    for answer in answers:
        if answer in walk.answers():
            walk = walk.answered(answer)
        done = [step.id for step in guide.steps if step.id in walk.outcomes]
        assert done == [step.id for step in guide.steps[: len(done)]]
        must = [step.id for step in guide.steps if step.must_confirm and step.id in walk.outcomes]
        assert {walk.outcomes[id_] for id_ in must} <= {"confirmed"}
        if "confirmed" not in walk.outcomes.values() and guide.steps[0].gate:
            told = [step for step in guide.steps if step.address and walk.may_show(step)]
            assert told == []
    again = resume(guide, walk.outcomes)
    if guide.steps[0].gate and walk.outcomes:
        again = again.answered("yes")
    assert again.next_step == walk.next_step
