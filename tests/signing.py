"""Keys for tests, the same every time, and approvals signed with them."""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from juwu_ledger.books.signing.private_keys import public_key_of
from juwu_ledger.books.signing.signed_messages import Signing, parse_custom, sign_entry


def key_of(name: str, number: int = 1) -> Ed25519PrivateKey:
    """The private key of a person; a later one has another number."""
    seed = hashlib.sha256(f"{name} {number}".encode()).digest()
    return Ed25519PrivateKey.from_private_bytes(seed)


def public_line(name: str, number: int = 1) -> str:
    return public_key_of(key_of(name, number))


def register(day: object, name: str, number: int = 1) -> str:
    """The directive that registers a key."""
    return f'{day} custom "key" "{name}" "{public_line(name, number)}"\n'


def signature(text: str, committee: str, signing: Signing, key: Ed25519PrivateKey) -> str:
    """The signature of the one directive in ``text``."""
    return sign_entry(key, parse_custom(text), committee, signing)


def signed(text: str, committee: str, signing: Signing, key: Ed25519PrivateKey) -> str:
    """The directive with its signature added below."""
    made = signature(text, committee, signing, key)
    return f'{text.rstrip()}\n  {signing.key}: "{made}"\n'
