"""`--dry-run` goes as far as the button and taps nothing that belongs to signing out."""

import pytest

from miunlink_adb.virtual.phone import Phone
from tests.e2e.phones import SIGNING_OUT, Attached, Phones
from tests.e2e.program import Done, Program
from tests.e2e.shape import assert_shape, in_order, screens
from tests.e2e.worlds import everywhere, on_both, side_by_side, specs

pytestmark = pytest.mark.adb_server

HARMLESS = {"row.account", "row.sync", "row.xiaomi"}


def assert_dry(phone: Attached, done: Done) -> None:
    """The document says so, the account is there, and the record shows no tap that matters."""
    assert (done.code, done.document["status"]) == (0, "dry_run"), done.said
    assert done.document["accounts"] == {"before": {"0": 1}, "after": {"0": 1}}
    assert phone.accounts[0] == 1
    assert set(phone.tapped) <= HARMLESS
    assert not [tap for tap in phone.taps if tap.screen not in ("settings_home", "account_page")]


def test_as_far_as_the_button(phones: Phones, program: Program) -> None:
    """Every screen with what proved it and what would be done; then Settings is left."""
    for spec, phone, done in everywhere(phones, program, 0, "--dry-run"):
        assert_dry(phone, done)
        assert in_order(["settings_home", "account_page"], screens(done.document)), spec
        assert "sign_out_button" in done.document["screens"][-1]["reaction"]
        assert all(screen["landmarks"] for screen in done.document["screens"])
        assert done.document["handoffs"] == []
        assert phone.shown == "launcher"


async def go_back(device: Phone) -> bool:
    """Open Settings again as it was left, and look whether the button is to be seen."""
    device.ui.tasks.raise_("com.android.settings")
    device.ui.redraw()
    while device.ui.shown().name != "account_page":
        await device.ui.changed.wait(5)
    return device.ui.find("sign_out") is not None


def test_the_button_is_scrolled_into_view(phones: Phones, program: Program) -> None:
    """The account page is left with the button, of which the dry run speaks, on the screen."""
    phone = phones.attach("miui-11:de:intl")
    done = program.run("signout", "--dry-run", "--json")
    assert_dry(phone, done)
    assert phone.virtual.record.swipes, "the button lies below the fold"
    assert phone.virtual.run(go_back)


def test_yes_does_not_make_it_real(phones: Phones, program: Program) -> None:
    """`--dry-run --yes` is a dry run, by either way."""
    for _, phone, done in on_both(
        phones, program, 1, "--dry-run", "--yes", "--data", "remove", "--route", "intent"
    ):
        assert_dry(phone, done)
        assert done.document["route"] == "intent"
        assert phone.taps == []


@pytest.mark.parametrize(
    ("dialog", "switches"),
    [
        ("bank_card_dialog", ("bank_cards=1",)),
        ("wipe_data_confirm", ()),
        ("password_prompt", ("cloud_synced=no",)),
        ("logout_failed", ("cloud_synced=no", "find_device=no", "logout_failed=unknown")),
    ],
)
def test_on_a_phone_that_is_in_the_middle(
    dialog: str, switches: tuple[str, ...], phones: Phones, program: Program
) -> None:
    """A dialog of the sign-out that stands there already is not answered, and nothing waits."""
    # MIUI 11 twice: without Find device only that goes on without the owner's password.
    attached = [phones.attach(spec, *switches, "front=account") for spec in specs(2)[:2]]
    for phone in attached:
        phone.bring_to(dialog)
    ended = side_by_side(attached, program, "--dry-run", "--yes", "--data", "keep")

    for phone, done in zip(attached, ended, strict=True):
        assert_shape(done.document, done.code)
        assert screens(done.document)[0] == dialog
        assert done.document["status"] in ("dry_run", "failed", "refused")
        assert (phone.taps, phone.accounts[0]) == ([], 1)
        assert not SIGNING_OUT & set(phone.tapped)


def test_in_words(phones: Phones, program: Program) -> None:
    """People read what was found, what would be done, and that nothing was signed out."""
    phone = phones.attach("hyperos-1:en:intl")
    done = program.run("signout", "--dry-run")
    assert done.code == 0
    assert "Nothing was signed out." in done.stdout
    assert "account_page: would" in done.stdout
    assert phone.accounts[0] == 1
