"""Judges all packs in one run and collects what is wrong, with the place and the fix.

It must not know devices, flows or the terminal.
"""

from __future__ import annotations

from pathlib import Path

from miunlink_adb.errors import PackError
from miunlink_adb.pack.label_rules import LABEL_RULES
from miunlink_adb.pack.load import Merged, known_releases, load_pack, merge, read_layers
from miunlink_adb.pack.model import ElementSpec
from miunlink_adb.pack.parse import parse_element, parse_screen
from miunlink_adb.pack.place import Place
from miunlink_adb.pack.rules import RULES
from miunlink_adb.pack.study import Finding, LabelBook, study_of

__all__ = ["TAPPED", "Finding", "check_packs"]

TAPPED = frozenset(
    """
    settings_list account_row_international account_row_china accounts_row accounts_list
    xiaomi_account_row account_list sign_out_button bank_card_confirm keep_button remove_button
    wipe_cancel unsynced_continue password_input captcha_input code_input wrong_password_message
    wrong_code_message not_checked_message too_many_attempts_message permission_deny update_later
    offer_later dialog_title dialog_positive dialog_negative forgot_password
    """.split()
)
"""Elements that flows tap, fill by the owner's hand or read, and that every release must have."""

OPTIONAL = frozenset(
    """
    photo_quality_continue sign_out_words additional_settings_row developer_options_row
    usb_debugging_row tap_switch_row
    """.split()
)
"""Elements that flows look for and that older releases do not have, and words for the owner."""


def check_packs(root: Path, *, wanted: frozenset[str] = TAPPED) -> list[Finding]:
    """Judge every pack under `root`.

    `wanted`: elements that flows look for. Everything that is found is returned, faults and gaps,
    in the order of files; a file that cannot be read hides no other.

    Raises:
        PackError: the folder itself cannot be read.
    """
    found: set[Finding] = set()
    labels = _labels(root, found)
    for release in known_releases(root):
        found.update(_check_pack(release, root, labels, wanted))
    return sorted(found, key=lambda finding: (finding.file, finding.line or 0, finding))


def _labels(root: Path, found: set[Finding]) -> LabelBook:
    try:
        return LabelBook.read(root)
    except PackError as error:
        found.add(_of(error, root))
        return LabelBook({})


def _check_pack(
    release: str, root: Path, labels: LabelBook, wanted: frozenset[str]
) -> list[Finding]:
    try:
        layers = read_layers(release, root)
        merged = merge(layers)
    except PackError as error:
        return [_of(error, root)]
    if faults := _schema_faults(merged, root):
        return faults
    study = study_of(load_pack(release, root), layers, labels, wanted, OPTIONAL)
    rules = [rule for rule in (*RULES, *LABEL_RULES) if labels.known or rule not in LABEL_RULES]
    return [finding for rule in rules for finding in rule(study)]


def _schema_faults(merged: Merged, root: Path) -> list[Finding]:
    """What the parser refuses, element by element and screen by screen."""
    elements: dict[str, ElementSpec] = {}
    faults: list[Finding] = []
    for name, (file, entry) in merged.elements.items():
        try:
            elements[name] = parse_element(
                name, entry, Place(file, f"elements.{name}"), merged.apps
            )
        except PackError as error:
            faults.append(_of(error, root))
    known = elements if not faults else _as_if_right(merged, elements)
    return faults + _screen_faults(merged, known, root)


def _as_if_right(merged: Merged, elements: dict[str, ElementSpec]) -> dict[str, ElementSpec]:
    """A screen is not blamed for naming an element that is there but wrong."""
    stand_in = ElementSpec("", "", (), "", "assumed", Place(Path(), ""))
    return {name: elements.get(name, stand_in) for name in merged.elements}


def _screen_faults(merged: Merged, elements: dict[str, ElementSpec], root: Path) -> list[Finding]:
    faults: list[Finding] = []
    for name, (file, entry) in merged.screens.items():
        try:
            parse_screen(name, entry, Place(file, f"screens.{name}"), merged.apps, elements)
        except PackError as error:
            faults.append(_of(error, root))
    return faults


def _of(error: PackError, root: Path) -> Finding:
    place = ":".join(str(part) for part in (error.file, error.line) if part is not None)
    where = ": ".join(part for part in (place, error.key) if part)
    message = error.message.removeprefix(f"{where}: ")
    fix = "Mend it: nothing else of this entry is checked until then."
    return Finding(error.file or str(root), error.line, error.key or "", message, fix, "schema")
