"""`reset` and `reflash` through the real command line, adb server and adb daemon."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from miunlink_adb.virtual import AdbServer, Fault, Latency, Owner, Scenario, VirtualPhone, When
from tests.e2e.program import Program
from tests.e2e.terminal import CTRL_C, terminal

QUICK = Latency(transition=0.0, boot=0.3, wipe=0.05)
MODEL = "21081111RG"


@pytest.fixture(scope="module")
def server() -> Iterator[AdbServer]:
    """One private adb server for all phones here."""
    server = AdbServer()
    server.start()
    yield server
    server.stop()


def phone_with(server: AdbServer, owner: str = "", **switches: Any) -> VirtualPhone:
    """A quick phone with these switches of its scenario."""
    return VirtualPhone(
        "hyperos-1",
        scenario=Scenario(**switches),
        owner=Owner.parse(["away", "delay=0.05", *owner.split()]) if owner else None,
        latency=QUICK,
        server=server,
    )


def program(folder: Path, phone: VirtualPhone) -> Program:
    """The command, led to this phone."""
    return Program(folder, {**os.environ, **phone.environment()})


def test_twrp_erases_an_unlocked_phone_and_everything_is_one_document(
    server: AdbServer, tmp_path: Path
) -> None:
    """Exit 0 with one JSON document; afterwards `status` finds nothing that binds the phone."""
    switches: dict[str, Any] = {"account": False, "google_account": False, "second_space": True}
    switches |= {"second_space_account": False}
    with phone_with(
        server, "setup=ok", bootloader="unlocked", recovery="twrp", **switches
    ) as phone:
        run = program(tmp_path, phone)
        done = run.run("reset", "--via", "twrp", "--confirm", MODEL, "--no-backup", "--json")
        assert (done.code, done.document["status"]) == (0, "done"), done.said
        assert done.document["evidence"]["new_installation"] is True
        assert phone.record.noted("wipe") == ["everything"]
        assert phone.record.unknown == []

        status = run.run("status", "--json").document
        assert status["ready"], status["verdict"]
        assert "reset" in run.run("runs", "list").stdout


def test_the_terminal_asks_for_the_models_name(server: AdbServer, tmp_path: Path) -> None:
    """The table is shown, the missing backup asked for, the name typed; a wrong one stops it."""
    with phone_with(
        server, account=False, google_account=False, bootloader="unlocked", recovery="twrp"
    ) as phone:
        run = program(tmp_path, phone)
        with terminal(run, "reset", "--via", "twrp") as shown:
            shown.until("Erase the phone without one?")
            assert "activation lock" in shown.shown
            shown.type("y\n")
            shown.until("Type its model name")
            shown.type("no\n")
            assert shown.end() == 6
        assert phone.record.noted("wipe") == []
        assert phone.record.noted("mode") == []


def test_an_account_refuses_in_both_ways_and_reflash_only_reads(
    server: AdbServer, tmp_path: Path
) -> None:
    """Exit 6 with the guard's reason; `reflash` runs nothing that changes the phone."""
    with phone_with(server, bootloader="unlocked", recovery="twrp") as phone:
        run = program(tmp_path, phone)
        for way in ("settings", "twrp"):
            done = run.run("reset", "--via", way, "--no-backup", "--json")
            assert (done.code, done.document["status"]) == (6, "refused")
            assert done.document["error"]["code"] == "refused"
            assert [o["guard"] for o in done.document["obstacles"]] == ["account_present"]
        done = run.run("reflash", "--json")
        assert (done.code, done.document["command"]) == (0, "reflash")
        assert done.document["codename"] == "agate_global"
        told = run.run("reflash")
        assert "does not unlink" in told.stdout
        assert phone.record.starts == []
        assert phone.record.taps == []
        assert phone.record.noted("link") == []


def test_settings_reset_is_confirmed_by_the_owner_alone(server: AdbServer, tmp_path: Path) -> None:
    """The page is opened; every tap is the owner's; the phone is away until he has set it up."""
    with phone_with(server, "reset=ok setup=ok", account=False, google_account=False) as phone:
        phone.call(lambda p: setattr(p.latency, "scale", 0.1))
        done = program(tmp_path, phone).run("reset", "--no-backup", "--json")
        assert (done.code, done.document["status"]) == (0, "done"), done.said
        assert {tap.source for tap in phone.record.taps} == {"owner"}
        assert phone.record.noted("wipe") == ["everything"]


def test_a_cable_that_comes_off_in_the_wipe_is_looked_after_by_the_next_run(
    server: AdbServer, tmp_path: Path
) -> None:
    """Exit 3 and what is true; the next run looks into TWRP first and wipes once altogether."""
    with phone_with(
        server, account=False, google_account=False, bootloader="unlocked", recovery="twrp"
    ) as phone:
        run = program(tmp_path, phone)
        words = ("reset", "--via", "twrp", "--confirm", MODEL, "--no-backup", "--json")
        pulled = Fault("unplug", When(request="shell:twrp"), data={"seconds": 0.5})
        phone.call(lambda p: p.faults.plan.append(pulled))
        done = run.run(*words)
        assert (done.code, done.document["status"]) == (3, "left"), done.said
        assert "repeats nothing" in done.document["error"]["hint"]

        server.wait_for_state(phone.serial, "recovery")
        again = run.run(*words, "--restart-timeout", "3")
        assert (again.code, again.document["status"]) == (0, "done"), again.said
        assert again.document["evidence"]["data_erased"] is True
        assert phone.record.noted("wipe") == ["everything"]


def test_ctrl_c_in_the_owners_turn_ends_the_waiting_only(server: AdbServer, tmp_path: Path) -> None:
    """130, and what is true of the phone: the page is open, nothing was erased."""
    with phone_with(server, account=False, google_account=False) as phone:
        run = program(tmp_path, phone)
        with terminal(run, "reset", "--no-backup") as shown:
            shown.until("YOUR TURN")
            shown.type(CTRL_C)
            assert shown.end() == 130
            assert "nothing was erased unless it is confirmed there" in shown.shown
        assert phone.record.noted("wipe") == []
        assert phone.call(lambda p: p.ui.shown().name) == "factory_reset"
        dry = run.run("reset", "--dry-run", "--json")
        assert (dry.code, dry.document["status"]) == (0, "dry_run")
        assert [kind["name"] for kind in dry.document["kinds"]] == [
            "settings",
            "twrp_data",
            "twrp_format",
        ]


def test_an_owner_who_knows_the_password_is_told_that_the_phone_is_locked_now(
    server: AdbServer, tmp_path: Path
) -> None:
    """What the refusal warns of: after the reset a lock covers the phone, and it is not ready."""
    switches: dict[str, Any] = {"google_account": False, "adb_after_reset": True}
    with phone_with(server, bootloader="unlocked", recovery="twrp", **switches) as phone:
        run = program(tmp_path, phone)
        words = ("--confirm", MODEL, "--no-backup", "--i-know-the-password", "--json")
        done = run.run("reset", "--via", "twrp", *words)
        assert (done.code, done.document["status"]) == (0, "done"), done.said
        assert done.document["evidence"]["activation_lock"] is True
        assert any("Mi account" in line for line in done.document["open"])
        assert any("password" in warning for warning in done.document["warnings"])

        status = run.run("status", "--json").document
        assert not status["ready"]
        assert "find device lock" in status["verdict"]
