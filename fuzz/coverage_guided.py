"""`python -m fuzz.coverage_guided TARGET …`: one target under atheris, which must be installed.

The other arguments are libFuzzer's.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["miunlink_adb"]):
    from fuzz.targets import TARGETS


def main() -> None:
    """Feed one target until libFuzzer ends the process."""
    target = TARGETS[sys.argv[1]]
    target.feed(target.seeds()[0])  # load what is loaded once before time is measured
    atheris.Setup([sys.argv[0], *sys.argv[2:]], target.feed)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
