"""`signout`: the options, and what is shown while it runs."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import click

from miunlink_adb.cli.context import Context, pass_shared
from miunlink_adb.cli.question import in_terminal

if TYPE_CHECKING:
    from miunlink_adb.cli.progress import Progress
    from miunlink_adb.report import SignoutReport
    from miunlink_adb.signout import SignoutOptions

__all__ = ["signout"]

EPILOG = """Examples:

\b
  miunlink-adb signout --dry-run          walk as far as the button, tap nothing that matters
  miunlink-adb signout                    asks before the point of no return
  miunlink-adb signout --yes --data keep  for scripts; the owner still types on the phone
  miunlink-adb signout --coach            the owner taps, told what and where
  miunlink-adb signout --virtual miui-11:ru --yes
"""


@click.command(epilog=EPILOG)
@click.option("--dry-run", is_flag=True, help="Show the way; never tap what could sign out.")
@click.option("--yes", is_flag=True, help="Do not ask before signing out.")
@click.option(
    "--route",
    type=click.Choice(["settings", "intent"]),
    default="settings",
    show_default=True,
    help="Through Settings, or straight to the account page; the other is tried if one fails.",
)
@click.option(
    "--data",
    type=click.Choice(["keep", "remove", "ask"]),
    default="ask",
    show_default=True,
    help="What happens to synced cloud data on the phone.",
)
@click.option(
    "--handoff-timeout",
    type=click.FloatRange(min=1, max=86400),
    default=300,
    show_default=True,
    metavar="SECONDS",
    help="How long the owner has for each turn on the phone.",
)
@click.option(
    "--coach",
    is_flag=True,
    help="Tap nothing: tell the owner what to tap. So too, in a terminal, if taps are refused.",
)
@click.option("--release", metavar="RELEASE", help="Take this pack instead of the phone's own.")
@click.option(
    "--virtual",
    metavar="RELEASE[:LOCALE][:LAYOUT]",
    help="Run on the embedded virtual phone instead; LAYOUT is cn, intl or tablet.",
)
@pass_shared
def signout(context: Context, **given: Any) -> None:
    """Sign the phone out of its Mi / Xiaomi account and prove that the account is gone.

    Walks Settings to the sign-out button, asks before the point of no return, answers the
    questions about data as you chose, and waits while the owner types the password on the phone.
    """
    from miunlink_adb.signout import SignoutOptions

    virtual, yes = given.pop("virtual"), given.pop("yes")
    asked = click.get_current_context().get_parameter_source("route")
    if asked is click.core.ParameterSource.COMMANDLINE:
        given["coach_route"] = given["route"]
    terminal = in_terminal()
    options = SignoutOptions(may_confirm=yes or terminal, may_coach=terminal, **given)
    report = _run(context, options, yes=yes, virtual=virtual)
    _show(context, report)
    raise click.exceptions.Exit(report.exit_code)


def _run(
    context: Context, options: SignoutOptions, *, yes: bool, virtual: str | None
) -> SignoutReport:
    from miunlink_adb.cli.progress import Progress
    from miunlink_adb.log import RunLog
    from miunlink_adb.report import SignoutReport

    report = SignoutReport()
    with ExitStack() as stack:
        log = stack.enter_context(RunLog("signout", verbose=context.verbose))
        progress = Progress(log, confirmed=yes, can_ask=in_terminal())
        stack.callback(progress.close)
        with log.ending(report.fail):
            if virtual is not None:
                from miunlink_adb.cli.virtual import virtual_context

                context = stack.enter_context(virtual_context(context, virtual))
            report = _on_phone(context, options, progress)
        log.result(report.status, report.error)
    return report


def _on_phone(context: Context, options: SignoutOptions, progress: Progress) -> SignoutReport:
    """The phone is given up only after it is closed: nobody else's server is ended then."""
    from miunlink_adb.archive import Archive, state_folder
    from miunlink_adb.cli.connect import attached_phone
    from miunlink_adb.clock import SystemClock
    from miunlink_adb.signout import sign_out

    clock = SystemClock()
    show, ready = progress.show, progress.ready
    with Archive(state_folder()) as archive, attached_phone(context) as phone:
        return sign_out(
            phone, options, progress, clock, show, ready, archive=archive, offer=progress.offer
        )


def _show(context: Context, report: SignoutReport) -> None:
    from miunlink_adb.cli.render import print_json, show_error
    from miunlink_adb.cli.result import print_report

    if context.json:
        print_json(report.to_json())
    else:
        print_report(report)
    if report.error:
        show_error(report.error, as_json=False)
