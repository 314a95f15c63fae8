"""``juwu disclose --post``: what hangs on the board is passed, archived, and compared with the books."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from pathlib import Path

import pytest
from click.testing import Result
from closing import close, with_a_month
from closing import verify as verify_command
from hand_kept import MONTH, Desk

from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import Disclosure
from juwu_ledger.cli.write.posting import Printer
from juwu_ledger.journal.orders.disclosures import PostingOrder
from juwu_ledger.seals.verifying import verify as verify_books
from juwu_ledger.tables.ties import Tie
from written_books import findings, fresh, read, run, snapshot

APRIL, LATER = "2026-04-10", "2026-04-20"
QUARTER = "2026Q1"
INCOME = """
2026-02-10 * "柳荫街道办事处" "拨付一季度办公经费"
  voucher: "2026-02-0001"
  receipt: "A0000101"
  attachments: 1
  Assets:1002银行存款:01基本户        6000.00 CNY
    cleared: 2026-02-10
  Income:4001财政拨款:01办公经费     -6000.00 CNY
"""
CLOSED = (
    "".join(
        f'\n2026-0{month + 1}-05 custom "close" "2026-0{month}"\n  accountant: "李四安"\n'
        for month in (1, 2, 3)
    )
    + """
2026-02-05 custom "filing" "2026-01"
2026-03-05 custom "filing" "2026-02"
2026-04-05 custom "filing" "2026-03"
2026-04-05 custom "explanation" "BNK002" "银行系统升级，对账单四月才打出来，已对过。"
  about: "2026-02"
  by: "赵一清"
