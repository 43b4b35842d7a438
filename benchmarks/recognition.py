#!/usr/bin/env python3
"""How long it takes to know a screen, by the size of its tree and by the number of packs.

    benchmarks/recognition.py [--runs N]

An account page with so many rows more. With all packs means that every pack was loaded before.
Knowing a screen begins with the tree that was read and ends with the screen's name: the index of
the tree and every comparison of texts, none of which was met before, are part of it.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import time
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.calls import times
from miunlink_adb.hierarchy import parse_hierarchy
from miunlink_adb.observation import Observation
from miunlink_adb.pack import BoundPack, known_releases, load_bound
from miunlink_adb.screen import identify
from miunlink_adb.wording import fold

SIZES = (20, 100, 500, 2000)
APP = "com.xiaomi.account"
_NODE = (
    '<node index="{n}" text="{text}" resource-id="{id}" class="android.widget.{cls}" '
    'package="com.xiaomi.account" content-desc="" checkable="false" checked="false" '
    'clickable="true" enabled="true" focusable="true" focused="false" scrollable="{scroll}" '
    'long-clickable="false" password="false" selected="false" bounds="[0,{top}][1080,{bottom}]"'
)


def page(size: int) -> str:
    """The dump of an account page with `size` nodes."""
    rows = "".join(
        _NODE.format(
            n=n, text=f"Row {n}", id="", cls="TextView", scroll="false", top=n, bottom=n + 1
        )
        + "/>"
        for n in range(size - 3)
    )
    outer = {"n": 0, "text": "", "top": 0, "bottom": 2400}
    root = _NODE.format(cls="FrameLayout", id="", scroll="false", **outer)
    lists = _NODE.format(cls="ListView", id=f"{APP}:id/account_list", scroll="true", **outer)
    button = _NODE.format(
        n=1, text="Sign out", id=f"{APP}:id/logout_btn", cls="Button", scroll="false", top=0,
        bottom=90,
    )  # fmt: skip
    return f"<hierarchy rotation='0'>{root}>{lists}>{rows}</node>{button}/></node></hierarchy>"


def knowing(text: str, pack: BoundPack, runs: int) -> list[float]:
    """Milliseconds from a tree to the screen's name."""
    found = []
    gc.collect()
    for _ in range(runs + 1):
        root = parse_hierarchy(text)
        fold.cache_clear()
        began = time.perf_counter()
        known = identify(Observation(root, package=APP, locale="en"), pack).screen
        found.append((time.perf_counter() - began) * 1000)
        if known != "account_page":
            raise RuntimeError(f"taken for {known}")
    return found[1:]


def measure(runs: int) -> dict[str, list[float]]:
    """Name -> milliseconds, also of reading the dump."""
    bound = load_bound("miui-11", "en")
    load_bound("hyperos-1", "de")
    pages = {size: page(size) for size in SIZES}
    found = {}
    for size, text in pages.items():
        found[f"{size} nodes, reading the dump"] = times(partial(parse_hierarchy, text), runs)
        found[f"{size} nodes, 2 packs loaded"] = knowing(text, bound, runs)
    kept = [load_bound(release, "en") for release in known_releases()]
    for size, text in pages.items():
        found[f"{size} nodes, all {len(kept)} packs loaded"] = knowing(text, bound, runs)
    return found


def main() -> int:
    """Measure and print medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=30)
    for name, numbers in measure(parser.parse_args().runs).items():
        print(f"{name:40} {statistics.median(numbers):9.3f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
