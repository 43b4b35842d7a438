"""The reset through TWRP: into the recovery, its own wipe command, its result, back, the proof.

Each step is looked at before and after; a command whose effect is unknown is not sent again. It
must not know the terminal.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping

from miunlink_adb.errors import (
    Cancelled,
    ConnectionLost,
    DeviceError,
    MiunlinkError,
    PhoneFailure,
    Refused,
    Timeout,
)
from miunlink_adb.phone import Attachment
from miunlink_adb.props import parse_props
from miunlink_adb.reset.coming_back import look_after, patience, stays_away, wait_for_android
from miunlink_adb.reset.obstacle import obstacles
from miunlink_adb.reset.options import Wipe
from miunlink_adb.reset.twrp import LOOK, data_is_there, identify, read_wipe
from miunlink_adb.reset.work import PASSING, Before, Work
from miunlink_adb.survey import survey

__all__ = ["confirm_model", "erase_in_twrp", "reset_by_twrp", "reset_from_twrp"]

LEAVES = 60.0
"""Seconds in which a phone that was asked to restart must be gone."""
WIPE_SECONDS = 600.0
"""A full, slow phone takes minutes to be erased."""
COMMANDS: Mapping[Wipe, str] = {"format": "twrp format data", "data": "twrp wipe data"}
_TWRP_STAYS = "TWRP is still installed: whoever gets the phone should know."
_FILES_STAY = "Photos and files in the internal storage were not erased."
_MENU = (
    "Still no recovery that adb sees. If the phone shows its maker's menu, TWRP is not installed: "
    "choose Reboot there."
)
_ASKS = "If TWRP asks for a password on its screen, choose Cancel there."
_INSTEAD = "Use Settings' own reset instead: --via settings."
_BY_HAND = "Choose Reboot > System on the phone to start Android again."


def reset_by_twrp(work: Work, before: Before) -> None:
    """The whole way, from Android.

    Raises:
        MiunlinkError: what stopped it; `work.stage` says what is true of the phone then.
    """
    confirm_model(work, before)
    _look_again(work)
    _to_recovery(work)
    _make_sure(work, before)
    erase_in_twrp(work)
    _to_android(work, before)


def reset_from_twrp(work: Work, before: Before, *, sent: bool) -> None:
    """Go on with a phone that is in TWRP already; `sent`: the wipe was sent before.

    Raises:
        MiunlinkError: as above.
    """
    work.stage = "in_recovery"
    _make_sure(work, before)
    there = _data_is_there(work) if sent else True
    if there is None:
        work.stage = "wiping"
        raise PhoneFailure(
            "What became of the last wipe cannot be read, and it is not sent again.",
            hint="Look at TWRP's screen. If it is done, choose Reboot > System there; else wipe "
            "there by hand.",
        )
    if there:
        confirm_model(work, before)
        erase_in_twrp(work)
    else:
        work.notice("The data partition is erased already.")
        work.report.evidence["data_erased"] = True
        work.stage = "wiped"
    _to_android(work, before)


# -- the owner's word ------------------------------------------------------------------------


def confirm_model(work: Work, before: Before) -> None:
    """The model's name, typed beforehand or in the terminal.

    Raises:
        Refused: nobody is there to type it.
        Cancelled: something else was typed.
    """
    names = [name for name in before.names if name]
    shown = " or ".join(dict.fromkeys(names))
    typed = work.options.confirm
    if not typed and not work.options.may_ask:
        raise Refused(
            "Nobody is there to type the model's name: this is not a terminal.",
            guard="confirmed",
            hint=f"Run it in a terminal, or add --confirm with the model's name ({shown}).",
        )
    typed = typed or work.person.types(
        f"Everything on this phone will be erased. Type its model name ({shown}) to go on"
    )
    if _plain(typed) not in {_plain(name) for name in names}:
        raise Cancelled(
            "What was typed is not the phone's model name; nothing was erased.",
            hint=f"The name is {shown}.",
        )
    work.step("confirm", "typed")
    work.report.confirmed.append("The owner typed the phone's model name to have it erased.")


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _look_again(work: Work) -> None:
    """The owner has taken his time: whether nothing stands in the way is read anew."""
    facts = work.reading(lambda: survey(work.phone))
    for obstacle in obstacles(facts, work.options):
        raise Refused(obstacle.message, guard=obstacle.guard, hint=obstacle.hint)


# -- into the recovery -----------------------------------------------------------------------


def _to_recovery(work: Work) -> None:
    was = work.phone.attachment()
    work.step("restart_recovery")
    work.stage = "in_recovery"
    _restart(work, "recovery", was)
    now = work.until(
        lambda a: a.state in ("recovery", "sideload", "device"),
        work.options.restart_timeout,
        patience(work, "", _MENU),
    )
    work.step("restart_recovery", now.state if now else "away")
    if now is None:
        raise Timeout(
            "The phone restarted, but adb sees no recovery on it: it may be the maker's own.",
            hint=_INSTEAD,
        )
    if now.state != "recovery":
        where = "started Android again" if now.state == "device" else "is in its maker's recovery"
        raise Refused(
            f"The phone {where}: TWRP is not installed on it.",
            guard="not_twrp",
            hint=_INSTEAD,
        )


def _restart(work: Work, target: str, was: Attachment) -> None:
    """Ask once, and see the phone go; whether a request that broke off was heard is seen, too."""
    with contextlib.suppress(*PASSING):
        work.phone.restart(target)
    gone = work.until(lambda now: now.state != was.state or now.id != was.id, LEAVES)
    if gone is None:
        raise Timeout(
            "The phone was asked to restart and did not.",
            hint="Unlock it and look at its screen; then run this again.",
        )


def _make_sure(work: Work, before: Before) -> None:
    """TWRP, and on the phone that is meant."""
    work.step("identify")
    props = work.reading(lambda: parse_props(work.shell("getprop")))
    found = identify(props, before.serials, before.device)
    work.step("identify", "other" if found.problem else "twrp")
    if found.note:
        work.notice(found.note)
    if not found.problem:
        work.report.evidence["twrp"] = True
        return
    same = not found.version
    if same:  # a recovery of another kind, on our phone: bring it back
        with contextlib.suppress(DeviceError):
            work.phone.restart("")
    raise Refused(
        found.problem,
        guard="not_twrp" if same else "other_phone",
        hint=f"It was asked to start Android again. {_INSTEAD}" if same else _INSTEAD,
    )


# -- erasing ---------------------------------------------------------------------------------


def erase_in_twrp(work: Work) -> None:
    """Send TWRP's own command, once, wait for its end, and read what became of it.

    Raises:
        PhoneFailure: the data are still there.
        ConnectionLost: the connection broke before TWRP had answered.
    """
    kind: Wipe = work.options.wipe
    said = _send(work, kind)
    if kind == "format" and read_wipe(said) == "not_known":
        work.notice("This TWRP knows no 'format data' and did nothing; 'wipe data' is used.")
        kind = "data"
        said = _send(work, kind)
    answer, there = read_wipe(said), _data_is_there(work)
    work.report.evidence |= {
        "twrp_said_done": answer == "done",
        "data_erased": None if there is None else not there,
    }
    work.step("wipe", answer if there is None else ("not erased" if there else "erased"))
    if there or (there is None and answer != "done"):
        raise _not_erased(work, answer)
    work.stage = "wiped"
    work.did(
        "TWRP erased the data partition."
        if kind == "format"
        else "TWRP erased the data partition, without the files in the internal storage."
    )
    if kind == "data":
        work.report.open.append(_FILES_STAY)
    work.report.open.append(_TWRP_STAYS)


def _send(work: Work, kind: Wipe) -> str:
    work.step("wipe", "")
    work.stage = "wiping"
    try:
        return work.shell(COMMANDS[kind], WIPE_SECONDS)
    except Timeout:
        raise Timeout(
            "TWRP was told to erase and did not answer; what became of it is not known.",
            hint=_ASKS,
        ) from None
    except PASSING as error:
        raise ConnectionLost(
            "The connection broke after TWRP was told to erase; what became of it is not known."
        ) from error


def _data_is_there(work: Work) -> bool | None:
    """Whether Android's data are on the partition; it is mounted for that if it was not."""
    there = data_is_there(work.reading(lambda: work.shell(LOOK)))
    if there is None:
        work.shell("twrp mount data", 60.0)
        there = data_is_there(work.reading(lambda: work.shell(LOOK)))
    return there


