"""``juwu bundle`` and ``juwu file --receipt`` on the example books: the committee's side of a filing."""

from __future__ import annotations

import io
import json
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import Result

pytest.importorskip("pyarrow.parquet")

import pyarrow.parquet as pq
from beancount.parser import parser

from invoking import invoke
from juwu_ledger.books.signing.private_keys import new_private_key
from juwu_ledger.books.signing.ssh_wire import public_line
from juwu_ledger.bundle.month_tables import month_tables
from juwu_ledger.bundle.zip_bytes import zip_bytes, zip_parts
from juwu_ledger.intake.refusal import FileRefused
from written_books import example, read

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "street"))

from made_streets import STREET_KEY, day, make_street, put

from juwu_ledger.books.model.periods import Period
from juwu_ledger.street.receiving import receive
from juwu_ledger.street.register import Member, Register, member_text, read_register

LEDGER = Path(__file__).resolve().parents[2] / "ledger"
WORDS = "小院里的三棵石榴树"
CODE, NAME = "330102001001", "桂花里"
RELIEVED = ("张乙常", "施丁香", "刘丙南")
"""Who was paid on 困难救助 in the last quarter, read off the books."""


class Committee:
    """The example books with a code, and the accountant's key."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.books = folder / "ledger"
        shutil.copytree(LEDGER, self.books)
        with (self.books / "charter.beancount").open("a", encoding="utf-8") as file:
            file.write(f'\n2026-01-05 custom "committee" "{CODE}" "{NAME}"\n')
        data, self.public = new_private_key(WORDS, 1)
        (folder / "key").write_bytes(data)
        (folder / "words").write_text(WORDS + "\n", encoding="utf-8")

    def run(self, *words: str, as_of: str = "2026-01-08") -> Result:
        return invoke([*words, "--books", str(self.books), "--as-of", as_of])

    def bundle(
        self, month: str, *words: str, name: str = "", as_of: str = "2026-01-08", status: int = 0
    ) -> Path:
        path = self.folder / f"{name or month}.zip"
        secret = (
            "--key",
            str(self.folder / "key"),
            "--passphrase-file",
            str(self.folder / "words"),
        )
        done = self.run("bundle", month, *secret, "-o", str(path), *words, as_of=as_of)
        assert done.exit_code == status, done.output
        return path

    def street(self) -> Register:
        register = make_street(self.folder / "street", [])
        text = (register.root / "street.toml").read_text("utf-8")
        text += member_text(Member(CODE, NAME, Period.parse("2025-10"), (self.public,), 1860))
        (register.root / "street.toml").write_text(text, encoding="utf-8")
        return read_register(register.root)


@pytest.fixture(scope="module")
def committee(tmp_path_factory: pytest.TempPathFactory) -> Committee:
    return Committee(tmp_path_factory.mktemp("committee"))


@pytest.fixture(scope="module")
def parts(committee: Committee) -> dict[str, bytes]:
    return _parts(committee.bundle("2025-12"))


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_same_books_make_the_same_bytes(committee: Committee) -> None:
    first = committee.bundle("2025-11", name="a").read_bytes()
    second = committee.bundle("2025-11", name="b").read_bytes()
    assert first == second


def test_anyone_verifies_the_signature_with_ssh_keygen(
    committee: Committee, parts: dict[str, bytes], tmp_path: Path
) -> None:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("no ssh-keygen")
    (tmp_path / "signers").write_text(f"accountant {committee.public}\n", encoding="utf-8")
    (tmp_path / "sig").write_bytes(parts["bundle.json.sig"])
    verify = ["ssh-keygen", "-Y", "verify", "-f", "signers", "-I", "accountant"]
    done = subprocess.run(
        [*verify, "-n", "juwu-bundle", "-s", "sig"],
        cwd=tmp_path,
        input=parts["bundle.json"],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_tables_hold_what_beancount_reads(parts: dict[str, bytes]) -> None:
    wanted: dict[str, Decimal] = defaultdict(Decimal)
    entries, errors, _ = parser.parse_file(str(LEDGER / "2025" / "2025-12.beancount"))
    assert not errors
    vouchers = [entry for entry in entries if type(entry).__name__ == "Transaction"]
    for entry in vouchers:
        left = -sum(p.units.number for p in entry.postings if isinstance(p.units.number, Decimal))
        for posting in entry.postings:
            number = getattr(posting.units, "number", None)
            wanted[posting.account] += number if isinstance(number, Decimal) else left
    table = pq.read_table(io.BytesIO(parts["data/entries.parquet"])).to_pylist()
    sums: dict[str, int] = defaultdict(int)
    for line in table:
        sums[line["account"]] += line["fen"]

    assert {line["voucher"] for line in table} == {e.meta["voucher"] for e in vouchers}
    assert {k: v for k, v in sums.items() if v} == {
        name: int(amount * 100) for name, amount in wanted.items() if amount
    }
    totals = json.loads(parts["report.json"])["totals"]
    assert sum(line["income"] for line in table) == int(Decimal(totals["income"]) * 100)
    moved = [line for line in table if line["income"] or line["spending"]]
    assert {line["line"] for line in moved} == {1}
    assert len({line["voucher"] for line in moved}) == len(moved)
    seals = parts["seals.txt"].decode().splitlines()
    manifest = json.loads(parts["bundle.json"])
    assert len(seals) == 6 and seals[-1].split()[1] == manifest["digest"]


def test_who_got_relief_stands_nowhere(committee: Committee) -> None:
    for month, names in (("2025-11", RELIEVED[:2]), ("2025-12", RELIEVED[2:])):
        for name, data in _parts(committee.bundle(month, name=f"mask-{month}")).items():
            text = data.decode("utf-8", "replace")
            if name.endswith(".xlsx"):
                text = "".join(d.decode("utf-8", "replace") for d in _inner(data))
            if name.endswith(".parquet"):
                text = str(pq.read_table(io.BytesIO(data)).to_pylist())
            for person in names:
                assert person not in text, (name, person)


def _inner(data: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [archive.read(name) for name in archive.namelist()]


def test_what_is_not_sealed_is_refused(committee: Committee, tmp_path: Path) -> None:
    secret = ("--key", str(committee.folder / "key"))
    for month, said in (("2026-01", "还没有月结"), ("2025-05", "没有封账码")):
        done = committee.run(
            "bundle", month, *secret, "--passphrase-file", str(committee.folder / "words")
        )
        assert done.exit_code == 5 and said in done.stderr, done.output
    assert committee.run("bundle", "2025-12").exit_code == 2
    other = Committee(tmp_path)
    path = other.books / "2025" / "2025-11.beancount"
    path.write_text(
        path.read_text("utf-8").replace("冬季购药取暖救助", "冬季救助"), encoding="utf-8"
    )
    done = other.run(
        "bundle",
        "2025-12",
        "--key",
        str(other.folder / "key"),
        "--passphrase-file",
        str(other.folder / "words"),
    )
    assert done.exit_code == 5 and "改动过：2025年11月" in done.stderr


def test_books_without_a_code_are_refused(committee: Committee, tmp_path: Path) -> None:
    done = invoke(
        ["bundle", "2025-12", "--books", str(LEDGER), "--as-of", "2026-01-08"]
        + [
            "--key",
            str(committee.folder / "key"),
            "--passphrase-file",
            str(committee.folder / "words"),
        ]
        + ["-o", str(tmp_path / "x.zip")]
    )
    assert done.exit_code == 5 and "juwu committee" in done.stderr


def test_with_books_the_street_can_verify_them(committee: Committee, tmp_path: Path) -> None:
    path = committee.bundle("2025-12", "--with-books", name="whole")
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path)
    documents = committee.books / "documents"
    shutil.copytree(documents, tmp_path / "books" / "documents")
    done = invoke(["verify", "--books", str(tmp_path / "books")])
    assert done.exit_code == 0, done.output


def test_a_receipt_becomes_a_filing_that_verify_holds(tmp_path: Path) -> None:
    committee = Committee(tmp_path)
    register = committee.street()
    paths = [committee.bundle(month) for month in ("2025-10", "2025-11", "2025-12")]
    done = receive(register, paths, day("2026-01-09"), STREET_KEY)
    assert [item.refused for item in done] == [None] * 3
    receipts = [str(item.receipt) for item in done]
    words = ("file", "2025-12", "--receipt", receipts[2], "--yes")

    unknown = committee.run(*words, as_of="2026-01-10")
    assert unknown.exit_code == 5 and "不知道柳荫街道办事处的公钥" in unknown.stderr
    key = public_line(STREET_KEY.public_key().public_bytes_raw())
    named = ("key", "register", "柳荫街道办事处", key, "--yes", "--date", "2026-01-10")
    assert committee.run(*named, as_of="2026-01-10").exit_code == 0
    other_month = committee.run("file", "2025-11", "--receipt", receipts[2], as_of="2026-01-10")
    assert other_month.exit_code == 2
    assert committee.run(*words, as_of="2026-01-10").exit_code == 0
    again = committee.run(*words, as_of="2026-01-10")
    assert again.exit_code == 5 and "已经登记过" in again.stderr
    assert invoke(["verify", "--books", str(committee.books)]).exit_code == 0
    for receipt in receipts:
        proved = invoke(["verify", "--receipt", receipt, "--books", str(committee.books)])
        assert proved.exit_code == 0 and "在街道的日志里" in proved.output

    (kept,) = (committee.books / "documents" / "filings").iterdir()
    text = kept.read_text("utf-8")
    kept.write_text(text.replace("2026-01-09", "2026-01-08"), encoding="utf-8")
    broken = invoke(["verify", "--books", str(committee.books)])
    assert broken.exit_code == 3 and "回执" in broken.output
    kept.write_text(text, encoding="utf-8")

    # The newest closing cut off with its seal: nothing in the books tells, the receipt does.
    reviews = committee.books / "reviews.beancount"
    whole = reviews.read_text("utf-8")
    reviews.write_text(
        re.sub(r'(?m)^\S+ custom "close" "2025-12"\n(  .*\n)*', "", whole), encoding="utf-8"
    )
    (committee.books / "seals" / "2025-12.seal").unlink()
    cut = invoke(["verify", "--books", str(committee.books)])
    assert cut.exit_code == 3 and "没有封账" in cut.output


def test_a_receipt_for_another_committee_is_refused(tmp_path: Path) -> None:
    committee = Committee(tmp_path)
    put(tmp_path, "no.json", b'{"form": "juwu-receipt 1"}')
    done = committee.run("file", "2025-12", "--receipt", str(tmp_path / "no.json"))
    assert done.exit_code == 2 and "不是街道的回执" in done.stderr


def test_filing_may_make_the_bundle_too(tmp_path: Path) -> None:
    committee = Committee(tmp_path)
    reviews = committee.books / "reviews.beancount"
    filed = re.compile(r'(?m)^\S+ custom "filing" "2025-12"\n(?:  .*\n)*')
    reviews.write_text(filed.sub("", reviews.read_text("utf-8")), encoding="utf-8")
    secret = ("--key", str(tmp_path / "key"), "--passphrase-file", str(tmp_path / "words"))
    words = ("file", "2025-12", "--received-by", "吕丁山", "--date", "2026-01-08", "--yes", *secret)
    done = committee.run(*words, "--bundle", str(tmp_path / "x.zip"))

    assert done.exit_code == 0, done.output
    assert filed.search(reviews.read_text("utf-8"))
    assert json.loads(_parts(tmp_path / "x.zip")["bundle.json"])["period"] == "2025-12"


IN_DECEMBER = """
赵一清 李四安 吴六合 郑七星 孙三平 陈九思 赵一清 钱二宁 孙三平 李四安 褚十全 卫百川 蒋千里 沈万里 月末来 月初走
"""
MORE_OFFICERS = """
2025-12-31 custom "officer" "finance-group" "月末来"
2024-03-25 custom "officer" "finance-group" "月初走"
  until: 2025-12-01
