"""Rules that look back over a seal: what they need of sealed months is read again, or all of the books are.

Each time a half lies before the seal of March 2025 and the other comes after it.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parents[1] / "rules"), str(Path(__file__).parent)]
from mutations import BANK, BOOKS, OFFICE, OWED, Ledger, receipt  # noqa: E402
from mutations_loans import PERSONAL, roster  # noqa: E402
from sealed_examples import SealedBooks  # noqa: E402
from test_incremental_check import AS_OF  # noqa: E402

from juwu_ledger.books.reading.loading import load_books  # noqa: E402
from juwu_ledger.rules import CATALOGUE  # noqa: E402
from juwu_ledger.rules.support.rule import Finding  # noqa: E402
from juwu_ledger.seals.carried_anew import carries_wrongly  # noqa: E402
from juwu_ledger.seals.judging import judge_books  # noqa: E402

MARCH, THIRTY_FIRST = "2025-03", dt.date(2025, 3, 31)
EARLY, LATE = "2025-03-0029", "2026-01-0001"
INVOICE = 25379000000000550001
GARDEN = "Expenses:5302公共环境:02绿化养护"
GRANT = "Income:4001财政拨款:01办公经费"
GIFTS = "Income:4002社会捐赠:01单位捐赠"
PAPERS = {"handler": "郑七星", "witness": "许再三"}


def _advance(settled: str) -> Ledger:
    """Lent on the last day that is sealed; ``settled``: never, or in April in time or too late."""
    ledger = BOOKS.add(f'2025-01-01 open {PERSONAL} CNY\n  role: "receivable"').add(
        roster("何十全")
    )
    ledger = ledger.sign("SP-2025-0201", 100, THIRTY_FIRST)
    paid = (BANK, -100, {"cleared": THIRTY_FIRST})
    lent = {"approval": "SP-2025-0201", "payee": "何十全", **PAPERS}
    ledger = ledger.book(THIRTY_FIRST, (PERSONAL, 100), paid, number=EARLY, **lent)
    if not settled:
        return ledger
    day = dt.date.fromisoformat(settled)
    back = (BANK, 100, {"cleared": day})
    return ledger.book(day, back, (PERSONAL, -100), number="2025-05-0099", payee="何十全")


def _second_advance() -> Ledger:
    ledger = _advance("").sign("SP-2026-0001", 50)
    lent = {"approval": "SP-2026-0001", "payee": "何十全", **PAPERS}
    return ledger.book(dt.date(2026, 1, 9), (PERSONAL, 50), (BANK, -50), **lent)


def _parked() -> Ledger:
    """Grant money put on a debt in the last month that is sealed, spent in January."""
    came = (BANK, 300, {"cleared": THIRTY_FIRST})
    given = {"payee": "柳荫街道办事处", "narration": "拨付照明专项", "receipt": receipt(199)}
    ledger = BOOKS.book(THIRTY_FIRST, came, (OWED, -300), number=EARLY, **given)
    return ledger.sign("SP-2026-0001", 300).pay(dt.date(2026, 1, 9), 300, account=OWED, invoice="")


def _fund_on_a_payable(spent: int) -> Ledger:
    """The same, but the payable is declared to be the fund's; one yuan too much, or what is there."""
    lies = "Liabilities:2203专项应付款:01照明"
    ledger = BOOKS.add(f'2025-01-01 open {lies} CNY\n  role: "payable"')
    ledger = ledger.add(f'2025-01-02 custom "fund" "楼道照明" {lies}', "charter.beancount")
    came = (BANK, 300, {"cleared": THIRTY_FIRST})
    given = {"payee": "柳荫街道办事处", "narration": "拨付照明专项", "receipt": receipt(199)}
    ledger = ledger.book(THIRTY_FIRST, came, (lies, -300), number=EARLY, **given)
    ledger = ledger.sign("SP-2026-0001", spent)
    return ledger.pay(dt.date(2026, 1, 9), spent, account=lies, invoice="")


def _parked_beside_debts() -> Ledger:
    """Something was bought on account before the seal, too, and that is paid first."""
    bought = (OFFICE, 300), (OWED, -300)
    ledger = _parked().book(THIRTY_FIRST, *bought, number="2025-03-0030", invoice=str(INVOICE))
    ledger = ledger.sign("SP-2026-0002", 10)
    return ledger.pay(dt.date(2026, 1, 20), 10, "SP-2026-0002", account=OWED, invoice="")


