"""Private keys as files: OpenSSH's own form (PROTOCOL.key), Ed25519 only.

What is made here is always encrypted with a passphrase, and ``ssh-keygen`` reads it. Key files
that ``ssh-keygen`` made are read too, with a passphrase or without.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from juwu_ledger.books.signing.ssh_wire import KEY_TYPE, Unpacker, from_base64, public_line, raw_key

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

BEGIN, END = "-----BEGIN OPENSSH PRIVATE KEY-----", "-----END OPENSSH PRIVATE KEY-----"
LARGEST_FILE = 20_000
"""Bytes; an Ed25519 key file has some 450."""
ROUNDS = 16
_MOST_ROUNDS = 1000
_MAGIC = b"openssh-key-v1\0"
_NONE = b"none"
_BLANKS = re.compile(r"\s+")


class KeyFileError(Exception):
    """A key file that cannot be used; the message, in Chinese, says why."""


class NotAKeyFile(KeyFileError):
    """The file is no OpenSSH private key, or a damaged one."""


class NotEd25519(KeyFileError):
    """The key is of another kind than Ed25519."""


class WrongPassphrase(KeyFileError):
    """The passphrase is wrong, or one is needed and none was given."""


def new_private_key(passphrase: str, rounds: int = ROUNDS) -> tuple[bytes, str]:
    """Make a key pair: the bytes of its encrypted file, and the public key line.

    ``rounds`` is how slow guessing the passphrase is made. Raises ``ValueError`` when the
    passphrase is empty.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat

    if not passphrase:
        raise ValueError("a key is never kept without a passphrase")
    key = Ed25519PrivateKey.generate()
    lock = PrivateFormat.OpenSSH.encryption_builder().kdf_rounds(rounds)
    file = key.private_bytes(
        Encoding.PEM, PrivateFormat.OpenSSH, lock.build(passphrase.encode("utf-8"))
    )
    return file, public_key_of(key)


def public_key_of(key: Ed25519PrivateKey) -> str:
    """Return the public key line, ``ssh-ed25519 AAAA…``, of a private key."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return public_line(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))


def needs_passphrase(file: bytes) -> bool:
    """Tell whether a key file is encrypted; raises :class:`NotAKeyFile`."""
    return _Envelope.of(file).encrypted


def public_key_in(file: bytes) -> str:
    """Return the public key that stands in the clear in a key file; empty for a key of another kind.

    Raises :class:`NotAKeyFile`.
    """
    return _Envelope.of(file).public


def load_private_key(file: bytes, passphrase: str = "") -> Ed25519PrivateKey:
    """Return the private key in the bytes of a key file.

    Raises :class:`NotAKeyFile`, :class:`NotEd25519` or :class:`WrongPassphrase`.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_ssh_private_key

    envelope = _Envelope.of(file)
    if envelope.kind != KEY_TYPE:
        raise NotEd25519(
            f"这把钥匙是 {envelope.kind}，只能用 {KEY_TYPE}。请用 juwu key new 另做一把。"
        )
    if envelope.encrypted and not passphrase:
        raise WrongPassphrase("这把私钥有口令，没有口令打不开。")
    secret = passphrase.encode("utf-8", "surrogatepass") if envelope.encrypted else None
    try:
        key = load_ssh_private_key(file.strip(), secret)
    except UnsupportedAlgorithm:
        raise NotAKeyFile("私钥文件的加密方式读不了。请用 juwu key new 另做一把。") from None
    except (ValueError, TypeError):
        # What a wrong passphrase makes of a file looks like damage, and the other way round.
        if envelope.encrypted:
            raise WrongPassphrase("口令不对（或者私钥文件已经损坏），打不开。") from None
        raise _no_key_file() from None
    # The library does not look whether the secret half belongs to the public one.
    if not isinstance(key, Ed25519PrivateKey) or public_key_of(key) != envelope.public:
        raise _no_key_file()
    return key


class _Envelope:
    """What stands in the clear in a key file; raises ``ValueError`` for anything else."""

    def __init__(self, file: bytes) -> None:
        text = file.decode("ascii").strip() if len(file) <= LARGEST_FILE else ""
        if not text.startswith(BEGIN) or not text.endswith(END):
            raise ValueError("no armour")
        inside = Unpacker(from_base64(_BLANKS.sub("", text[len(BEGIN) : -len(END)])))
        if inside.take(len(_MAGIC)) != _MAGIC:
            raise ValueError("another form")
        self.encrypted = inside.string() != _NONE
        inside.string()  # How the passphrase becomes a key: there is only one way.
        options = Unpacker(inside.string())
        if self.encrypted and not (options.string() and 1 <= options.number() <= _MOST_ROUNDS):
            raise ValueError("a passphrase that would take minutes")
        if inside.number() != 1:
            raise ValueError("several keys in one file")
        blob = inside.string()
        self.kind = Unpacker(blob).string().decode("ascii")
        self.public = public_line(raw_key(blob)) if self.kind == KEY_TYPE else ""

    @classmethod
    def of(cls, file: bytes) -> _Envelope:
        """Read a file; raises :class:`NotAKeyFile`."""
        try:
            return cls(file)
        except ValueError:
            raise _no_key_file() from None


def _no_key_file() -> NotAKeyFile:
    return NotAKeyFile(
        "这个文件不是 OpenSSH 私钥，或者已经损坏。请指出 juwu key new 写出的那个文件（不是 .pub）。"
    )