2026-01-01 custom "officer" "finance-group" "下月来"
2024-03-25 custom "officer" "finance-group" "上月走"
  until: 2025-11-30
"""


def test_the_officers_are_those_of_the_month(tmp_path: Path) -> None:
    """By hand from the charter: 周五福 and 冯八方 went in the summer, nobody wrote an end."""
    folder = example(tmp_path)
    with (folder / "charter.beancount").open("a", encoding="utf-8") as file:
        file.write(MORE_OFFICERS)
    tables = month_tables(read(folder), Period.parse("2025-12"), ())
    assert sorted(line.name for line in tables["officers"].lines()) == sorted(IN_DECEMBER.split())


def test_the_manifest_says_how_far_review_and_disclosure_have_come(tmp_path: Path) -> None:
    """The fourth quarter was refused on the 9th, passed on the 14th and posted on the 16th."""
    committee = Committee(tmp_path)
    with (committee.books / "reviews.beancount").open("a", encoding="utf-8") as file:
        file.write('\n2026-01-09 custom "review" "2025Q4" "refused"\n  leader: "褚十全"\n')
    for as_of, reviewed, disclosed, status in (
        ("2026-01-13", "2025Q3", "2025Q3", 3),
        ("2026-01-14", "2025Q4", "2025Q3", 0),
        ("2026-01-16", "2025Q4", "2025Q4", 0),
    ):
        path = committee.bundle("2025-12", name=as_of, as_of=as_of, status=status)
        manifest = json.loads(_parts(path)["bundle.json"])
        assert (manifest["reviewed"], manifest["disclosed"]) == (reviewed, disclosed), as_of


def test_the_zip_holds_plain_files_in_order_and_no_clock() -> None:
    with zipfile.ZipFile(io.BytesIO(zip_bytes({"b": b"2", "a": b"1"}))) as archive:
        listed = archive.infolist()
    assert [part.filename for part in listed] == ["a", "b"]
    for part in listed:
        assert part.external_attr == (stat.S_IFREG | 0o644) << 16
        assert (part.create_system, part.compress_type) == (3, zipfile.ZIP_STORED)
        assert part.date_time == (1980, 1, 1, 0, 0, 0)


def test_six_hundred_parts_are_opened_and_one_more_is_not() -> None:
    parts = {f"{number:03d}": b"1" for number in range(600)}
    assert zip_parts(zip_bytes(parts), lambda _: True) == parts
    with pytest.raises(FileRefused, match="比它自己还大"):
        zip_parts(zip_bytes({**parts, "600": b"1"}), lambda _: True)


@pytest.mark.parametrize(
    "made",
    [
        lambda data: data[:-1],
        lambda data: data.replace(b"QQQQ", b"\0QQQ"),
        lambda data: data.replace(b"QQQQ", b"QQQ/"),
    ],
)
def test_what_is_no_bundle_is_refused_in_chinese(made: Callable[[bytes], bytes]) -> None:
    with pytest.raises(FileRefused) as refused:
        zip_parts(made(zip_bytes({"QQQQ": b"1"})), lambda _: True)
    assert not re.search("[A-Za-z]{3}", str(refused.value).replace("QQQ", ""))
