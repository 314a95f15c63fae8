"""The passphrases and passwords that everybody tries first: none of them will do."""

from __future__ import annotations

import unicodedata

_WORST = frozenset(
    [
        "12345678",
        "123456789",
        "1234567890",
        "87654321",
        "password",
        "password1",
        "passw0rd",
        "qwertyui",
        "qwerty123",
        "1qaz2wsx",
        "abcd1234",
        "abc12345",
        "a1234567",
        "aa123456",
        "11112222",
        "12341234",
        "66668888",
        "88886666",
        "iloveyou",
        "woaini1314",
        "woaini520",
        "5201314520",
        "admin123",
        "administrator",
        "juweihui",
        "shequ123",
        "88888888",
        "00000000",
    ]
)


def is_worst(text: str) -> bool:
    """Tell whether a passphrase is one of the worst, however wide or large it is written."""
    return unicodedata.normalize("NFKC", text).strip().casefold() in _WORST
