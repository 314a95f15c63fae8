"""Private keys as files: encrypted, read by ssh-keygen and back, and refused in plain words."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_ssh_signatures import needs_ssh_keygen, ssh_keygen

from juwu_ledger.books.signing.private_keys import (
    LARGEST_FILE,
    KeyFileError,
    NotAKeyFile,
    NotEd25519,
    WrongPassphrase,
    load_private_key,
    needs_passphrase,
    new_private_key,
    public_key_of,
)

SAYING = "桂花里 2026 年的口令"
FILE, PUBLIC = new_private_key(SAYING, rounds=1)


def made(folder: Path, *words: str) -> bytes:
    ssh_keygen("-q", *words, "-f", folder / "stock")
    return (folder / "stock").read_bytes()


def test_a_new_key_opens_with_its_passphrase_only() -> None:
    assert public_key_of(load_private_key(FILE, SAYING)) == PUBLIC
    for wrong in ("", "桂花里", SAYING + " "):
        with pytest.raises(WrongPassphrase):
            load_private_key(FILE, wrong)
    assert needs_passphrase(FILE)


def test_no_key_without_a_passphrase() -> None:
    with pytest.raises(ValueError, match="passphrase"):
        new_private_key("")


def test_every_key_is_another() -> None:
    file, public = new_private_key(SAYING, rounds=1)
    assert public != PUBLIC
    assert file != FILE


@needs_ssh_keygen
def test_ssh_keygen_reads_ours(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_bytes(FILE)
    file.chmod(0o600)
    assert ssh_keygen("-y", "-P", SAYING, "-f", file).stdout.decode().strip() == PUBLIC
    assert ssh_keygen("-y", "-P", "wrong", "-f", file).returncode != 0


@needs_ssh_keygen
def test_ours_reads_ssh_keygen_s(tmp_path: Path) -> None:
    file = made(tmp_path, "-t", "ed25519", "-a", "2", "-N", SAYING)
    public = " ".join((tmp_path / "stock.pub").read_text(encoding="ascii").split()[:2])
    assert public_key_of(load_private_key(file, SAYING)) == public
    with pytest.raises(WrongPassphrase):
        load_private_key(file, "wrong")


@needs_ssh_keygen
def test_a_key_without_passphrase_is_read(tmp_path: Path) -> None:
    file = made(tmp_path, "-t", "ed25519", "-N", "")
    public = " ".join((tmp_path / "stock.pub").read_text(encoding="ascii").split()[:2])
    assert not needs_passphrase(file)
    assert public_key_of(load_private_key(file)) == public


@needs_ssh_keygen
@pytest.mark.parametrize("kind", [("-t", "ecdsa"), ("-t", "rsa", "-b", "2048")])
def test_other_kinds_of_keys_are_named(kind: tuple[str, ...], tmp_path: Path) -> None:
    with pytest.raises(NotEd25519, match="ssh-ed25519"):
        load_private_key(made(tmp_path, *kind, "-N", ""), "")


@needs_ssh_keygen
@pytest.mark.parametrize("cipher", ["aes256-cbc", "aes256-gcm@openssh.com"])
def test_other_ciphers_are_read(cipher: str, tmp_path: Path) -> None:
    words = ("-t", "ed25519", "-a", "1", "-Z", cipher, "-N", SAYING)
    file = made(tmp_path, *words)
    public = " ".join((tmp_path / "stock.pub").read_text(encoding="ascii").split()[:2])
    assert public_key_of(load_private_key(file, SAYING)) == public


@needs_ssh_keygen
def test_a_cipher_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    words = ("-t", "ed25519", "-a", "1", "-Z", "chacha20-poly1305@openssh.com", "-N", SAYING)
    with pytest.raises(NotAKeyFile, match="加密方式"):
        load_private_key(made(tmp_path, *words), SAYING)


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"\xff\xfe",
        PUBLIC.encode(),
        FILE.replace(b"\n", b"\n!", 1),
        FILE + FILE,
        b"-----BEGIN PRIVATE KEY-----\nMC4=\n-----END PRIVATE KEY-----\n",
        b"-----BEGIN OPENSSH PRIVATE KEY-----\n-----END OPENSSH PRIVATE KEY-----\n",
        b"A" * (LARGEST_FILE + 1),
    ],
    ids=["empty", "no text", "public", "damaged", "twice", "another form", "hollow", "large"],
)
def test_what_is_no_key_file(file: bytes) -> None:
    with pytest.raises(NotAKeyFile, match="不是 OpenSSH 私钥"):
        load_private_key(file, SAYING)
    with pytest.raises(NotAKeyFile):
        needs_passphrase(file)


LINES = FILE.decode().split("\n")


@pytest.mark.slow
@settings(deadline=None)
@given(st.integers(1, len(LINES) - 3), st.integers(0, 69), st.sampled_from("A/+=z0 "))
def test_damaged_files_are_refused_in_our_own_words(row: int, at: int, wrong: str) -> None:
    lines = list(LINES)
    lines[row] = lines[row][:at] + wrong + lines[row][at + 1 :]
    try:
        key = load_private_key("\n".join(lines).encode(), SAYING)
    except KeyFileError:
        return
    assert public_key_of(key) == PUBLIC


@needs_ssh_keygen
def test_a_file_of_full_strength(tmp_path: Path) -> None:
    file, public = new_private_key(SAYING)
    (tmp_path / "key").write_bytes(file)
    (tmp_path / "key").chmod(0o600)
    read = subprocess.run(
        ["ssh-keygen", "-y", "-P", SAYING, "-f", tmp_path / "key"], capture_output=True, check=True
    )
    assert read.stdout.decode().strip() == public
