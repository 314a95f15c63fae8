"""Signatures in OpenSSH's form: ours with ssh-keygen, ssh-keygen's with ours, and hostile ones."""

from __future__ import annotations

import base64
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juwu_ledger.books.signing.private_keys import load_private_key, public_key_of
from juwu_ledger.books.signing.ssh_signatures import (
    BEGIN,
    END,
    LONGEST,
    Flaw,
    armoured,
    flaw,
    sign,
    signer_of,
    verify,
)
from juwu_ledger.books.signing.ssh_wire import fingerprint, key_blob, packed
from plain_example import PLAIN
from signing import key_of, public_line

NAME, SPACE = "赵一清", "juwu-approval"
KEY, PUBLIC = key_of(NAME), public_line(NAME)
MESSAGE = "三百元，购买打印纸\n".encode()
SIGNED = sign(KEY, MESSAGE, SPACE)
needs_ssh_keygen = pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="no ssh-keygen here")


def ssh_keygen(*words: object, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["ssh-keygen", *map(str, words)], input=given, capture_output=True, check=False
    )


def accepted(folder: Path, signature: str, message: bytes, space: str = SPACE) -> bool:
    """What ssh-keygen says of one of our signatures."""
    (folder / "allowed_signers").write_text(f"{NAME} {PUBLIC}\n", encoding="utf-8")
    (folder / "m.sig").write_text(armoured(signature), encoding="ascii")
    words = ("-Y", "verify", "-f", folder / "allowed_signers", "-I", NAME, "-n", space)
    done = ssh_keygen(*words, "-s", folder / "m.sig", given=message)
    assert done.returncode == 0 or b"Could not verify" in done.stdout + done.stderr
    return done.returncode == 0


@needs_ssh_keygen
def test_ssh_keygen_accepts_ours_and_nothing_else(tmp_path: Path) -> None:
    assert accepted(tmp_path, SIGNED, MESSAGE)
    assert not accepted(tmp_path, SIGNED, MESSAGE + b" ")
    assert not accepted(tmp_path, SIGNED, MESSAGE, "juwu-close")
    other = sign(key_of("钱二宁"), MESSAGE, SPACE)
    assert not accepted(tmp_path, other, MESSAGE)


@needs_ssh_keygen
@pytest.mark.parametrize("hashed", ["sha512", "sha256"])
def test_ours_accepts_what_ssh_keygen_signed(tmp_path: Path, hashed: str) -> None:
    file = tmp_path / "stock"
    ssh_keygen("-q", "-t", "ed25519", "-N", "", "-C", "a comment", "-f", file)
    public = (tmp_path / "stock.pub").read_text(encoding="ascii").strip()
    words = ("-Y", "sign", "-f", file, "-n", SPACE, "-O", f"hashalg={hashed}")
    made = ssh_keygen(*words, given=MESSAGE).stdout.decode()
    assert made.count("\n") > 3
    for text in (made, "".join(made.split("\n")), f"  {made}\n\n"):
        assert verify(public, text, MESSAGE, SPACE)
        assert flaw(public, text, MESSAGE + b"!", SPACE) is Flaw.CHANGED
        assert flaw(public, text, MESSAGE, "juwu-close") is Flaw.OTHER_PURPOSE
        assert flaw(PUBLIC, text, MESSAGE, SPACE) is Flaw.OTHER_KEY
    assert public_key_of(load_private_key(file.read_bytes())) == " ".join(public.split()[:2])


@needs_ssh_keygen
def test_fingerprint_is_that_of_ssh_keygen(tmp_path: Path) -> None:
    (tmp_path / "k.pub").write_text(PUBLIC, encoding="ascii")
    assert fingerprint(PUBLIC) in ssh_keygen("-l", "-f", tmp_path / "k.pub").stdout.decode()


def test_one_line_that_a_beancount_string_holds() -> None:
    assert SIGNED.isascii()
    assert SIGNED.isprintable()
    assert '"' not in SIGNED
    assert "\\" not in SIGNED
    assert len(SIGNED) < 400
    assert signer_of(SIGNED) == PUBLIC
    assert verify(PUBLIC, armoured(SIGNED), MESSAGE, SPACE)
    assert armoured(armoured(SIGNED)) == armoured(SIGNED)


def dressed(blob: bytes) -> str:
    return f"{BEGIN}{base64.b64encode(blob).decode()}{END}"


RAW = base64.b64decode(PUBLIC.split()[1])[-32:]
VALUE = packed(b"ssh-ed25519", b"\0" * 64)


