"""Which pack serves a phone, and what its owner is told about the choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from miunlink_adb.errors import UnknownLocale, UnknownRelease
from miunlink_adb.own_words import AppWords, OwnWords, Wanted
from miunlink_adb.pack import known_releases
from miunlink_adb.packing import pack_for
from tests.runner.bench import bench, obliging


@pytest.mark.parametrize("release", known_releases())
def test_every_release_with_a_pack_is_served(release: str) -> None:
    """Its own pack in its language; the language's labels were found."""
    choice = pack_for(release, "de-DE")

    assert choice.pack.release == release
    assert choice.pack.locales[0].startswith("de")


def test_a_release_without_a_pack_is_an_error_with_a_way_out() -> None:
    """Exit 4, and the hint names the option that takes another pack."""
    with pytest.raises(UnknownRelease, match="hyperos-9") as caught:
        pack_for("hyperos-9", "en")

    assert "--release" in caught.value.hint
    with pytest.raises(UnknownRelease):
        pack_for(None, "en")


def test_another_releases_pack_may_be_asked_for() -> None:
    """The owner's word counts, and the notes say that it was taken."""
    choice = pack_for("hyperos-9", "en", wanted="hyperos-3")

    assert choice.pack.release == "hyperos-3"
    assert any("hyperos-9" in note for note in choice.notes)


def test_a_pack_that_is_only_assumed_is_told() -> None:
    """Nothing of that release was read: its owner is told before anything is touched."""
    assert any("assumed" in note for note in pack_for("hyperos-4", "en").notes)
    assert not pack_for("miui-11", "en").notes


def words(text: str, *, button: bool) -> Callable[[Sequence[Wanted]], OwnWords]:
    """A phone whose account app says this for *Sign out*, and has the button's id or has not."""

    def said(wanted: Sequence[Wanted]) -> OwnWords:
        asked = next(item for item in wanted if item.package == "com.xiaomi.account")
        ids = asked.ids if button else asked.ids - {"logout_btn"}
        app = AppWords(asked, texts={"logout_account": (text,)}, ids=ids)
        return OwnWords({"com.xiaomi.account": app})

    return said


def test_phones_that_say_the_same_share_a_pack() -> None:
    """Many phones of one build make it once."""
    one = pack_for("miui-11", "de", ask=words("Abmelden", button=True))
    same = pack_for("miui-11", "de", ask=words("Abmelden", button=True))

    assert one.pack is same.pack


def test_a_phone_that_says_anything_else_has_its_own_pack() -> None:
    """One other word, one id less, another language: nothing of another phone is believed."""
    asked = [
        ("de", words("Abmelden", button=True)),
        ("de", words("Konto verlassen", button=True)),
        ("de", words("Abmelden", button=False)),
        ("fr", words("Abmelden", button=True)),
    ]
    packs = [pack_for("hyperos-1", locale, ask=said).pack for locale, said in asked]
    buttons = [pack.elements["sign_out_button"] for pack in packs]
    every = [[s for e in pack.elements.values() for s, _ in e.selectors] for pack in packs]
    shown = [{text for s in one if s.wording for text in s.wording.own} for one in every]

    assert len({id(pack) for pack in packs}) == 4
    assert shown == [{"Abmelden"}, {"Konto verlassen"}, {"Abmelden"}, {"Abmelden"}]
    assert [any(s.resource_ids for s, _ in button.selectors) for button in buttons] == [
        True, True, False, True,
    ]  # fmt: skip
    assert packs[0].locale == "de"
    assert packs[3].locale == "fr"


def test_a_language_without_labels_needs_ids() -> None:
    """Where ids alone tell the button the language does not matter; elsewhere it is refused."""
    assert pack_for("miui-11", "tlh").pack.locales == ()
    with pytest.raises(UnknownLocale):
        pack_for("hyperos-1", "tlh")


def test_a_phone_without_a_language_is_tried_in_english() -> None:
    """And its owner is told."""
    choice = pack_for("miui-11", None)

    assert choice.pack.locale == "en"
    assert choice.notes


def test_a_run_with_another_pack_says_so() -> None:
    """`--release` reaches the walk, and the report's notes."""
    made = obliging(bench("miui-11"))

    report = made.run(release="miui-10", data="keep")

    assert report.status == "signed_out"
    assert report.release == "miui-11"
    assert any("miui-10" in note for note in report.notes)


def test_a_language_switched_to_one_without_labels_ends_with_exit_4() -> None:
    """Mid-run: the pack cannot go on in that language, and nothing more is tapped."""
    made = bench("hyperos-1")
    made.phone.when(
        "settings_home",
        0.05,
        lambda: made.phone.answers.update({"getprop": made.phone.props.replace("[en]", "[tlh]")}),
    )
    made.phone.hidden_rows = {"account_row", "accounts_row"}

    report = made.run()

    assert report.exit_code == 4
    assert made.phone.record.taps == []
