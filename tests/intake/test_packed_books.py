"""A backup's zip that somebody else made: refused in words, whatever is in it, and nothing is written."""

from __future__ import annotations

import hashlib
import io
import stat
import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from juwu_ledger.intake.packed_books import MANIFEST, Manifest, PackedBooks, manifest_text
from juwu_ledger.intake.refusal import FileRefused
from juwu_ledger.journal.backups.restoring import restore
from juwu_ledger.journal.engine.refusals import Refusal

FILES = {"main.beancount": b"; 1\n", "2026/2026-01.beancount": b"; 2\n"}
FILE, LINK = stat.S_IFREG | 0o644, stat.S_IFLNK | 0o777


def info(name: str, mode: int = FILE) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.create_system, made.external_attr = 3, mode << 16
    return made


def listed(files: dict[str, bytes], main: str = "main.beancount") -> bytes:
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    return manifest_text(Manifest(main, digests)).encode()


def packed(
    files: dict[str, bytes] = FILES,
    manifest: bytes | None = None,
    *,
    method: int = zipfile.ZIP_STORED,
    mode: int = FILE,
    more: tuple[tuple[str, bytes], ...] = (),
) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, data in (*files.items(), *more):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # A name that is there already: just so.
                file.writestr(info(name, mode), data, method)
        file.writestr(info(MANIFEST), listed(files) if manifest is None else manifest)
    return made.getvalue()


def with_name(name: str) -> bytes:
    return packed({**FILES, name: b"x"})


def encrypted() -> bytes:
    """Set the flag of a password on every part."""
    data = bytearray(packed())
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(sign)
        while start >= 0:
            data[start + at] |= 1
            start = data.find(sign, start + 4)
    return bytes(data)


def overlapping() -> bytes:
    """Two entries of the list that stand for the same bytes, each as large as the file."""
    large = packed({**FILES, "documents/a.png": bytes(4000)})
    at = large.rfind(b"PK\x05\x06")
    begin = struct.unpack("<L", large[at + 16 : at + 20])[0]
    entry_begin = large.find(b"documents/a.png", begin) - 46
    entry = large[entry_begin : large.find(b"PK\x01\x02", entry_begin + 4)]
    copies = b"".join(entry.replace(b"a.png", b"%c.png" % c) for c in b"bcdefgh")
    directory = large[begin:at] + copies
    count = large.count(b"PK\x01\x02") + 7
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory), begin, 0)
    return large[:begin] + directory + end


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "up and out": (lambda: with_name("../x"), "指到账本文件夹外面"),
    "up in the middle": (lambda: with_name("2026/../../x"), "指到账本文件夹外面"),
    "absolute": (lambda: with_name("/etc/passwd"), "指到账本文件夹外面"),
    "drive": (lambda: with_name("C:x"), "指到账本文件夹外面"),
    "backslash": (lambda: with_name("2026\\x"), "反斜杠"),
    "control character": (lambda: with_name("a\x1bb"), "看不见的字符"),
    "turned text": (lambda: with_name("a\u202etxt"), "看不见的字符"),
    "empty part": (lambda: with_name("2026//x"), "指到账本文件夹外面"),
    "folder": (lambda: packed(more=(("x/", b""),)), "不是普通文件"),
    "no name": (lambda: with_name("QQQQ").replace(b"QQQQ", b"\0QQQ"), "不是普通文件"),
    "link": (lambda: packed(mode=LINK), "不是普通文件"),
    "name twice": (lambda: packed(more=(("main.beancount", b"; 9\n"),)), "有两个文件叫"),
    "twice on some disks": (lambda: with_name("MAIN.beancount"), "有两个文件叫"),
    "twice, composed": (
        lambda: packed({**FILES, "documents/\u00e9": b"x", "documents/e\u0301": b"x"}),
        "有两个文件叫",
    ),
    "file and folder": (lambda: with_name("main.beancount/x"), "同名"),
    "packed": (lambda: packed(method=zipfile.ZIP_DEFLATED), "不压缩"),
    "bomb": (lambda: packed({"main.beancount": bytes(50_000_000)}, method=8), "不压缩"),
    "overlapping": (overlapping, "比文件本身还大"),
    "password": (encrypted, "密码"),
    "no list": (lambda: packed().replace(b"manifest.sha256", b"manifest.sha255"), "没有"),
    "other version": (
        lambda: packed(manifest=listed(FILES).replace(b"backup 1", b"backup 2")),
        "别的版本",
    ),
    "another list": (lambda: packed(manifest=b"hello\n"), "不是本程序做的清单"),
    "list in GBK": (lambda: packed(manifest="账本".encode("gbk")), "不是 UTF-8"),
    "odd line": (lambda: packed(manifest=listed(FILES) + b"what\n"), "看不懂"),
    "no main file": (lambda: packed(manifest=listed(FILES, "other.beancount")), "主文件"),
    "one file too many": (lambda: packed(more=(("extra", b"x"),)), "与清单不一致"),
    "one too few": (lambda: packed(manifest=listed({**FILES, "gone": b""})), "与清单不一致"),
    "listed otherwise": (
        lambda: packed(manifest=listed({**FILES, "main.beancount": b"; 3\n"})),
        "SHA-256 对不上",
    ),
    "a byte changed": (lambda: packed().replace(b"; 2\n", b"; 3\n", 1), "文件坏了"),
    "cut off": (lambda: packed()[:-40], "没有抄完"),
    "empty": (lambda: b"", "没有抄完"),
    "no zip": (lambda: b"%PDF-1.7\n" * 100, "没有抄完"),
    "remark at the end": (
        lambda: packed()[:-2] + b"\x05\x00hello",
        "没有抄完",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_backup_is_refused_and_nothing_is_written(name: str, tmp_path: Path) -> None:
    make, word = HOSTILE[name]
    file, folder = tmp_path / "备份.zip", tmp_path / "账本"
    file.write_bytes(make())

    with pytest.raises(Refusal) as refusal:
        restore(file, folder)
    assert word in str(refusal.value), refusal.value
    assert [path.name for path in tmp_path.iterdir()] == ["备份.zip"]


def test_the_plain_one_is_taken(tmp_path: Path) -> None:
    """The maker above is not what is refused."""
    file, folder = tmp_path / "备份.zip", tmp_path / "账本"
    file.write_bytes(packed())

    assert restore(file, folder).files == 2
    assert {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    } == FILES


@pytest.mark.parametrize("change", [0x01, 0x5A, 0x80])
def test_no_changed_byte_ends_in_an_error_of_pythons(change: int) -> None:
    """Whatever byte is another: the files are as they were, or it is refused in words."""
    whole = packed()
    refused = 0
    for at in range(len(whole)):
        data = whole[:at] + bytes([whole[at] ^ change]) + whole[at + 1 :]
        try:
            assert dict(PackedBooks(io.BytesIO(data))) == FILES
        except FileRefused as error:
            assert str(error)
            refused += 1
    assert refused > len(whole) // 2
