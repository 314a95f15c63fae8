"""Corrections and seals: within sealed months they are carried, into sealed months they ask for the whole books."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "rules"), str(Path(__file__).parent)]
from mutations import BASE, TEXTS  # noqa: E402
from sealed_examples import REVIEWS, SealedBooks  # noqa: E402

from juwu_ledger.journal.engine.journal import LockedBooks  # noqa: E402
from juwu_ledger.journal.orders.reversals import Anew, RedLetter  # noqa: E402
from juwu_ledger.rules import CATALOGUE  # noqa: E402
from juwu_ledger.seals.judging import Judged, judge_books  # noqa: E402

AS_OF = dt.date(2026, 1, 31)
MARCH, APRIL = "2025/2025-03.beancount", "2025/2025-04.beancount"
SPENT = max(
    (s for s in BASE.facts.spendings if s.voucher.date < dt.date(2025, 3, 1)), key=lambda s: s.cash
)
WRONG = SPENT.voucher.id
"""The largest payment in cash of January and February."""


def corrected(texts: dict[str, str], number: str, day: dt.date, file: str) -> dict[str, str]:
    order = RedLetter(number, day, "写错", anew=Anew(narration="改正的摘要"))
    added = "\n\n" + "\n\n".join(order.plan(LockedBooks(BASE, [], day)).texts)
    return {**texts, file: texts[file].rstrip("\n") + added}


def both_ways(sealed: SealedBooks) -> tuple[Judged, Judged]:
    return (
        judge_books(sealed.main, CATALOGUE, AS_OF),
        judge_books(sealed.main, CATALOGUE, AS_OF, full=True),
    )


def test_what_was_said_of_a_corrected_voucher_is_carried(tmp_path: Path) -> None:
    point = SPENT.cash - 1
    texts = corrected(TEXTS, WRONG, dt.date(2025, 3, 31), MARCH)
    texts["charter.beancount"] += (
        f'\n2025-01-01 custom "limit" "cash-payment" {point // 100}.{point % 100:02d} CNY\n'
    )
    texts[REVIEWS] += (
        f'\n2025-02-28 custom "explanation" "CSH007" "店里刷不了卡"\n  about: "{WRONG}"\n'
    )
    sealed = SealedBooks(tmp_path, "2025-04", texts)
    since, whole = both_ways(sealed)
    assert since.incremental and not whole.incremental
    assert since.findings == whole.findings
    told = [f for f in since.findings if f.rule == "CSH007" and f.date == SPENT.voucher.date]
    assert [(f.voucher, f.explanation) for f in told] == [
        (whole.loaded.books.facts.heirs[WRONG].voucher.id, "店里刷不了卡")  # type: ignore[union-attr]
    ]
    assert whole.loaded.books is not None
    assert WRONG in whole.loaded.books.facts.heirs


def test_a_correction_into_a_sealed_month_is_read_whole(tmp_path: Path) -> None:
    sealed = SealedBooks(tmp_path, "2025-03")
    sealed.put(corrected(TEXTS, WRONG, dt.date(2025, 4, 30), APRIL))
    since, whole = both_ways(sealed)
    assert not since.incremental
    assert since.findings == whole.findings


def test_what_happened_in_a_sealed_month_is_read_whole(tmp_path: Path) -> None:
    sealed = SealedBooks(tmp_path, "2025-03")
    assert both_ways(sealed)[0].incremental
    number = '  voucher: "2025-04-0001"\n'
    assert number in TEXTS[APRIL]
    for day, is_incremental in (("2025-03-31", False), ("2025-04-01", True)):
        late = TEXTS[APRIL].replace(number, f"{number}  occurred: {day}\n")
        sealed.put({**TEXTS, APRIL: late})
        since, whole = both_ways(sealed)
        assert since.incremental == is_incremental, day
        assert since.findings == whole.findings
