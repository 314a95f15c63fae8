"""What our pages say, asked for without a browser: of clean books and of troubled ones."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from collections import defaultdict
from decimal import Decimal
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from beancount import load_file
from beancount.core.data import Transaction
from gate_tools import AUDITOR, DIRECTOR, LEADER, MEMBER, TREASURER, Place
from hypothesis import given
from hypothesis import strategies as st

from juwu_ledger.render.drawing.step_drawing import NARROW, WIDE, Size, step_drawing
from juwu_ledger.web.review.marks import voucher_digest
from juwu_ledger.web.review.views.paging import paged
from juwu_ledger.web.review.views.year_beside import bar

sys.path.append(str(Path(__file__).parents[1]))
from invoking import invoke
from paper_books import CHART
from plain_example import PLAIN
from signing import register
from year_books import YEARS_TEXT

PAGES = (
    *("QuarterReview", "RuleCheck", "ReceiptLedger", "IncomeStatement", "CashJournal"),
    *("BankJournal", "StatementRows", "CashLimit", "FundUse", "YearBeside", "Approvals"),
    *("Questions", "PublicPreview", "ReviewSigning"),
)
TROUBLE = """
2025-12-28 * "便民五金店" "换水龙头"
  voucher: "2025-12-0901"
  handler: "孙三平"
  invoice: "25332000000123456789"
  approval: "SP-2025-0999"
  Expenses:5101办公用品  386.50 CNY
  Assets:1001库存现金:01备用金

2025-12-28 * "便民五金店" "水龙头、灯泡和插座"
  voucher: "2025-12-0903"
  handler: "孙三平"
  witness: "许再三"
  invoice: "25332000000123456788"
  Expenses:5101办公用品  1.00 CNY
    approval: "SP-2025-0001"
  Expenses:5101办公用品  2.00 CNY
    approval: "SP-2025-0005"
  Expenses:5101办公用品  3.00 CNY
    approval: "SP-2025-0998"
  Assets:1001库存现金:01备用金

2025-12-29 * "示例银行柳荫支行" "提取备用金"
  voucher: "2025-12-0902"
  Assets:1001库存现金:01备用金  6800.00 CNY
  Assets:1002银行存款:01基本户
"""
APPROVALS = """
2026-01-10 custom "approval" "SP-2026-0001" 20000.00 CNY "修楼道灯"
  reason: "夜里看不见"
  applicant: "孙三平"
  director: "赵一清"
"""


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(tmp_path_factory.mktemp("clean"))


@pytest.fixture(scope="module")
def troubled(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Books with a spending that nobody signed, cash above the limit, and approvals that wait."""
    place = Place(tmp_path_factory.mktemp("troubled"))
    books = place.main.parent
    for name, text in (
        ("2025/2025-12.beancount", TROUBLE),
        ("charter.beancount", register("2026-01-05", DIRECTOR)),
        ("approvals.beancount", APPROVALS),
        ("reviews.beancount", '2026-01-02 custom "query" "ZX-9" "谁去买的？"\n  about: "x"\n'),
    ):
        with (books / name).open("a", encoding="utf-8") as file:
            file.write(f"\n{text}")
    return place


def page(place: Place, name: str, who: str = MEMBER, **values: str) -> str:
    browser = place.browser(who)
    reply = browser.get(f"{browser.base()}/extension/{name}/", query_string=values)
    assert reply.status_code == 200
    return reply.get_data(as_text=True)


def said(html: str) -> str:
    """Return what a page of ours says, without its tags."""
    inner = html[html.index('<div class="juwu"') : html.index("</article>")]
    return " ".join(unescape(re.sub("<[^>]+>", " ", inner)).split())


def test_every_page_answers_every_role(clean: Place) -> None:
    for who in (MEMBER, DIRECTOR, TREASURER, AUDITOR):
        browser = clean.browser(who)
        for name in PAGES:
            html = browser.get(f"{browser.base()}/extension/{name}/").get_data(as_text=True)
            assert "2025年第四季度" in said(html), (who, name)
            asks = re.search(r'data-post="/juwu/(query|mark|review)"', html)
            assert asks is None or who == MEMBER, (who, name)


