"""Which pack serves a phone, and what its owner is told about the choice."""

from __future__ import annotations

import pytest

from miunlink_adb.errors import UnknownLocale, UnknownRelease
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
