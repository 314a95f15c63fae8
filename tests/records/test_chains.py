"""A correction that changes neither amount, account, fund nor papers changes no finding, no figure.

Vouchers of the clean example year and of the books in the rules' documents, most with findings, are
corrected in their month, the next month and the next year, as ``juwu reverse --again-for`` does it.
``JUWU_EVERY_CASE=1`` takes all of them (some 4,700 corrections, a minute); else some of them.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import sys
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parents[1] / "rules"), str(Path(__file__).parent)]
from correcting import (  # noqa: E402
    WHEN,
    Case,
    correctable,
    corrected,
    day_of,
    figures,
    found,
    read,
)
from test_rule_documents import ALL, write_books  # noqa: E402

from juwu_ledger.books.facts.view import Books  # noqa: E402
from juwu_ledger.journal.orders.reversals import Anew  # noqa: E402
from juwu_ledger.records.budgets import spent_by_account  # noqa: E402
from juwu_ledger.records.corrections import as_it_happened, corrections_of  # noqa: E402

EVERY = bool(os.environ.get("JUWU_EVERY_CASE"))
EXAMPLE = Path(__file__).parents[2] / "ledger" / "main.beancount"
AS_OF = dt.date(2031, 6, 30)
OF_TEXT = {"amount_unsound", "look_alike_id", "malformed_or_unknown"}
"""Documents of books whose very text is wrong: a re-entry is written right."""
OF_WORDS = {"advance_unsettled", "allowance_without_office", "fund_parked"}
"""Documents of rules that go by a voucher's narration, which is what is corrected here."""


def corrections_change_nothing(case: Case, choose: random.Random, most: int) -> int:
    findings, sums = found(case.books, AS_OF, {}), figures(case.books, {})
    vouchers = list(correctable(case.books))
    chosen = vouchers if EVERY else choose.sample(vouchers, min(most, len(vouchers)))
    for voucher in chosen:
        for when in WHEN:
            books = corrected(case, voucher, day_of(voucher, when), Anew(narration="改正的摘要"))
            there = {v.id for v in case.books.vouchers}
            same = {v.id: voucher.id for v in books.vouchers if v.id not in there}
            assert len(same) == 2 and voucher.id in books.facts.heirs, voucher.id
            same_words = {"改正的摘要": voucher.narration, **same}
            assert found(books, AS_OF, same_words) == findings, f"{voucher.id} {when}"
            assert figures(books, same) == sums, f"{voucher.id} {when}"
    return len(chosen) * len(WHEN)


def test_clean_books_stay_clean() -> None:
    case = read(EXAMPLE)
    assert not found(case.books, case.books.vouchers[-1].date, {})
    assert corrections_change_nothing(case, random.Random(1), 12) >= 36


def test_books_with_findings_keep_them(tmp_path: Path) -> None:
    choose = random.Random(2)
    left_out = OF_TEXT | OF_WORDS
    examples = [e for e in ALL if "errors" not in e.info and e.document not in left_out]
    made = 0
    for number, example in enumerate(examples if EVERY else choose.sample(examples, 60)):
        folder = tmp_path / str(number)
        folder.mkdir()
        made += corrections_change_nothing(read(write_books(example, folder)), choose, 2)
    assert made > 200


# --- one by one -----------------------------------------------------------------------------

HEAD = """\
option "title" "示例社区居民委员会"
option "operating_currency" "CNY"
2026-01-01 open Assets:1001库存现金:01备用金
  role: "petty-cash"
2026-01-01 open Assets:1002银行存款:01基本户
  role: "bank"
  holder: "示例社区居民委员会"
2026-01-01 open Expenses:5101办公用品
  nature: "official"
2026-01-01 open Expenses:5103招待费
  nature: "entertainment"
2026-01-01 open Equity:3001期初余额
  role: "opening"
2026-01-01 custom "budget-limit" Expenses:5103招待费 800.00 CNY
2027-01-01 custom "budget-limit" Expenses:5103招待费 800.00 CNY
2026-01-01 * "期初"
  voucher: "2026-01-0001"
  Assets:1002银行存款:01基本户  9000.00 CNY
  Equity:3001期初余额
"""
BANK, DINNER, OFFICE = (
    "Assets:1002银行存款:01基本户",
    "Expenses:5103招待费",
    "Expenses:5101办公用品",
)


def dinner(number: str, day: str, yuan: str, *meta: str, account: str = DINNER) -> str:
    lines = "".join(f"  {line}\n" for line in (f'voucher: "{number}"', *meta))
    return f'{day} * "示例食堂" "工作餐"\n{lines}  {account}  {yuan} CNY\n  {BANK}\n'


def books(tmp_path: Path, *texts: str) -> Books:
    main = tmp_path / "main.beancount"
    main.write_text(HEAD + "".join(texts), encoding="utf-8")
    return read(main).books


WRONG = dinner("2026-12-0001", "2026-12-30", "600.00")
RED = dinner("2027-01-0001", "2027-01-04", "-600.00", 'reverses: "2026-12-0001"')
ANEW = dinner("2027-01-0002", "2027-01-04", "500.00", 'corrects: "2026-12-0001"')


