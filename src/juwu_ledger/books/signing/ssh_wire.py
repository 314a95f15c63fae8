"""The byte form of SSH: strings with their length before them, and Ed25519 public keys in it.

Nothing here needs a cryptographic library, so that books with keys can be read without one.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct

KEY_TYPE = "ssh-ed25519"
KEY_BYTES = 32
_LONGEST_LINE = 400
"""Characters; a key is 80, the rest may be a comment."""


def packed(*parts: bytes) -> bytes:
    """Return byte strings one after the other, each with its length as four bytes before it."""
    return b"".join(struct.pack(">I", len(part)) + part for part in parts)


class Unpacker:
    """Takes packed data apart from its beginning; raises ``ValueError`` where it is cut short."""

    def __init__(self, data: bytes) -> None:
        """Start at the first byte of ``data``."""
        self._data = data
        self._at = 0

    def take(self, count: int) -> bytes:
        """Return the next ``count`` bytes."""
        end = self._at + count
        if end > len(self._data):
            raise ValueError("cut short")
        piece = self._data[self._at : end]
        self._at = end
        return piece

    def number(self) -> int:
        """Return the next four bytes as a number."""
        return int(struct.unpack(">I", self.take(4))[0])

    def string(self) -> bytes:
        """Return the next string that has its length before it."""
        return self.take(self.number())

    def rest(self) -> bytes:
        """Return all that is left."""
        return self.take(len(self._data) - self._at)


def from_base64(text: str) -> bytes:
    """Return what ``text`` encodes; raises ``ValueError`` for anything but clean base64."""
    try:
        return binascii.a2b_base64(text.encode("ascii"), strict_mode=True)
    except (UnicodeEncodeError, binascii.Error):
        raise ValueError("no base64") from None


def key_blob(raw: bytes) -> bytes:
    """Return the 32 bytes of an Ed25519 public key in SSH's form."""
    return packed(KEY_TYPE.encode(), raw)


def raw_key(blob: bytes) -> bytes:
    """Return the 32 bytes of an Ed25519 public key in SSH's form; else raises ``ValueError``."""
    inside = Unpacker(blob)
    kind, raw = inside.string(), inside.string()
    if kind != KEY_TYPE.encode() or len(raw) != KEY_BYTES or inside.rest():
        raise ValueError("no Ed25519 key")
    return raw


def read_public_key(line: str) -> bytes:
    """Return the 32 bytes of the key in ``ssh-ed25519 AAAA… [comment]``.

    Raises ``ValueError`` for anything else, for a second line too.
    """
    words = line.split(maxsplit=2)
    if len(line) > _LONGEST_LINE or not line.isprintable() or len(words) < 2:
        raise ValueError("no key line")
    if words[0] != KEY_TYPE:
        raise ValueError("no Ed25519 key")
    return raw_key(from_base64(words[1]))


def public_line(raw: bytes) -> str:
    """Return a public key as one line, ``ssh-ed25519 AAAA…``."""
    return f"{KEY_TYPE} {base64.b64encode(key_blob(raw)).decode()}"


def fingerprint(public_key: str) -> str:
    """Return ``SHA256:…`` of a public key line, as ``ssh-keygen -l`` prints it.

    Raises ``ValueError`` for a line that is no Ed25519 key.
    """
    digest = hashlib.sha256(key_blob(read_public_key(public_key))).digest()
    return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")
