"""The parts of a dossier as one file: a zip that is the same each time, sealed with age if wanted.

It must not know what the parts are. Sealing takes public keys alone: whoever makes a dossier needs
no secret for it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date

from miunlink_adb.errors import Refused, UsageError

__all__ = ["check_recipients", "pack", "seal"]

FIRST_DAY = date(1980, 1, 1)
"""A zip knows no earlier one."""
_PACKED = (".html", ".txt", ".toml", ".json", ".pdf")
_UNIX, _MODE = 3, 0o100600


def pack(parts: Mapping[str, bytes], day: date) -> bytes:
    """A zip of parts by their paths, in their order, all of the same day."""
    written = io.BytesIO()
    moment = (max(day, FIRST_DAY).year, max(day, FIRST_DAY).month, max(day, FIRST_DAY).day, 0, 0, 0)
    with zipfile.ZipFile(written, "w") as archive:
        for path, data in sorted(parts.items()):
            entry = zipfile.ZipInfo(path, moment)
            entry.create_system, entry.external_attr = _UNIX, _MODE << 16
            text = path.lower().endswith(_PACKED)
            entry.compress_type = zipfile.ZIP_DEFLATED if text else zipfile.ZIP_STORED
            archive.writestr(entry, data)
    return written.getvalue()


def check_recipients(recipients: Sequence[str]) -> None:
    """Whether all of them are public keys that can be used.

    Raises:
        Refused: one is a private key.
        UsageError: one is no key, or the library for it is missing.
    """
    for text in recipients:
        _recipient(text)


def seal(data: bytes, recipients: Sequence[str]) -> bytes:
    """Data that only the holders of the keys can read, as an age file.

    Raises:
        Refused: a key is a private one.
        UsageError: a key is none, or the library is missing.
    """
    keys = [_recipient(text) for text in recipients]
    import pyrage

    sealed: bytes = pyrage.encrypt(data, keys)
    return sealed


def _recipient(text: str) -> object:
    key = text.strip()
    if "SECRET-KEY" in key.upper() or "PRIVATE KEY" in key.upper():
        raise Refused(
            "This is a private key: a dossier is sealed with public ones.",
            guard="no_secrets",
            hint="Give the key that begins with 'age1' ('# public key:' in its file). "
            "A private key on a command line is known to others: make a new one.",
        )
    try:
        import pyrage
    except ImportError:
        raise UsageError(
            "For --encrypt-to a library is missing.", hint="pip install 'miunlink-adb[age]'"
        ) from None
    kinds = {"age1": pyrage.x25519.Recipient, "ssh-": pyrage.ssh.Recipient}
    kind = kinds.get(key[:4])
    try:
        if kind is not None:
            return kind.from_str(key)
    except pyrage.RecipientError:
        pass
    raise UsageError(
        f"{key[:16]}… is no public key of age.",
        hint="One begins with 'age1', 'ssh-ed25519' or 'ssh-rsa'.",
    )
