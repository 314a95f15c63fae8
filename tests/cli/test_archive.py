"""``juwu archive``: read and proven by ``sha256sum`` and ``ssh-keygen`` alone, counted with Beancount's parser."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from beancount.core.data import Transaction
from beancount.parser import parser

from invoking import invoke
from written_books import example, run

ROOT = Path(__file__).parents[2]
DAY = "2026-01-20"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the archive of the example's 2025."""
    out = tmp_path_factory.mktemp("归档")
    words = ["archive", "2025", "-o", str(out), "-b", str(ROOT / "ledger"), "--as-of", DAY]
    result = invoke(words)
    assert result.exit_code == 0, result.output
    (made,) = out.iterdir()
    return made


def files(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def program(*words: str, cwd: Path, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    if shutil.which(words[0]) is None:
        pytest.skip(f"{words[0]} is not here")
    return subprocess.run(words, cwd=cwd, input=given, capture_output=True, check=False)


def test_sha256sum_alone_proves_every_file(archive: Path) -> None:
    done = program("sha256sum", "--strict", "--quiet", "-c", "manifest.sha256", cwd=archive)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    listed = (archive / "manifest.sha256").read_text("utf-8").splitlines()
    assert {line.split("  ", 1)[1] for line in listed} == files(archive) - {"manifest.sha256"}


def test_sha256sum_finds_a_changed_byte(archive: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(archive, tmp_path / "抄件"))
    changed = next(copy.glob("凭证/2025-03/*/记账凭证.html"))
    changed.write_bytes(changed.read_bytes() + b" ")
    done = program("sha256sum", "--quiet", "-c", "manifest.sha256", cwd=copy)
    assert done.returncode == 1 and changed.parent.name in done.stdout.decode()


def test_ssh_keygen_alone_proves_what_was_signed(archive: Path, tmp_path: Path) -> None:
    """One by one, with words taken from the manual page of ``ssh-keygen`` and the names of the files."""
    folder = archive / "其他" / "签名"
    keys = (folder / "allowed_signers").read_text("utf-8")
    principals = dict.fromkeys(line.split(" ")[0] for line in keys.splitlines())
    signed = sorted(folder.glob("*.sig"))
    closings = [path for path in signed if path.name.startswith("月结-")]
    assert len(closings) == 6, "July to December are sealed and signed"
    for signature in signed:
        message = signature.with_suffix(".txt").read_bytes()
        space = "juwu-close" if signature in closings else "juwu-approval"
        outcomes = []
        for name in principals:
            words = ("-f", "allowed_signers", "-I", name, "-n", space, "-s", signature.name)
            done = program("ssh-keygen", "-Y", "verify", *words, cwd=folder, given=message)
            outcomes.append(done.returncode)
        assert outcomes.count(0) == 1, signature.name
    done = program("sh", "核验.sh", cwd=folder)
    assert done.returncode == 0 and done.stdout.count(b"Good ") == len(signed)

    copy = Path(shutil.copytree(folder, tmp_path / "签名"))
    message = copy / closings[0].with_suffix(".txt").name
    message.write_bytes(message.read_bytes().replace(b"digest", b"digesT"))
    assert program("sh", "核验.sh", cwd=copy).returncode != 0


def test_each_voucher_has_its_folder_with_print_metadata_and_originals(archive: Path) -> None:
    found = {}
    for path in (ROOT / "ledger").rglob("*.beancount"):
        entries, _, _ = parser.parse_file(str(path))
        for entry in entries:
            if isinstance(entry, Transaction) and entry.date.year == 2025:
                found[entry.meta["voucher"]] = entry
    folders = {path.name: path for path in archive.glob("凭证/2025-*/*")}
    assert folders.keys() == found.keys()
    for number, entry in found.items():
        said = json.loads((folders[number] / "元数据.json").read_text("utf-8"))
        printed = (folders[number] / "记账凭证.html").read_text("utf-8")
        debit = sum(p.units.number for p in entry.postings if p.units and p.units.number > 0)
        credit = sum(-p.units.number for p in entry.postings if p.units and p.units.number < 0)
        assert said["凭证字号"] == number and said["日期"] == str(entry.date)
        assert said["金额"] == f"{debit or credit:.2f}"
        assert said["保管期限"] == "30年" and said["保管到"] == "2055-12-31"
        assert number in printed
        kept = {path.name for path in (folders[number] / "原件").glob("*")}
        named = {
            str(value).rsplit("/", 1)[-1]
            for meta in (entry.meta, *(p.meta or {} for p in entry.postings))
            for key, value in meta.items()
            if key.startswith("document")
        }
        assert kept >= named and said["电子附件数"] == str(len(kept))


def test_the_catalogue_names_all_that_is_there_with_its_term(archive: Path) -> None:
    with (archive / "目录.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["序号"] for row in rows] == [str(at) for at in range(1, len(rows) + 1)]
    assert all((archive / row["位置"]).exists() for row in rows)
    places = [row["位置"] for row in rows]
    assert len(set(places)) == len(places)
    covered = {
        name for name in files(archive) for place in places if name == place or name.startswith(f"{place}/")
    }  # fmt: skip
    assert files(archive) - covered == {"目录.csv", "说明.txt", "manifest.sha256"}
    terms = Counter((row["类别"], row["保管期限"]) for row in rows)
    assert terms["账簿", "30年"] == 12
    assert terms["报告", "10年"] == 12 + 4 + 2 and terms["报告", "永久"] == 1
    assert terms["其他", "永久"] == 2
    assert {term for kind, term in terms if kind == "凭证"} == {"30年"}
    assert {row["保管到"] for row in rows if row["保管期限"] == "10年"} == {"2035-12-31"}


def test_the_books_themselves_are_in_it_as_they_are(archive: Path) -> None:
    sources = archive / "其他" / "账本原文"
    for name in files(sources):
        assert (sources / name).read_bytes() == (ROOT / "ledger" / name).read_bytes()
    assert (sources / "seals" / "2025-12.seal").exists()


def test_a_year_with_an_open_month_is_not_archived(tmp_path: Path) -> None:
    books = example(tmp_path)
    reviews = books / "reviews.beancount"
    text = reviews.read_text("utf-8")
    reviews.write_text(re.sub(r'(?m)^\S+ custom "close" "2025-12"\n(?:  .*\n)*', "", text), "utf-8")
    result = run(books, "archive", "2025", "-o", str(tmp_path), as_of=DAY)
    assert result.exit_code == 5 and "2025年12月还没有月结" in result.stderr
    assert run(books, "archive", "1999", "-o", str(tmp_path), as_of=DAY).exit_code == 5
    early = run(books, "archive", "2025", "-o", str(tmp_path), as_of="2025-12-31")
    assert early.exit_code == 5 and "2025年度还没有过完" in early.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["ledger"]


def test_an_original_that_is_missing_is_red_and_named(tmp_path: Path) -> None:
    books = example(tmp_path)
    gone = next(path for path in (books / "documents").rglob("*") if path.is_file())
    gone.unlink()
    result = run(books, "archive", "2025", "-o", str(tmp_path / "出"), as_of=DAY)
    assert result.exit_code == 3
    assert f"{gone.name} 不见了" in result.stderr
    assert len(list((tmp_path / "出").iterdir())) == 1, "it is put out all the same, for one to see"


def test_a_second_one_stands_beside_the_first_and_one_within_the_books_is_no_part_of_them(
    tmp_path: Path,
) -> None:
    books = example(tmp_path)
    for _ in range(2):
        assert run(books, "archive", "2025", "-o", str(books), as_of=DAY).exit_code == 0
    first, second = sorted(books.glob("*会计档案*"))
    assert second.name == f"{first.name}-2"
    assert files(first) == files(second)


def test_numbers_that_are_paths_lead_nowhere(tmp_path: Path) -> None:
    books = example(tmp_path)
    month = books / "2025" / "2025-03.beancount"
    text = month.read_text("utf-8")
    for old, new in (
        ("2025-03-0004", "../../../../出去"),
        ("2025-03-0005", ".."),
        ("2025-03-0006", "/etc"),
    ):
        text = text.replace(f'voucher: "{old}"', f'voucher: "{new}"')
    month.write_text(text, "utf-8")
    run(books, "archive", "2025", "-o", str(tmp_path / "出"), as_of=DAY)
    assert {path.name for path in tmp_path.iterdir()} == {"ledger", "出"}
    (made,) = (tmp_path / "出").iterdir()
    assert {path.name for path in made.iterdir()} == {
        *("凭证", "账簿", "报告", "其他", "目录.csv", "说明.txt", "manifest.sha256")
    }
