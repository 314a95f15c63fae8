"""Figures over a street: sums made by hand of what the committees were made of, on every engine there is."""

from __future__ import annotations

import datetime as dt
import importlib.util
import io
import shutil
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from statistics import median as middle
from statistics import quantiles

import pytest

pytest.importorskip("ibis")
pytest.importorskip("duckdb")
pytest.importorskip("pyarrow.parquet")

import pyarrow.parquet as pq
from made_streets import FIRST, Committee, bench_bundles, make_street, put, take_in

from faults.sandbox import snapshot
from juwu_ledger.books.model.periods import Period
from juwu_ledger.street import figures
from juwu_ledger.street.comparison import comparison
from juwu_ledger.street.consolidation import consolidation
from juwu_ledger.street.engine import DUCKDB, SPARK, Engine, NoEngine, open_engine
from juwu_ledger.street.lake import ACCOUNTS as LAKE_ACCOUNTS
from juwu_ledger.street.lake import ENTRIES, compact, parts
from juwu_ledger.street.overview import overview
from juwu_ledger.street.ranking import ranking
from juwu_ledger.street.register import Register, read_register
from juwu_ledger.street.spread import Spread
from juwu_ledger.street.street_log import read_log
from juwu_ledger.tables.report import Report

ACCOUNTS, STREET = bench_bundles.ACCOUNTS, bench_bundles.STREET
BANK, CASH, TILL = bench_bundles.BANK, bench_bundles.CASH, bench_bundles.TILL
COMMITTEES = [Committee(number, vouchers=30) for number in range(1, 8)]
NEVER = Committee(99)
MONTHS = 3
QUARTER = Period.parse("2026Q1")
AS_OF = dt.date(2026, 5, 1)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    """Seven committees filed a quarter, one of them a month short; an eighth never did."""
    folder = tmp_path_factory.mktemp("street")
    made = make_street(folder / "street", [*COMMITTEES, NEVER])
    paths = []
    for one in COMMITTEES:
        months = MONTHS - (one.number == 7)
        for label, data in one.bundles(FIRST, months):
            paths.append(put(folder / "in", f"{one.code}-{label}.zip", data))
    assert not [item for item in take_in(made, paths, "2026-04-09") if item.refused]
    list(compact(made, read_log(made)))
    return made


@pytest.fixture(scope="module", params=[DUCKDB, SPARK])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    if request.param == SPARK:
        if importlib.util.find_spec("pyspark") is None:
            pytest.skip("no pyspark: the same queries are not run on Spark")
        if shutil.which("java") is None:
            pytest.skip("no Java: the same queries are not run on Spark")
    with open_engine(request.param) as opened:
        yield opened


def lines() -> Iterator[tuple[Committee, bench_bundles.Line]]:
    for one in COMMITTEES:
        for line in one.said:
            yield one, line


def tables(register: Register, engine: Engine) -> tuple[object, object]:
    months = list(QUARTER.split_months())
    found = [engine.table(parts(register.root, t, months)) for t in (ENTRIES, LAKE_ACCOUNTS)]
    return found[0], found[1]


def kind(account: str) -> str:
    return "".join(ACCOUNTS[account])


def test_sums_by_class_and_committee(register: Register, engine: Engine) -> None:
    entries, _ = tables(register, engine)
    by_class: dict[tuple[str, str], int] = defaultdict(int)
    by_committee: dict[tuple[str, str, str], int] = defaultdict(int)
    money: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for one, line in lines():
        root = line.account.split(":")[0]
        if root in ("Income", "Expenses"):
            by_class[root, kind(line.account)] += line.accrued
            by_committee[one.code, root, kind(line.account)] += line.accrued
        money[one.code][0] += line.income
        money[one.code][1] += line.spending

    found = engine.rows(figures.class_sums(entries))
    assert {(r["root"], r["class"]): r["fen"] for r in found} == by_class
    assert [(r["root"], r["class"]) for r in found] == sorted(by_class)
    found = engine.rows(figures.committee_class_sums(entries))
    assert {(r["committee"], r["root"], r["class"]): r["fen"] for r in found} == by_committee
    found = engine.rows(figures.committee_flows(entries))
    assert {r["committee"]: [r["income"], r["spending"]] for r in found} == money
    assert all(type(value) is int for row in found for value in (row["income"], row["spending"]))