def _not_erased(work: Work, answer: str) -> MiunlinkError:
    if work.report.evidence["data_erased"] is False:
        work.stage = "not_erased"
        said = "said that it was done, but" if answer == "done" else "did not erase:"
        return PhoneFailure(
            f"TWRP {said} the data are still on the phone.",
            hint=f"Its screen tells more. {_BY_HAND}",
        )
    return PhoneFailure(
        "TWRP did not say that it erased the data, and they cannot be looked for.",
        hint=f"TWRP's screen tells what happened. {_BY_HAND}",
    )


# -- back ------------------------------------------------------------------------------------


def _to_android(work: Work, before: Before) -> None:
    was = work.phone.attachment()
    work.step("restart_android")
    _restart(work, "", was)
    work.step("restart_android", "gone")
    facts = wait_for_android(work, recovery=True)
    if facts is None:
        saw = stays_away(work)
        if not saw and not work.report.evidence.get("data_erased"):
            raise Timeout(
                "The phone did not come back over adb, and that its data are gone is not proven.",
            )
        work.report.succeed("done")
        return
    finding = look_after(work, before, facts)
    if not finding.proven and not work.report.evidence.get("data_erased"):
        raise PhoneFailure(
            "The phone is back, and does not look like one that was reset.",
            hint="Run 'miunlink-adb status' and look at the phone.",
        )
    work.report.succeed("done")