def test_the_list_is_cut_into_pages_on_the_server(clean: Place) -> None:
    first, last = page(clean, "QuarterReview"), page(clean, "QuarterReview", page="99")
    assert (first.count("还没看</span>"), last.count("还没看</span>")) == (20, 5)
    assert "第 1 页，共 5 页" in said(first)
    assert "第 5 页，共 5 页" in said(last)
    assert "本期共 330 张凭证" in said(page(clean, "QuarterReview", time="2025"))
    assert "没有看懂" in said(page(clean, "QuarterReview", time="去年冬天"))


def test_one_voucher_with_all_that_belongs_to_it(clean: Place) -> None:
    words = said(page(clean, "QuarterReview", voucher="2025-03-0022", time="2025-Q1"))
    for part in (
        *("￥6,480.00", "陆仟肆佰捌拾元整", "25379000000908415036", "冯八方", "陈九思"),
        *("批准 6,480.00 元", "未加密验证", "扫描件", "旧打印机还能用"),
    ):
        assert part in words
    assert "账本里没有 2025-13-0001 号凭证" in said(
        page(clean, "QuarterReview", voucher="2025-13-0001")
    )


def test_a_voucher_tells_what_is_wrong_with_it(troubled: Place) -> None:
    words = said(page(troubled, "QuarterReview", voucher="2025-12-0901"))
    assert "这个签批号没有登记" in words
    assert "证明人 （没有写）" in words
    narrowed = said(page(troubled, "QuarterReview", show="problem"))
    assert "2025-12-0901" in narrowed
    assert "有问题 SPD001" in narrowed


def test_a_voucher_tells_each_of_its_approvals(troubled: Place) -> None:
    words = said(page(troubled, "QuarterReview", voucher="2025-12-0903"))
    for part in (
        *("SP-2025-0001", "这张凭证用了 1.00 元", "SP-2025-0005", "这张凭证用了 2.00 元"),
        "SP-2025-0998 这个签批号没有登记",
    ):
        assert part in words
    assert "没有签批" not in words


def test_cash_above_the_limit_is_seen(troubled: Place, clean: Place) -> None:
    html = page(troubled, "CashLimit")
    assert "有 1 个收付的日子下班时超过限额" in said(html)
    assert html.count('class="over"') == 2  # In the drawing for wide screens and in the narrow one.
    calm = page(clean, "CashLimit")
    assert "没有一天超过限额" in said(calm)
    assert 'class="over"' not in calm


def test_findings_stand_under_their_clause(troubled: Place) -> None:
    words = said(page(troubled, "RuleCheck"))
    at = words.index("支出由主任一人签批，先批后用")
    assert words.index("支出 386.50 元写的签批 SP-2025-0999 没有登记过") > at
    assert "处问题 还没有说明" in words
    assert "会计兼任出纳、岗位空缺" in words


def test_what_waits_for_the_director_and_the_command_that_signs_it(troubled: Place) -> None:
    words = said(page(troubled, "Approvals", DIRECTOR))
    mine = words[words.index("等您签的") : words.index("等别人签的")]
    assert "juwu approve --amount 20000.00 --for 修楼道灯 --reason 夜里看不见" in mine
    assert "juwu approve --street SP-2026-0001 --date 2026-01-15" in words
    assert "等您签的" not in said(page(troubled, "Approvals"))


def test_the_committee_is_told_of_queries(troubled: Place) -> None:
    for who, told in ((TREASURER, True), (DIRECTOR, True), (LEADER, False), (AUDITOR, False)):
        words = said(page(troubled, "QuarterReview", who))
        assert ("有 1 个质询等居委会答复" in words) == told, who
        assert ("送出答复" in said(page(troubled, "Questions", who))) == told, who
    assert "已经过期 3 天" in said(page(troubled, "Questions"))