"""
)
FOLDER = "documents/disclosures"
POST = ("disclose", QUARTER, "--post", "--format", "html,text")


def post(books: Path, *words: str, day: str = APRIL) -> Result:
    result = run(books, *POST, *words, as_of=day)
    assert result.exception is None or isinstance(result.exception, SystemExit), result
    return result


def review(books: Path, day: str = "2026-04-08", opinion: str = "passed", *words: str) -> None:
    result = run(books, "review", QUARTER, "--opinion", opinion, *words, as_of=day)
    assert result.exit_code == 0, result.output


def refused(books: Path, status: int, *words: str, day: str = APRIL) -> str:
    """Run a posting that must be refused and change no byte; return what it says."""
    before = snapshot(books)
    result = post(books, *words, day=day)
    assert result.exit_code == status, result.output
    assert snapshot(books) == before
    return result.stderr


def edit(books: Path, old: str, new: str) -> None:
    """Change the vouchers of the closed quarter by hand, as nobody should."""
    path = books / "2026" / "2026-02.beancount"
    text = path.read_text("utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new), "utf-8")


def rules(books: Path, day: str = LATER) -> set[str]:
    return {finding.rule for finding in findings(books, day)}


def postings(books: Path) -> list[Disclosure]:
    return list(read(books).of(Disclosure))


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """New books whose first quarter is closed and not reviewed."""
    books = fresh(tmp_path, "--receipts", "A0000101-A0000150")
    month = books / "2026" / "2026-02.beancount"
    month.write_text(INCOME, "utf-8")
    with (books / "main.beancount").open("a", encoding="utf-8") as file:
        file.write('include "2026/2026-02.beancount"\n')
    with (books / "reviews.beancount").open("a", encoding="utf-8") as file:
        file.write(CLOSED)
    return books


@pytest.fixture
def passed(closed: Path) -> Path:
    """The same, passed by the review group."""
    review(closed)
    return closed


def test_what_is_posted_is_kept_and_entered(passed: Path) -> None:
    result = post(passed)
    assert result.exit_code == 0, result.output
    (posted,) = postings(passed)
    assert (posted.period.label, posted.date) == (QUARTER, dt.date(2026, 4, 10))
    assert (posted.officer, posted.until) == ("孙三平", dt.date(2026, 4, 24))
    assert posted.digest == read(passed).digest(dt.date(2026, 3, 31))
    assert posted.document is not None
    kept = [passed / name for name in (posted.document, *posted.copies)]
    assert [path.suffix for path in kept] == [".html", ".txt"]
    assert sorted(kept) == sorted((passed / FOLDER).iterdir())
    for path in kept:
        assert hashlib.sha256(path.read_bytes()).hexdigest()[:16] in path.name
    paper = kept[0].read_text("utf-8")
    assert "6,000.00" in paper
    assert ">2026-04-10</span> 至 " in paper
    assert "孙三平" in paper
    assert posted.digest in paper
    assert rules(passed) & {"DSC001", "DSC002", "DSC005", "DSC007", "VCH004", "FMT001"} == set()
    assert posted.document in result.stdout


def test_the_usual_papers_are_a_pdf_and_its_page(passed: Path) -> None:
    pytest.importorskip("weasyprint")
    words = ("disclose", QUARTER, "--post", "--board", "--json", "--until", "2026-05-10")
    result = run(passed, *words, as_of=APRIL)
    assert result.exit_code == 0, result.output
    made = json.loads(result.stdout)["written"]["made"]
    (posted,) = postings(passed)
    assert made == [posted.document, *posted.copies]
    assert [(Path(name).name.split("-")[4], Path(name).suffix) for name in made] == [
        ("公开表", ".pdf"),
        ("公开表", ".html"),
        ("大字版", ".pdf"),
        ("大字版", ".html"),
    ]
    for name in made[::2]:
        assert (passed / name).read_bytes().startswith(b"%PDF-")
    assert posted.until == dt.date(2026, 5, 10)


def test_a_dry_run_keeps_nothing(passed: Path) -> None:
    before = snapshot(passed)
    result = post(passed, "--dry-run")
    assert result.exit_code == 0, result.output
    assert 'custom "disclosure" "2026Q1"' in result.stdout
    assert snapshot(passed) == before


def test_open_months_are_not_posted(tmp_path: Path) -> None:
    said = refused(fresh(tmp_path), 5)
    assert "2026年1月、2026年2月、2026年3月到 2026-04-10 还没有月结" in said
    assert "juwu close 2026-01" in said


def test_without_a_review_nothing_is_posted(closed: Path) -> None:
    assert "还没有审核2026年第一季度" in refused(closed, 5)
    review(closed, "2026-04-08", "refused", "--remarks", "收据不全")
    said = refused(closed, 5)
    assert "2026-04-08 不予通过2026年第一季度：收据不全" in said
    review(closed, "2026-04-09")
    assert "还没有过完" in refused(closed, 5, "--date", "2026-03-31")
    assert "2026-04-08 不予通过" in refused(closed, 5, "--date", "2026-04-08")
    assert post(closed).exit_code == 0


def test_what_was_passed_must_be_what_is_posted(passed: Path) -> None:
    edit(passed, "6000.00", "6100.00")
    said = refused(passed, 5)
    assert "2026-04-08 审核以后账又改过" in said
    assert "juwu review 2026Q1" in said


def test_a_paper_with_red_on_it_is_not_posted(closed: Path) -> None:
    """A review of the half-year satisfies DSC002, but no opinion on the quarter is on the paper."""
    with (closed / "reviews.beancount").open("a", encoding="utf-8") as file:
        file.write('\n2026-04-08 custom "review" "2026H1" "passed"\n  leader: "褚十全"\n')
    said = refused(closed, 5)
    assert "公开表上还有红字，不能张贴" in said
    assert "还没有审核通过本期" in said


def test_the_same_is_not_posted_twice(passed: Path) -> None:
    assert post(passed).exit_code == 0
    for day in (APRIL, LATER):
        said = refused(passed, 5, day=day)
        assert "2026-04-10 已经公开，从那以后没有变" in said
        assert FOLDER in said
    assert "不能早于那天" in refused(passed, 5, "--date", "2026-04-09", day=LATER)


def test_an_answered_question_is_news(passed: Path) -> None:
    assert post(passed).exit_code == 0
    about = ("--about", "2026-02-0001")
    words = ("query", "经费几时到的？", *about, "--raised-by", "卫百川")
    assert run(passed, *words, as_of="2026-04-12").exit_code == 0
    answer = ("reply", "ZX-2026-001", "当天到的。", "--by", "赵一清")
    assert run(passed, *answer, as_of="2026-04-13").exit_code == 0
    result = post(passed, day=LATER)
    assert result.exit_code == 0, result.output
    first, second = postings(passed)
    assert first.digest == second.digest
    assert second.document is not None
    assert "当天到的。" in (passed / second.document).read_text("utf-8")


def test_changed_books_are_found_and_a_corrected_posting_keeps_the_first(passed: Path) -> None:
    assert post(passed).exit_code == 0
    archive = {path.name: path.read_bytes() for path in (passed / FOLDER).iterdir()}
    assert "DSC007" not in rules(passed)
    edit(passed, "6000.00", "6100.00")
    assert "DSC007" in rules(passed)
    assert "审核以后账又改过" in refused(passed, 5, day=LATER)
    review(passed, LATER)
    result = post(passed, day=LATER)
    assert result.exit_code == 0, result.output
    assert rules(passed) & {"DSC002", "DSC007"} == set()
    kept = {path.name: path.read_bytes() for path in (passed / FOLDER).iterdir()}
    assert archive.items() < kept.items()
    assert len(kept) == 2 * len(archive)
    first, second = postings(passed)
    assert first.digest != second.digest
    assert second.document is not None
    paper = (passed / second.document).read_text("utf-8")
    assert "账后来改过" in paper
    assert (first.digest or "")[:4].upper() in paper


def test_a_lost_archive_may_be_made_good(passed: Path) -> None:
    assert post(passed).exit_code == 0
    (posted,) = postings(passed)
    assert posted.document is not None
    (passed / posted.document).unlink()
    assert post(passed, day=LATER).exit_code == 0


def test_a_posting_by_hand_may_be_archived_later(passed: Path) -> None:
    with (passed / "reviews.beancount").open("a", encoding="utf-8") as file:
        file.write('\n2026-04-09 custom "disclosure" "2026Q1"\n  officer: "孙三平"\n')
    assert post(passed).exit_code == 0
    assert [bool(item.document) for item in postings(passed)] == [False, True]


def test_verify_reads_the_archive(passed: Path) -> None:
    assert post(passed).exit_code == 0
    (posted,) = postings(passed)
    assert posted.document is not None
    said = verify(passed)
    assert not any("存档" in what for what in said)
    path = passed / posted.document
    path.write_bytes(path.read_bytes() + b" ")
    (passed / posted.copies[0]).unlink()
    said = verify(passed)
    assert any(f"存档的 {posted.document} 与贴出时不同" in what for what in said)
    assert any(f"存档的 {posted.copies[0]} 不见了" in what for what in said)


def test_the_sheet_leads_back_to_the_books(desk: Desk) -> None:
    """Whoever scans the sheet can have the books verified by what the phone shows."""
    with_a_month(desk)
    assert close(desk).exit_code == 0
    words = ("--board", "--format", "json")
    result = run(desk.folder, "disclose", QUARTER, *words, as_of=APRIL)
    sheet = json.loads(result.stdout)
    shown = sheet["facts"]["二维码"].splitlines()
    figures = [sheet["totals"][key] for key in ("opening", "income", "spending", "closing")]
    assert [line.split()[1] for line in shown[2:6]] == figures
    assert shown[1].endswith(QUARTER)
    code = shown[-1].removeprefix("核对码 ")
    assert verify_command(desk, "--code", code).exit_code == 0
    desk.put("reviews.beancount", desk.text("reviews.beancount").replace("赵一清", "钱二宁"))
    assert verify_command(desk, "--code", code).exit_code == 3


def test_the_sheet_as_files(passed: Path, tmp_path: Path) -> None:
    out = tmp_path / "公开"
    words = ("--board", "--format", "html,text", "-o", str(out))
    assert run(passed, "disclose", QUARTER, *words, as_of=APRIL).exit_code == 0
    assert sorted(path.name for path in out.iterdir()) == [
        "示例市样板区柳荫街道柳叶里社区居民委员会-公开栏-2026Q1.html",
        "示例市样板区柳荫街道柳叶里社区居民委员会-公开栏-2026Q1.txt",
    ]
    assert "A3 landscape" in next(out.glob("*.html")).read_text("utf-8")
    assert "钱从哪里来" in next(out.glob("*.txt")).read_text("utf-8")
    assert run(passed, "disclose", "2026-03", "--board", as_of=APRIL).exit_code == 2


def verify(books: Path) -> list[str]:
    return [difference.what for difference in verify_books(read(books)).differences]


@pytest.mark.parametrize(
    ("status", "words", "said"),
    [
        (2, ("--until", "2026-04-23"), "要张贴满 15 天，最早到 2026-04-24"),
        (2, ("--until", "下月"), "--until：日期 '下月' 看不懂"),
        (2, ("--format", "doc"), "没有 doc 这个格式"),
        (2, ("-o", "公开"), "不和 -o 合用"),
    ],
)
def test_wrong_words(passed: Path, status: int, words: tuple[str, ...], said: str) -> None:
    before = snapshot(passed)
    result = run(passed, "disclose", QUARTER, "--post", *words, as_of=APRIL)
    assert result.exit_code == status
    assert said in result.stderr
    assert snapshot(passed) == before


@pytest.mark.parametrize(
    "words",
    [("--dry-run",), ("--json",), ("--yes",), ("--explain", "x"), ("--officer", "孙三平")],
)
def test_options_of_posting_do_nothing_else(passed: Path, words: tuple[str, ...]) -> None:
    result = run(passed, "disclose", QUARTER, *words, as_of=APRIL)
    assert result.exit_code == 2
    assert f"{words[0]} 只和 --post 合用" in result.stderr


def test_an_open_finding_of_the_quarter_is_not_posted(passed: Path) -> None:
    """What the rules found of the quarter is put right or explained first; later months do not matter."""
    path = passed / "reviews.beancount"
    text = path.read_text("utf-8")
    path.write_text(text.replace('"BNK002"', '"BNK003"'), "utf-8")
    said = refused(passed, 5)
    assert "查账：未说明的严重问题 1 处" in said
    assert "BNK002" in said
    assert "改法：" in said


def test_a_sum_that_does_not_tie_is_not_posted(
    passed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from juwu_ledger.papers import disclosure

    monkeypatch.setattr(disclosure, "period_ties", lambda *_: [Tie("甲＝乙", 1, 2)])
    said = refused(passed, 5)
    assert "勾稽：未核平" in said
    assert "甲＝乙" in said
    assert "查明原因" in said


def test_a_month_altered_after_sealing_is_not_posted(desk: Desk) -> None:
    with_a_month(desk)
    assert close(desk).exit_code == 0
    desk.put(MONTH, desk.text(MONTH).replace("attachments: 1", "attachments: 2"))
    before = snapshot(desk.folder)
    result = run(desk.folder, "disclose", QUARTER, "--post", "--format", "html", as_of=APRIL)
    assert result.exit_code == 5, result.output
    assert "2026年3月封账以后账改动过" in result.stderr
    assert "juwu verify" in result.stderr
    assert snapshot(desk.folder) == before


def test_what_the_books_do_not_have_is_not_posted(closed: Path, tmp_path: Path) -> None:
    """Papers of these books beside the entries of others: each figure is named, board and all."""
    others = tmp_path / "others"
    shutil.copytree(closed, others)
    edit(others, "6000.00", "6000.01")
    order = PostingOrder(
        Period.parse(QUARTER),
        dt.date.fromisoformat(APRIL),
        dt.date.fromisoformat(LATER),
        "卫百川",
        Printer(["text"], True, None, others / "main.beancount").print,
    )
    alarms = order.print(read(closed), order).alarms
    wrong = [alarm for alarm in alarms if "印的是 6000.00，重算是 6000.01" in alarm]
    assert any("收入逐笔明细" in alarm for alarm in wrong)
    assert any("收入分类" in alarm for alarm in wrong)
    own = Printer(["text"], True, None, closed / "main.beancount").print(read(closed), order)
    assert not [alarm for alarm in own.alarms if "重算" in alarm]