def test_a_chain_is_one_thing_on_its_first_day(tmp_path: Path) -> None:
    again = dinner("2027-02-0001", "2027-02-01", "-500.00", 'reverses: "2027-01-0002"') + dinner(
        "2027-02-0002", "2027-02-01", "450.00", 'corrects: "2027-01-0002"'
    )
    made = books(tmp_path, WRONG, RED, ANEW, again)
    chains, by_id = corrections_of(made), made.facts.by_id
    last = by_id["2027-02-0002"]
    numbers = ["2026-12-0001", *(f"2027-0{m}-000{n}" for m in (1, 2) for n in (1, 2))]
    assert [v.id for v in chains.chain(by_id["2027-01-0001"])] == numbers
    assert chains.ids(last) == set(numbers)
    assert [number for number in numbers if chains.live(by_id[number])] == [last.id]
    assert {chains.event_date(by_id[number]) for number in numbers} == {dt.date(2026, 12, 30)}
    happened = [(v.id, v.date, v.money) for v in as_it_happened(made).vouchers[1:]]
    assert happened == [("2027-02-0002", dt.date(2026, 12, 30), -45_000)]
    assert spent_by_account(made, 2026, dt.date(2026, 12, 31)) == {DINNER: 45_000}
    assert spent_by_account(made, 2027, dt.date(2027, 12, 31)) == {}


def test_nothing_is_made_anew_where_nothing_was_corrected(tmp_path: Path) -> None:
    made = books(tmp_path, WRONG, RED)
    assert as_it_happened(made) is made


def test_a_voucher_entered_late_counts_on_its_day(tmp_path: Path) -> None:
    late = dinner("2027-01-0001", "2027-01-04", "90.00", "occurred: 2026-12-31")
    made = books(tmp_path, WRONG, late)
    assert made.facts.by_id["2027-01-0001"].date == dt.date(2027, 1, 4)
    assert spent_by_account(made, 2026, dt.date(2026, 12, 31)) == {DINNER: 69_000}
    days = [(day.date, day.fen) for day in as_it_happened(made).facts.daily[BANK]]
    assert days[1:] == [(dt.date(2026, 12, 30), 840_000), (dt.date(2026, 12, 31), 831_000)]


def test_money_that_came_back_stays_on_its_own_day(tmp_path: Path) -> None:
    """600 paid, 100 given back in January, the rest corrected in February: 600 went, 100 came."""
    part = dinner("2027-01-0001", "2027-01-04", "-100.00", 'reverses: "2026-12-0001"')
    rest = dinner("2027-02-0001", "2027-02-01", "-500.00", 'reverses: "2026-12-0001"')
    anew = dinner("2027-02-0002", "2027-02-01", "500.00", 'corrects: "2026-12-0001"')
    made = as_it_happened(books(tmp_path, WRONG, part, rest, anew))
    moves = [(v.id, v.date, v.money) for v in made.vouchers[1:]]
    assert moves == [
        ("2027-02-0002", dt.date(2026, 12, 30), -60_000),
        ("2027-01-0001", dt.date(2027, 1, 4), 10_000),
    ]
    refund = made.facts.refunds[0]
    assert (refund.original.id, refund.amount) == ("2027-02-0002", 10_000)


@pytest.mark.parametrize(
    ("texts", "wrong"),
    [
        ((WRONG, ANEW), "还没有整张冲销"),
        ((WRONG, RED, dinner("2027-01-0002", "2027-01-04", "5.00", 'corrects: "X"')), "不存在"),
        ((dinner("2026-12-0001", "2026-12-30", "6.00", 'corrects: "2026-12-0001"'),), "它自己"),
        (
            (WRONG, RED, ANEW, ANEW.replace("2027-01-0002", "2027-01-0003")),
            "已经由 2027-01-0002 更正过",
        ),
        (
            (WRONG, RED, dinner("2027-01-0002", "2027-01-04", "5.00", 'corrects: "2027-01-0001"')),
            "红字凭证",
        ),
        ((dinner("2026-12-0001", "2026-12-30", "6.00", "occurred: 2026-12-31"),), "occurred"),
        ((dinner("2026-12-0001", "2026-12-30", "6.00", 'occurred: "昨天"'),), "occurred"),
    ],
)  # fmt: skip
def test_corrections_that_cannot_be(tmp_path: Path, texts: tuple[str, ...], wrong: str) -> None:
    said = [problem.message for problem in books(tmp_path, *texts).problems]
    assert any(wrong in message for message in said), said


def test_a_red_letter_without_a_number_is_not_what_others_take_back(tmp_path: Path) -> None:
    red = RED.replace('  voucher: "2027-01-0001"\n', "")
    other = dinner("2027-02-0001", "2027-02-01", "90.00")
    made = as_it_happened(books(tmp_path, WRONG, red, ANEW, other))
    assert not made.facts.reversals and not made.facts.refunds
    assert [v.id for v in made.vouchers if "reverses" in v.txn.meta] == []
    assert [v.id for v in made.vouchers[1:]] == ["2027-01-0002", "2027-02-0001"]


def test_a_correction_before_the_red_letter_is_none(tmp_path: Path) -> None:
    early = ANEW.replace("2027-01-04", "2027-01-03")
    made = books(tmp_path, WRONG, early, RED)
    assert not made.facts.heirs
    assert any("到 2027-01-03 还没有整张冲销" in problem.message for problem in made.problems)