def _early_bill() -> Ledger:
    ledger = BOOKS.sign("SP-2025-0201", 2600, THIRTY_FIRST).sign("SP-2026-0001", 2600)
    lines = (OFFICE, 2600), (BANK, -2600, {"cleared": THIRTY_FIRST})
    bought = {"approval": "SP-2025-0201", "invoice": str(INVOICE), **PAPERS}
    return ledger.book(THIRTY_FIRST, *lines, number=EARLY, **bought)


def _just_below(*days: str) -> Ledger:
    ledger = BOOKS
    for at, day in enumerate(days, 1):
        ledger = ledger.sign(
            f"SP-2025-090{at}", 4800 + at, dt.date.fromisoformat(day), applicant="尤双全"
        )
    return ledger


def _gift(donor: str) -> Ledger:
    """Given for a fund on the last day that is sealed, not as its last voucher; spent in April."""
    ledger = BOOKS.add(f'2025-01-02 custom "fund" "小花园" {GARDEN}', "charter.beancount")
    came, more = (BANK, 300, {"cleared": THIRTY_FIRST}), (BANK, 1, {"cleared": THIRTY_FIRST})
    given = {"payee": "示例苗圃", "receipt": receipt(199), "fund": "小花园"}
    ledger = ledger.book(THIRTY_FIRST, came, (GIFTS, -300), number=EARLY, **given)
    ledger = ledger.book(THIRTY_FIRST, more, (OWED, -1), number="2025-03-0030")
    april = dt.date(2025, 4, 9)
    ledger = ledger.sign("SP-2025-0201", 300, april)
    ledger = ledger.pay(
        april, 300, "SP-2025-0201", account=GARDEN, fund="小花园", number="2025-04-0099"
    )
    return ledger.add(f'2025-04-10 custom "donor-report" "{donor}"', "reviews.beancount")


def _fund(*spent: tuple[dt.date, int, str], back: tuple[dt.date, int] | None = None) -> Ledger:
    """300 yuan given for a fund in March; what was ``spent`` of it and when, and what came ``back`` into it."""
    ledger = BOOKS.add(f'2025-01-02 custom "fund" "小花园" {GARDEN}', "charter.beancount")
    came = (dt.date(2025, 3, 19), 300), *((back,) if back else ())
    for number, (day, yuan) in enumerate(came):
        lines = (BANK, yuan, {"cleared": day}), (GRANT, -yuan)
        given = {"payee": "柳荫街道办事处", "receipt": receipt(199 - number), "fund": "小花园"}
        ledger = ledger.book(day, *lines, number=f"{day:%Y-%m}-009{number}", **given)
    for at, (day, yuan, number) in enumerate(spent):
        signed = f"SP-{day.year}-030{at}"
        ledger = ledger.sign(signed, yuan, day)
        papers = {"invoice": str(INVOICE + 1000 * at), "fund": "小花园", "number": number}
        ledger = ledger.pay(day, yuan, signed, account=GARDEN, **papers)
    return ledger


def _march(day: int, yuan: int, number: str = EARLY) -> tuple[dt.date, int, str]:
    return dt.date(2025, 3, day), yuan, number


JANUARY = dt.date(2026, 1, 9)
OVERSPENT = {
    "never made good": (_fund(_march(31, 350)), [EARLY]),
    "deeper in January": (_fund(_march(31, 350), (JANUARY, 20, LATE)), [EARLY]),
    "worst before the end of March": (
        _fund(_march(20, 350), (JANUARY, 20, LATE), back=(dt.date(2025, 3, 30), 40)),
        [EARLY],
    ),
    "made good in January": (_fund(_march(31, 350), back=(JANUARY, 60)), [EARLY]),
    "made good in part": (_fund(_march(31, 350), back=(JANUARY, 10)), [EARLY]),
    "made good in March and overspent again": (
        _fund(_march(20, 350), _march(31, 20, "2025-03-0030"), back=(dt.date(2025, 3, 25), 60)),
        [EARLY, "2025-03-0030"],
    ),
    "overspent in March and again in January": (
        _fund(_march(20, 350), (JANUARY, 20, LATE), back=(dt.date(2025, 3, 25), 60)),
        [EARLY, LATE],
    ),
}


