"""What stops a sign-out before it begins: which code, what it says to do, and nothing touched."""

import pytest

from miunlink_adb.virtual import AdbServer
from miunlink_adb.virtual.auth import Authorization
from miunlink_adb.virtual.phone import Phone
from tests.e2e.phones import Attached, Phones
from tests.e2e.program import Done, Program
from tests.e2e.shape import assert_shape
from tests.e2e.worlds import on_both

pytestmark = pytest.mark.adb_server

YES = ("signout", "--yes", "--data", "keep", "--json")


def error(done: Done, code: int) -> dict[str, str]:
    """The error of a well-formed document that ended with this code."""
    assert_shape(done.document, done.code)
    assert done.code == code, done.said
    found: dict[str, str] = done.document["error"]
    assert found["message"] in done.stderr
    assert found["hint"] in done.stderr
    return found


def set_props(phone: Attached, **props: str) -> None:
    """Make the phone say something else of itself."""

    def change(device: Phone) -> None:
        device.props |= {name.replace("__", "."): value for name, value in props.items()}

    phone.virtual.call(change)


# -- which phone ---------------------------------------------------------------------------------


def test_no_phone(phones: Phones, program: Program) -> None:
    """Nothing attached: exit 3 and what to check."""
    found = error(program.run(*YES), 3)
    assert found["code"] == "no_device"
    assert "USB debugging" in found["hint"]
    assert "cable" in found["hint"]


def test_two_phones(phones: Phones, program: Program) -> None:
    """Without -s both are listed and none is touched; with it the named one is signed out."""
    both = [phones.attach("miui-11:en:intl"), phones.attach("hyperos-1:zh-CN:cn")]
    found = error(program.run(*YES), 3)
    assert found["code"] == "several_devices"
    assert all(phone.serial in found["message"] for phone in both)
    assert "-s" in found["hint"]
    assert [phone.touched for phone in both] == [False, False]

    done = program.run(*YES, "-s", both[1].serial, turn=both[1].turn)
    assert (done.code, [phone.accounts[0] for phone in both]) == (0, [1, 0])
    assert not both[0].touched


def test_a_serial_that_is_not_attached(phones: Phones, program: Program) -> None:
    """The one that is attached is named, and left alone."""
    phone = phones.attach()
    found = error(program.run("-s", "0123456789", *YES), 3)
    assert found["code"] == "no_device"
    assert "0123456789" in found["message"]
    assert phone.serial in found["message"]
    assert not phone.touched


def test_not_authorized(phones: Phones, program: Program) -> None:
    """The phone has not allowed this computer: exit 3 and what to tap on the phone."""
    phone = phones.attach("miui-11:en:intl", authorization=Authorization.ASK)
    found = error(program.run(*YES), 3)
    assert found["code"] == "unauthorized"
    assert "Always allow" in found["hint"]
    assert not phone.touched


def test_offline(phones: Phones, program: Program, server: AdbServer) -> None:
    """A phone that adb calls offline: exit 3 and what to do."""
    phone = phones.attach()
    phone.virtual.call(lambda device: device.link("offline"))
    server.wait_for_state(phone.serial, "offline")
    found = error(program.run(*YES), 3)
    assert found["code"] == "offline"
    assert phone.serial in found["message"]
    assert "cable" in found["hint"]


# -- phones that are not for us ------------------------------------------------------------------


def test_not_miui(phones: Phones, program: Program) -> None:
    """Another Android, also on Xiaomi's hardware: exit 3, and it is left alone."""
    phone = phones.attach()

    def other_system(device: Phone) -> None:
        gone = [name for name in device.props if "miui" in name or ".mi.os" in name]
        for name in [*gone, "ro.product.mod_device"]:
            device.props.pop(name, None)
        device.props["ro.build.version.incremental"] = "eng.build.20240101"

    phone.virtual.call(other_system)
    found = error(program.run(*YES), 3)
    assert found["code"] == "unsupported_device"
    assert not phone.touched


def test_a_release_without_a_pack(phones: Phones, program: Program) -> None:
    """A MIUI that nobody has described: exit 4, and how to try the nearest pack."""
    phone = phones.attach()
    version = "V7.5.9.0.PCBMIDE"
    set_props(
        phone,
        ro__miui__ui__version__name="V7",
        ro__miui__ui__version__code="5",
        ro__build__version__incremental=version,
    )
    found = error(program.run(*YES), 4)
    assert found["code"] == "unknown_release"
    assert "--release" in found["hint"]
    assert not phone.touched