def test_the_funds_tell_what_they_were_spent_on(clean: Place) -> None:
    words = said(page(clean, "FundUse"))
    at = words.index("邻里互助金")
    assert "从开始到现在一共收进 10,000.00 元，用了 7,200.00 元（72%）" in words[at:]


days = st.dates(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
amounts = st.integers(0, 10**11)


@given(
    st.lists(st.tuples(days, amounts), min_size=1, max_size=20, unique_by=lambda step: step[0]),
    st.one_of(st.none(), amounts),
    st.sampled_from([WIDE, NARROW]),
)
def test_nothing_is_drawn_outside_the_drawing(
    steps: list[tuple[dt.date, int]], limit: int | None, size: Size
) -> None:
    balances = sorted(steps)
    first, last = balances[0][0], dt.date(2025, 12, 31)
    drawn = str(step_drawing("现金", balances, [(first, limit)], first, last, size))
    (line,) = re.findall(r'class="line" points="([^"]*)"', drawn)
    for point in line.split():
        x, y = map(float, point.split(","))
        assert 0 <= x <= size.width
        assert 0 <= y <= size.height
    over = 0 if limit is None else sum(fen > limit for _, fen in balances)
    assert drawn.count('class="over"') == over


@given(st.integers(0, 200), st.integers(-5, 50), st.integers(1, 40))
def test_pages_hold_everything_once(total: int, number: int, size: int) -> None:
    items = range(total)
    cut = [paged(items, place, size) for place in range(1, paged(items, 1, size).pages + 1)]
    assert [item for part in cut for item in part.items] == list(items)
    asked = paged(items, number, size)
    assert 1 <= asked.number <= asked.pages == len(cut)


# --- one by one, and what is looked for ---------------------------------------------------------


def links(html: str) -> dict[str, str]:
    """Return the links of a page of ours by what they say."""
    inner = html[html.index('<div class="juwu"') : html.index("</article>")]
    found = re.findall(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', inner, re.DOTALL)
    return {" ".join(unescape(re.sub("<[^>]+>", "", t)).split()): unescape(h) for h, t in found}


def voucher_in(link: str) -> str:
    return parse_qs(urlsplit(link).query)["voucher"][0]


def incomes_of_december() -> list[str]:
    """Vouchers of December that brought money in, told from the text of the example month."""
    text = (PLAIN / "2025" / "2025-12.beancount").read_text(encoding="utf-8")
    return [
        re.findall(r'voucher: "([^"]+)"', part)[0]
        for part in re.split(r"\n(?=\d{4}-\d\d-\d\d \* )", text)
        if "\n  Income:" in part
    ]


def test_going_one_by_one_obeys_the_chosen_filter(clean: Place) -> None:
    incomes = incomes_of_december()
    asked = {"time": "2025-12", "show": "income"}
    at = voucher_in(links(page(clean, "QuarterReview", **asked))["从这里开始一张一张看 ›"])
    seen = [at]
    while True:
        found = links(page(clean, "QuarterReview", voucher=at, **asked))
        assert parse_qs(urlsplit(found["回到列表"]).query)["show"] == ["income"]
        if "下一张 ›" not in found:
            break
        at = voucher_in(found["下一张 ›"])
        seen.append(at)
    assert seen == sorted(incomes)
    assert f"收入：第 1 张，共 {len(incomes)} 张" in said(
        page(clean, "QuarterReview", voucher=seen[0], **asked)
    )


def test_who_comes_back_goes_on_where_he_or_she_stopped(tmp_path: Path) -> None:
    place = Place(tmp_path)
    books = place.gate._room.books()
    assert books is not None

    def mark(*vouchers: str) -> None:
        kept = [(name, voucher_digest(books, books.facts.by_id[name])) for name in vouchers]
        place.gate._room.marks.put(MEMBER, kept, "seen", "", "2026-01-15T10:00:00")

    def resume() -> str:
        found = links(page(place, "QuarterReview", time="2025-12"))
        return voucher_in(found.get("接着上回看 ›") or found["从头一张一张看 ›"])

    assert resume() == "2025-12-0001"
    mark("2025-12-0001", "2025-12-0002", "2025-12-0007")
    assert resume() == "2025-12-0008"
    asked = {"voucher": "2025-12-0001", "time": "2025-12"}
    found = links(page(place, "QuarterReview", **asked))
    assert voucher_in(found["下一张 ›"]) == "2025-12-0002"
    assert voucher_in(found["下一张没看过的 ›"]) == "2025-12-0003"
    unseen = links(page(place, "QuarterReview", show="unseen", **asked))
    assert voucher_in(unseen["下一张 ›"]) == "2025-12-0003"
    total = re.search(r"本期共 (\d+) 张", said(page(place, "QuarterReview", time="2025-12")))
    assert total is not None
    mark(*(f"2025-12-{number:04d}" for number in range(1, int(total[1]) + 1)))
    words = said(page(place, "QuarterReview", **asked))
    assert "本期都看过了" in words
    assert "都看过了，可以去 审核签字" in said(page(place, "QuarterReview", time="2025-12"))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("刘丙南", {"2025-12-0009"}),
        ("救助 600", {"2025-12-0009", "2025-12-0010"}),
        ("６００元", {"2025-12-0009", "2025-12-0010"}),
        ("A0000178", set()),
        ("sp-2025-0110", {"2025-12-0009", "2025-12-0010"}),
        ("没有这样的话", set()),
    ],
)
def test_vouchers_are_found_by_payee_amount_and_word(
    typed: str, found: set[str], clean: Place
) -> None:
    html = page(clean, "QuarterReview", time="2025-12", find=typed)
    assert set(re.findall(r"voucher=(2025-12-\d{4})", html)) - {"2025-12-0001"} == found
    assert f"2025年12月有 {len(found)} 张" in said(html)


