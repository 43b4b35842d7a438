"""The command group, its global options, and how errors end a command.

It must not import commands: each is loaded when it is asked for.
"""

from __future__ import annotations

import errno
import importlib
import os
import signal
import sys
from typing import Any, NoReturn

import click

from miunlink_adb import __version__
from miunlink_adb.cli.context import Context, command_of, shared_options
from miunlink_adb.cli.failure import COMMAND, failure_document
from miunlink_adb.errors import Interrupted, MiunlinkError, UsageError

__all__ = ["cli", "main"]

COMMANDS = {
    "backup": "Copy the owner's files to a folder; verify: whether it is whole.",
    "cloud": "The computer's half: remove the phone from the account's devices, and more.",
    "doctor": "What would stop a sign-out, each cause with its remedy.",
    "devices": "Attached phones, their release, language and state.",
    "report": "What was done with the phone, as a page for its owner or for a buyer.",
    "reflash": "Which official software fits, and what reflashing does not do; reads only.",
    "restore": "Copy the files of a backup back onto a phone.",
    "reset": "The last step: a factory reset, refused where it would lock the phone.",
    "runs": "Earlier runs on this computer: list, show.",
    "screens": "What is on the phone now; touches nothing.",
    "selectors": "The selector packs: list, show, check, match, identify.",
    "support-request": "What Xiaomi's support asks for, collected in one folder; sends nothing.",
    "status": "What still binds the phone, and whether it may be handed over.",
    "signout": "Sign the phone out of its account, with its owner.",
}


class LazyGroup(click.Group):
    """Loads a command's module when the command is used; its help line is known before."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """All commands by name, none of them loaded."""
        return sorted(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        module = importlib.import_module(f"miunlink_adb.cli.{name}")
        return getattr(module, name)  # type: ignore[no-any-return]

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


EPILOG = """Examples:

\b
  miunlink-adb devices
  miunlink-adb signout --dry-run
  miunlink-adb signout --data keep
  miunlink-adb signout --virtual hyperos-1:de --yes

Exit codes: 0 done, 1 unexpected, 2 usage, 3 device, 4 selectors, 5 screen or files, 6 refused
or cancelled, 7 the owner's time was over, 130 interrupted.
"""


@click.group(
    cls=LazyGroup,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="miunlink-adb")
@shared_options
def cli(**options: Any) -> None:
    """Sign a Xiaomi, Redmi or POCO phone out of its Mi Account over adb, with its owner.

    The owner types the password on the phone: this program never asks for it and never sees it.
    """
    ctx = click.get_current_context()
    ctx.obj = Context().with_options(options)
    if os.environ.get("NO_COLOR"):
        ctx.color = False


def main(**extra: Any) -> None:
    """Run the command line and exit with the documented code."""
    _end_in_order()
    os.environ.setdefault("LOGURU_AUTOINIT", "0")  # nothing is logged to the terminal unasked
    try:
        # click hands the code of an Exit back instead of raising it
        sys.exit(cli.main(standalone_mode=False, **extra))
    except click.ClickException as error:
        _end_usage(error)
    except (KeyboardInterrupt, click.Abort):
        _end(Interrupted())
    except MiunlinkError as error:
        _end(error)
    except BrokenPipeError:
        _silence_stdout()
        sys.exit(1)
    except Exception as error:  # noqa: BLE001  no traceback: it would show values of the phone
        if isinstance(error, OSError) and error.errno in _FULL:
            _end_without_result(error)
        _end(_fault(error))


def _end_in_order() -> None:
    """Being told to end, or a window that closes, counts as Ctrl-C: nothing is left on the phone.

    What the caller ignores on purpose (`nohup`) stays ignored.
    """
    for name in ("SIGTERM", "SIGHUP", "SIGBREAK"):  # each system has two of them
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


_FULL = (errno.ENOSPC, errno.EFBIG, errno.EIO, getattr(errno, "EDQUOT", errno.ENOSPC))
"""Why a result could not be written to stdout."""


def _end_without_result(error: OSError) -> NoReturn:
    """Whoever reads stdout got no result, or half of one: the exit code must not say success."""
    from miunlink_adb.cli.render import show_error

    _silence_stdout()
    lost = MiunlinkError(
        f"The result could not be written: {os.strerror(error.errno or 0)}.",
        hint="Make room and ask again: 'miunlink-adb status' says where the phone stands.",
    )
    show_error(lost, as_json=False)
    sys.exit(lost.exit_code)


def _fault(error: Exception) -> MiunlinkError:
    """A fault of ours, with where it happened and without any value."""
    import traceback
    from pathlib import Path

    frames = traceback.extract_tb(error.__traceback__)[-4:]
    places = ", ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    return MiunlinkError(
        f"A fault in this program stopped it ({type(error).__name__}).",
        hint=f"Please report it with this: {places}.",
    )


def _end_usage(error: click.ClickException) -> None:
    if asks_for_json(sys.argv[1:]):
        command = command_of(getattr(error, "ctx", None))
        _print_failure(command, UsageError(error.format_message()))
    if sys.stderr is not None:  # click would take stdout instead
        error.show()
    sys.exit(error.exit_code)


def _end(error: MiunlinkError) -> None:
    from miunlink_adb.cli.render import show_error

    if asks_for_json(sys.argv[1:]):
        _print_failure(COMMAND.get(), error)
    show_error(error, as_json=False)
    sys.exit(error.exit_code)


def _print_failure(command: str, error: MiunlinkError) -> None:
    from miunlink_adb.cli.render import print_json

    print_json(failure_document(command, error))


def asks_for_json(arguments: list[str]) -> bool:
    """Whether ``--json`` stands anywhere before ``--``; needed when parsing itself failed."""
    before = arguments[: arguments.index("--")] if "--" in arguments else arguments
    return "--json" in before


def _silence_stdout() -> None:
    """Keep the interpreter from complaining about the closed pipe at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
