"""Where the data files that come with the package are.

It must not know what is in them: reading packs is the business of `miunlink_adb.pack`.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def selectors_dir() -> Path:
    """Return the folder with one subfolder per release.

    An installed package carries it as `_selectors` beside this module; a source checkout, also
    one installed with `pip install -e`, has it as `selectors` beside the package.

    Raises:
        FileNotFoundError: neither is there, so the installation is damaged.
    """
    return _data("selectors", "selector packs")


def guides_dir() -> Path:
    """Return the folder with the guides: `_guides` in an installed package, else `guides`.

    Raises:
        FileNotFoundError: neither is there, so the installation is damaged.
    """
    return _data("guides", "guides")


def _data(name: str, what: str) -> Path:
    for candidate in (_PACKAGE / f"_{name}", _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"the {what} are missing beside {_PACKAGE}: install miunlink-adb again")