def test_what_is_not_found_here_is_looked_for_everywhere(clean: Place) -> None:
    html = page(clean, "QuarterReview", time="2025-12", find="投影")
    everywhere = links(html)["到全部的账里找"]
    assert parse_qs(urlsplit(everywhere).query)["time"] == ["2025"]
    there = page(clean, "QuarterReview", time="2025", find="投影")
    assert "到全部的账里找" not in links(there)


def test_every_voucher_says_how_many_scans_it_has(clean: Place) -> None:
    listed = page(clean, "QuarterReview", time="2025-02")
    rows = re.findall(r"<tr.*?</tr>", listed, re.DOTALL)[1:]
    assert len(rows) > 10
    for row in rows:
        scans = 1 if "2025-02-0014" in row else 0
        assert ("有 1 份扫描件" in row, "没有扫描件" in row) == (bool(scans), not scans)
    assert "没有扫描件" in said(page(clean, "QuarterReview", voucher="2025-12-0009"))


def test_a_page_says_who_looks_at_which_days(clean: Place) -> None:
    for name in PAGES:
        html = page(clean, name, time="2025-11")
        head = html[html.index('<header class="topbar">') : html.index("</header>")]
        assert MEMBER in head
        assert "退出" in head
        assert "<strong>2025年11月</strong>" in html


# --- our own statements -------------------------------------------------------------------------


def amounts(html: str) -> list[list[str]]:
    """Return the cells of the rows of all tables of a page."""
    inner = html[html.index('<div class="juwu"') : html.index("</article>")]
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", inner, re.DOTALL)
    cells = (re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in rows)
    return [[unescape(re.sub("<[^>]+>", " ", cell)).strip() for cell in row] for row in cells]


