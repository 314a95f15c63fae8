"""Passwords: kept as argon2id hashes, compared at the same cost whoever is named."""

from __future__ import annotations

import secrets
import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from juwu_ledger.books.signing.worst_passphrases import is_worst

SHORTEST = 8
"""Letters and digits; a Chinese character counts for one and a half, so that six of them will do."""
LONGEST = 200
RULE = f"至少 {SHORTEST} 个字，全用汉字的 6 个就行"
_LEAST_KINDS = 4
"""Different characters: ``11111111`` is long enough and no password."""
_HASHER = PasswordHasher()
_AT_ONCE = threading.BoundedSemaphore(2)
"""One comparison takes 64 MiB: a crowd of guesses must not take all there is."""


def complaint(password: str, name: str) -> str | None:
    """Say what is wrong with a new password; ``None`` when it will do."""
    plain = _plain(password)
    if 2 * len(plain) + sum(map(_is_chinese, plain)) < 2 * SHORTEST:
        return f"口令太短，{RULE}；可以用一句自己记得住的话。"
    if len(plain) > LONGEST:
        return f"口令太长，最多 {LONGEST} 个字。"
    if len(set(plain)) < _LEAST_KINDS:
        return "口令太简单，请不要老是重复几个字。"
    if all(c.isdigit() or c in "-./ " for c in plain):
        return "口令不能全是数字：生日、电话、证件号，别人猜得到。可以加一句自己记得住的话。"
    if is_worst(plain):
        return "这个口令人人都会先试，请换一个；可以用一句自己记得住的话。"
    if _plain(name) and _plain(name) in plain:
        return "口令里不要有自己的姓名。"
    return None


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    with _AT_ONCE:
        return _HASHER.hash(_plain(password))


def matches(kept: str | None, password: str) -> bool:
    """Tell whether a password is the one that was kept.

    Where nothing was kept (nobody of that name) it costs the same, and is never true.
    """
    plain = _plain(password)[:LONGEST]
    with _AT_ONCE:
        try:
            return _HASHER.verify(kept or _nobodys(), plain) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


@cache
def _nobodys() -> str:
    return _HASHER.hash(secrets.token_hex())


def _is_chinese(char: str) -> bool:
    return unicodedata.name(char, "").startswith("CJK UNIFIED IDEOGRAPH")


def _plain(text: str) -> str:
    """Full-width letters and digits, as Chinese keyboards give them, are the same as half-width."""
    return unicodedata.normalize("NFKC", text)
