"""`reset`: the options, the questions, and what is shown while a factory reset goes on."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from miunlink_adb.cli.context import Context, pass_shared
from miunlink_adb.cli.question import agrees, in_terminal, typed
from miunlink_adb.cli.render import plain, print_json, print_table, say, show_error, tell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from miunlink_adb.errors import MiunlinkError
    from miunlink_adb.event import Event
    from miunlink_adb.log import RunLog
    from miunlink_adb.phone import Restartable
    from miunlink_adb.reset import ResetOptions, ResetReport

__all__ = ["reset"]

EPILOG = """Examples:

\b
  miunlink-adb reset --dry-run      what would be done, and what stands in the way
  miunlink-adb reset                opens Settings' own reset; you confirm it on the phone
  miunlink-adb reset --via twrp     unlocked bootloader with TWRP; asks for the model's name

Exit codes: 0 done, 3 the phone is away or did not answer, 5 the phone or TWRP failed, 6 refused or
cancelled, 7 not confirmed on the phone in time, 130 interrupted.
"""


@click.command(epilog=EPILOG)
@click.option("--dry-run", is_flag=True, help="Show the steps and what stands in the way.")
@click.option(
    "--via",
    type=click.Choice(["settings", "twrp"]),
    default="settings",
    show_default=True,
    help="Settings' own reset, confirmed on the phone; or TWRP's wipe.",
)
@click.option(
    "--wipe",
    type=click.Choice(["format", "data"]),
    default="format",
    show_default=True,
    help="With --via twrp: everything, or all but the internal storage's files.",
)
@click.option("--confirm", metavar="MODEL", default="", help="The model's name, for scripts.")
@click.option(
    "--i-know-the-password",
    "knows_password",
    is_flag=True,
    help="Reset although the phone will ask for the Mi account's password.",
)
@click.option("--no-backup", is_flag=True, help="You need no backup of this phone.")
@click.option(
    "--handoff-timeout",
    type=click.FloatRange(min=1, max=86400),
    default=900,
    show_default=True,
    metavar="SECONDS",
    help="How long you have to confirm on the phone.",
)
@click.option(
    "--restart-timeout",
    type=click.FloatRange(min=1, max=86400),
    default=300,
    show_default=True,
    metavar="SECONDS",
    help="How long a restart may take.",
)
@pass_shared
def reset(context: Context, **given: Any) -> None:
    """The last step before you give the phone away: a factory reset, and its proof.

    Refused while a Mi / Xiaomi account is on the phone, since that would lock it. Settings' own
    reset is opened and you confirm it on the phone; or TWRP's own wipe is used. No lock is ever
    got round.
    """
    from miunlink_adb.reset import ResetOptions

    options = ResetOptions(may_ask=in_terminal(), **given)
    report = _run(context, options)
    _show(context, report, options)
    raise click.exceptions.Exit(report.exit_code)


def _run(context: Context, options: ResetOptions) -> ResetReport:
    from miunlink_adb.log import RunLog
    from miunlink_adb.reset import ResetReport, plan

    report = ResetReport(options.via, plan=plan(options))
    with ExitStack() as stack:
        log = stack.enter_context(RunLog("reset", verbose=context.verbose))
        with log.ending(partial(_fail, report)):
            report = _on_phone(context, options, log)
        log.result(report.status, report.error)
    return report


def _fail(report: ResetReport, error: MiunlinkError) -> None:
    from miunlink_adb.errors import Interrupted

    report.fail(error, "cancelled" if isinstance(error, Interrupted) else "failed")


def _on_phone(context: Context, options: ResetOptions, log: RunLog) -> ResetReport:
    from miunlink_adb.archive import Archive, state_folder
    from miunlink_adb.clock import SystemClock
    from miunlink_adb.reset import reset_phone

    clock, shown = SystemClock(), _Shown(log)
    with Archive(state_folder()) as archive, attached_handset(context) as phone:
        if options.may_ask and not context.json:
            _print_kind(options)
        return reset_phone(phone, options, _Person(), clock, shown.show, archive=archive)


@contextmanager
def attached_handset(context: Context) -> Iterator[Restartable]:
    """The one phone that is meant, in Android or in a recovery.

    Raises:
        DeviceError: there is none, there are several, or it is in neither.
    """
    from miunlink_adb.adb import Handset, choose_device, list_devices
    from miunlink_adb.cli.connect import server_address, wanted_serial
    from miunlink_adb.clock import SystemClock

    address, wanted = server_address(context), wanted_serial(context)
    listed = list_devices(address)
    fitting = [d for d in listed if wanted in (None, d.serial, f"transport_id:{d.transport_id}")]
    if len(fitting) == 1 and fitting[0].state == "recovery":
        serial = fitting[0].serial
    else:
        serial = choose_device(listed, wanted).serial
    yield Handset(address, serial, SystemClock())


class _Person:
    """Whoever sits at the terminal."""

    def agrees(self, question: str) -> bool:
        """Yes or no; Enter alone is no."""
        return agrees(plain(question))

    def types(self, question: str) -> str:
        """One line."""
        return typed(plain(question))


class _Shown:
    """Events, as a person sees them."""

    def __init__(self, log: RunLog) -> None:
        self._log = log
        self._names: dict[str, str] = {}

    def show(self, event: Event) -> None:
        """Show one event."""
        from miunlink_adb.event import HandoffStarted, Noticed, StepTaken

        self._log.event(event)
        match event:
            case StepTaken() if event.outcome:
                say(f"  {event.step}: {event.outcome}")
            case Noticed():
                say(event.message)
            case HandoffStarted():
                tell("\a" if in_terminal() else "", nl=False)
                say(">>> YOUR TURN: confirm the reset on the phone.", bold=True)
                say(f"    Waiting up to {event.timeout:.0f} seconds. Ctrl-C ends the waiting only.")
            case _:
                pass


def _print_kind(options: ResetOptions) -> None:
    """What this reset removes and what it leaves; on stderr, before anything is asked."""
    from miunlink_adb.reset import THINGS, kind_of

    kind = kind_of(options)
    say(f"{kind.title}, done by {kind.by}:", bold=True)
    for effect in dict.fromkeys(kind.effects.values()):
        things = [title for name, title in THINGS.items() if kind.effects[name] == effect]
        say(f"  {effect}: {'; '.join(things)}")


def _show(context: Context, report: ResetReport, options: ResetOptions) -> None:
    if context.json:
        print_json({**report.to_json(), **(_kinds() if options.dry_run else {})})
    else:
        _print(report)
    if report.error:
        show_error(report.error, as_json=False)
    elif options.dry_run and report.obstacles:
        say("In the way now: " + ", ".join(dict.fromkeys(o.guard for o in report.obstacles)))


def _print(report: ResetReport) -> None:
    if report.status == "dry_run":
        _print_plan(report)
    for sentence in (*report.did, *report.confirmed):
        click.echo(plain(sentence))
    if report.status == "done":
        click.secho("The phone is reset.", bold=True)
        _print_evidence(report)
    _print_list("Still open:", report.open)


def _kinds() -> dict[str, object]:
    """The table of what each kind of reset removes, for a dry run's document."""
    from miunlink_adb.reset import KINDS, THINGS

    return {"things": THINGS, "kinds": [asdict(kind) for kind in KINDS]}


def _print_plan(report: ResetReport) -> None:
    from miunlink_adb.reset import KINDS, THINGS

    click.secho("Dry run: nothing was changed on the phone.", bold=True)
    rows = [(title, *(kind.effects[name] for kind in KINDS)) for name, title in THINGS.items()]
    print_table(["WHAT IS ON THE PHONE", *(kind.title.upper() for kind in KINDS)], rows)
    click.echo("The steps:")
    for number, step in enumerate(report.plan, 1):
        mark = "  [cannot be undone]" if step.final else ""
        click.echo(f"  {number}. {step.what} ({step.by}){mark}")
    ways = [f"{obstacle.message} {obstacle.hint}" for obstacle in report.obstacles]
    _print_list("In the way:", ways)
    _print_list("To know before:", report.warnings)


def _print_evidence(report: ResetReport) -> None:
    said = [f"{name.replace('_', ' ')}: {_word(value)}" for name, value in report.evidence.items()]
    click.echo(f"Evidence: {', '.join(said)}.")


def _word(value: object) -> str:
    if value is None:
        return "not known"
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _print_list(title: str, lines: list[str]) -> None:
    if lines:
        click.echo(title)
    for line in lines:
        click.echo(f"  {plain(line)}")