def test_balances(register: Register, engine: Engine) -> None:
    _, accounts = tables(register, engine)
    wanted = {}
    for one in COMMITTEES:
        for month, opening in one.openings.items():
            moved = sum(
                line.fen
                for line in one.said
                if line.month == month and line.account in (BANK, TILL, CASH)
            )
            begun = sum(opening.get(name, 0) for name in (BANK, TILL, CASH))
            wanted[one.code, month] = (begun, begun + moved)
    found = engine.rows(figures.committee_money(accounts))
    assert {(r["committee"], r["period"]): (r["opening"], r["closing"]) for r in found} == wanted


def test_conduct_and_payments(register: Register, engine: Engine) -> None:
    entries, accounts = tables(register, engine)
    paid = {row["committee"]: row for row in engine.rows(figures.payments(entries))}
    conduct = {row["committee"]: row for row in engine.rows(figures.conduct(entries))}
    for one in COMMITTEES:
        spendings = [line.spending for line in one.said if line.spending]
        near = [fen for fen in spendings if 450_000 <= fen < 500_000]
        cash = [line for line in one.said if line.kind == "spending" and line.account == CASH]
        treats = [line.fen for line in one.said if kind(line.account) == "entertainment"]
        row = paid[one.code]
        assert (row["payments"], row["near"]) == (len(spendings), len(near))
        assert row["round"] == len([fen for fen in spendings if fen % 10_000 == 0])
        assert conduct[one.code]["spent"] == sum(spendings)
        assert conduct[one.code]["cash"] == -sum(line.fen for line in cash)
        assert conduct[one.code]["entertainment"] == sum(treats)
    openings = engine.rows(figures.till_openings(accounts))
    assert {(r["committee"], r["period"]): r["opening"] for r in openings if r["opening"]} == {
        (one.code, month): balances[TILL]
        for one in COMMITTEES
        for month, balances in one.openings.items()
        if balances.get(TILL)
    }


def papers(register: Register, engine: Engine) -> list[Report]:
    log = read_log(register)
    return [
        consolidation(register, log, QUARTER, AS_OF, engine),
        comparison(register, log, QUARTER, AS_OF, engine, "official", per_household=True),
        ranking(register, log, QUARTER, AS_OF, engine),
    ]


def test_papers_are_the_same_on_every_engine(register: Register, engine: Engine) -> None:
    with open_engine(DUCKDB) as duckdb:
        assert papers(register, engine) == papers(register, duckdb)


def test_the_consolidated_sheet(register: Register, engine: Engine) -> None:
    paper = papers(register, engine)[0]
    table = next(t for t in paper.tables if t.key == "consolidated")
    income = sum(line.accrued for _, line in lines() if line.account.startswith("Income"))
    street = sum(line.accrued for _, line in lines() if line.payee == STREET)
    total = next(row for row in table.rows if row.values[0] == "收入合计")

    assert total.values[1:] == tuple(
        Decimal(fen) / 100 for fen in (income, -street, income - street)
    )
    said = paper.sections[0].paragraphs[0]
    assert NEVER.name in said and "2026-03" in said and "缺 2 个居委会的 4 份月报" in said
    assert not paper.alarms


def test_what_the_street_paid_is_held_against_what_was_booked(
    register: Register, engine: Engine
) -> None:
    path = register.root / "transfers.csv"
    first, second = COMMITTEES[:2]
    rows = ["date,code,amount,purpose"]
    for one in COMMITTEES:
        booked = sum(line.accrued for line in one.said if line.payee == STREET)
        off = {first.code: 5000, second.code: -1}.get(one.code, 0)
        rows.append(f"2026-02-01,{one.code},{Decimal(booked + off) / 100:.2f},办公经费")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    try:
        paper = consolidation(register, read_log(register), QUARTER, AS_OF, engine)
    finally:
        path.unlink()
    table = next(t for t in paper.tables if t.key == "transfers")
    assert {row.values[0]: row.values[4] for row in table.rows} == {
        first.code: Decimal("50.00"),
        second.code: Decimal("-0.01"),
    }


