"""What the packs lack for one phone: labels of its language, and ids that its apps do not have.

Pure. It must not know the phone, only where the labels of its pack came from.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from miunlink_adb.doctor.finding import Finding, good, warn
from miunlink_adb.packing import LabelSources

__all__ = ["examine_sources"]

LEARN = (
    "A dry run shows whether the way is known (signout --dry-run); selectors learn FOLDER writes "
    "down what this phone knows, for a contribution."
)


def examine_sources(
    found: LabelSources, blind: Sequence[str] = (), absent: Container[str] = ()
) -> Iterator[Finding]:
    """One finding each about apps that cannot be read, about labels and about ids.

    `blind`: elements for which no selector is left. `absent`: packages that are not there at all,
    which another check tells.
    """
    unread = [f"{name}: {why}" for name, why in found.unread if name not in absent]
    if unread:
        remedy = "The packs are used alone: make a dry run first (signout --dry-run)."
        said = "; ".join(unread)
        yield warn("own_words", f"Some of the phone's own apps cannot be read ({said}).", remedy)
    yield _labels(found, blind)
    yield from _ids(found)


def _labels(found: LabelSources, blind: Sequence[str]) -> Finding:
    """Trouble only where an element cannot be told any more: others have ids beside labels."""
    what = "The packs have every label in the phone's language."
    if found.lacking:
        what = f"The packs have no text in the phone's language for {_names(found.lacking)}"
        if found.missing:
            what += f"; of these the phone's own apps do not tell {_names(found.missing)}."
        else:
            what += "; the phone's own apps tell them all."
    if blind:
        return warn("pack_labels", f"{what} Not to be recognised: {', '.join(blind)}.", LEARN)
    return good("pack_labels", what)


def _names(labels: Sequence[str]) -> str:
    return f"{len(labels)} label{'s' if len(labels) > 1 else ''} ({', '.join(labels)})"


def _ids(found: LabelSources) -> Iterator[Finding]:
    """Absent ones are usual: several ids stand for one element, of different releases."""
    if not (found.present or found.absent):
        return
    what = f"Of the ids that the packs name {len(found.present)} are in the phone's apps"
    if found.absent:
        what += f"; {len(found.absent)} are not, and are not looked for: {', '.join(found.absent)}"
    yield good("pack_ids", f"{what}.")
