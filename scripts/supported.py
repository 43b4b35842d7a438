#!/usr/bin/env python3
"""Write SUPPORTED.md from the packs; `--check` only says whether it is stale (status 1)."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from miunlink_adb.pack.supported import FILE_NAME, supported  # noqa: E402


def main(argv: list[str] | None = None) -> int:
    """Write or check the file of this checkout."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    options = parser.parse_args(argv)
    file, text = ROOT / FILE_NAME, supported(ROOT / "selectors").encode()
    if file.is_file() and file.read_bytes() == text:
        return 0
    if options.check:
        sys.stderr.write(f"{FILE_NAME} is stale: run scripts/supported.py\n")
        return 1
    file.write_bytes(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