@pytest.mark.parametrize("name", OVERSPENT)
def test_a_fund_overspent_over_a_month_s_end_is_carried(name: str, tmp_path: Path) -> None:
    ledger, overspent = OVERSPENT[name]
    sealed = SealedBooks(tmp_path, MARCH, ledger.texts)
    record = json.loads(sealed.seal.carried)
    assert record["until"] == "2025-03-31"
    assert bool(record["overspent"]) == (name != "overspent in March and again in January")
    since = judge_books(sealed.main, CATALOGUE, AS_OF)
    assert since.incremental
    whole = judge_books(sealed.main, CATALOGUE, AS_OF, full=True)
    assert since.findings == whole.findings
    assert [f.about for f in whole.findings if f.rule == "FND002"] == overspent
    assert whole.loaded.books is not None
    assert carries_wrongly(whole.loaded.books, sealed.seal) is None


CASES = {
    "donor of the last day not told": (MARCH, _gift("别人"), [("DSC006", "2025-04-0099")]),
    "donor of the last day told": (MARCH, _gift("示例苗圃"), []),
    "advance never settled": (MARCH, _advance(""), [("LND004", EARLY)]),
    "advance settled in time": (MARCH, _advance("2025-04-30"), []),
    "advance settled too late": (MARCH, _advance("2025-05-02"), [("LND004", EARLY)]),
    "second advance": (MARCH, _second_advance(), [("LND004", EARLY), ("LND004", LATE)]),
    "grant parked": (MARCH, _parked(), [("FND006", LATE)]),
    "grant parked beside debts": (MARCH, _parked_beside_debts(), [("FND006", "2026-01-0002")]),
    "fund on a payable overspent": (MARCH, _fund_on_a_payable(301), [("FND002", LATE)]),
    "fund on a payable used up": (MARCH, _fund_on_a_payable(300), []),
    "third approval after the seal": (
        "2025-10",
        _just_below("2025-10-20", "2025-10-31", "2025-12-30"),
        [("SPD024", "SP-2025-0903")],
    ),
    "of the quarter before": (
        "2025-10",
        _just_below("2025-09-29", "2025-09-30", "2025-12-30"),
        [],
    ),
    "three before the seal, one after": (
        "2025-10",
        _just_below("2025-10-20", "2025-10-21", "2025-10-31", "2025-12-30"),
        [("SPD024", "SP-2025-0903")],
    ),
}
NEW = frozenset({"DSC006", "LND004", "FND002", "FND006", "SPD023", "SPD024"})


@pytest.mark.parametrize("name", CASES)
def test_halves_on_both_sides_of_a_seal_are_laid_together(name: str, tmp_path: Path) -> None:
    until, ledger, expected = CASES[name]
    sealed = SealedBooks(tmp_path, until, ledger.texts)
    assert sealed.seal.carried, "nothing was carried"
    since = judge_books(sealed.main, CATALOGUE, AS_OF)
    assert since.incremental
    whole = judge_books(sealed.main, CATALOGUE, AS_OF, full=True)
    assert since.findings == whole.findings
    assert _told(whole.findings) == expected


def _told(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(f.rule, f.about or "") for f in findings if f.rule in NEW]


@pytest.mark.parametrize(("apart", "incremental"), [(5, False), (-1, False), (6, True)])
def test_a_neighbour_of_a_sealed_invoice_asks_for_the_whole_books(
    apart: int, incremental: bool, tmp_path: Path
) -> None:
    early = _early_bill()
    sealed = SealedBooks(tmp_path, MARCH, early.texts)
    later = early.pay(dt.date(2026, 1, 9), 2600, invoice=str(INVOICE + apart))
    sealed.put(later.texts)
    since = judge_books(sealed.main, CATALOGUE, AS_OF)
    assert since.incremental == incremental
    whole = judge_books(sealed.main, CATALOGUE, AS_OF, full=True)
    assert since.findings == whole.findings
    assert _told(whole.findings) == ([] if incremental else [("SPD023", LATE)])


