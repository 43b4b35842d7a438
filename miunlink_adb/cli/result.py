"""The report of a sign-out for people.

It must not know how the run went beyond what the report says.
"""

from __future__ import annotations

import click

from miunlink_adb.cli.render import plain
from miunlink_adb.remaining import Binding
from miunlink_adb.report import SignoutReport

__all__ = ["print_report"]

HEADLINES = {
    "signed_out": "Signed out: the phone lists no Mi / Xiaomi account of its owner any more.",
    "already_signed_out": "No Mi / Xiaomi account is signed in; there was nothing to do.",
    "dry_run": "Dry run: the way to the sign-out button is known. Nothing was signed out.",
}


def print_report(report: SignoutReport) -> None:
    """Print the outcome, its proof and what is left on stdout."""
    headline = HEADLINES.get(report.status)
    if headline:
        click.secho(headline, bold=True)
    if report.status == "dry_run":
        _print_screens(report)
    if report.before:
        proof = ", ".join(_proof(report, user) for user in sorted({*report.before, *report.after}))
        click.echo(f"Accounts by 'dumpsys account': {proof}.")
    for handoff in report.handoffs:
        seconds = handoff["seconds"]
        click.echo(f"Owner's turn: {handoff['reason']}, {seconds:.0f} s, {handoff['outcome']}.")
    if report.status in HEADLINES:
        blocking = [binding for binding in report.remaining if binding.blocks]
        _print_bindings("Still in the way of a safe hand-over:", blocking)
        others = [binding for binding in report.remaining if not binding.blocks]
        _print_bindings("To remember before you hand it over:", others)


def _print_bindings(title: str, bindings: list[Binding]) -> None:
    if bindings:
        click.echo(title)
    for binding in bindings:
        user = "" if binding.user is None else f" (user {binding.user})"
        click.echo(f"  {binding.what}{user}: {plain(binding.detail)}")


def _proof(report: SignoutReport, user: str) -> str:
    before, after = report.before.get(user, 0), report.after.get(user, 0)
    return f"user {user}: {before} before, {after} now"


def _print_screens(report: SignoutReport) -> None:
    for entry in report.screens:
        click.echo(f"  {entry['screen']}: would {entry['reaction']}")
        for landmark in entry["landmarks"]:  # type: ignore[attr-defined]
            click.echo(f"      seen by {plain(landmark)}")
