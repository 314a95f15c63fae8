"""Whatever stands in the books: they load or say why, every rule judges them, nothing is raised."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from juwu_ledger.books.model.directives import KINDS
from juwu_ledger.books.model.metadata import POSTING_KEYS, VOUCHER_KEYS
from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.support.rule import judge

COMMON = Path(__file__).parents[1] / "rules" / "common.beancount"
ACCOUNTS = [
    line.split()[2] for line in COMMON.read_text(encoding="utf-8").splitlines() if " open " in line
]

days = st.dates(dt.date(2025, 12, 28), dt.date(2026, 4, 3)).map(str) | st.sampled_from(
    ["2028-02-29", "0001-01-01", "2199-12-31", "2200-01-01", "9999-12-31", "2026/3/5", "2026-02-30"]
)
amounts = st.sampled_from(
    ["0.01", "100.00", "-100.00", "1000", "1000.01", "0.005", "0", "9" * 40, "9" * 40 + ".99"]
)
texts = st.sampled_from(
    [
        "",
        " ",
        "　",
        "A0000101",
        "a0000101",
        "Ａ0000101",
        "A0000150",
        "A999999999999",
        "SP-2026-0001",
    ]
    + ["2026-03-0001", "2026-03-0002", "2026-03", "2026Q1", "2026H1", "2026", "9999-12", "2026-13"]
    + ["present", "passed", "director", "cashier", "receipt-keeper", "finance-group", "petty-cash"]
    + ["deposit-days", "close-days", "none: x", "none:", "赵一清", "孙三平", "CSH001", "RCP003"]
    + ["26372000000000000101", "revoked", "documents/x.pdf", "../x", "/etc/passwd", "\u200b", "、"]
).map(lambda text: f'"{text}"')
values = st.one_of(
    texts,
    texts,
    st.builds("{} {}".format, amounts, st.sampled_from(["CNY", "CNY", "CNY", "USD"])),
    amounts,
    st.sampled_from(["0", "1", "366", "367", "-1", "1.5", "99999999999999999999"]),
    days,
    st.sampled_from([*ACCOUNTS, "Assets:没有", "Expenses"]),
    st.sampled_from(["TRUE", "NULL", "CNY", "#tag"]),
)
own_keys = sorted({key for kind in KINDS.values() for key in kind.meta} | {"untill", "note"})


def meta(keys: list[str], indent: str) -> st.SearchStrategy[str]:
    pairs = st.dictionaries(st.sampled_from(keys), values | st.just(""), max_size=4)
    return pairs.map(lambda d: "".join(f"{indent}{key}: {value}\n" for key, value in d.items()))


@st.composite
def customs(draw: st.DrawFn) -> str:
    word = draw(st.sampled_from([*KINDS, "offcer"]))
    found = draw(st.lists(values, max_size=4))
    return f'{draw(days)} custom "{word}" {" ".join(found)}\n' + draw(meta(own_keys, "  "))


@st.composite
def vouchers(draw: st.DrawFn) -> str:
    number = draw(st.integers(1, 6))
    keys = sorted(VOUCHER_KEYS - {"voucher"} | {"cleared", "reciept", "document-2"})
    head = f'{draw(days)} * {draw(texts)} {draw(texts)}\n  voucher: "2026-03-{number:04d}"\n'
    lines = [head, draw(meta(keys, "  "))]
    for _ in range(draw(st.integers(0, 4))):
        amount = draw(st.one_of(amounts.map(lambda a: f"  {a} CNY"), st.just("")))
        lines.append(f"  {draw(st.sampled_from(ACCOUNTS))}{amount}\n")
        lines.append(draw(meta(sorted(POSTING_KEYS | {"clearred", "voucher"}), "    ")))
    return "".join(lines)


others = st.builds(
    lambda day, account, amount, extra: f"{day} balance {account} {amount} CNY\n{extra}",
    days,
    st.sampled_from(ACCOUNTS),
    amounts,
    st.sampled_from(["", '  counted-by: "孙三平"\n  witness: "钱二宁"\n', "  counted-by: 5\n"]),
) | st.builds(
    lambda day, account, other: f"{day} pad {account} {other}\n",
    days,
    st.sampled_from(ACCOUNTS),
    st.sampled_from(ACCOUNTS),
)


@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    lines=st.lists(st.one_of(customs(), customs(), vouchers(), vouchers(), others), max_size=12),
    as_of=st.dates(dt.date(2025, 1, 1), dt.date(2028, 12, 31)),
)
def test_every_rule_judges_without_raising(
    lines: list[str], as_of: dt.date, tmp_path: Path
) -> None:
    (tmp_path / "common.beancount").write_bytes(COMMON.read_bytes())
    main = tmp_path / "main.beancount"
    main.write_text('include "common.beancount"\n' + "".join(lines), encoding="utf-8")
    loaded = load_books(main)
    assert loaded.books is not None or loaded.errors
    if loaded.books is not None:
        for finding in judge(loaded.books, CATALOGUE, as_of):
            assert finding.message
            assert finding.place.line
            assert finding.place.file
