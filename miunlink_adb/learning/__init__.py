"""Learning a pack from the phone itself: what its own apps say, and how that differs from ours.

Reads only. What it writes names labels, ids and the build, and nothing of the phone's owner. It
must not know flows or terminals.
"""

from __future__ import annotations

from miunlink_adb.learning.learn import learn
from miunlink_adb.learning.lesson import ElementLesson, Lesson
from miunlink_adb.learning.write import write_lesson

__all__ = ["ElementLesson", "Lesson", "learn", "write_lesson"]
