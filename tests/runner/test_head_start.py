"""Getting a phone ready beside other work: never later than the block, never its failure."""

from __future__ import annotations

import threading

import pytest

from miunlink_adb.errors import AutomationFailed
from miunlink_adb.head_start import head_start
from tests.runner.clock import FakeClock
from tests.runner.fake_phone import FakePhone


class _Prepared(FakePhone):
    """A phone that is prepared when it is told so, and may fail at it."""

    def __init__(self, *, fails: bool = False) -> None:
        super().__init__(FakeClock())
        self.fails, self.go, self.done = fails, threading.Event(), False

    def prepare(self, locale: str = "") -> None:
        """Wait for `go`."""
        self.go.wait(10)
        if self.fails:
            raise AutomationFailed("It does not start.")
        self.done = True


def test_the_phone_is_prepared_beside_the_block() -> None:
    """The block runs while the phone gets ready; afterwards it is."""
    phone = _Prepared()

    with head_start(phone):
        assert not phone.done
        phone.go.set()

    assert phone.done


@pytest.mark.parametrize("fails", [False, True])
def test_a_failing_block_does_not_leave_it_half_done(fails: bool) -> None:
    """Whatever happens to either, preparing is over afterwards and the block's error is told."""
    phone = _Prepared(fails=fails)
    phone.go.set()

    with pytest.raises(KeyError), head_start(phone):
        raise KeyError

    assert phone.done is not fails
    assert "head start" not in {thread.name for thread in threading.enumerate()}


def test_a_phone_that_needs_no_preparing_is_left_alone() -> None:
    """Nothing is asked of it."""
    phone = FakePhone(FakeClock())

    with head_start(phone):
        pass

    assert phone.record.commands == []
