"""`cloud`: the computer's half of unlinking, guided on Xiaomi's own pages, never scripted."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from miunlink_adb.cli.context import Context, keep_shared, pass_shared, shared_options
from miunlink_adb.cli.question import in_terminal

if TYPE_CHECKING:
    from miunlink_adb.guide.model import Guide
    from miunlink_adb.guide.result import GuideReport
    from miunlink_adb.guide.sitting import Front, Sitting
    from miunlink_adb.guide.words import Words
    from miunlink_adb.log import RunLog
    from miunlink_adb.phone import Phone

__all__ = ["cloud"]

EPILOG = """Examples:

\b
  miunlink-adb cloud remove-device            step by step in the terminal
  miunlink-adb cloud remove-device --web      the same as a page in your browser
  miunlink-adb cloud activation-lock --print  only read the steps and addresses
"""


@dataclass(frozen=True, slots=True)
class Wishes:
    """The options of a guide."""

    print_only: bool
    web: bool
    no_browser: bool
    language: str
    restart: bool
    wait: float
    idle: float


def guide_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that every guide takes."""
    options = [
        click.option("--print", "print_only", is_flag=True, help="Only print steps and addresses."),
        click.option("--web", is_flag=True, help="Lead through it on a page in your browser."),
        click.option("--no-browser", is_flag=True, help="Open nothing; say what to open."),
        click.option("--language", default="en", metavar="LANG", help="en, de, ru, zh."),
        click.option("--restart", is_flag=True, help="Forget an earlier sitting; begin anew."),
        click.option(
            "--wait",
            type=click.FloatRange(0, 3600),
            default=30,
            show_default=True,
            metavar="SECONDS",
            help="How long the phone has in the end to hear of its removal.",
        ),
        click.option(
            "--idle",
            type=click.FloatRange(1, 86400),
            default=1800,
            show_default=True,
            metavar="SECONDS",
            help="When the page of --web closes by itself.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.group(epilog=EPILOG)
@shared_options
def cloud(**options: Any) -> None:
    """The computer's half of unlinking: guides through Xiaomi's own pages.

    Official addresses, step by step, each confirmed by you. Nothing is signed in to, read or sent
    by this program; it looks at the attached phone where that can tell something. A guide that
    was left goes on where it was.
    """
    keep_shared(options)


@cloud.command("remove-device", short_help="Take the phone off the account's devices.")
@guide_options
@pass_shared
def remove_device(context: Context, **given: Any) -> None:
    """Take the attached phone off the account's list of devices; that signs it out, too."""
    _guide("remove-device", context, Wishes(**given))


@cloud.command("unlink-contact", short_help="Unlink an e-mail address or number.")
@guide_options
@pass_shared
def unlink_contact(context: Context, **given: Any) -> None:
    """Unlink an e-mail address or telephone number from the account; one must remain."""
    _guide("unlink-contact", context, Wishes(**given))


@cloud.command("recover-password", short_help="Set a new password; read what it costs.")
@guide_options
@pass_shared
def recover_password(context: Context, **given: Any) -> None:
    """Set a new password; afterwards the phone cannot be signed out for some days."""
    _guide("recover-password", context, Wishes(**given))


@cloud.command("activation-lock", short_help="See whether the activation lock is on.")
@guide_options
@pass_shared
def activation_lock(context: Context, **given: Any) -> None:
    """See on Xiaomi's status page whether the activation lock is on."""
    _guide("activation-lock", context, Wishes(**given))


def _guide(name: str, context: Context, wishes: Wishes) -> None:
    from miunlink_adb.guide.result import GuideReport
    from miunlink_adb.guide.shelf import load_guide, load_words

    guide, words = load_guide(name, wishes.language), load_words(wishes.language)
    report = GuideReport.unopened(guide, load_guide(name))
    if wishes.print_only:
        report.printed = True
    else:
        _run(report, words, context, wishes)
    _show(report, words, context)
    raise click.exceptions.Exit(report.exit_code)


def _run(report: GuideReport, words: Words, context: Context, wishes: Wishes) -> None:
    from miunlink_adb.errors import Refused
    from miunlink_adb.log import RunLog

    if not wishes.web and not in_terminal():
        report.error = Refused(
            "Nobody is there to confirm the steps.",
            guard="terminal",
            hint="Run it in a terminal, with --web for a page in your browser, or with --print "
            "to only read the steps.",
        )
        return
    with RunLog("cloud", verbose=context.verbose) as log:
        with log.ending(report.fail):
            _lead(report, words, context, wishes, log)
        log.result(report.status, report.error)


def _lead(report: GuideReport, words: Words, context: Context, wishes: Wishes, log: RunLog) -> None:
    from miunlink_adb.archive import Archive, state_folder
    from miunlink_adb.cli.render import say
    from miunlink_adb.clock import SystemClock
    from miunlink_adb.guide.leading import Leading

    options = {"web": wishes.web, "language": report.guide.language}
    with Archive(state_folder()) as archive, _phone(context, report.guide) as phone:
        leading = Leading(
            archive,
            SystemClock(),
            say,
            wait=wishes.wait,
            anew=wishes.restart,
            options=options,
            show=log.event,
        )
        leading.lead(report, phone, _front(words, wishes))


@contextmanager
def _phone(context: Context, guide: Guide) -> Iterator[Phone | None]:
    """The attached phone; a guide that can do without, and whose phone was not named, does.

    Raises:
        DeviceError: the phone cannot be used, and is needed or was named.
    """
    from miunlink_adb.cli.connect import attached_phone, wanted_serial
    from miunlink_adb.cli.render import say
    from miunlink_adb.errors import DeviceError, NoDevice

    attached = attached_phone(context)
    try:
        phone = attached.__enter__()
    except DeviceError as error:
        if guide.phone == "required" or wanted_serial(context):
            raise
        if not isinstance(error, NoDevice):
            say(f"Going on without a phone: {error.message}")
        yield None
        return
    try:
        yield phone
    finally:
        attached.__exit__(None, None, None)


def _front(words: Words, wishes: Wishes) -> Front:
    from miunlink_adb.cli.browser import open_official

    def in_terminal(sitting: Sitting) -> None:
        from miunlink_adb.cli.guide_text import lead_in_terminal

        lead_in_terminal(
            sitting, words, lambda address: not wishes.no_browser and open_official(address)
        )

    def on_page(sitting: Sitting) -> None:
        from miunlink_adb.clock import SystemClock
        from miunlink_adb.guide.server import lead_on_page

        def announce(address: str, door: str) -> None:
            _announce(address, None if wishes.no_browser else door)

        lead_on_page(sitting, words, announce, SystemClock(), wishes.idle)

    return on_page if wishes.web else in_terminal


def _announce(address: str, door: str | None) -> None:
    """Say where the page is, and start a browser at its `door`.

    The address is a key: it is said on the owner's terminal and told to no program.
    """
    from miunlink_adb.cli.browser import open_local
    from miunlink_adb.cli.render import say

    say(f"The guide is at {address} (Ctrl-C ends it).")
    if door is not None and not open_local(door):
        say("No browser was opened: open that address yourself, on this computer.")


def _show(report: GuideReport, words: Words, context: Context) -> None:
    from miunlink_adb.cli.guide_text import print_guide, print_result
    from miunlink_adb.cli.render import print_json, show_error

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a file may take no Cyrillic
    if context.json:
        print_json(report.to_json())
    elif report.printed:
        print_guide(report.guide, words)
    elif report.walk.outcomes:
        print_result(report, words)
    if report.error:
        show_error(report.error, as_json=False)
