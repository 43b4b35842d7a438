"""A desk with a phone on it and an owner who answers: guides without a terminal or a browser."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from miunlink_adb.archive import Archive
from miunlink_adb.guide.leading import Leading
from miunlink_adb.guide.result import GuideReport
from miunlink_adb.guide.shelf import load_guide
from miunlink_adb.guide.sitting import Sitting
from miunlink_adb.phone import Phone
from tests.runner.clock import FakeClock
from tests.runner.fake_phone import FakePhone

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
ONLINE = """\
Active default network: 100

Current Networks:
  NetworkAgentInfo{network{100}  ni{WIFI CONNECTED} nc{[ Transports: WIFI \
Capabilities: INTERNET&NOT_RESTRICTED&TRUSTED&VALIDATED LinkUpBandwidth>=1Kbps]}}
"""
REMOVE = 6
"""Steps of remove-device up to and with the one that deletes the device."""


class Desk:
    """One computer's state folder, one phone, and what the person at the computer was told."""

    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock()
        self.phone = FakePhone(self.clock)
        self.phone.answers["dumpsys connectivity"] = ONLINE
        self.archive = Archive(folder / "state", self.now)
        self.told: list[str] = []
        self.days = 0.0

    def now(self) -> datetime:
        """The wall clock: noon, some days later, as much later as the other clock says."""
        return NOON + timedelta(days=self.days, seconds=self.clock.now())

    def lead(
        self,
        name: str,
        owner: "Owner",
        *,
        phone: bool = True,
        language: str = "en",
        **options: float | bool,
    ) -> GuideReport:
        """Lead `owner` through a guide; `phone`: whether one is attached."""
        report = GuideReport.unopened(load_guide(name, language), load_guide(name))
        attached: Phone | None = self.phone if phone else None
        leading = Leading(self.archive, self.clock, self.told.append, **options)  # type: ignore[arg-type]
        with self.archive:
            leading.lead(report, attached, owner)
        return report

    @property
    def journals(self) -> str:
        """Everything that was recorded."""
        return "".join(file.read_text() for file in sorted(self.archive.folder.rglob("*.jsonl")))

    @property
    def kept(self) -> list[Path]:
        """The files of guides that were left."""
        return sorted(self.archive.folder.glob("guides/*"))


class Owner:
    """Answers in order; without answers left he goes on. `does[step]` is done before the answer."""

    def __init__(self, *answers: str, stops: int | None = None) -> None:
        """`stops`: after this many answers he presses Ctrl-C."""
        self.answers: Sequence[str] = answers
        self.stops = stops
        self.does: dict[str, object] = {}
        self.asked: list[str] = []
        self.sitting: Sitting | None = None

    def __call__(self, sitting: Sitting) -> None:
        self.sitting = sitting
        while (step := sitting.walk.step) is not None:
            if self.stops is not None and len(self.asked) >= self.stops:
                raise KeyboardInterrupt
            place = len(self.asked)
            self.asked.append(step.id)
            act = self.does.get(step.id)
            if callable(act):
                act()
            given = self.answers[place] if place < len(self.answers) else ""
            sitting.answer(step.id, given or sitting.walk.answers()[0])


def removing(desk: Desk) -> Owner:
    """An owner who really removes the phone on the site."""
    owner = Owner()
    owner.does["delete"] = lambda: desk.phone.accounts.update({0: 0})
    return owner
