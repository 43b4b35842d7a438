"""What is on the phone, what its owner does, and how the sign-out must end then.

It must not know releases beyond the first that has a dialog, nor how a walk is made.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["SITUATIONS", "Situation"]


@dataclass(frozen=True)
class Situation:
    """One phone's circumstances and the outcome that is right for them.

    `scenario`, `owner`: switches of the virtual phone, as its command line takes them. `data`,
    `route`: what was chosen on ours. `turns`: reasons for which it must be the owner's turn.
    `since`: the first release that has what the situation is about.
    """

    name: str
    scenario: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    data: str = "keep"
    route: str = "settings"
    status: str = "signed_out"
    turns: tuple[str, ...] = ()
    since: str = "miui-8"


SITUATIONS = (
    Situation("plain", turns=("password",)),
    Situation("bank cards", ("bank_cards=2",), turns=("password",)),
    Situation("remove, unsynced", ("unsynced=yes",), data="remove", turns=("password",)),
    Situation("wrong password", (), ("password=wrong,right",), turns=("password", "password")),
    Situation("code", ("second_step=yes",), turns=("password", "code")),
    Situation("slow cloud", ("cloud_query=1.3",), turns=("password",)),
    Situation("intent", route="intent", turns=("password",)),
    Situation("captcha", ("captcha_after=1",), ("password=wrong,right",), turns=("captcha",)),
    Situation("no cloud data", ("cloud_synced=no",), turns=("password",)),
    Situation("no Find device", ("find_device=no",)),
    Situation("large letters", ("font_scale=1.3",), turns=("password",)),
    Situation("asked on the phone", (), ("data=remove",), "ask", turns=("data_choice",)),
    Situation("web verification", ("web_verification=yes",), turns=("web_verification",)),
    Situation("on the account page", ("front=account",), turns=("password",)),
    Situation(
        "hidden photos",
        ("hidden_photos=yes",),
        ("hidden=ok",),
        "remove",
        turns=("data_choice",),
        since="miui-9",
    ),
    Situation("photos", ("high_quality_photos=yes",), since="miui-12.5", turns=("password",)),
    Situation("no password", ("has_password=no",), turns=("set_password",)),
    Situation("cooldown", ("cooldown_days=3",), turns=("password",), status="refused"),
    Situation("logout fails", ("logout_failed=no_response",), turns=("password",), status="failed"),
    Situation("last device", ("e2ee_last_device=yes",), since="hyperos-2", turns=("e2ee",)),
    Situation("second space", ("second_space=yes",), turns=("password",)),
)
