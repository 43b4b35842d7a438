"""The tour's main path: what the documents say about a phone that is handed over."""

from pathlib import Path

import pytest

pytest.importorskip("pty", reason="the tour answers in a POSIX terminal")

from tests.tour import command


def test_the_tour_ends_with_a_phone_that_is_ready_to_hand_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status, backup, sign-out, cloud, reset, status, report: all exit 0, and the page says it."""
    assert command.main(["--folder", str(tmp_path)]) == 0

    said = capsys.readouterr().out
    assert said.count("-> exit 0") == len(command.stops(""))
    page = (tmp_path / "handover.html").read_text(encoding="utf-8")
    assert [title in page for title in ("Backup", "Sign-out", "Factory reset")] == [True] * 3
    assert "Ready to hand over." in page
    assert "7f3a9c21" not in (tmp_path / "buyer.html").read_text(encoding="utf-8")
