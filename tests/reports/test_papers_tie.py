"""Papers hang together: months chain, parts make the whole, registers are the books, on any books."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from every_paper import donor_reports, periodic, registers
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.records.figures import Figures
from juwu_ledger.statements.balance_sheet import DEBTS_SUM, NET_SUM, block_sum
from juwu_ledger.statements.net_assets import net_assets_of
from juwu_ledger.tables.paper_ties import Printed, untied
from juwu_ledger.tables.report import TOTAL, Report
from paper_books import ASSET, BANK, GRANT, NET, OPENING, OWED, PROJECT
from random_books import Draft, drafts, random_books

MAIN = Path(__file__).parents[2] / "ledger" / "main.beancount"
AS_OF, END = dt.date(2026, 2, 28), dt.date(2025, 12, 31)
CARDS = ("在册卡片原值合计", "卡片账面金额", "登记簿在册原值合计")
"""Ties that say how the committee behaved: cards need not be those of the accounts (AST002)."""
FORWARD = "a fund brought forward"
MORE = {
    FORWARD: f"""
2025-01-01 * "" "期初"
  voucher: "2025-01-0900"
  {BANK}  300.00 CNY
  {OPENING}  -120.00 CNY
    fund: "助老"
  {OPENING}  -180.00 CNY
""",
    "bought on account out of a fund": f"""
2025-08-08 * "某店" "赊购"
  voucher: "2025-08-0900"
  fund: "助老"
  {PROJECT}  50.00 CNY
  {OWED}  -50.00 CNY
""",
    "an asset bought out of a fund": f"""
2025-11-11 * "某店" "购置"
  voucher: "2025-11-0900"
  fund: "助老"
  {ASSET}  10.00 CNY
    asset: "GD-1"
  {BANK}  -10.00 CNY
""",
    "year-end carry-forward": f"""
2025-12-31 * "" "年末结转"
  voucher: "2025-12-0900"
  {GRANT}  600.00 CNY
  {PROJECT}  -40.00 CNY
  {NET}  -560.00 CNY
""",
    "posted to net assets": f"""
2025-03-03 * "" "以前年度调整"
  voucher: "2025-03-0900"
  {BANK}  7.00 CNY
  {NET}  -7.00 CNY
""",
}


def told(report: Report) -> list[str]:
    """What a paper says in red of ties, those of the cards apart."""
    return [alarm for alarm in untied(report) if not any(card in alarm for card in CARDS)]


def after(plan: list[Draft], day: dt.date) -> list[Draft]:
    """The same drafts, none of them dated before the day after ``day``."""
    return [replace(draft, day=max(draft.day, day + dt.timedelta(1))) for draft in plan]


def flat(reports: Iterable[Report]) -> Counter[str]:
    """Income, spending and amounts by account of several papers together."""
    sums: Counter[str] = Counter()
    for report in reports:
        assert report.totals is not None
        for key, amount in report.totals.by_account.items():
            sums[key] += amount  # type: ignore[assignment]
        sums["income"] += report.totals.income  # type: ignore[assignment]
        sums["spending"] += report.totals.spending  # type: ignore[assignment]
    return Counter({key: value for key, value in sums.items() if value})


def assert_chain(papers: list[Report]) -> None:
    """The closing of each is the opening of the next."""
    for before, after in zip(papers, papers[1:], strict=False):
        assert before.totals and after.totals
        assert before.totals.closing == after.totals.opening


def assert_papers_tie(books: Books, year: int, as_of: dt.date) -> None:
    """Look at every paper of a year, one by one and together."""
    papers = periodic(books, year, as_of)
    for reports in papers.values():
        assert [alarm for report in reports for alarm in told(report)] == []
        assert_chain(reports)
    (whole,) = papers["annual"]
    for name in ("monthly", "quarterly", "half-year", "disclosure"):
        assert flat(papers[name]) == flat([whole])
    for place, quarter in enumerate(papers["quarterly"]):
        months = papers["monthly"][3 * place : 3 * place + 3]
        assert flat([quarter]) == flat(months)
        assert quarter.totals == papers["disclosure"][place].totals
    for name in ("quarterly", "half-year", "annual"):
        for report in papers[name]:
            assert_balanced(report)


def assert_balanced(report: Report) -> None:
    """Funds and free part are money and other net assets, by the figures as they are printed."""
    printed = Printed(report)
    (total,) = printed.lines("balance_sheet", TOTAL)
    (net,) = printed.lines("net_assets", TOTAL)
    for when in ("opening", "closing"):
        assert total[f"asset_{when}"] == total[f"claim_{when}"]
        debts = block_sum(printed, DEBTS_SUM, when)
        assert block_sum(printed, NET_SUM, when) == total[f"asset_{when}"] - debts
    assert net["closing"] == block_sum(printed, NET_SUM, "closing")


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(drafts(), min_size=1, max_size=14),
    st.integers(0, 1_000_000),
    st.sets(st.sampled_from(sorted(MORE))),
)
def test_every_paper_of_random_books_ties(plan: list[Draft], opening: int, more: set[str]) -> None:
    if FORWARD in more:  # These books begin with it.
        plan, opening = after(plan, dt.date(2025, 1, 1)), 0
    books = random_books(plan, opening, "".join(MORE[key] for key in sorted(more)))
    assert_papers_tie(books, 2025, AS_OF)
    for label in ("2024", "2025", "2025Q2", "2025-05"):
        for register in registers(books, Period.parse(label), AS_OF):
            assert told(register) == []
    for report in donor_reports(books, "某单位", 2025, AS_OF):
        assert told(report) == []
    # The net assets are those of the books: what all other accounts hold.
    net = net_assets_of(Figures.of(books, Period.parse("2025")))
    worth = sum(f for n, f in books.balances.items() if n.startswith(("Assets:", "Liabilities:")))
    assert net.restricted.closing + net.free.closing == worth


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(drafts(), min_size=1, max_size=8), st.dates(dt.date(2025, 1, 1), END))
def test_papers_tie_whenever_the_books_begin(plan: list[Draft], day: dt.date) -> None:
    late = f'{day} * "" "期初"\n  voucher: "{day:%Y-%m}-0900"\n  {BANK}  300.00 CNY\n  {OPENING}\n'
    papers = periodic(random_books(after(plan, day), 0, late), 2025, AS_OF)
    assert [alarm for reports in papers.values() for r in reports for alarm in told(r)] == []


def test_every_paper_of_the_example_year_ties() -> None:
    books = load_books(MAIN).books
    assert books is not None
    assert_papers_tie(books, 2025, AS_OF)
    for label in ("2025", "2025H1", "2025Q4", "2025-07"):
        for register in registers(books, Period.parse(label), AS_OF):
            assert untied(register) == ()
            assert register.checked > 0 == register.failed
    for donor in ("示例机械有限公司", "示例文化传播有限公司", "华辛夷"):
        for report in donor_reports(books, donor, 2025, AS_OF):
            assert untied(report) == ()
