"""The archive of a year as files: papers rendered, metadata, the catalogue, and a SHA-256 of everything."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.json_text import json_text
from juwu_ledger.books.model.periods import Period
from juwu_ledger.journal.backups.plain_file import bytes_of_file
from juwu_ledger.papers.year_archive import FOR_EVER, Piece, Volume, keep_until
from juwu_ledger.records.scan_digests import file_digest
from juwu_ledger.render import SUFFIXES, render
from juwu_ledger.render.csv.csv import cell_text
from juwu_ledger.rules.support.rule import Finding
from juwu_ledger.tables.face import faced

MANIFEST = "manifest.sha256"
CATALOGUE = "目录.csv"
METADATA = "元数据.json"
ABOUT = "说明.txt"
SOURCES, SIGNATURES = "账本原文", "签名"
_HEADINGS = ("序号", "类别", "题名", "编号", "日期", "保管期限", "保管到", "件数", "位置")
_ABOUT = """\
{committee}
{year}会计档案

这里面的文件都是普通格式，不用记账的程序也能看、能核对：
凭证、账簿、报告、其他四类；凭证一张一个文件夹，有记账凭证、原件和元数据。目录见 {catalogue}。
保管期限从会计年度终了后的第一天算起（会计档案管理办法，财政部令第 79 号）。

有没有少、有没有改，在这个文件夹里运行：
  sha256sum -c {manifest}
签批、月结的电子签名，在“{volume}/{signatures}”里运行（每一个都显示 Good 就是有效）：
  sh 核验.sh
“{volume}/{sources}”是账本的原文（Beancount 文本）、封账记录和操作日志。
"""


class ArchiveFiles(Mapping[str, bytes]):
    """The files of an archive by their path; those that are there already are read when asked for."""

    def __init__(self, files: Mapping[str, bytes | Path]) -> None:
        """Take the files; their SHA-256 come last, in :data:`MANIFEST`."""
        self._files = dict(sorted(files.items()))
        lines = (f"{_digest(data)}  {name}\n" for name, data in self._files.items())
        self._files[MANIFEST] = "".join(lines).encode("utf-8")

    def __getitem__(self, name: str) -> bytes:
        """Return a file's bytes; raises ``OSError``."""
        data = self._files[name]
        return bytes_of_file(data) if isinstance(data, Path) else data

    def __iter__(self) -> Iterator[str]:
        """Go over the paths."""
        return iter(self._files)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._files)


class Archived(NamedTuple):
    """An archive that can be put in place."""

    files: ArchiveFiles
    pieces: int
    reds: tuple[str, ...]
    """What is red on its papers, and originals that are missing."""


def archive_files(
    books: Books,
    year: Period,
    pieces: Sequence[Piece],
    findings: Sequence[Finding],
    more: Mapping[str, bytes | Path],
) -> Archived:
    """Render every piece; ``more`` are files of the volume 其他 that are no papers, by their path."""
    files: dict[str, bytes | Path] = {}
    reds: list[str] = []
    lines: list[tuple[str, ...]] = []
    for piece in pieces:
        own, red = _files_of(books, piece, findings)
        files |= own
        reds += red
        where = piece.folder if len(own) != 1 else next(iter(own))
        lines.append(_line(len(lines) + 1, piece, year, len(own), where))
    for title in (SOURCES, SIGNATURES):
        folder = f"{Volume.OTHERS}/{title}"
        own = {
            f"{folder}/{name.partition('/')[2]}": d
            for name, d in more.items()
            if name.startswith(f"{title}/")
        }
        if own:
            files |= own
            piece = Piece(
                Volume.OTHERS, folder, f"{year.title}{title}", year.label, year.last, FOR_EVER
            )
            lines.append(_line(len(lines) + 1, piece, year, len(own), folder))
    files[CATALOGUE] = _table([_HEADINGS, *lines])
    files[ABOUT] = _ABOUT.format(
        committee=books.title,
        year=year.title,
        catalogue=CATALOGUE,
        manifest=MANIFEST,
        volume=Volume.OTHERS,
        signatures=SIGNATURES,
        sources=SOURCES,
    ).encode("utf-8")
    return Archived(ArchiveFiles(files), len(lines), tuple(dict.fromkeys(reds)))


def _files_of(
    books: Books, piece: Piece, findings: Sequence[Finding]
) -> tuple[dict[str, bytes | Path], list[str]]:
    files: dict[str, bytes | Path] = {}
    reds = [f"{piece.number} 的原件 {name} 不见了" for name in piece.missing]
    if piece.paper is not None:
        report = faced(piece.paper(), books, findings)
        reds += [f"{piece.title}：{red}" for red in report.reds]
        files[f"{piece.folder}/{piece.name}{SUFFIXES['html']}"] = render(report, "html")
    for name, path in piece.files:
        files[f"{piece.folder}/{name}"] = path
    if piece.facts:
        names = [name for name in files if name.startswith(f"{piece.folder}/")]
        files[f"{piece.folder}/{METADATA}"] = _metadata(books, piece, names)
    return files, reds


def _metadata(books: Books, piece: Piece, names: Sequence[str]) -> bytes:
    year = piece.date.year
    said = {
        "立档单位": books.title,
        "会计年度": str(year),
        "类别": piece.volume.value,
        "题名": piece.title,
        **dict(piece.facts),
        "保管期限": piece.term,
        "保管到": keep_until(piece.term, year),
        "文件": [name.removeprefix(f"{piece.folder}/") for name in names],
    }
    return (json_text(said) + "\n").encode("utf-8")


def _line(number: int, piece: Piece, year: Period, count: int, where: str) -> tuple[str, ...]:
    until = keep_until(piece.term, year.first.year)
    return (
        *(str(number), piece.volume.value, piece.title, piece.number, str(piece.date)),
        *(piece.term, until, str(count), where),
    )


def _table(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([cell_text(c) for c in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _digest(data: bytes | Path) -> str:
    return file_digest(data) if isinstance(data, Path) else hashlib.sha256(data).hexdigest()
