"""The fault table: one test for each row."""

from __future__ import annotations

from collections import Counter

import pytest

from miunlink_adb.flow import Choose, TapOn
from miunlink_adb.flows.signout import signout_flow
from tests.faults.conftest import Results
from tests.faults.invariants import ELEMENTS
from tests.faults.rows import ROWS, Row


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_a_fault_is_survived_or_ends_clearly(results: Results, row: Row) -> None:
    """The run ends as its row says and breaks no promise; a second run finishes what it left."""
    result = results.of(row)

    assert result.violations == []
    assert result.status in row.status, result
    assert not row.code or result.code in row.code.split(), result
    assert row.says in result.message
    assert result.resumed == []


def test_rows_have_names_of_their_own() -> None:
    """No row hides another."""
    assert [name for name, n in Counter(row.name for row in ROWS).items() if n > 1] == []


def test_everything_that_may_be_tapped_is_an_element_of_the_flow() -> None:
    """The list that taps are held against names the flow's elements, all of them and no others."""
    flows = [signout_flow(international=yes, route="settings") for yes in (True, False)]
    ways = [way.reactions for flow in flows for way in flow.ways]
    reactions = [r for table in (flows[0].reactions, *ways) for r in table.values()]
    taps = [reaction for reaction in reactions if isinstance(reaction, TapOn)]
    taps += [tap for r in reactions if isinstance(r, Choose) for tap in r.choices.values()]

    assert {name for tap in taps for name in tap.elements} == set(ELEMENTS)
