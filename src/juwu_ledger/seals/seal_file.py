"""The seal of a month: a plain text file under ``seals/`` beside the books (docs/trust.md, Closing).

It says by what digest the month was closed, and keeps a digest of every directive and every scan, so
that what was changed can be named. Lines are ``word value…``; anyone can read it, and work it out
anew: the digest of a directive is the SHA-256 of its canonical form.
"""

import hashlib
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from juwu_ledger.books.model.periods import Period

FOLDER = "seals"
HEAD = "juwu-ledger seal 1"
LARGEST = 64 * 1024 * 1024
"""Bytes; a month of a thousand vouchers has some 200,000."""
_ABOUT = """\
; 这是月结时程序写下的封账记录，请不要改动；改了会被查出来。
; 每条登记、每份扫描件各有一个摘要（SHA-256），改过哪一条，用 juwu verify 就能指出来。
"""


class BadSeal(ValueError):
    """A seal file that is not one; the message says what is wrong, in Chinese."""


class SealedDirective(NamedTuple):
    """One directive that the seal covers: its digest, and words by which people know it."""

    digest: str
    date: str
    kind: str
    about: str


class SealedFile(NamedTuple):
    """A file of the books as it was: that many bytes from its beginning, and their SHA-256."""

    path: str
    size: int
    digest: str


class Seal(NamedTuple):
    """What is in a seal file."""

    period: Period
    digest: str
    previous: str
    vouchers: int
    documents: str
    directives: tuple[SealedDirective, ...]
    scans: tuple[tuple[str, str], ...]
    """Path from the books' folder, and SHA-256, of every scan that the month names."""
    options: tuple[tuple[str, str], ...] = ()
    """Title, and options on which balancing hangs; empty in seals from before they were kept."""
    files: tuple[SealedFile, ...] = ()
    operations: str = ""
    """How the operations log ended when the month was closed: lines, and SHA-256 of the last; may be empty."""
    carried: str = ""
    """What rules need across periods (see :mod:`.carried`), one line of JSON; may be empty."""


def seal_path(root: Path, period: Period) -> Path:
    """Return where the seal of a month is kept."""
    return root / FOLDER / f"{period.label}.seal"


def seal_bytes(root: Path, period: Period) -> bytes:
    """Return what is in the seal file of a month, its lines ending as the program ends them.

    Raises ``OSError``, and :class:`BadSeal` for what is no plain file in the books' folder.
    """
    path = seal_path(root, period)
    if not stat.S_ISREG(path.stat().st_mode) or not path.resolve().is_relative_to(root.resolve()):
        raise BadSeal("不是账本文件夹里的普通文件")
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise BadSeal(f"文件太大（上限 {LARGEST // 2**20} MiB）")
    return data.replace(b"\r\n", b"\n")


def sha256(data: bytes | memoryview) -> str:
    """Return the SHA-256 of ``data`` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def seal_text(seal: Seal) -> str:
    """Return the text of a seal file."""
    return "".join(f"{line}\n" for line in _lines(seal))


def _lines(seal: Seal) -> Iterator[str]:
    yield HEAD
    yield _ABOUT.rstrip("\n")
    yield f"period {seal.period.label}"
    yield f"digest {seal.digest}"
    yield f"previous {seal.previous}"
    yield f"vouchers {seal.vouchers}"
    yield f"documents {seal.documents}"
    for name, value in seal.options:
        yield f"option {name} {flat(value)}"
    for path, digest in seal.scans:
        yield f"scan {digest} {flat(path)}"
    for file in seal.files:
        yield f"file {file.digest} {file.size} {flat(file.path)}"
    if seal.operations:
        yield f"operations {seal.operations}"
    if seal.carried:
        yield f"carried {seal.carried}"
    for item in seal.directives:
        yield f"directive {item.digest} {item.date} {item.kind} {flat(item.about)}".rstrip()


def read_head(data: bytes) -> Seal:
    """Read a seal file's bytes but for the directives, which come last and are many.

    Raises :class:`BadSeal`.
    """
    end = data.find(b"\ndirective ")
    try:
        text = data[: end if end >= 0 else len(data)].decode("utf-8")
    except UnicodeDecodeError:
        raise BadSeal("不是 UTF-8 文字") from None
    return read_seal(text)


def read_seal(text: str) -> Seal:
    """Read a seal file; raise :class:`BadSeal` when it is not one."""
    lines = text.split("\n")
    if lines[0] != HEAD:
        raise BadSeal("第一行不是封账记录的开头")
    single: dict[str, str] = {}
    many: dict[str, list[str]] = {"directive": [], "scan": [], "file": [], "option": []}
    for number, line in enumerate(lines[1:], 2):
        if not line or line.startswith(";"):
            continue
        word, _, value = line.partition(" ")
        if word in many:
            many[word].append(value)
        elif word in single:
            raise BadSeal(f"第 {number} 行：{word} 写了两次")
        else:
            single[word] = value
    try:
        return Seal(
            period=Period.parse(single["period"]),
            digest=single["digest"],
            previous=single["previous"],
            vouchers=int(single["vouchers"]),
            documents=single["documents"],
            directives=tuple(_directive(value) for value in many["directive"]),
            scans=tuple(_scan(value) for value in many["scan"]),
            options=tuple(_option(value) for value in many["option"]),
            files=tuple(_file(value) for value in many["file"]),
            operations=_head(single.get("operations", "")),
            carried=single.get("carried", ""),
        )
    except (KeyError, ValueError) as error:
        raise BadSeal(f"缺少或写错了 {error}") from None


def _directive(value: str) -> SealedDirective:
    digest, date, kind, *about = value.split(" ", 3)
    return SealedDirective(digest, date, kind, about[0] if about else "")


def _scan(value: str) -> tuple[str, str]:
    digest, path = value.split(" ", 1)
    return path, digest


def _option(value: str) -> tuple[str, str]:
    name, _, said = value.partition(" ")
    return name, said


def _file(value: str) -> SealedFile:
    digest, size, path = value.split(" ", 2)
    return SealedFile(path, int(size), digest)


def _head(value: str) -> str:
    if value:
        number, digest = value.split(" ")
        return f"{int(number)} {digest}"
    return ""


def flat(text: str) -> str:
    """Return text that stays on its line."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
