"""The phone's own words decide where packs know too little: the real command on virtual phones."""

import json

import pytest

from tests.e2e.phones import Attached, Phones
from tests.e2e.program import Done, Program
from tests.e2e.worlds import side_by_side

pytestmark = pytest.mark.adb_server

UNKNOWN = "Log out of device"


def run(phone: Attached, program: Program, *options: str) -> Done:
    """`signout` to its end, with a helpful owner."""
    return side_by_side([phone], program, *(options or ("--yes", "--data", "keep")))[0]


def test_hindi_with_ids_that_nobody_knows(phones: Phones, program: Program) -> None:
    """HyperOS 3 in Hindi, every text worded anew, obfuscated ids: the phone's own apps suffice.

    A second run of the same phone reads nothing from them.
    """
    phone = phones.attach("hyperos-3:hi", "renamed=*: नया", ids="unknown")
    dry = run(phone, program, "--dry-run").document["labels"]
    done = run(phone, program)

    labels = done.document["labels"]
    assert done.code == 0
    assert phone.accounts == {0: 0}
    assert "account.logout_account" in labels["phone"]
    assert "com.xiaomi.account:id/logout_btn" in labels["ids_absent"]
    assert (dry["cached"], dry["bytes_read"] > 0) == (False, True)
    assert (labels["cached"], labels["bytes_read"]) == (True, 0)


@pytest.mark.parametrize("apks", ["unreadable", "cut", "bomb"])
def test_hindi_when_the_apps_cannot_be_read(phones: Phones, program: Program, apks: str) -> None:
    """Then nobody knows the words: it stops before anything is touched and says what is missing."""
    phone = phones.attach("hyperos-3:hi", f"apks={apks}", ids="unknown")
    done = run(phone, program)

    assert done.code == 4
    assert not phone.touched
    assert phone.accounts == {0: 1}
    message = done.document["error"]["message"]
    for word in ("sign_out_button", "account.logout_account", "com.xiaomi.account: "):
        assert word in message


@pytest.mark.parametrize("apks", ["unreadable", "cut", "bomb"])
def test_a_known_language_goes_on_with_the_packs(
    phones: Phones, program: Program, apks: str
) -> None:
    """In English the packs know enough: a note says that the phone's own words are missing."""
    phone = phones.attach("hyperos-1:en", f"apks={apks}")
    done = run(phone, program)

    assert done.code == 0
    assert phone.accounts == {0: 0}
    assert any("could not be read" in note for note in done.document["notes"])


@pytest.mark.parametrize("apks", ["whole", "split"])
def test_a_wording_that_an_update_changed(phones: Phones, program: Program, apks: str) -> None:
    """The button says what no pack has ever heard: it is found by what the app itself calls it."""
    renamed = f"renamed=account.logout_account:{UNKNOWN}"
    phone = phones.attach("hyperos-3:en", renamed, f"apks={apks}", ids="unknown")
    done = run(phone, program)

    assert done.code == 0
    assert phone.accounts == {0: 0}
    assert "sign_out" in phone.tapped


def test_nothing_of_the_screens_texts_is_printed(phones: Phones, program: Program) -> None:
    """The report names labels and where they came from, never what they say."""
    renamed = f"renamed=account.logout_account:{UNKNOWN}"
    phone = phones.attach("hyperos-3:en", renamed, ids="unknown")
    done = run(phone, program, "--dry-run")

    assert UNKNOWN not in done.said
    assert UNKNOWN not in json.dumps(done.document)
