"""The other commands, and how all of them take options, environment, bad files and closed pipes."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from miunlink_adb.virtual import AdbServer
from miunlink_adb.virtual.auth import Authorization
from tests.e2e.phones import Phones
from tests.e2e.program import ROOT, SECONDS, Program

pytestmark = pytest.mark.adb_server

SERVER_VARIABLES = (
    "ADB_SERVER_SOCKET",
    "ANDROID_ADB_SERVER_ADDRESS",
    "ANDROID_ADB_SERVER_HOST",
    "ANDROID_ADB_SERVER_PORT",
)


# -- devices -------------------------------------------------------------------------------------


def test_devices(phones: Phones, program: Program) -> None:
    """Each attached phone with what is known of it, the same in words; none is touched."""
    ready = phones.attach("hyperos-1:de:intl")
    locked = phones.attach("miui-11:zh-CN:cn", authorization=Authorization.ASK)
    done = program.run("devices", "--json")
    rows = {row["serial"]: row for row in done.document["devices"]}
    known = {
        "state": "device",
        "release": "hyperos-1",
        "region": "MI",
        "locale": "de",
        "pack": "hyperos-1",
        "taps": "allowed",
        "account_present": True,
    }
    assert done.code == 0
    assert {name: rows[ready.serial][name] for name in known} == known
    assert rows[locked.serial]["state"] == "unauthorized"
    assert rows[locked.serial]["release"] is None
    assert not ready.touched
    assert not ready.server_runs

    words = program.run("devices").stdout.splitlines()
    assert len(words) == 3
    assert any(ready.serial in line and "hyperos-1" in line for line in words)
    assert any(locked.serial in line and "unauthorized" in line for line in words)


def test_devices_without_any(program: Program) -> None:
    """An empty list is no failure; people are told what to check."""
    done = program.run("devices", "--json")
    assert (done.code, done.document["devices"]) == (0, [])
    assert "No phone is attached" in program.run("devices").stderr


def test_devices_says_what_stands_in_the_way(phones: Phones, program: Program) -> None:
    """No account, taps off: in the list before anything is begun."""
    phones.attach("miui-11:ru:intl", "account=no", "taps=off")
    row = program.run("devices", "--json").document["devices"][0]
    assert (row["account_present"], row["taps"]) == (False, "refused")


# -- screens -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spec", "front", "screen", "element"),
    [
        ("miui-11:ru:intl", "settings", "settings_home", "settings_list"),
        ("hyperos-1:zh-CN:cn", "settings", "settings_home", "account_row_china"),
        ("hyperos-1:ar:intl", "account", "account_page", "account_list"),
        ("miui-11:en:intl", "chat", None, None),
    ],
)
def test_screens(
    spec: str,
    front: str,
    screen: str | None,
    element: str | None,
    phones: Phones,
    program: Program,
) -> None:
    """The screen in front with app, landmarks, elements and why; nothing is touched."""
    phone = phones.attach(spec, f"front={front}")
    done = program.run("screens", "--json")
    document = done.document
    wanted = {"format", "screen", "package", "activity", "landmarks", "elements", "why"}
    assert (done.code, document["format"], document["screen"]) == (0, 1, screen)
    assert wanted <= set(document)
    assert document["why"]
    assert "." in document["package"]
    assert bool(document["landmarks"]) is (screen is not None)
    assert element is None or element in document["elements"]
    assert not phone.touched
    assert not phone.server_runs

    said = program.run("screens").stdout
    assert (screen or "not known") in said
    assert document["package"] in said


# -- selectors -----------------------------------------------------------------------------------


def test_selectors_list(program: Program) -> None:
    """Every pack with its numbers; no phone and no adb is needed."""
    program.environment["ANDROID_ADB_SERVER_PORT"] = "1"
    packs = program.run("selectors", "list", "--json").document["packs"]
    assert {"miui-11", "hyperos-1"} <= {pack["release"] for pack in packs}
    assert all(pack["screens"] > 10 and pack["locales"] >= 6 for pack in packs)
    assert "hyperos-1" in program.run("selectors", "list").stdout


@pytest.mark.parametrize(("release", "locale"), [("miui-11", "ru"), ("hyperos-1", "ar")])
def test_selectors_show(release: str, locale: str, program: Program) -> None:
    """One pack in one language: screens and elements, each with a source and how sure it is."""
    document = program.run("selectors", "show", release, "--locale", locale, "--json").document
    assert (document["release"], document["locale"]) == (release, locale)
    assert "sign_out_button" in document["elements"]
    for kind in ("screens", "elements"):
        assert all(item["source"] and item["sure"] for item in document[kind].values())
    assert "sign_out_button" in program.run("selectors", "show", release).stdout


def test_selectors_show_what_is_not_there(program: Program) -> None:
    """A release that nobody knows: exit 4, and which there are."""
    done = program.run("selectors", "show", "miui-5", "--json")
    assert (done.code, done.document["error"]["code"]) == (4, "unknown_release")
    assert "miui-5" in done.stderr


def test_selectors_check(program: Program) -> None:
    """The packs that come along have no fault; a folder with a broken one says file and key."""
    done = program.run("selectors", "check", "--json")
    assert done.code == 0, done.said
    broken = program.folder / "packs" / "miui-11"
    broken.mkdir(parents=True)
    (broken / "pack.toml").write_text(
        'format = 1\nrelease = "miui-11"\ntitle = "x"\nextends = "nowhere"\n'
    )
    done = program.run("selectors", "check", str(broken.parent), "--json")
    assert done.code == 4
    assert "pack.toml" in done.stdout
    assert "extends" in done.stdout


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("spec", ["miui-11:ru:intl", "hyperos-1:zh-CN:cn"])
def test_selectors_match(spec: str, encoding: str, phones: Phones, program: Program) -> None:
    """A file of `getprop`, also as a Windows redirect writes it, names release and region."""
    phone = phones.attach(spec)
    file = program.folder / "props.txt"
    file.write_text(phones.adb(phone, "shell", "getprop"), encoding=encoding)
    done = program.run("selectors", "match", str(file), "--json")
    release, _, layout = spec.split(":")
    document = done.document
    assert done.code == 0
    assert (document["release"], document["pack"]) == (release, release)
    assert (document["region"] == "CN") is (layout == "cn")
    assert document["is_xiaomi"] is True
    assert document["why"]
    assert release in program.run("selectors", "match", str(file)).stdout


def test_selectors_match_another_android(program: Program) -> None:
    """No MIUI: release null with the reason, exit 3."""
    file = program.folder / "props.txt"
    file.write_text("[ro.product.manufacturer]: [Google]\n[ro.build.version.sdk]: [34]\n")
    done = program.run("selectors", "match", str(file), "--json")
    assert done.code == 3
    assert (done.document["release"], done.document["is_xiaomi"]) == (None, False)


@pytest.mark.parametrize("spec", ["miui-11:es:intl", "hyperos-1:zh-CN:cn"])
def test_selectors_identify(spec: str, phones: Phones, program: Program) -> None:
    """A dump that `uiautomator dump` wrote on the phone is taken for what it shows."""
    phone = phones.attach(spec, "front=account")
    phones.adb(phone, "shell", "uiautomator dump /sdcard/d.xml")
    file = program.folder / "dump.xml"
    phones.adb(phone, "pull", "/sdcard/d.xml", str(file))
    release, locale, _ = spec.split(":")
    arguments = ("selectors", "identify", str(file), "--release", release, "--locale", locale)
    done = program.run(*arguments, "--json")
    assert (done.code, done.document["screen"]) == (0, "account_page")
    assert done.document["why"]
    assert "account_page" in program.run(*arguments).stdout
    file.write_bytes(file.read_text("utf-8").encode("utf-16"))  # as a Windows redirect writes it
    several = (*arguments[:-1], f"{locale},en-US", "--json")  # as the phone's settings write it
    assert program.run(*several).document == done.document


@pytest.mark.parametrize(
    "arguments",
    [
        ("selectors", "match", "{missing}"),
        ("selectors", "match", "{folder}"),
        ("selectors", "identify", "{missing}", "--release", "miui-11"),
        ("selectors", "identify", "{junk}", "--release", "miui-11"),
        ("selectors", "identify", "{empty}", "--release", "miui-11"),
        ("selectors", "check", "{missing}"),
    ],
)
@pytest.mark.parametrize("how", [(), ("--json",)])
def test_a_bad_file_is_named(
    how: tuple[str, ...], arguments: tuple[str, ...], program: Program
) -> None:
    """Missing, a folder, no XML, empty: exit 2, the file's name, no traceback."""
    places = {name: program.folder / name for name in ("missing", "folder", "junk", "empty")}
    places["folder"].mkdir()
    places["junk"].write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff\xfe<hier")
    places["empty"].touch()
    named = next(name for name in places if f"{{{name}}}" in arguments)
    filled = [argument.format(**places) for argument in arguments]
    done = program.run(*filled, *how)
    assert done.code == 2, done.said
    assert str(places[named]) in done.stderr
    assert "Traceback" not in done.stderr
    if how:
        assert str(places[named]) in done.document["error"]["message"]


