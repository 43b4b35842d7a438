"""Small selectors folders for tests."""

from pathlib import Path

APPS = '[apps]\naccount = "com.xiaomi.account"\n'
BUTTON = """
[elements.sign_out_button]
app = "account"
source = "test"
sure = "resources"
select = [{ id = "logout_btn" }]
"""
PAGE = """
[screens.account_page]
app = "account"
source = "test"
sure = "resources"
all = ["sign_out_button"]
"""


def write_pack(root: Path, release: str, text: str = "", *, extends: str = "") -> Path:
    """Write one pack with its head; returns its file."""
    folder = root / release
    folder.mkdir(parents=True, exist_ok=True)
    head = f'format = 1\nrelease = "{release}"\n' + (f'extends = "{extends}"\n' if extends else "")
    file = folder / "pack.toml"
    file.write_text(head + text, encoding="utf-8")
    return file


def write_labels(root: Path, release: str, locale: str, text: str) -> Path:
    """Write one label file."""
    folder = root / release / "labels"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{locale}.toml"
    file.write_text(text, encoding="utf-8")
    return file
