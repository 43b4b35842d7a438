"""Who may debug the phone: adb's RSA handshake from the phone's side.

Pure but for the random token; knows frames' contents, not sockets.  Source of the key format:
AOSP ``libcrypto_utils/android_pubkey.h`` (little-endian words: size, n0inv, modulus, rr, exponent).
"""

from __future__ import annotations

import base64
import binascii
import secrets
from enum import Enum

TOKEN_SIZE = 20
_MODULUS_SIZE = 256
_SHA1_INFO = bytes.fromhex("3021300906052b0e03021a05000414")


class Authorization(Enum):
    """What the phone does about a computer that connects."""

    OPEN = "open"
    """No handshake, as builds with ``ro.adb.secure=0``."""
    ACCEPT = "accept"
    """Handshake; the first key offered is allowed at once."""
    ASK = "ask"
    """Handshake; an unknown key waits until the owner allows it."""
    NEVER = "never"
    """Handshake; nothing is ever allowed: the computer sees *unauthorized*."""


class PublicKey:
    """A computer's public key; ``text`` is the line that adb sends: base64, then a comment."""

    def __init__(self, text: str) -> None:
        raw = _decode(text)
        self._modulus = int.from_bytes(raw[8 : 8 + _MODULUS_SIZE], "little")
        self._exponent = int.from_bytes(raw[-4:], "little")

    def verifies(self, token: bytes, signature: bytes) -> bool:
        """Whether the signature (PKCS #1 v1.5, SHA-1; the token is the digest) is by this key."""
        if self._modulus == 0:
            return False
        number = pow(int.from_bytes(signature, "big"), self._exponent, self._modulus)
        tail = b"\x00" + _SHA1_INFO + token
        padded = b"\x00\x01" + b"\xff" * (_MODULUS_SIZE - 2 - len(tail)) + tail
        return number == int.from_bytes(padded, "big")


def _decode(text: str) -> bytes:
    """Return the key's bytes; raises ValueError when the text is no key."""
    try:
        raw = base64.b64decode(text.split(" ", 1)[0].rstrip("\x00"), validate=True)
    except binascii.Error as error:
        raise ValueError(f"public key is not base64: {error}") from None
    if len(raw) < 8 + 2 * _MODULUS_SIZE + 4:
        raise ValueError(f"public key of {len(raw)} bytes is too short")
    return raw


class KeyStore:
    """The keys that the owner has allowed; survives an unplug, not a revoke."""

    def __init__(self) -> None:
        self._keys: dict[str, PublicKey] = {}

    def allow(self, text: str) -> None:
        """Remember a key; raises ValueError when the text is none."""
        self._keys[text] = PublicKey(text)

    def verifies(self, token: bytes, signature: bytes) -> bool:
        """Whether an allowed key made this signature of the token."""
        return any(key.verifies(token, signature) for key in self._keys.values())

    def clear(self) -> None:
        """Forget every key, as *Revoke USB debugging authorizations* does."""
        self._keys.clear()


def new_token() -> bytes:
    """Return a fresh challenge of 20 bytes."""
    return secrets.token_bytes(TOKEN_SIZE)