# -- options and environment ---------------------------------------------------------------------


def test_options_before_and_after_the_command(phones: Phones, program: Program) -> None:
    """`-s` and `--json` mean the same on both sides of the command."""
    one, two = phones.attach("miui-11:en:intl"), phones.attach("hyperos-1:de:intl")
    before = program.run("-s", one.serial, "--json", "screens")
    after = program.run("screens", "-s", one.serial, "--json")
    mixed = program.run("-s", two.serial, "screens", "--json", "-s", one.serial)
    assert before.document == after.document == mixed.document
    assert [done.code for done in (before, after, mixed)] == [0, 0, 0]
    group = program.run("selectors", "--json", "list")
    assert group.document == program.run("--json", "selectors", "list").document


def test_android_serial(phones: Phones, program: Program) -> None:
    """`ANDROID_SERIAL` chooses; `-s` wins over it."""
    one, two = phones.attach("miui-11:en:intl"), phones.attach("hyperos-1:zh-CN:cn")
    command = ("signout", "--dry-run", "--json", "--route", "intent")
    chosen = program.run(*command, ANDROID_SERIAL=two.serial)
    assert (chosen.code, chosen.document["serial"]) == (0, two.serial)
    assert not one.touched
    chosen = program.run(*command, "-s", one.serial, ANDROID_SERIAL=two.serial)
    assert chosen.document["serial"] == one.serial


