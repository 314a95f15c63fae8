"""The signed head of a log as text: a C2SP tlog-checkpoint inside a C2SP signed-note, Ed25519.

Three lines (whose log, how many leaves, the root), a blank line, and a line for the signature; tools
that know these two formats verify it by the street's key and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple

from juwu_ledger.books.signing.ssh_wire import from_base64, read_public_key

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

LONGEST = 4000
"""Characters; a head is some 300."""
_ED25519 = b"\x01"
_HASH_BYTES, _ID_BYTES, _SIGNATURE_BYTES = 32, 4, 64
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_DASH = "\N{EM DASH}"


class BadCheckpoint(ValueError):
    """A text that is no head of this log, or not signed by this key; the message says so in Chinese."""


class Checkpoint(NamedTuple):
    """How far a log has come: the name of the log, its number of leaves and its root."""

    origin: str
    size: int
    root: bytes

    @property
    def body(self) -> str:
        """The text that is signed."""
        root = base64.b64encode(self.root).decode()
        return f"{self.origin}\n{self.size}\n{root}\n"


def origin_of(street: str) -> str:
    """Return the name of a street's log: without blanks and plus signs, as notes want their keys named."""
    return "juwu-street/" + re.sub(r"[\s+]+", "_", street.strip())


def signed_checkpoint(private_key: Ed25519PrivateKey, checkpoint: Checkpoint) -> str:
    """Return the head as a signed note."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    raw = private_key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    value = private_key.sign(checkpoint.body.encode())
    line = base64.b64encode(_key_id(checkpoint.origin, raw) + value).decode()
    return f"{checkpoint.body}\n{_DASH} {checkpoint.origin} {line}\n"


def read_checkpoint(note: str, public_key: str, origin: str) -> Checkpoint:
    """Return the head that a note holds, once the signature by ``public_key`` was verified.

    Raises :class:`BadCheckpoint`.
    """
    checkpoint, signatures = _parsed(note)
    if checkpoint.origin != origin:
        raise BadCheckpoint(f"签名树头是 {checkpoint.origin} 的，不是 {origin} 的")
    raw = read_public_key(public_key)
    for name, blob in signatures:
        if name == origin and blob[:_ID_BYTES] == _key_id(origin, raw):
            if _holds(raw, blob[_ID_BYTES:], checkpoint.body.encode()):
                return checkpoint
            raise BadCheckpoint("签名树头的签名不对：内容改过")
    raise BadCheckpoint("签名树头不是用街道登记的钥匙签的")


def verifier_key(street: str, public_key: str) -> str:
    """Return the street's key as tools for signed notes want it: name, key id, key."""
    raw = read_public_key(public_key)
    origin = origin_of(street)
    return f"{origin}+{_key_id(origin, raw).hex()}+{base64.b64encode(_ED25519 + raw).decode()}"


def _parsed(note: str) -> tuple[Checkpoint, list[tuple[str, bytes]]]:
    body, blank, rest = note.partition("\n\n")
    lines = body.split("\n")
    if len(note) > LONGEST or not blank or len(lines) != 3 or not _SIZE.fullmatch(lines[1]):
        raise BadCheckpoint("不是签名树头")
    try:
        root = from_base64(lines[2])
        signatures = [_signature(line) for line in rest.removesuffix("\n").split("\n")]
    except ValueError:
        raise BadCheckpoint("不是签名树头") from None
    if len(root) != _HASH_BYTES:
        raise BadCheckpoint("不是签名树头")
    return Checkpoint(lines[0], int(lines[1]), root), signatures


def _signature(line: str) -> tuple[str, bytes]:
    dash, name, text = line.split(" ")
    blob = from_base64(text)
    if dash != _DASH or len(blob) != _ID_BYTES + _SIGNATURE_BYTES:
        raise ValueError("no signature line")
    return name, blob


def _key_id(name: str, raw: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + raw).digest()[:_ID_BYTES]


def _holds(raw: bytes, value: bytes, message: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(value, message)
    except (InvalidSignature, ValueError):
        return False
    return True
