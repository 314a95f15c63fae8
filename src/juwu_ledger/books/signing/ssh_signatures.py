"""Ed25519 signatures in OpenSSH's form (PROTOCOL.sshsig): anyone checks them with ``ssh-keygen``.

In the books a signature is its armoured text without line breaks. The cryptographic library is
imported only when something is signed or verified: books without keys never wait for it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from juwu_ledger.books.signing.ssh_wire import (
    KEY_TYPE,
    Unpacker,
    from_base64,
    key_blob,
    packed,
    public_line,
    raw_key,
    read_public_key,
)

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )

BEGIN, END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
LONGEST = 2000
"""Characters; a signature is some 300, so whatever is longer is not read at all."""
_MAGIC = b"SSHSIG"
_VERSION = 1
_HASHES = {b"sha512": hashlib.sha512, b"sha256": hashlib.sha256}
_HASH = b"sha512"
_SIGNATURE_BYTES = 64
_LINE = 70
_BLANKS = re.compile(r"[ \t\r\n]+")


class Flaw(StrEnum):
    """Why a signature does not hold."""

    MALFORMED = "malformed"
    """It is no Ed25519 signature in OpenSSH's form."""
    OTHER_PURPOSE = "other-purpose"
    """It was made in another namespace: for something else."""
    OTHER_KEY = "other-key"
    """It was made with another key."""
    CHANGED = "changed"
    """It was made with the key, but of another message."""


class Signature(NamedTuple):
    """A signature taken apart; nothing of it is verified yet."""

    public_key: bytes
    """The 32 bytes of the key that it says it was made with."""
    namespace: bytes
    reserved: bytes
    hash_name: bytes
    value: bytes


def sign(private_key: Ed25519PrivateKey, message: bytes, namespace: str) -> str:
    """Return the signature of ``message`` in ``namespace``, armoured, in one line."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    raw = private_key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    signature = Signature(raw, namespace.encode(), b"", _HASH, b"")
    value = private_key.sign(_signed_bytes(signature, message))
    blob = _MAGIC + _VERSION.to_bytes(4, "big")
    blob += packed(key_blob(raw), signature.namespace, b"", _HASH, packed(KEY_TYPE.encode(), value))
    return f"{BEGIN}{base64.b64encode(blob).decode()}{END}"


def verify(public_key: str, signature: str, message: bytes, namespace: str) -> bool:
    """Tell whether ``signature`` is that of ``message`` by this key. Never raises."""
    return flaw(public_key, signature, message, namespace) is None


def flaw(public_key: str, signature: str, message: bytes, namespace: str) -> Flaw | None:
    """Return why a signature does not hold, or ``None`` when it does. Never raises."""
    try:
        read = read_signature(signature)
    except ValueError:
        return Flaw.MALFORMED
    if read.namespace != namespace.encode():
        return Flaw.OTHER_PURPOSE
    try:
        if read_public_key(public_key) != read.public_key:
            return Flaw.OTHER_KEY
    except ValueError:
        return Flaw.OTHER_KEY
    return None if _holds(read, message) else Flaw.CHANGED


def signer_of(signature: str) -> str | None:
    """Return the public key line that a signature says it was made with, verified or not."""
    try:
        return public_line(read_signature(signature).public_key)
    except ValueError:
        return None


def read_signature(text: str) -> Signature:
    """Take an armoured signature apart, with line breaks or without.

    Raises ``ValueError`` for whatever is no Ed25519 signature of version 1.
    """
    if not isinstance(text, str) or len(text) > LONGEST:
        raise ValueError("no signature")
    bare = text.strip()
    if not bare.startswith(BEGIN) or not bare.endswith(END):
        raise ValueError("no armour")
    inside = Unpacker(from_base64(_BLANKS.sub("", bare[len(BEGIN) : -len(END)])))
    if inside.take(len(_MAGIC)) != _MAGIC or inside.number() != _VERSION:
        raise ValueError("no signature of version 1")
    key, namespace, reserved, hash_name, value = (inside.string() for _ in range(5))
    if inside.rest() or hash_name not in _HASHES:
        raise ValueError("more than a signature, or another hash")
    return Signature(raw_key(key), namespace, reserved, hash_name, _raw_value(value))


def armoured(signature: str) -> str:
    """Return a signature with its line breaks, as ``ssh-keygen -Y verify`` reads it.

    Raises ``ValueError`` for whatever is no signature.
    """
    read_signature(signature)
    body = _BLANKS.sub("", signature.strip()[len(BEGIN) : -len(END)])
    lines = [body[at : at + _LINE] for at in range(0, len(body), _LINE)]
    return "\n".join([BEGIN, *lines, END, ""])


def _raw_value(blob: bytes) -> bytes:
    inside = Unpacker(blob)
    kind, value = inside.string(), inside.string()
    if kind != KEY_TYPE.encode() or len(value) != _SIGNATURE_BYTES or inside.rest():
        raise ValueError("no Ed25519 signature")
    return value


def _signed_bytes(signature: Signature, message: bytes) -> bytes:
    """Return what is really signed: the message's hash with all that stands around it."""
    digest = _HASHES[signature.hash_name](message).digest()
    return _MAGIC + packed(signature.namespace, signature.reserved, signature.hash_name, digest)


def _holds(signature: Signature, message: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature

    try:
        key = _loaded(signature.public_key)
        key.verify(signature.value, _signed_bytes(signature, message))
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=256)
def _loaded(raw: bytes) -> Ed25519PublicKey:
    """Return a key made ready; the few keys of a committee sign over and over."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    return Ed25519PublicKey.from_public_bytes(raw)
