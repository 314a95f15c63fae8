"""The incremental check may never miss what the whole books show, nor say more.

Books broken in every way that ``tests/rules`` knows, and their lawful twins, are judged both ways, with
the example year sealed up to different months: so some changes come after the seal, some lie before it.
``JUWU_EVERY_CASE=1`` judges all of them (some 2,400 for each seal, minutes); else some of each rule.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parents[1] / "rules"), str(Path(__file__).parent)]
import test_mutations  # noqa: E402, F401
from mutations import BASE, BREAKING, TEXTS, broken_books, lawful_books  # noqa: E402
from sealed_examples import SealedBooks  # noqa: E402

from juwu_ledger.books.reading.loading import load_books  # noqa: E402
from juwu_ledger.records.approvals import approval_uses  # noqa: E402
from juwu_ledger.rules import CATALOGUE  # noqa: E402
from juwu_ledger.seals.incremental.incremental_check import load_incrementally  # noqa: E402
from juwu_ledger.seals.incremental.seal_reader import ALL  # noqa: E402
from juwu_ledger.seals.judging import judge_books  # noqa: E402
from parsed_once import parsed_once  # noqa: E402

EVERY = bool(os.environ.get("JUWU_EVERY_CASE"))
SEALED_UNTIL = ("2025-03", "2025-10", "2025-12") if EVERY else ("2025-03", "2025-12")
CASES = 10_000 if EVERY else 1
USED = [use for use in BASE.facts.invoices if use.text.isdigit() and len(use.text) == 20]
"""Invoices of the example year, in order of its vouchers."""


AS_OF = dt.date(2026, 1, 31)


def _odd(sealed: SealedBooks) -> Iterator[tuple[str, dict[str, str]]]:
    """Changes that no rule's own mutations make."""
    for close in (
        '2025-03-02 custom "close" "2025Q1"',
        '2025-03-31 custom "close" "2025-03" "x"',
        '2025-03-02 custom "close" "2025-11"\n  foo: "x"',
    ):
        yield close, {**TEXTS, "reviews.beancount": TEXTS["reviews.beancount"] + f"\n{close}\n"}
    titled = TEXTS["main.beancount"].replace("桂花里社区", "桂花里小区")
    assert titled != TEXTS["main.beancount"]
    yield "title", {**TEXTS, "main.beancount": titled}


def _added(file: str, *lines: str) -> dict[str, str]:
    return {**TEXTS, file: TEXTS[file] + "".join(f"\n{line}\n" for line in lines)}


