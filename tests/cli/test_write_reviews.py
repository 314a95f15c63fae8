"""``juwu query``, ``reply``, ``explain-finding``, ``review``, ``file`` and the two reports."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from juwu_ledger.books.model.vocabulary import (
    ConferenceReport,
    DonorReport,
    Explanation,
    Filing,
    Query,
    Reply,
    Review,
)
from juwu_ledger.records.reviews import said_by_each
from written_books import (
    DAY,
    HOSTILE,
    UNWRITABLE,
    example,
    findings,
    fresh,
    invoke,
    read,
    run,
    snapshot,
)

TODAY = dt.date.fromisoformat(DAY)
ABOUT = ("--about", "2025-12-0009")
CLOSED = "\n".join(
    f'\n2026-0{month + 1}-05 custom "close" "2026-0{month}"\n  accountant: "李四安"'
    for month in (1, 2, 3)
)
APRIL = "2026-04-10"


@pytest.fixture
def books(tmp_path: Path) -> Path:
    return example(tmp_path)


@pytest.fixture
def quarter(tmp_path: Path) -> Path:
    """New books whose first quarter is closed."""
    books = fresh(tmp_path)
    with (books / "reviews.beancount").open("a", encoding="utf-8") as file:
        file.write(CLOSED)
    return books


def test_query_and_reply(books: Path) -> None:
    result = run(books, "query", "为什么付现金？", *ABOUT, "--raised-by", "卫百川")
    assert result.exit_code == 0, result.output
    assert "提醒" not in result.stdout
    query = next(item for item in read(books).of(Query) if item.date == TODAY)
    assert (query.id, query.text) == ("ZX-2026-03", "为什么付现金？")
    assert (query.about, query.raised_by) == ("2025-12-0009", "卫百川")
    result = run(books, "reply", "zx-2026-03", "没有银行卡。", "--by", "卫百川")
    assert result.exit_code == 2
    assert "不能自己问自己答" in result.stderr
    result = run(books, "reply", "zx-2026-03", "没有银行卡。", "--by", "赵一清")
    assert result.exit_code == 0, result.output
    reply = next(item for item in read(books).of(Reply) if item.date == TODAY)
    assert (reply.id, reply.text, reply.by) == ("ZX-2026-03", "没有银行卡。", "赵一清")
    assert not findings(books)


def test_the_first_query_of_new_books(tmp_path: Path) -> None:
    books = fresh(tmp_path)
    words = ("query", "依据在哪里？", "--about", "2026-01-0001", "--raised-by", "褚十全")
    assert run(books, *words).exit_code == 0
    assert run(books, *words).exit_code == 0
    assert [item.id for item in read(books).of(Query)] == ["ZX-2026-001", "ZX-2026-002"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_come_back(books: Path, text: str) -> None:
    assert run(books, "query", text, *ABOUT, "--raised-by", text).exit_code == 0
    assert run(books, "reply", "ZX-2026-03", text, "--by", text).exit_code == 0
    query = next(item for item in read(books).of(Query) if item.date == TODAY)
    reply = next(item for item in read(books).of(Reply) if item.date == TODAY)
    assert (query.text, query.raised_by) == (text, text)
    assert (reply.text, reply.by) == (text, text)
    assert not findings(books)


@pytest.mark.parametrize("text", UNWRITABLE)
def test_unwritable_texts_are_refused(books: Path, text: str) -> None:
    before = snapshot(books)
    result = run(books, "query", text, *ABOUT, "--raised-by", "卫百川")
    assert result.exit_code == 2
    assert snapshot(books) == before


def test_explain_a_finding(tmp_path: Path) -> None:
    books = fresh(tmp_path)
    late = "2026-03-01"
    assert {f.rule for f in findings(books, late)} == {"PRD001", "PRD004"}
    words = ("--about", "2026-01", "--by", "李四安", "--date", late)
    result = run(books, "explain-finding", "prd001", '会计"住院"', *words, as_of=late)
    assert result.exit_code == 0, result.output
    said = read(books).of(Explanation)[-1]
    assert (said.rule, said.text, said.about) == ("PRD001", '会计"住院"', "2026-01")
    assert {f.rule for f in findings(books, late) if f.fails} == {"PRD004"}
    before = snapshot(books)
    result = run(books, "explain-finding", "PRD001", "再说一遍", *words, as_of=late)
    assert result.exit_code == 5
    assert "已经说明过" in result.stderr
    assert snapshot(books) == before


def test_review(quarter: Path) -> None:
    result = run(quarter, "review", "2026Q1", "--opinion", "通过", as_of=APRIL)
    assert result.exit_code == 0, result.output
    review = read(quarter).of(Review)[-1]
    assert (review.period.label, review.opinion) == ("2026Q1", "passed")
    assert (review.leader, review.members) == ("褚十全", ("卫百川", "蒋千里"))
    assert (review.entered_by, review.supersedes) == ("李四安", None)
    assert "DTY004" not in {f.rule for f in findings(quarter, APRIL)}
    before = snapshot(quarter)
    result = run(quarter, "review", "2026Q1", "--opinion", "passed", as_of=APRIL)
    assert result.exit_code == 5
    assert snapshot(quarter) == before


def with_keys(books: Path, *names: str) -> list[tuple[str, str]]:
    """Make and register a key for each; return the options that sign with it."""
    found = []
    for name in names:
        secret, phrase = books.parent / f"{name}.key", books.parent / f"{name}.txt"
        phrase.write_text(f"{name}自己记得的一句话\n", encoding="utf-8")
        words = ("key", "new", name, "-o", str(secret), "--passphrase-file", str(phrase))
        public = re.search(r"ssh-ed25519 \S+", invoke([*words]).stdout)
        assert public is not None
        result = run(books, "key", "register", name, public[0], as_of=APRIL)
        assert result.exit_code == 0, result.output
        found.append(("--key", str(secret), "--passphrase-file", str(phrase)))
    return found


def test_whoever_has_a_key_signs_the_review(quarter: Path) -> None:
    words = ("review", "2026Q1", "--opinion", "passed")
    leader, member = with_keys(quarter, "褚十全", "蒋千里")
    before = snapshot(quarter)
    for given in ((), leader, (*member, *leader), (*leader, *member, *member)):
        assert run(quarter, *words, *given, as_of=APRIL).exit_code == 2
    assert snapshot(quarter) == before
    path = quarter / "reviews.beancount"
    books = read(quarter)
    typed = (
        f'\n{APRIL} custom "review" "2026Q1" "passed"\n  leader: "褚十全"\n  members: "卫百川、蒋千里"\n'
        f'  digest: "{books.digest(dt.date(2026, 3, 31))}"\n'
    )
    path.write_text(path.read_text("utf-8") + typed, encoding="utf-8")
    paper = run(quarter, "report", "quarterly", "2026Q1", "--format", "text", as_of=APRIL)
    assert paper.exit_code == 3
    assert "审核缺少应有的电子签名" in paper.stdout
    result = run(quarter, *words, *leader, *member, as_of=APRIL)
    assert result.exit_code == 0, result.output
    review = read(quarter).of(Review)[-1]
    assert list(review.signatures) == ["signature", "signature-2"]
    paper = run(quarter, "report", "quarterly", "2026Q1", "--format", "text", as_of=APRIL)
    assert "民主理财小组审核通过，正是这些数" in paper.stdout
    assert run(quarter, *words, *leader, *member, as_of=APRIL).exit_code == 5


def test_each_who_has_a_key_signs_the_review_that_stands(quarter: Path) -> None:
    """One after another, on the directive that is there: no opinion is given again, none put aside."""
    leader, member = with_keys(quarter, "褚十全", "蒋千里")
    path = quarter / "reviews.beancount"
    books = read(quarter)
    typed = (
        f'\n{APRIL} custom "review" "2026Q1" "passed"\n  leader: "褚十全"\n  members: "卫百川、蒋千里"\n'
        f'  digest: "{books.digest(dt.date(2026, 3, 31))}"\n'
    )
    path.write_text(path.read_text("utf-8") + typed, encoding="utf-8")
    posting = ("disclose", "2026Q1", "--post", "--officer", "孙三平")
    posted = run(quarter, *posting, as_of=APRIL)
    assert posted.exit_code == 5
    assert "还缺电子签名" in posted.stderr
    assert "juwu review 2026Q1 --sign 姓名 --key 文件，褚十全、蒋千里 各签一次" in posted.stderr
    sign = ("review", "2026Q1", "--sign")
    before = snapshot(quarter)
    for words, status, said in (
        ((*sign, "蒋千里"), 2, "--key"),
        ((*sign, "蒋千里", *leader), 2, "不是 蒋千里 登记的那把钥匙"),
        ((*sign, "蒋千里", *member, "--opinion", "passed"), 2, "--sign 只补电子签名"),
        ((*sign, "蒋千里", *member, *leader), 2, "一人一次"),
        ((*sign, "卫百川", *member), 2, "没有登记公钥"),
        ((*sign, "赵一清", *member), 2, "没有 赵一清"),
        (("review", "2025Q1", "--sign", "蒋千里", *member), 5, "还没有审核"),
    ):
        refused = run(quarter, *words, as_of=APRIL)
        assert (refused.exit_code, said in refused.stderr) == (status, True), refused.stderr
    assert snapshot(quarter) == before
    for name, key in (("蒋千里", member), ("褚十全", leader)):
        done = run(quarter, *sign, name, *key, as_of=APRIL)
        assert done.exit_code == 0, done.output
    (review,) = (one for one in read(quarter).of(Review) if one.period.label == "2026Q1")
    assert list(review.signatures) == ["signature", "signature-2"]
    assert review.supersedes is None
    said = said_by_each(read(quarter), review)
    assert said.count("电子签名") == 2
    assert "代替" not in said
    paper = run(quarter, "report", "quarterly", "2026Q1", "--format", "text", as_of=APRIL)
    assert "民主理财小组审核通过，正是这些数" in paper.stdout
    again = run(quarter, *sign, "褚十全", *leader, as_of=APRIL)
    assert (again.exit_code, "签过了" in again.stderr) == (2, True)


def test_what_changed_since_is_not_signed_afterwards(quarter: Path) -> None:
    (leader,) = with_keys(quarter, "褚十全")
    typed = (
        f'\n{APRIL} custom "review" "2026Q1" "passed"\n  leader: "褚十全"\n  members: "卫百川、蒋千里"\n'
        f'  digest: "{"0" * 64}"\n'
    )
    path = quarter / "reviews.beancount"
    path.write_text(path.read_text("utf-8") + typed, encoding="utf-8")
    refused = run(quarter, "review", "2026Q1", "--sign", "褚十全", *leader, as_of=APRIL)
    assert (refused.exit_code, "改过" in refused.stderr) == (5, True)


def test_a_refused_quarter_may_be_reviewed_again(quarter: Path) -> None:
    words = ("review", "2026Q1", "--opinion", "refused")
    result = run(quarter, *words, as_of=APRIL)
    assert result.exit_code == 2
    assert "--remarks" in result.stderr
    assert run(quarter, *words, "--remarks", "收据不全", as_of=APRIL).exit_code == 0
    words = ("review", "2026Q1", "--opinion", "passed-with-remarks", "--remarks", "已补齐")
    assert run(quarter, *words, as_of=APRIL).exit_code == 0
    assert [item.remarks for item in read(quarter).of(Review)] == ["收据不全", "已补齐"]


def test_a_review_needs_the_whole_group(quarter: Path) -> None:
    before = snapshot(quarter)
    words = ("review", "2026Q1", "--opinion", "passed", "--members", "卫百川")
    result = run(quarter, *words, as_of=APRIL)
    assert result.exit_code == 5
    assert "DTY004" in result.stderr
    assert snapshot(quarter) == before


def test_an_open_month_is_not_reviewed(tmp_path: Path) -> None:
    books = fresh(tmp_path)
    before = snapshot(books)
    result = run(books, "review", "2026Q1", "--opinion", "passed", as_of=APRIL)
    assert result.exit_code == 5
    assert "2026年1月、2026年2月、2026年3月" in result.stderr
    assert snapshot(books) == before


def test_filings(quarter: Path) -> None:
    for period, day in (("2026-01", "2026-02-08"), ("2026-03", APRIL), ("2026Q1", APRIL)):
        words = ("file", period, "--received-by", "吕丁山", "--date", day)
        result = run(quarter, *words, as_of=APRIL)
        # February's own month is closed in these books, so that nothing can be dated in it any more.
        assert result.exit_code == (5 if day < "2026-04" else 0), result.output
    filed = {item.period.label: item.received_by for item in read(quarter).of(Filing)}
    assert filed == {"2026-03": "吕丁山", "2026Q1": "吕丁山"}
    before = snapshot(quarter)
    result = run(quarter, "file", "2026Q1", "--received-by", "吕丁山", as_of=APRIL)
    assert result.exit_code == 5
    assert "已经报送" in result.stderr
    assert snapshot(quarter) == before


def test_conference_report(books: Path) -> None:
    before = snapshot(books)
    assert run(books, "conference-report", "2025H2").exit_code == 5
    assert run(books, "conference-report", "2026H1").exit_code == 5
    assert snapshot(books) == before
    assert run(books, "conference-report", "2026H1", as_of="2026-07-02").exit_code == 0
    report = read(books).of(ConferenceReport)[-1]
    assert (report.period.label, report.date) == ("2026H1", dt.date(2026, 7, 2))


def test_donor_report(books: Path) -> None:
    words = ("donor-report", "示例机械有限公司", "--period", "2025Q4")
    assert run(books, *words).exit_code == 0
    report = next(item for item in read(books).of(DonorReport) if item.date == TODAY)
    assert report.donor == "示例机械有限公司"
    assert report.period is not None
    assert report.period.label == "2025Q4"
    assert not findings(books)
    assert run(books, *words).exit_code == 5
    result = run(books, "donor-report", "示例机械")
    assert result.exit_code == 2
    assert "示例机械有限公司" in result.stderr


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("query",), 2, "问题、--about、--raised-by"),
        (("query", "？", "--about", "2025-12-9999", "--raised-by", "卫百川"), 2, "2025-12-9999"),
        (("reply",), 2, "编号、答复、--by"),
        (("reply", "ZX-2026-99", "答", "--by", "赵一清"), 2, "ZX-2026-99"),
        (("reply", "ZX-2026-01", "答", "--by", "赵一清"), 2, "不能早于"),
        (("explain-finding", "CSH001"), 2, "说明、--about、--by"),
        (("explain-finding", "CSH001", "说", *ABOUT, "--by", "赵一清"), 5, "没有查到"),
        (("explain-finding", "CSH999", "说", *ABOUT, "--by", "赵一清"), 2, "CSH999"),
        (("review", "2025Q3"), 2, "--opinion"),
        (("review", "2025-12", "--opinion", "passed"), 2, "季"),
        (("review", "2026Q1", "--opinion", "passed"), 5, "没有月结"),
        (("review", "2024Q1", "--opinion", "passed"), 5, "没有账"),
        (("review", "2025Q3", "--opinion", "好"), 5, "已经审核通过"),
        (("file", "2025-12"), 2, "--received-by"),
        (("file", "2025H2", "--received-by", "吕丁山"), 2, "月"),
        (("file", "2026-01", "--received-by", "吕丁山"), 5, "还没有过完"),
        (("conference-report", "2026Q1"), 2, "半年"),
        (("donor-report",), 2, "捐赠人"),
        (("donor-report", "示例机械有限公司", "--period", "去年全年"), 2, "--period"),
    ],
)
def test_refused(books: Path, words: tuple[str, ...], status: int, said: str) -> None:
    before = snapshot(books)
    result = run(books, *words)
    assert result.exit_code == status, result.output
    assert said in result.stderr
    assert snapshot(books) == before


@pytest.mark.parametrize(
    "words",
    [
        ("query", "？", *ABOUT, "--raised-by", "卫百川"),
        ("reply", "ZX-2025-01", "补充", "--by", "赵一清"),
        ("donor-report", "示例机械有限公司"),
    ],
)
def test_dry_run(books: Path, words: tuple[str, ...]) -> None:
    before = snapshot(books)
    result = run(books, *words, "--dry-run")
    assert result.exit_code == 0, result.output
    assert DAY in result.stdout
    assert snapshot(books) == before


def test_an_opinion_from_the_browser_is_not_filed_over(quarter: Path) -> None:
    """Whatever became of the books since: who can make it fall by a change could file over it."""
    given = '\n2026-04-08 custom "opinion" "2026Q1" "refused"\n  by: "卫百川"\n  digest: "00"\n'
    with (quarter / "reviews.beancount").open("a", encoding="utf-8") as file:
        file.write(given)
    before = snapshot(quarter)
    words = ("review", "2026Q1", "--opinion", "passed")
    result = run(quarter, *words, as_of=APRIL)
    assert result.exit_code == 5
    assert "卫百川 不予通过" in result.stderr
    assert snapshot(quarter) == before
    result = run(quarter, *words, "--supersede", "本人改口", as_of=APRIL)
    assert result.exit_code == 0, result.output
    review = read(quarter).of(Review)[-1]
    assert review.supersedes == "本人改口"
    said = said_by_each(read(quarter), review)
    assert said.count("纸面，李四安 录入") == 3
    assert "代替了网页上签的意见：卫百川 不予通过" in said
    assert said.endswith("理由：本人改口")


def test_there_must_be_something_to_supersede(quarter: Path) -> None:
    result = run(
        quarter, "review", "2026Q1", "--opinion", "passed", "--supersede", "x", as_of=APRIL
    )
    assert result.exit_code in (2, 5)
    assert "没有人在网页上签过意见" in result.stderr