def test_the_comparison_by_household(register: Register) -> None:
    with open_engine(DUCKDB) as engine:
        paper = papers(register, engine)[1]
    values = {
        one.code: Fraction(
            sum(line.fen for line in one.said if kind(line.account) == "official"), 100
        )
        / one.households
        for one in COMMITTEES
    }
    rows = paper.tables[0].rows
    ordered = sorted(values, key=lambda code: -values[code])
    assert [row.values[1] for row in rows] == ordered
    assert rows[0].values[5] == Decimal(round(values[ordered[0]] * 100)) / 100
    assert f"中位数 {float(middle(values.values())):.2f}" in paper.sections[0].paragraphs[0]
    assert NEVER.name in paper.sections[0].paragraphs[1]


def test_spread_is_that_of_the_standard_library() -> None:
    values = [Fraction(n * n % 23, 7) for n in range(17)]
    cuts = quantiles(values, n=4, method="inclusive")
    assert [Spread(values).quantile(Fraction(part, 4)) for part in (1, 2, 3)] == cuts
    mad = middle(abs(v - middle(values)) for v in values)
    assert (
        Spread(values).robust_z(values[4])
        == Fraction(6745, 10000) * (values[4] - middle(values)) / mad
    )
    assert Spread([Fraction(1)] * 9).robust_z(Fraction(3)) is None


def test_who_sticks_out_is_named_with_the_reason(tmp_path: Path) -> None:
    made = [Committee(number, vouchers=20, seed=5) for number in range(1, 7)]
    spender = Committee(50, vouchers=20)
    spender._random.choice = lambda among: (  # type: ignore[method-assign,assignment]
        "Expenses:5103招待" if "Expenses:5103招待" in among else CASH
    )
    register = make_street(tmp_path / "street", [*made, spender])
    paths = [
        put(tmp_path, f"{one.code}.zip", one.bundle(Period.parse(FIRST)))
        for one in [*made, spender]
    ]
    assert not [item for item in take_in(register, paths) if item.refused]
    log = read_log(register)
    list(compact(register, log))
    with open_engine(DUCKDB) as engine:
        paper = ranking(register, log, Period.parse(FIRST), AS_OF, engine)
    reasons = next(t for t in paper.tables if t.key.startswith("reasons")).rows
    named = {(row.values[1], row.values[2]) for row in reasons}
    assert (spender.name, "招待占支出") in named and (spender.name, "现金支付占比") in named


def test_the_lake_is_made_anew_to_the_same_bytes(register: Register) -> None:
    before = snapshot(register.root / "lake")
    assert list(compact(register, read_log(register))) == []
    shutil.rmtree(register.root / "lake")
    assert len(list(compact(register, read_log(register)))) == MONTHS
    assert snapshot(register.root / "lake") == before
    table = pq.read_table(io.BytesIO(before["entries/year=2026/month=02/part.parquet"].data))
    keys = [(r["committee"], r["day"], r["voucher"], r["line"]) for r in table.to_pylist()]
    assert keys == sorted(keys)


def test_the_overview_lists_who_never_filed(register: Register) -> None:
    paper = overview(read_register(register.root), read_log(register), QUARTER, AS_OF)
    march = next(t for t in paper.tables if t.key == "filed_2026-03")
    at = [column.key for column in march.columns].index("state")
    states = {row.values[1]: row.values[at] for row in march.rows}
    assert states == {
        **{one.name: "按时" for one in COMMITTEES if one.number != 7},
        COMMITTEES[6].name: "未报",
        NEVER.name: "未报",
    }
    january = next(t for t in paper.tables if t.key == "filed_2026-01")
    late = [column.key for column in january.columns].index("days_late")
    assert {row.values[late] for row in january.rows if row.values[1] != NEVER.name} == {
        (dt.date(2026, 4, 9) - dt.date(2026, 2, 10)).days
    }


def test_an_engine_that_there_is_not_is_refused() -> None:
    with pytest.raises(NoEngine), open_engine("postgres"):
        pass