@pytest.mark.parametrize(
    ("switches", "words"),
    [
        (("device_owner=com.example.mdm/.Admin",), "managed by com.example.mdm"),
        (("second_space=yes", "second_space_in_front=yes"), "user 10"),
        (("lost_mode=yes",), "locked as lost"),
        (("finance_lock=yes",), "lender"),
        (("battery=4", "charging=no"), "4 %"),
    ],
)
def test_phones_that_must_not_be_signed_out(
    switches: tuple[str, ...], words: str, phones: Phones, program: Program
) -> None:
    """Managed, another user in front, reported lost, a lender's, nearly empty: exit 6."""
    for phone in (
        phones.attach("miui-11:en:intl", *switches),
        phones.attach("hyperos-1:zh-CN:cn", *switches),
    ):
        done = program.run(*YES, "-s", phone.serial)
        found = error(done, 6)
        assert done.document["status"] == "refused"
        assert words in found["message"]
        assert phone.taps == []
        assert phone.accounts[0] == 1


# -- taps ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("spec", ["miui-11:en:intl", "hyperos-1:zh-CN:cn"])
def test_taps_are_switched_off(spec: str, phones: Phones, program: Program) -> None:
    """`persist.security.adbinput` is 0: exit 3, which switch, before anything is opened."""
    phone = phones.attach(spec, "taps=off")
    found = error(program.run(*YES), 3)
    assert found["code"] == "input_blocked"
    assert "USB debugging (Security settings)" in found["hint"]
    assert not phone.touched


def test_taps_are_dropped_in_silence(phones: Phones, program: Program) -> None:
    """The phone says that taps are allowed and swallows them: noticed by the missing effect."""
    for _, phone, done in on_both(
        phones, program, 1, "--yes", "--data", "keep", switches=("taps=silent",)
    ):
        found = error(done, 3)
        assert found["code"] == "input_blocked"
        assert "USB debugging (Security settings)" in found["hint"]
        assert {tap.effect for tap in phone.taps} <= {"lost"}
        assert phone.accounts[0] == 1


# -- confirmation --------------------------------------------------------------------------------


@pytest.mark.parametrize("spec", ["miui-11:en:intl", "hyperos-1:ar:intl"])
def test_nobody_confirms(spec: str, phones: Phones, program: Program) -> None:
    """No terminal and no --yes: exit 6, and nothing on the phone is touched."""
    phone = phones.attach(spec)
    done = program.run("signout", "--data", "keep", "--json")
    found = error(done, 6)
    assert done.document["status"] == "refused"
    assert "--yes" in found["message"] + found["hint"]
    assert not phone.touched


# -- nothing to do -------------------------------------------------------------------------------


@pytest.mark.parametrize("spec", ["miui-11:es:intl", "hyperos-1:zh-CN:cn"])
@pytest.mark.parametrize("arguments", [("--yes",), (), ("--dry-run",)])
def test_no_account(
    arguments: tuple[str, ...], spec: str, phones: Phones, program: Program
) -> None:
    """Nobody signed in: exit 0, said as what it is, whatever was asked for; nothing is touched."""
    phone = phones.attach(spec, "account=no")
    done = program.run("signout", "--json", *arguments)
    assert_shape(done.document, done.code)
    assert (done.code, done.document["status"]) == (0, "already_signed_out")
    assert done.document["accounts"] == {"before": {"0": 0}, "after": {"0": 0}}
    assert not phone.touched


def test_only_another_user_has_an_account(phones: Phones, program: Program) -> None:
    """The second space's account is not the owner's, but it is said that it is there."""
    phone = phones.attach("hyperos-1:de:intl", "account=no", "second_space=yes")
    done = program.run(*YES)
    document = done.document
    assert (done.code, document["status"]) == (0, "already_signed_out")
    assert document["accounts"]["after"] == {"0": 0, "10": 1}
    assert ("mi_account", 10) in {(b["what"], b["user"]) for b in document["remaining"]}
    assert not phone.touched


def test_another_users_account_stays(phones: Phones, program: Program) -> None:
    """Signing the owner out leaves the other spaces' accounts, and says so."""
    phone = phones.attach("miui-11:en:intl", "second_space=yes", "dual_apps=yes")
    done = program.run(*YES, turn=phone.turn)
    document = done.document
    assert (done.code, document["status"]) == (0, "signed_out"), done.said
    assert document["accounts"]["before"] == {"0": 1, "10": 1, "999": 1}
    assert document["accounts"]["after"] == {"0": 0, "10": 1, "999": 1}
    left = {(b["what"], b["user"]) for b in document["remaining"]}
    assert {("mi_account", 10), ("mi_account", 999)} <= left
    assert ("mi_account", 0) not in left
