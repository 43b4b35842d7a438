"""`doctor`: everything that would stop a sign-out, in the order in which to put it right."""

from __future__ import annotations

import platform
import time
from typing import TYPE_CHECKING

import click

from miunlink_adb.cli.connect import wanted_serial
from miunlink_adb.cli.context import Context, pass_shared
from miunlink_adb.cli.question import agrees, in_terminal
from miunlink_adb.cli.render import FORMAT, plain, print_json, say
from miunlink_adb.errors import MiunlinkError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from miunlink_adb.adb import AdbPhone, AttachedDevice, ServerAddress
    from miunlink_adb.doctor import Computer, Finding, Handset, UsbPhone

__all__ = ["doctor"]

EPILOG = """Examples:

\b
  miunlink-adb doctor
  miunlink-adb doctor --json
  miunlink-adb doctor --fix     asks before each thing that it can mend by itself
"""
COLORS = {"ok": "green", "warn": "yellow", "fail": "red"}


@click.command(epilog=EPILOG)
@click.option("--fix", is_flag=True, help="Ask for each thing that can be mended, and mend it.")
@pass_shared
def doctor(context: Context, fix: bool) -> None:
    """What would stop a sign-out: computer, cable, phone, apps, network; each with its remedy.

    Looks only, but for a key press that means nothing. Exit code 0 if nothing stops us.
    """
    from miunlink_adb.doctor import exit_code

    if fix and not in_terminal():
        raise UsageError(
            "--fix asks before each change, and there is no terminal to ask in.",
            hint="Run it in a terminal, or do by hand what 'doctor' says.",
        )
    findings = _examine(context)
    if fix and _mend(context, findings):
        say("Looking again.")
        findings = _examine(context)
    code = exit_code(findings)
    if context.json:
        rows = [finding.to_json() for finding in findings]
        print_json({"format": FORMAT, "command": "doctor", "ok": code == 0, "findings": rows})
    else:
        _print(findings)
    raise click.exceptions.Exit(code)


def _examine(context: Context) -> list[Finding]:
    from miunlink_adb.adb import connect
    from miunlink_adb.doctor import Finding, examine_computer, examine_handset

    computer, address, device = look_at_computer(context)
    findings = examine_computer(computer)
    if address is None or device is None:
        return findings
    phone = connect(address, device)
    try:
        return [*findings, *examine_handset(look_at_phone(phone))]
    except MiunlinkError as error:
        lost = Finding("phone_answers", "fail", error.message, error.hint, error.exit_code)
        return [*findings, lost]
    finally:
        phone.close()


def look_at_computer(
    context: Context,
) -> tuple[Computer, ServerAddress | None, AttachedDevice | None]:
    """The computer's side, and the server and the phone if both can be used."""
    from miunlink_adb.adb import choose_device, ensure_server, list_devices, resolve_server
    from miunlink_adb.doctor import Computer

    try:
        address = resolve_server(context.adb_host, context.adb_port)
        version = ensure_server(address)
        attached = list_devices(address)
    except UsageError:
        raise
    except MiunlinkError as error:
        return Computer(server_problem=error, system=platform.system()), None, None
    try:
        device = choose_device(attached, wanted_serial(context))
        problem = None
    except MiunlinkError as error:
        device, problem = None, error
    usb = None if attached else _usb()
    return Computer(version, None, attached, problem, usb, platform.system()), address, device


def _usb() -> Sequence[UsbPhone] | None:
    from miunlink_adb.adb import usb_phones
    from miunlink_adb.doctor import UsbPhone

    found = usb_phones()
    return None if found is None else [UsbPhone(*phone) for phone in found]


def look_at_phone(phone: AdbPhone) -> Handset:
    """Ask the phone everything that its checks need.

    Raises:
        DeviceError: it does not answer.
    """
    from miunlink_adb.adb import find_holder_process
    from miunlink_adb.doctor import Handset
    from miunlink_adb.phone_pack import choose_pack
    from miunlink_adb.surroundings import look_around
    from miunlink_adb.survey import survey

    facts, around = survey(phone), look_around(phone)
    choice, problem = None, None
    try:
        choice = choose_pack(phone, facts)
    except MiunlinkError as error:
        problem = error
    holder = find_holder_process(around.processes)
    return Handset(
        facts,
        around,
        phone.probe_input(),
        choice.pack if choice else None,
        problem,
        holder.words if holder else None,
        holder.pid if holder else None,
        time.time(),
        choice.sources if choice else None,
    )


def _mend(context: Context, findings: Sequence[Finding]) -> bool:
    """Ask for each thing that can be mended, mend it; whether anything was done."""
    from miunlink_adb.cli.connect import attached_phone

    agreed = [finding for finding in findings if finding.fix and _agrees(finding)]
    if not agreed:
        return False
    with attached_phone(context) as phone:
        for finding in agreed:
            answer = phone.mend(finding.fix).strip().splitlines()
            say(f"{finding.check}: {answer[0] if answer else 'done'}")
    return True


def _agrees(finding: Finding) -> bool:
    say(finding.what, bold=True)
    question = f"Run on the phone: {plain(finding.fix)}?"
    return agrees(question)


def _print(findings: Sequence[Finding]) -> None:
    for finding in findings:
        click.secho(f"{finding.state:<5}", fg=COLORS[finding.state], nl=False)
        click.echo(f"{finding.check}: {plain(finding.what)}")
        if finding.remedy:
            click.echo(f"     -> {plain(finding.remedy)}")
    stopping = [finding.check for finding in findings if finding.state == "fail"]
    if stopping:
        click.secho(f"In the way: {', '.join(stopping)}. Begin with the first.", bold=True)
    else:
        click.secho("Nothing is in the way of a sign-out.", bold=True)