def _later(sealed: SealedBooks) -> Iterator[tuple[str, dict[str, str]]]:
    """What comes after the seal and speaks of approvals, vouchers and cards from before it."""
    for identity in ("SP-2025-0001", "SP-2025-0099", "SP-2025-0114", "SP-2025-0999"):
        end = f'2026-01-05 custom "approval-end" "{identity}" "x"\n  director: "赵一清"'
        yield f"end {identity}", _added("approvals.beancount", end)
        yield f"end {identity} twice", _added("approvals.beancount", end, end)
    for number in ("2025-01-0002", "2025-12-0001", "2025-12-0999"):
        line = f'2026-01-05 custom "attachment" "{number}" "documents/2026/none.pdf"'
        yield f"scan of {number}", _added("reviews.beancount", line)
    for identity in ("GD-2025-001", "GD-2025-999"):
        line = f'2026-01-05 custom "asset-life" "{identity}" 60'
        yield f"life of {identity}", _added("assets.beancount", line)
    for use in (USED[0], USED[len(USED) // 2], USED[-1]):
        line = f'2026-01-05 custom "invoice" "{use.text}"\n  invoice-total: 0.01 CNY'
        yield f"invoice {use.text}", _added("receipts.beancount", line)
        red = '2026-01-06 custom "invoice" "26379000000000000077"\n  invoice-total: -0.01 CNY'
        red += f'\n  invoice-reverses: "{use.text}"'
        yield f"red invoice on {use.text}", _added("receipts.beancount", line, red)


@pytest.fixture(scope="module", params=SEALED_UNTIL)
def sealed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SealedBooks:
    return SealedBooks(tmp_path_factory.mktemp("sealed"), request.param, carrying=4)


def test_short_and_whole_books_agree(sealed: SealedBooks) -> None:
    assert sealed.seal.carried, "nothing was carried"
    choose = random.Random(sealed.folder.name)
    read_incrementally = read_whole = from_older = 0
    for number, rule in enumerate(CATALOGUE):
        if rule.code not in BREAKING:
            continue
        if not EVERY and number % len(SEALED_UNTIL) != SEALED_UNTIL.index(sealed.until):
            continue  # One seal or the other: half the time.
        for kind in (broken_books, lawful_books):
            cases = kind(rule.code)
            for name, made in choose.sample(cases, min(CASES, len(cases))):
                sealed.put(made.ledger.texts)
                since = judge_books(sealed.main, CATALOGUE, made.as_of)
                if not since.incremental:
                    read_whole += 1
                    continue
                read_incrementally += 1
                from_older += len(since.tried) > 1
                with parsed_once():
                    whole = judge_books(sealed.main, CATALOGUE, made.as_of, full=True)
                assert since.findings == whole.findings, f"{rule.code} {name}"
                assert since.vouchers == whole.vouchers
                assert not whole.loaded.errors, f"{rule.code} {name}"
    for name, texts in (*_odd(sealed), *_later(sealed)):
        sealed.put(texts)
        since = judge_books(sealed.main, CATALOGUE, AS_OF)
        with parsed_once():
            whole = judge_books(sealed.main, CATALOGUE, AS_OF, full=True)
        assert since.findings == whole.findings, name
    print(
        f"{sealed.folder.name}: {read_incrementally} books read from a seal on, {from_older} of them"
        f" from an older one, {read_whole} whole"
    )
    assert read_incrementally > 10
    assert from_older or sealed.until == SEALED_UNTIL[0], "no seal before it carries anything"


def test_a_correction_that_reaches_back_over_the_seal_is_carried(tmp_path: Path) -> None:
    """The example takes back a voucher of August in October: of what happened in August it is a part."""
    sealed = SealedBooks(tmp_path, "2025-09")
    assert '"until":"2025-09-30"' in sealed.seal.carried
    sealed.put(_added("reviews.beancount"))
    since = judge_books(sealed.main, CATALOGUE, AS_OF)
    assert since.incremental
    assert since.findings == judge_books(sealed.main, CATALOGUE, AS_OF, full=True).findings


def test_what_had_ended_before_the_seal(tmp_path: Path) -> None:
    """Ended and used-up approvals are not read again; who spends under one all the same is found."""
    ends = [
        f'2025-02-28 custom "approval-end" "{identity}" "x"\n  director: "赵一清"'
        for identity in ("SP-2025-0001", "SP-2025-0005")
    ]
    texts = _added("approvals.beancount", *ends)
    sealed = SealedBooks(tmp_path, "2025-03", texts)
    assert sealed.seal.carried
    since = judge_books(sealed.main, CATALOGUE, AS_OF)
    assert since.incremental
    assert since.findings == judge_books(sealed.main, CATALOGUE, AS_OF, full=True).findings
    spent = (
        '2026-01-06 * "某店" "x"\n  voucher: "2026-01-0001"\n  approval: "SP-2025-0001"\n'
        '  invoice: "26379000000000000001"\n  handler: "郑七星"\n  witness: "许再三"\n'
        "  Expenses:5101办公用品  1.00 CNY\n  Assets:1002银行存款:01基本户\n"
    )
    main = texts["main.beancount"] + 'include "2026/2026-01.beancount"\n'
    on_line = spent.replace('  approval: "SP-2025-0001"\n', "").replace(
        "1.00 CNY\n", '1.00 CNY\n    approval: "SP-2025-0001"\n'
    )
    for text in (spent, on_line):
        sealed.put({**texts, "main.beancount": main, "2026/2026-01.beancount": text})
        since = judge_books(sealed.main, CATALOGUE, AS_OF)
        assert "SPD015" in [finding.rule for finding in since.findings]
        assert since.findings == judge_books(sealed.main, CATALOGUE, AS_OF, full=True).findings


def test_approvals_that_only_a_kept_voucher_brings_along(tmp_path: Path) -> None:
    """Several vouchers spent SP-2025-0073 up; only the last of its month is read again."""
    sealed = SealedBooks(tmp_path, "2025-12")
    since = load_incrementally(sealed.main, AS_OF, wanted=ALL)
    whole = load_books(sealed.main).books
    assert since is not None and whole is not None
    there = since.books.record(approval_uses).by_approval
    right = whole.record(approval_uses).by_approval
    assert there["SP-2025-0073"].uses != right["SP-2025-0073"].uses
    assert {name: use.available for name, use in there.items()} == {
        name: right[name].available for name in there
    }
    spent = (
        '2026-01-06 * "某店" "x"\n  voucher: "2026-01-0001"\n  approval: "SP-2025-0073"\n'
        '  invoice: "26379000000000000001"\n  handler: "郑七星"\n  witness: "许再三"\n'
        "  Expenses:5101办公用品  1.00 CNY\n  Assets:1002银行存款:01基本户\n"
    )
    main = TEXTS["main.beancount"] + 'include "2026/2026-01.beancount"\n'
    sealed.put({**TEXTS, "main.beancount": main, "2026/2026-01.beancount": spent})
    judged = judge_books(sealed.main, CATALOGUE, AS_OF)
    assert ("SPD003", "SP-2025-0073") in [(one.rule, one.about) for one in judged.findings]
    assert judged.findings == judge_books(sealed.main, CATALOGUE, AS_OF, full=True).findings


def test_invoices_taken_in_before_the_seal(tmp_path: Path) -> None:
    """What is wrong with them is found once, whichever way the books are read."""
    early = next(use for use in USED if use.voucher.date < dt.date(2025, 3, 1))
    bill = '\n  invoice-total: 60.00 CNY\n  invoice-seller: "某店"\n  invoice-date: 2025-02-01'
    lines = [
        f'2025-02-28 custom "invoice" "{early.text}"\n  invoice-total: 0.01 CNY',
        f'2025-02-28 custom "invoice" "25379000000000000071"{bill}',
        f'2025-02-28 custom "invoice" "25379000000000000072"{bill}\n  invoice-buyer: "别人"',
    ]
    texts = _added("receipts.beancount", *lines)
    sealed = SealedBooks(tmp_path, "2025-03", texts)
    assert sealed.seal.carried
    since = judge_books(sealed.main, CATALOGUE, AS_OF)
    assert since.incremental
    assert {"SPD017", "SPD019", "SPD020"} <= {finding.rule for finding in since.findings}
    assert since.findings == judge_books(sealed.main, CATALOGUE, AS_OF, full=True).findings
    again = f'2026-01-05 custom "invoice" "25379000000000000073"{bill}'
    sealed.put({**texts, "receipts.beancount": texts["receipts.beancount"] + f"\n{again}\n"})
    since = judge_books(sealed.main, CATALOGUE, AS_OF)
    assert [f.rule for f in since.findings].count("SPD020") == 2
    assert since.findings == judge_books(sealed.main, CATALOGUE, AS_OF, full=True).findings
