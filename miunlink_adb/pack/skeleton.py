"""The beginning of a pack for a release that has none yet.

It must not know phones: everything it says is taken over from another release, and marked so.
"""

from __future__ import annotations

import re
from pathlib import Path

from miunlink_adb.errors import UsageError
from miunlink_adb.pack.load import known_releases, load_pack, release_order
from miunlink_adb.pack.model import Pack
from miunlink_adb.release import title

__all__ = ["nearest_older", "skeleton", "write_skeleton"]

_NAME = re.compile(r"(?:miui|hyperos)-[1-9]\d?(?:\.\d)?")
_EXAMPLE = """
# -- What differs ------------------------------------------------------------------------------
#
# Only what differs from {base}; `selectors check` finds what only repeats it. For example, when
# a recorded capture shows that the button has another id:
#
# [elements.sign_out_button]
# source = "captures/account_page-en-1.xml"
# sure = "capture"
# select = [
#   {{ id = "sign_out" }},
#   {{ class = "Button", label = "account.logout_account" }},
# ]
#
# [screens.account_page]
# source = "captures/account_page-en-1.xml"
# sure = "capture"
#
# and what is gone:
#
# [screens.hidden_photos_dialog]
# absent = true
"""


def nearest_older(release: str, root: Path) -> str:
    """The newest pack that is older than the release.

    Raises:
        UsageError: there is none.
        PackError: the folder cannot be read.
    """
    older = [n for n in known_releases(root) if release_order(n) < release_order(release)]
    if not older:
        raise UsageError(
            f"No pack is older than {release}.", hint="Name one with --extends RELEASE."
        )
    return older[-1]


def skeleton(release: str, base: Pack) -> str:
    """The text of the new `pack.toml`: all that is inherited counts as assumed."""
    names = sorted(base.apps)
    caps = '{ id = "assumed", label = "assumed", structure = "assumed" }'
    lines = [
        f"# What differs in {title(release)} from {base.title}. How to write it: ../README.md.",
        "",
        "format = 1",
        f'release = "{release}"',
        f'title = "{title(release)}"',
        f'extends = "{base.release}"',
        "notes = [",
        f'  "What was not read in this release is assumed from {base.title}.",',
        "]",
        "",
        "# Nobody has read these apps of the release yet. Once you have read one, strike it out:",
        "# what you found unchanged is then as sure as it was.",
        "[inherited]",
        *(f"{name} = {caps}" for name in names),
        _EXAMPLE.format(base=base.title),
    ]
    return "\n".join(lines)


def write_skeleton(release: str, root: Path, extends: str | None = None) -> Path:
    """Write `RELEASE/pack.toml` under `root`; returns it.

    Raises:
        UsageError: the name is none of a release, it is there already, or cannot be written.
        UnknownRelease: there is no pack `extends`.
        PackError: the pack that it extends is wrong.
    """
    if not _NAME.fullmatch(release):
        raise UsageError(
            f"{release!r} is not the name of a release.", hint="Write miui-15 or hyperos-5."
        )
    file = root / release / "pack.toml"
    base = load_pack(extends or nearest_older(release, root), root)
    try:
        file.parent.mkdir(exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as out:
            out.write(skeleton(release, base))
    except FileExistsError:
        raise UsageError(
            f"{file} is there already.", hint="It was left as it is; edit it, or move it away."
        ) from None
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}") from None
    return file
