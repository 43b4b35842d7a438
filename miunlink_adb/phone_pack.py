"""The pack for one phone: its release's, in its language, with the words of its own apps.

It must not know flows: it reads, and touches nothing.
"""

from __future__ import annotations

from miunlink_adb.clock import Clock, SystemClock
from miunlink_adb.own_words import Setting, WordCache, default_cache, read_own_words
from miunlink_adb.packing import PackChoice, pack_for
from miunlink_adb.phone import Phone
from miunlink_adb.survey import PhoneFacts

__all__ = ["choose_pack"]


def choose_pack(
    phone: Phone,
    facts: PhoneFacts,
    *,
    wanted: str | None = None,
    locale: str | None = None,
    clock: Clock | None = None,
    cache: WordCache | None = None,
) -> PackChoice:
    """The pack for a phone as it is now.

    `wanted`: this release instead of the phone's own. `locale`: what it shows now, if that changed
    since the survey.

    Raises:
        PackError: as `pack_for`.
        DeviceError: the phone does not answer.
    """
    shown = locale or facts.locale
    tags = [tag for tag in (shown, *facts.locales) if tag]
    setting = Setting.of(facts.props, tags)
    where = cache or default_cache()
    return pack_for(
        facts.release.release,
        shown,
        wanted=wanted,
        ask=lambda names: read_own_words(phone, names, setting, where, clock or SystemClock()),
    )