@pytest.mark.parametrize(("day", "number"), [(30, EARLY), (31, EARLY), (31, "2025-04-0900")])
def test_a_red_letter_for_the_last_sealed_days_asks_for_the_whole_books(
    day: int, number: str, tmp_path: Path
) -> None:
    """The last voucher of a sealed month is read again beside what came after it, and is no new one."""
    bought = (OFFICE, 10), (OWED, -10)
    ledger = BOOKS.book(dt.date(2025, 3, day), *bought, number=number, invoice=str(INVOICE))
    sealed = SealedBooks(tmp_path, MARCH, ledger.texts)
    back = (OFFICE, -10), (OWED, 10)
    sealed.put(ledger.book(dt.date(2026, 1, 9), *back, reverses=number).texts)
    since = judge_books(sealed.main, CATALOGUE, AS_OF)
    assert not since.incremental
    assert since.findings == judge_books(sealed.main, CATALOGUE, AS_OF, full=True).findings


def test_a_red_letter_that_was_sealed_itself_reaches_back_no_more(tmp_path: Path) -> None:
    bought, back = ((OFFICE, 10), (OWED, -10)), ((OFFICE, -10), (OWED, 10))
    ledger = BOOKS.book(dt.date(2025, 3, 30), *bought, number=EARLY, invoice=str(INVOICE))
    ledger = ledger.book(THIRTY_FIRST, *back, number="2025-03-0030", reverses=EARLY)
    sealed = SealedBooks(tmp_path, MARCH, ledger.texts)
    since = judge_books(sealed.main, CATALOGUE, AS_OF)
    assert since.incremental
    assert since.findings == judge_books(sealed.main, CATALOGUE, AS_OF, full=True).findings


def test_scans_of_the_last_day_are_carried_and_those_of_the_next_are_not(tmp_path: Path) -> None:
    ledger = BOOKS
    for number, day in enumerate((THIRTY_FIRST, dt.date(2025, 4, 1))):
        lines = (OFFICE, 10), (OWED, -10)
        scan = f"documents/{day}.pdf"
        ledger = ledger.book(day, *lines, number=f"{day:%Y-%m}-009{number}", document=scan)
        paper = (
            f'{day} custom "reconciliation" {BANK} 1.00 CNY\n  document: "documents/R-{day}.pdf"'
        )
        ledger = ledger.add(paper, "reviews.beancount")
    carried = json.loads(SealedBooks(tmp_path, MARCH, ledger.texts).seal.carried)
    names = {"documents/2025-03-31.pdf", "documents/R-2025-03-31.pdf"}
    assert names <= set(carried["scans"]) and names <= set(carried["missing"])
    assert not [name for name in carried["scans"] if "2025-04-01" in name]


def test_a_seal_of_another_edition_is_not_accused_of_its_words(tmp_path: Path) -> None:
    """Its record lacks a word that this program writes; it says itself that other rules made it."""
    sealed = SealedBooks(tmp_path, MARCH)
    books = load_books(sealed.main).books
    assert books is not None
    record = json.loads(sealed.seal.carried)
    del record["open_items"]
    stripped = sealed.seal._replace(carried=json.dumps(record))
    assert carries_wrongly(books, stripped) is not None
    older = sealed.seal._replace(carried=json.dumps({**record, "made_by": "0" * 16}))
    assert carries_wrongly(books, older) is None


@pytest.mark.parametrize(("day", "carries"), [(31, False), (20, False), (19, True)])
def test_a_split_found_in_the_last_eleven_days_of_a_month_keeps_its_seal_from_carrying(
    day: int, carries: bool, tmp_path: Path
) -> None:
    ledger, on = BOOKS, dt.date(2025, 3, day)
    for number in (1, 2):
        signed, bill = f"SP-2025-020{number}", str(INVOICE + 97 * number)
        papers = {"payee": "示例打印店", "approval": signed, "invoice": bill, **PAPERS}
        lines = ("Expenses:5303消防防汛", 2600), (BANK, -2600, {"cleared": on})
        ledger = ledger.sign(signed, 2600, on)
        ledger = ledger.book(on, *lines, number=f"2025-03-009{number}", **papers)
    sealed = SealedBooks(tmp_path, MARCH, ledger.texts)
    assert bool(sealed.seal.carried) == carries
    whole = judge_books(sealed.main, CATALOGUE, AS_OF, full=True)
    assert [f.about for f in whole.findings if f.rule == "SPD013"] == ["2025-03-0092"]
    assert judge_books(sealed.main, CATALOGUE, AS_OF).findings == whole.findings
