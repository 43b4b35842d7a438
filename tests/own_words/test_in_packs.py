"""The phone's own words in a pack: they come first, say what is certain, and what is missing."""

from collections.abc import Sequence

import pytest

from miunlink_adb.errors import UnknownLocale
from miunlink_adb.own_words import AppWords, OwnWords, Wanted
from miunlink_adb.pack import known_releases, load_pack, wanted_of
from miunlink_adb.packing import ESSENTIAL, AskPhone, pack_for

ACCOUNT, CLOUD = "com.xiaomi.account", "com.miui.cloudservice"
SAID: dict[str, dict[str, tuple[str, ...]]] = {
    ACCOUNT: {"logout_account": ("Log out of device",)},
    CLOUD: {
        "micloud_wipe_data_retain": ("Leave it here",),
        "micloud_wipe_data_remove": ("Take it away",),
    },
}


def says(
    texts: dict[str, dict[str, tuple[str, ...]]], ids: frozenset[str] = frozenset()
) -> AskPhone:
    """A phone whose apps say this and have these ids."""

    def ask(wanted: Sequence[Wanted]) -> OwnWords:
        return OwnWords(
            {
                item.package: AppWords(item, texts=texts.get(item.package, {}), ids=ids)
                for item in wanted
            }
        )

    return ask


def silent(wanted: Sequence[Wanted]) -> OwnWords:
    """A phone whose apps cannot be read."""
    return OwnWords(failures={item.package: "no entry" for item in wanted})


@pytest.mark.parametrize("release", known_releases())
def test_a_pack_asks_for_its_labels_and_ids(release: str) -> None:
    """Every label of a pack belongs to a package that is asked, and every app's ids are asked."""
    pack = load_pack(release)
    wanted = {item.package: item for item in wanted_of(pack)}

    assert len(pack.labels) == sum(len(item.strings) for item in wanted.values())
    assert "logout_btn" in wanted[ACCOUNT].ids
    assert all(":" not in name for item in wanted.values() for name in item.ids)


def test_the_phones_text_comes_first() -> None:
    """A wording that an update changed is the first of the button's, and is sure."""
    choice = pack_for("hyperos-3", "en-US", ask=says(SAID))
    button = choice.pack.elements["sign_out_button"]
    (wording,) = {sel.wording: sure for sel, sure in button.selectors if sel.wording}
    sureness = [sure for selector, sure in button.selectors if selector.wording]

    assert wording.shown[0] == "Log out of device"
    assert wording.own == ("Log out of device",)
    assert wording.fits("Sign out"), "a theme may still show the pack's"
    assert set(sureness) == {"resources"}
    assert "account.logout_account" in choice.sources.phone


def test_words_that_changed_places_are_not_mixed_up() -> None:
    """If this phone calls *remove* what the pack calls *keep*, the pack's text is not believed."""
    english = pack_for("hyperos-3", "en-US").pack.elements
    keep, remove = (
        next(sel.wording for sel, _ in english[name].selectors if sel.wording)
        for name in ("keep_button", "remove_button")
    )
    assert keep.shown[0] != remove.shown[0]
    swapped: dict[str, dict[str, tuple[str, ...]]] = {
        CLOUD: {
            "micloud_wipe_data_retain": (remove.shown[0],),
            "micloud_wipe_data_remove": (keep.shown[0],),
        }
    }
    elements = pack_for("hyperos-3", "en-US", ask=says(swapped)).pack.elements
    words = {
        name: [sel.wording for sel, _ in elements[name].selectors if sel.wording]
        for name in ("keep_button", "remove_button")
    }

    assert all(word.fits(remove.shown[0]) for word in words["keep_button"])
    assert not any(word.fits(keep.shown[0]) for word in words["keep_button"])
    assert not any(word.fits(remove.shown[0]) for word in words["remove_button"])


def test_ids_that_are_absent_are_not_looked_for() -> None:
    """A selector by an id that the app has not is dropped for this run; the rest stays."""
    choice = pack_for("hyperos-3", "en-US", ask=says(SAID))
    selectors = [s for s, _ in choice.pack.elements["sign_out_button"].selectors]

    assert f"{ACCOUNT}:id/logout_btn" in choice.sources.absent
    assert selectors
    assert not any(f"{ACCOUNT}:id/logout_btn" in s.resource_ids for s in selectors)


def test_an_assumed_id_that_is_there_gains_sureness() -> None:
    """More than an assumption, less than a capture."""
    before = pack_for("hyperos-3", "en-US").pack.elements["sign_out_button"].selectors
    there = says(SAID, frozenset({"logout_btn"}))
    after = pack_for("hyperos-3", "en-US", ask=there).pack.elements["sign_out_button"].selectors
    sure = [[sure for sel, sure in found if sel.basis == "id"] for found in (before, after)]

    assert sure == [["assumed"], ["report"]]


def test_what_is_not_known_changes_nothing() -> None:
    """A phone whose apps cannot be read is served by the packs as they are, with a note."""
    plain, choice = pack_for("miui-11", "ru-RU"), pack_for("miui-11", "ru-RU", ask=silent)

    assert choice.pack == plain.pack
    assert choice.sources.phone == ()
    assert any("could not be read" in note and "no entry" in note for note in choice.notes)


@pytest.mark.parametrize("locale", ["hi-IN", "sw-KE", "tlh"])
def test_a_language_that_was_never_read_near_this_release(locale: str) -> None:
    """Stops with the elements, their labels and the reason, unless the phone itself says them."""
    with pytest.raises(UnknownLocale) as caught:
        pack_for("hyperos-3", locale, ask=silent)

    for word in (*ESSENTIAL, "account.logout_account", "no entry", "nothing was tapped"):
        assert word in caught.value.message
    assert caught.value.exit_code == 4
    choice = pack_for("hyperos-3", locale, ask=says(SAID))
    assert choice.pack.elements["sign_out_button"].selectors


def test_one_missing_word_is_enough_to_stop() -> None:
    """If the phone says everything but how data are kept, just that is named."""
    cloud = {"micloud_wipe_data_remove": SAID[CLOUD]["micloud_wipe_data_remove"]}
    with pytest.raises(UnknownLocale) as caught:
        pack_for("hyperos-3", "hi-IN", ask=says({**SAID, CLOUD: cloud}))

    assert "keep_button" in caught.value.message
    assert "sign_out_button" not in caught.value.message


def test_ids_that_are_sure_need_no_words() -> None:
    """MIUI 11 was read: in whatever language, its ids do."""
    assert pack_for("miui-11", "tlh", ask=silent).pack.locales == ()


def test_the_sources_name_every_label_once() -> None:
    """The phone's, the packs' and the missing ones are all labels of the pack."""
    sources = pack_for("hyperos-3", "hi-IN", ask=says(SAID)).sources
    every = [*sources.phone, *sources.packs, *sources.missing]

    assert sorted(every) == sorted(load_pack("hyperos-3").labels)
    assert sources.to_json()["phone"] == list(sources.phone)
