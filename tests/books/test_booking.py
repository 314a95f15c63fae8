"""Our filling-in of amounts, and our validations, against Beancount's own on random books."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from beancount import loader
from beancount.core import data
from beancount.parser import booking, parser
from hypothesis import given, settings
from hypothesis import strategies as st

from juwu_ledger.books.reading.booking import book
from juwu_ledger.books.reading.loading import load_books

ACCOUNTS = ["Assets:1001现金", "Assets:1002银行", "Expenses:5101办公", "Income:4001拨款"]
HEAD = "".join(f"2020-01-01 open {account} CNY\n" for account in ACCOUNTS[:3])
HEAD += f"2020-01-01 open {ACCOUNTS[3]}\n"

numbers = st.decimals("-999", "999", places=2).map(lambda n: f"{n:.2f}")
odd_numbers = st.sampled_from(["5.005", "0", "0.00", "-5", "3.1", "(1 + 2)", ""])
currencies = st.sampled_from(["CNY"] * 9 + ["USD"])
names = st.sampled_from([*ACCOUNTS, *ACCOUNTS, "Expenses:5999没有开户"])


@st.composite
def postings(draw: st.DrawFn) -> str:
    number = draw(st.one_of(numbers, numbers, numbers, odd_numbers))
    amount = f"  {number} {draw(currencies)}" if number else ""
    cost = draw(st.sampled_from([""] * 12 + [" {2.00 CNY}", " @ 2.00 CNY"])) if amount else ""
    return f"  {draw(names)}{amount}{cost}\n"


@st.composite
def transactions(draw: st.DrawFn) -> str:
    day = draw(st.integers(1, 28))
    lines = draw(st.lists(postings(), min_size=0, max_size=4))
    return f'2020-02-{day:02d} * "x"\n' + "".join(lines)


@st.composite
def balanced(draw: st.DrawFn) -> str:
    amounts = draw(st.lists(st.decimals("0.01", "999", places=2), min_size=1, max_size=3))
    lines = [f"  {draw(st.sampled_from(ACCOUNTS))}  {a:.2f} CNY\n" for a in amounts]
    total = sum(amounts, Decimal(0))
    last = draw(st.sampled_from(["", f"  {-total:.2f} CNY"]))
    lines.append(f"  {draw(st.sampled_from(ACCOUNTS))}{last}\n")
    return f'2020-02-{draw(st.integers(1, 28)):02d} * "x"\n' + "".join(lines)


books = st.lists(st.one_of(balanced(), balanced(), transactions()), max_size=8).map(
    lambda found: HEAD + "\n".join(found)
)


def shape(entries: list) -> list:  # type: ignore[type-arg]
    """What matters of booked entries: everything but Beancount's private notes."""
    return [
        (type(e).__name__, e.date, e.meta["lineno"], [p[:5] for p in getattr(e, "postings", [])])
        for e in entries
    ]


@settings(max_examples=200, deadline=None)
@given(books)
def test_booking_is_beancounts(text: str) -> None:
    entries, _errors, options = parser.parse_string(text)
    entries.sort(key=data.entry_sortkey)
    theirs, their_errors = booking.book(list(entries), options)
    ours, our_errors = book(list(entries), options)
    assert shape(ours) == shape(theirs)
    assert {e.message for e in our_errors} == {e.message for e in their_errors}


@settings(max_examples=200, deadline=None)
@given(text=books)
def test_what_beancount_refuses_we_refuse(text: str, tmp_path_factory: object) -> None:
    folder: Path = tmp_path_factory.mktemp("books")  # type: ignore[attr-defined]
    main = folder / "main.beancount"
    main.write_text(text, encoding="utf-8")
    _entries, theirs, _options = loader.load_file(str(main))
    ours = load_books(main)
    assert {(e.source or {}).get("lineno") for e in theirs} == {e.line for e in ours.errors}, (
        theirs,
        ours.errors,
    )


def test_balance_is_asserted_to_the_fen_with_children(tmp_path: Path) -> None:
    main = tmp_path / "main.beancount"
    text = (
        "2020-01-01 open Assets:1001现金:01甲\n2020-01-01 open Assets:1001现金:02乙\n"
        "2020-01-01 open Assets:1001现金\n2020-01-01 open Equity:3001期初\n"
        '2020-02-01 * "x"\n  Assets:1001现金:01甲  1.00 CNY\n  Assets:1001现金:02乙  2.00 CNY\n'
        "  Equity:3001期初\n2020-02-02 balance Assets:1001现金  {amount} CNY\n"
    )
    main.write_text(text.format(amount="3.00"), encoding="utf-8")
    assert not load_books(main).errors
    main.write_text(text.format(amount="3.01"), encoding="utf-8")
    (error,) = load_books(main).errors
    assert error.line == 9
    assert "-0.01" in error.message


COSTS = [
    "0 CNY {{1.00 CNY}}",
    "0 CNY {{0 CNY}}",
    "{{0 CNY}}",
    "{{5.00 CNY}}",
    'CNY {{"a", 1 CNY}}',
    "1,000.00 CNY {5.00 CNY} @@ CNY",
    '1.00 CNY {{"a", 100 CNY}}',
    "CNY @ 0.00 USD",
    "0 CNY {1 # 5 CNY}",
    "1 CNY {*}",
    "1e400 CNY",
    "9999999999999999999999999999 CNY @ 9999999999999999999999999999 CNY",
]


@settings(max_examples=300, deadline=None)
@given(specs=st.lists(st.sampled_from([*COSTS, "", "5.00 CNY", "CNY"]), min_size=1, max_size=3))
def test_what_beancounts_booking_raises_is_an_error_of_its_line(
    specs: list[str], tmp_path_factory: object
) -> None:
    """Whatever Beancount chokes on, alone, is told by its line; what stands around it is kept."""
    folder: Path = tmp_path_factory.mktemp("costs")  # type: ignore[attr-defined]
    main = folder / "main.beancount"
    plain = '2020-02-02 * "x"\n  Assets:1001现金  7.00 CNY\n  Assets:1002银行\n'
    odd = '2020-02-01 * "x"\n' + "".join(
        f"  {account}  {spec}\n" for account, spec in zip(ACCOUNTS, specs, strict=False)
    )
    text = HEAD + plain + odd
    main.write_text(text, encoding="utf-8")
    entries, _errors, options = parser.parse_string(text)
    loaded = load_books(main)
    try:
        booking.book(sorted(entries, key=data.entry_sortkey), options)
    except Exception:
        assert HEAD.count("\n") + 4 in {error.line for error in loaded.errors}
    assert loaded.books is not None
    assert any(voucher.date.day == 2 for voucher in loaded.books.vouchers)