def whole(
    magic: bytes = b"SSHSIG",
    version: int = 1,
    key: bytes = key_blob(RAW),
    space: bytes = SPACE.encode(),
    reserved: bytes = b"",
    hashed: bytes = b"sha512",
    value: bytes = VALUE,
    more: bytes = b"",
) -> str:
    return dressed(
        magic + version.to_bytes(4, "big") + packed(key, space, reserved, hashed, value) + more
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Flaw.MALFORMED),
        ("赵一清", Flaw.MALFORMED),
        (BEGIN, Flaw.MALFORMED),
        (BEGIN + END, Flaw.MALFORMED),
        (f"{BEGIN}不是{END}", Flaw.MALFORMED),
        (f"{BEGIN}AAAA{END}", Flaw.MALFORMED),
        (f"{BEGIN}A{END}", Flaw.MALFORMED),
        (f"{BEGIN}\ud800{END}", Flaw.MALFORMED),
        (f"{BEGIN}\0{END}", Flaw.MALFORMED),
        (SIGNED[:-30], Flaw.MALFORMED),
        (SIGNED + SIGNED, Flaw.MALFORMED),
        (SIGNED.replace("U1NI", "U1NJ", 1), Flaw.MALFORMED),
        (BEGIN + " " * LONGEST + END, Flaw.MALFORMED),
        ("A" * 10_000_000, Flaw.MALFORMED),
        (whole(), Flaw.CHANGED),
        (whole(magic=b"SSHSIH"), Flaw.MALFORMED),
        (whole(version=2), Flaw.MALFORMED),
        (whole(more=b"\0"), Flaw.MALFORMED),
        (whole(hashed=b"md5"), Flaw.MALFORMED),
        (whole(hashed=b"sha256"), Flaw.CHANGED),
        (whole(reserved=b"later"), Flaw.CHANGED),
        (whole(space=b""), Flaw.OTHER_PURPOSE),
        (whole(space=b"\xff\xfe"), Flaw.OTHER_PURPOSE),
        (whole(key=packed(b"ssh-rsa", b"\3", RAW)), Flaw.MALFORMED),
        (whole(key=packed(b"ssh-ed25519", RAW[:31])), Flaw.MALFORMED),
        (whole(key=packed(b"ssh-ed25519", RAW, b"")), Flaw.MALFORMED),
        (whole(key=packed(b"sk-ssh-ed25519@openssh.com", RAW, b"ssh:")), Flaw.MALFORMED),
        (whole(key=key_blob(b"\xff" * 32)), Flaw.OTHER_KEY),
        (whole(value=packed(b"ssh-ed25519", b"\0" * 63)), Flaw.MALFORMED),
        (whole(value=packed(b"rsa-sha2-512", b"\0" * 64)), Flaw.MALFORMED),
        (whole(value=b""), Flaw.MALFORMED),
        (dressed(b"SSHSIG\0\0\0\1\xff\xff\xff\xff" + RAW), Flaw.MALFORMED),
    ],
)
def test_hostile_signatures(text: str, why: Flaw) -> None:
    assert flaw(PUBLIC, text, MESSAGE, SPACE) is why
    assert not verify(PUBLIC, text, MESSAGE, SPACE)


@pytest.mark.parametrize(
    "line",
    ["", "ssh-ed25519", "ssh-ed25519 AAAA", "ssh-rsa AAAA", "公钥", PUBLIC[:-4], "\ud800 \ud800"],
)
def test_hostile_keys(line: str) -> None:
    assert not verify(line, SIGNED, MESSAGE, SPACE)


def test_a_key_that_is_no_point_of_the_curve() -> None:
    raw = b"\xff" * 32
    line = f"ssh-ed25519 {base64.b64encode(key_blob(raw)).decode()}"
    assert flaw(line, whole(key=key_blob(raw)), MESSAGE, SPACE) is Flaw.CHANGED


@given(st.binary(max_size=200))
def test_never_raises_for_bytes(data: bytes) -> None:
    assert not verify(PUBLIC, dressed(data), MESSAGE, SPACE)
    assert not verify(PUBLIC, dressed(b"SSHSIG\0\0\0\1" + data), MESSAGE, SPACE)


@given(st.text(max_size=200), st.text(max_size=100))
def test_never_raises_for_text(text: str, line: str) -> None:
    assert not verify(PUBLIC, text, MESSAGE, SPACE)
    assert not verify(line, SIGNED, MESSAGE, SPACE)


@given(st.integers(0, len(SIGNED) - 1), st.characters(codec="ascii"))
def test_any_character_changed_breaks_it(at: int, wrong: str) -> None:
    changed = SIGNED[:at] + wrong + SIGNED[at + 1 :]
    assert verify(PUBLIC, changed, MESSAGE, SPACE) == (changed == SIGNED)


def test_books_without_keys_load_no_cryptographic_library() -> None:
    ledger = PLAIN
    code = (
        "import sys, datetime\n"
        "from juwu_ledger.books.reading.loading import load_books\n"
        "from juwu_ledger.books.model.periods import Period\n"
        "from juwu_ledger.papers.monthly import monthly\n"
        "from juwu_ledger.rules import CATALOGUE\n"
        "from juwu_ledger.rules.support.rule import judge\n"
        "from pathlib import Path\n"
        f"books = load_books(Path({str(ledger)!r}) / 'main.beancount').books\n"
        "day = datetime.date(2026, 1, 31)\n"
        "judge(books, CATALOGUE, day)\n"
        "monthly(books, Period.parse('2025-03'), day)\n"
        "print([m for m in sys.modules if m.split('.')[0] in ('cryptography', 'bcrypt')])\n"
        "print([m for m in sys.modules if 'ssh' in m or m.endswith('.signature_verdicts')])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[:2] == ["[]", "[]"]