@pytest.mark.parametrize(
    "variables",
    [
        {"ADB_SERVER_SOCKET": "tcp:localhost:{port}"},
        {"ADB_SERVER_SOCKET": "tcp:{port}"},
        {"ANDROID_ADB_SERVER_ADDRESS": "127.0.0.1", "ANDROID_ADB_SERVER_PORT": "{port}"},
        {"ANDROID_ADB_SERVER_HOST": "localhost", "ANDROID_ADB_SERVER_PORT": "{port}"},
    ],
)
def test_the_environment_names_the_server(
    variables: dict[str, str], phones: Phones, program: Program, server: AdbServer
) -> None:
    """Each of adb's and adbutils' variables leads to the server."""
    phone = phones.attach()
    for name in SERVER_VARIABLES:
        program.environment.pop(name)
    program.environment |= {k: text.format(port=server.port) for k, text in variables.items()}
    done = program.run("devices", "--json")
    assert [row["serial"] for row in done.document["devices"]] == [phone.serial]


def test_options_win_over_the_environment(
    phones: Phones, program: Program, server: AdbServer
) -> None:
    """`--adb-host` and `--adb-port` lead past variables that point to nowhere."""
    phone = phones.attach()
    program.environment["ADB_SERVER_SOCKET"] = "tcp:192.0.2.1:9"
    options = ("--adb-host", "127.0.0.1", "--adb-port", str(server.port))
    done = program.run(*options, "devices", "--json")
    assert [row["serial"] for row in done.document["devices"]] == [phone.serial]


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"ADB_SERVER_SOCKET": "localfilesystem:x"}, "ADB_SERVER_SOCKET"),
        ({"ADB_SERVER_SOCKET": "", "ANDROID_ADB_SERVER_PORT": "x"}, "ANDROID_ADB_SERVER_PORT"),
    ],
)
def test_an_address_that_is_none(variables: dict[str, str], named: str, program: Program) -> None:
    """A variable that cannot be read is named; exit 2."""
    program.environment |= variables
    for command in (("devices", "--json"), ("signout", "--yes", "--json")):
        done = program.run(*command)
        assert (done.code, done.document["error"]["code"]) == (2, "usage_error")
        assert named in done.document["error"]["message"]


@pytest.mark.parametrize("port", ["", "x"])
def test_a_port_that_is_not_needed_may_be_anything(
    port: str, phones: Phones, program: Program
) -> None:
    """Where the socket variable names the server, an unreadable port beside it does no harm."""
    phones.attach("miui-11:en:intl")
    program.environment["ANDROID_ADB_SERVER_PORT"] = port
    done = program.run("screens", "--json")
    assert (done.code, done.document["screen"]) == (0, None), done.stderr


def test_no_color(phones: Phones, program: Program) -> None:
    """Into a pipe, and with `NO_COLOR`, no escape sequence is written."""
    phones.attach("miui-11:en:intl", "account=no")
    for name in ("LANG", "NO_COLOR"):
        program.environment[name] = "C"
        done = program.run("signout", "--yes", "-v", "-v")
        assert (done.code, "\x1b" in done.said) == (0, False)


