"""The fuzz targets hold on a sample, and would notice if something broke."""

import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.mutation import inputs
from fuzz.targets import TARGETS, Target
from tests.architecture import ROOT

ALL = list(TARGETS.values())
SAMPLE = settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@pytest.mark.parametrize("target", ALL, ids=lambda target: target.name)
def test_real_inputs_are_read(target: Target) -> None:
    """Each target has seeds, and takes each of them."""
    seeds = target.seeds()

    assert seeds
    assert [target.feed(seed) for seed in seeds] == [None] * len(seeds)


@pytest.mark.parametrize("target", ALL, ids=lambda target: target.name)
def test_changed_inputs_do_no_harm(target: Target) -> None:
    """A sample of what `scripts/fuzz` feeds for minutes."""
    fed: list[int] = []

    @SAMPLE
    @given(inputs(target))
    def feed(data: bytes) -> None:
        target.feed(data)
        fed.append(len(data))

    feed()
    assert len(fed) >= 40


@given(st.binary(max_size=200))
def test_a_target_that_chokes_is_noticed(data: bytes) -> None:
    """An error that is not promised leaves the target."""
    broken = Target("broken", lambda _: 1 / 0, ())
    with pytest.raises(ZeroDivisionError):
        broken.feed(data)


def test_the_command_feeds_a_target() -> None:
    """`python -m fuzz` ends by itself, says what it fed, and fails for a name that is none."""
    command = [sys.executable, "-m", "fuzz", "--engine", "hypothesis", "--seconds", "0.2"]
    done = subprocess.run(
        [*command, "--seed", "1", "props"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    wrong = subprocess.run([*command, "nothing"], cwd=ROOT, capture_output=True, check=False)

    assert (done.returncode, wrong.returncode) == (0, 2), done.stderr
    assert done.stdout.splitlines()[-1].endswith("nothing")
    assert "props" in done.stdout
