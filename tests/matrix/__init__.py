"""Walks the whole sign-out on many virtual phones: every release, language and kind of build.

`scripts/matrix` is its command line, `tests/test_matrix.py` walks a sample of it.
"""

from __future__ import annotations

from tests.matrix.plan import Choice, Walk, plan, sample
from tests.matrix.table import as_json, summary
from tests.matrix.walking import Outcome, walk_all

__all__ = ["Choice", "Outcome", "Walk", "as_json", "plan", "sample", "summary", "walk_all"]