def test_the_income_statement_is_that_of_the_books(clean: Place) -> None:
    """The second source are Beancount's own sums over the text of the books."""
    rows = {row[1]: row for row in amounts(page(clean, "IncomeStatement")) if len(row) > 3}
    entries, _, _ = load_file(str(clean.main))
    sums: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for entry in entries:
        if isinstance(entry, Transaction) and entry.date.year == 2025:
            for posting in entry.postings:
                assert posting.units is not None
                root = posting.account.split(":")[0]
                if root in ("Income", "Expenses") and entry.date.month >= 10:
                    sums[root, entry.date.month] += posting.units.number or 0
    for title, root in (("收入合计", "Income"), ("支出合计", "Expenses")):
        expected = [f"{abs(sums[root, month]):,.2f}" for month in (10, 11, 12)]
        assert rows[title][2:5] == expected


def test_the_cash_journal_runs_from_day_to_day(clean: Place) -> None:
    html = page(clean, "CashJournal", time="2025-10")
    rows = [row for row in amounts(html) if len(row) == 8 and row[1]]
    left = Decimal("919.30")
    for row in rows:
        came, went, balance = (Decimal(x.replace(",", "").replace("−", "-") or 0) for x in row[4:7])
        left += came - went
        assert balance == left, row
    assert left == Decimal("494.40")
    assert "期初 919.30 元，期末 494.40 元" in said(html)
    assert "盘点相符" in said(html)
    other = page(clean, "CashJournal", time="2025-10", of="Assets:1001库存现金:02待缴款")
    assert "待缴款：期初 0.00 元，期末 0.00 元" in said(other)
    assert "第 1 页，共" in said(page(clean, "BankJournal", time="2025"))


def test_the_auditors_sample_can_be_gone_through(clean: Place, tmp_path: Path) -> None:
    """The same vouchers as on the list that the command prints; none where no month is sealed."""
    words = ("analyze", "2025-12", "-b", str(clean.main), "--as-of", "2026-01-15", "--sample")
    assert invoke((*words, "--format", "json", "-o", str(tmp_path))).exit_code == 0
    (paper,) = tmp_path.glob("*.json")
    (table,) = json.loads(paper.read_text(encoding="utf-8"))["tables"]
    listed = [row["values"]["voucher"] for row in table["rows"] if row["role"] == "item"]
    html = page(clean, "QuarterReview", time="2025-12", show="sample")
    found = [text for text in links(html) if re.fullmatch(r"2025-12-\d{4}", text)]
    assert found == sorted({*listed})
    assert f"先看这些（抽查） {len(found)}" in links(html)
    assert "先看这些" not in said(page(clean, "QuarterReview", time="2025-03"))


def test_a_year_stands_beside_the_one_before(tmp_path: Path) -> None:
    """Figures by hand: see the vouchers of ``year_books``."""
    main = tmp_path / "ledger" / "main.beancount"
    main.parent.mkdir()
    main.write_text(CHART + YEARS_TEXT, encoding="utf-8")
    place = Place(tmp_path, main)
    html = page(place, "YearBeside", AUDITOR, time="2024")
    rows = amounts(html)
    assert ["合计", "0.00", "240.00", "−240.00"] in rows  # 2023: gifts of 200 and 40.
    assert ["合计", "90.00", "70.00", "+20.00"] in rows  # 2024: office 30, wheelchair 60.
    assert ["2023年", "240.00", "70.00", "1,070.00"] in rows
    assert ["2025年", "500.00", "11.00", "1,469.00"] in rows
    bars = [int(width) for width in re.findall(r'<rect width="(\d+)"', html)]
    assert all(0 <= width <= 100 for width in bars)
    alone = said(page(place, "YearBeside", AUDITOR, time="2023"))
    assert "账本里没有上年同期的账" in alone


def test_statements_of_any_stretch_of_days(clean: Place) -> None:
    """Statements are of a month, a quarter or a year; other stretches end in a quarter."""
    for time in ("2025-11-03", "2024 - 2025", "2025-02 - 2025-05", "2031"):
        for name in ("IncomeStatement", "CashJournal", "BankJournal", "YearBeside"):
            assert said(page(clean, name, time=time)), (time, name)


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_bars_stay_in_their_place(fen: int, highest: int) -> None:
    assert 0 <= bar(fen, highest) <= 100
    assert (bar(fen, highest) > 0) == (0 < fen <= highest)