# -- the command line itself ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ("signout", "--data", "burn"),
        ("signout", "--handoff-timeout", "soon"),
        ("signout", "--handoff-timeout", "-1"),
        ("signout", "--route", "north"),
        ("signout", "--virtual", "miui-5"),
        ("signout", "--virtual", "miui-11:xx-XX:cn:intl"),
        ("signout", "extra"),
        ("--adb-port", "70000", "devices"),
        ("fly",),
        ("devices", "--bogus"),
        ("selectors", "identify", "x.xml"),
    ],
)
def test_a_command_line_that_is_wrong(arguments: tuple[str, ...], program: Program) -> None:
    """Exit 2; what is wrong is said on stderr, and is the one document with `--json`."""
    done = program.run(*arguments)
    assert (done.code, done.stdout) == (2, "")
    assert done.stderr
    assert "Traceback" not in done.stderr
    as_json = program.run("--json", *arguments)
    assert as_json.code == 2
    assert as_json.document["error"]["code"] == "usage_error"


SIGNOUT_KEYS = {
    "format", "command", "status", "serial", "release", "region", "locale", "route", "screens",
    "handoffs", "accounts", "remaining", "error",
}  # fmt: skip


@pytest.mark.parametrize(
    "arguments", [("signout", "--bogus"), ("signout", "--route", "north"), ("signout", "extra")]
)
def test_a_wrong_command_line_of_signout_has_the_whole_document(
    arguments: tuple[str, ...], program: Program
) -> None:
    """Whoever reads `signout --json` finds every key, whatever was wrong."""
    document = program.run(*arguments, "--json").document
    assert document.keys() >= SIGNOUT_KEYS
    assert (document["command"], document["status"]) == ("signout", "failed")


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (("screens", "-s", "nobody"), "screens"),
        (("screens", "--bogus"), "screens"),
        (("selectors", "show", "miui-7"), "selectors show"),
        (("selectors", "match"), "selectors match"),
    ],
)
def test_a_document_of_a_failure_names_its_command(
    arguments: tuple[str, ...], command: str, program: Program
) -> None:
    """The document of a command that failed says which command it was, and why it failed."""
    document = program.run(*arguments, "--json").document
    assert (document["format"], document["command"]) == (1, command)
    assert document["error"]["message"]


def test_a_closed_stderr_leaves_stdout_to_the_document(program: Program) -> None:
    """With stderr closed, what click has to say does not go to stdout after the document."""
    script = f"exec {sys.executable} -m miunlink_adb signout --bogus --json 2>&-"
    done = subprocess.run(
        ["sh", "-c", script], env=program.environment, stdout=subprocess.PIPE, check=False
    )
    assert json.loads(done.stdout)["error"]["code"] == "usage_error"
    assert done.returncode == 2


@pytest.mark.parametrize(
    "command",
    [
        (),
        ("devices",),
        ("screens",),
        ("signout",),
        ("selectors",),
        ("selectors", "match"),
        ("selectors", "identify"),
    ],
)
def test_help_has_examples(command: tuple[str, ...], program: Program) -> None:
    """`--help` and `-h` explain each command, exit 0; the commands have examples."""
    done = program.run(*command, "--help")
    assert done.code == 0
    assert done.stdout == program.run(*command, "-h").stdout
    assert "Usage: miunlink-adb" in done.stdout
    assert len(command) > 1 or "Examples:" in done.stdout


def test_stdout_is_closed_early(phones: Phones, program: Program) -> None:
    """As with `… | head -1`: no traceback, no complaint of the interpreter."""
    for arguments in (("selectors", "show", "miui-11"), ("selectors", "list", "--json")):
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run(
            [sys.executable, "-m", "miunlink_adb", *arguments],
            env=program.environment,
            cwd=program.folder,
            stdout=writer,
            stderr=subprocess.PIPE,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        os.close(writer)
        assert done.returncode == 1
        assert done.stderr == ""


def test_the_phone_runs_as_a_program_of_its_own(server: AdbServer, program: Program) -> None:
    """Against `python -m miunlink_adb.virtual`: signed out, and its record is the witness."""
    record = program.folder / "record.jsonl"
    command = [sys.executable, "-m", "miunlink_adb.virtual", "--release", "miui-11"]
    command += ["--locale", "de", "--adb-port", str(server.port), "--owner", "delay=0.5"]
    with subprocess.Popen(
        [*command, "--record", str(record)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as virtual:
        try:
            assert virtual.stdout is not None
            ready = json.loads(virtual.stdout.readline())
            done = program.run(
                "-s", ready["serial"], "signout", "--yes", "--data", "keep", "--json"
            )
        finally:
            virtual.send_signal(signal.SIGTERM)
            assert virtual.wait(SECONDS) == 0
    assert (done.code, done.document["status"]) == (0, "signed_out"), done.said
    assert done.document["accounts"]["after"] == {"0": 0}
    taps = [line["name"] for line in lines(record) if line["kind"] == "taps"]
    assert taps[:3] == ["row.account", "sign_out", "wipe.keep"]
    assert [line for line in lines(record) if line["kind"] == "unknown"] == []


def lines(file: Path) -> list[dict[str, Any]]:
    """The objects of a file with one JSON object a line."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
