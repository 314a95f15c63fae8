"""Breaking the example books: their text, ways to change it, and the register of mutations.

A mutation draws its particulars and returns a :class:`Case`: changed books, the day to judge them
from, and every finding they must have, no more and no fewer. ``@breaks(rule)`` registers one that
the rule must find; ``@lawful(rule)`` one just inside the rule's line, with no finding at all.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from difflib import unified_diff
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.support.rule import judge
from parsed_once import parsed_once
from plain_example import PLAIN

FOLDER = PLAIN
TEXTS = {
    p.relative_to(FOLDER).as_posix(): p.read_text("utf-8") for p in FOLDER.rglob("*.beancount")
}
_loaded = load_books(FOLDER / "main.beancount")
assert _loaded.books is not None
BASE = _loaded.books
"""The example books as they are, to choose vouchers from."""

TITLE = BASE.title
PETTY = "Assets:1001库存现金:01备用金"
TILL = "Assets:1001库存现金:02待缴款"
BANK = "Assets:1002银行存款:01基本户"
WECHAT = "Assets:1012其他货币资金:01微信收款"
FIXED = "Assets:1501固定资产:01办公设备"
WORN = "Assets:1502累计折旧"
OWED = "Liabilities:2202应付账款"
DEPOSITS = "Liabilities:2241其他应付款:01装修押金"
COPIES = "Income:4003便民服务:01复印打印"
RENT = "Income:4004房屋租金"
INTEREST = "Income:4005利息收入"
GIFTS = "Income:4002社会捐赠:01单位捐赠"
OFFICE = "Expenses:5101办公用品"
LOW_VALUE = "Expenses:5108低值易耗品"
ALLOWANCE = "Expenses:5201津贴补贴:01楼组长津贴"
RELIEF = "Expenses:5202困难救助"
FEES = "Expenses:5401银行手续费"

AS_OF = dt.date(2026, 1, 31)
SECOND_OF_JANUARY = dt.date(2026, 1, 2)
DAY = dt.timedelta(days=1)
FEN = Decimal("0.01")
NEW = "2026/2026-01.beancount"
T = TypeVar("T")


def new_year(day: int) -> dt.date:
    return dt.date(2026, 1, day)


def yuan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)


class Ledger:
    """The text of the books; every change returns another ledger."""

    def __init__(self, texts: dict[str, str] | None = None, count: int = 0) -> None:
        self.texts = TEXTS if texts is None else texts
        self.count = count
        """How many vouchers were added in January 2026."""

    def put(self, file: str, text: str) -> Ledger:
        return Ledger({**self.texts, file: text}, self.count)

    def block(self, needle: str) -> tuple[str, int, int]:
        """Find the one directive, with its indented lines, that holds ``needle``."""
        found = [file for file, text in self.texts.items() if needle in text]
        assert len(found) == 1, f"{needle} in {found}"
        text = self.texts[found[0]]
        at = text.index(needle)
        assert text.find(needle, at + 1) < 0, f"{needle} stands twice in {found[0]}"
        start = text.rfind("\n2", 0, at + 1) + 1
        end = text.index("\n", at) + 1
        while text[end : end + 1] == " ":
            end = text.index("\n", end) + 1
        return found[0], start, end

    def text_of(self, needle: str) -> str:
        file, start, end = self.block(needle)
        return self.texts[file][start:end]

    def rewrite(self, needle: str, change: Callable[[str], str]) -> Ledger:
        file, start, end = self.block(needle)
        text = self.texts[file]
        return self.put(file, text[:start] + change(text[start:end]) + text[end:])

    def swap(self, needle: str, old: str, new: str) -> Ledger:
        def once(text: str) -> str:
            assert old in text, f"no {old} at {needle}"
            return text.replace(old, new, 1)

        return self.rewrite(needle, once)

    def cut(self, needle: str) -> Ledger:
        return self.rewrite(needle, lambda text: "")

    def redate(self, needle: str, day: dt.date) -> Ledger:
        return self.rewrite(needle, lambda text: f"{day}{text[10:]}")

    def unset(self, needle: str, *keys: str) -> Ledger:
        def drop(text: str) -> str:
            for key in keys:
                text, count = re.subn(rf"(?m)^ +{key}: .*\n", "", text, count=1)
                assert count, f"no {key} at {needle}"
            return text

        return self.rewrite(needle, drop)

    def set(self, needle: str, key: str, value: object) -> Ledger:
        """Write a metadata line below the header, in place of the first one of that key."""
        written = f"  {key}: {_meta(value)}\n"

        def write(text: str) -> str:
            changed, count = re.subn(rf"(?m)^  {key}: .*\n", lambda _: written, text, count=1)
            return changed if count else text.replace("\n", "\n" + written, 1)

        return self.rewrite(needle, write)

    def add(self, text: str, file: str = NEW) -> Ledger:
        """Append directives; the default file is that of January 2026."""
        ledger = self
        if file not in self.texts:
            main = self.texts["main.beancount"]
            ledger = self.put("main.beancount", f'{main}include "{file}"\n')
        return ledger.put(file, f"{ledger.texts.get(file, '')}\n{text.rstrip()}\n")

    def book(self, day: dt.date, *postings: object, number: str = "", **meta: object) -> Ledger:
        """Add a voucher; in January 2026 it is numbered on. ``payee`` and ``narration`` are meta."""
        count = self.count + (day >= new_year(1))
        number = number or f"2026-01-{count:04d}"
        payee = meta.pop("payee", "示例杂货店")
        lines = [f'{day} * "{payee}" "{meta.pop("narration", "一月份的收支")}"']
        meta = {"voucher": number, **meta}
        lines += [f"  {key}: {_meta(value)}" for key, value in meta.items() if value]
        for posting in postings:
            account, amount, *own = posting  # type: ignore[misc]
            lines.append(f"  {account}  {amount} CNY")
            lines += [
                f"    {key}: {_meta(value)}" for key, value in (own[0] if own else {}).items()
            ]
        added = self.add("\n".join(lines))
        return Ledger(added.texts, count)

    def sign(
        self, identity: str, amount: object, day: dt.date = SECOND_OF_JANUARY, **meta: object
    ) -> Ledger:
        """Add an approval, lawful unless ``meta`` says otherwise."""
        meta = {"reason": "日常开支", "applicant": "郑七星", "director": "赵一清", **meta}
        lines = [f'{day} custom "approval" "{identity}" {amount} CNY "一月份的支出"']
        lines += [f"  {key.replace('_', '-')}: {_meta(v)}" for key, v in meta.items() if v]
        return self.add("\n".join(lines), "approvals.beancount")

    def street(self, identity: str, amount: object, day: dt.date = SECOND_OF_JANUARY) -> Ledger:
        """Add an approval that the street director signed too."""
        return self.sign(identity, amount, day, street_director="沈万里", street_date=day)

    def pay(
        self, day: dt.date, amount: object, approval: str = "SP-2026-0001", **meta: object
    ) -> Ledger:
        """Add a payment under an approval; ``account`` and ``money`` are where from and where to."""
        account, money = meta.pop("account", OFFICE), meta.pop("money", BANK)
        papers: dict[str, object] = {
            "approval": approval,
            "invoice": f"26379000000000{97 * (self.count + 1):06d}",  # No sequence (SPD023).
            "handler": "郑七星",
            "witness": "许再三",
        }
        minus = Decimal(str(amount)) * -1
        return self.book(day, (account, amount), (money, minus), **{**papers, **meta})

    def earn(self, day: dt.date, amount: object, receipt: str, **meta: object) -> Ledger:
        """Add an income that came to the bank, or to ``money``."""
        account, money = meta.pop("account", COPIES), meta.pop("money", BANK)
        minus = Decimal(str(amount)) * -1
        return self.book(day, (money, amount), (account, minus), receipt=receipt, **meta)


def _meta(value: object) -> str:
    return str(value) if isinstance(value, dt.date | int) else f'"{value}"'


BOOKS = Ledger()


def voucher(identity: str) -> str:
    """The needle of a voucher."""
    return f'voucher: "{identity}"'


def custom(kind: str, *values: str) -> str:
    """The needle of a directive of ours."""
    return " ".join([f'custom "{kind}"', *(f'"{value}"' for value in values)])


def receipt(number: int) -> str:
    return f"A{number:07d}"


class Case(NamedTuple):
    """Broken (or lawful) books and what the rules must say about them."""

    ledger: Ledger
    expected: Counter[tuple[str, str]]
    as_of: dt.date
    errors: bool
    """The books do not load cleanly, and that is expected."""


def case(
    ledger: Ledger, *expected: tuple[str, str], as_of: dt.date = AS_OF, errors: bool = False
) -> Case:
    return Case(ledger, Counter(expected), as_of, errors)


class Draw:
    """What a mutation draws, at random but the same every time."""

    def __init__(self, data: st.DataObject) -> None:
        self.data = data

    def one(self, items: Iterable[T]) -> T:
        return self.data.draw(st.sampled_from(list(items)))

    def number(self, low: int, high: int) -> int:
        return self.data.draw(st.integers(low, high))

    def yuan(self, low: int = 1, high: int = 50_000) -> Decimal:
        """An amount between so many fen."""
        return yuan(self.number(low, max(high, 2 * low)))

    def day(self, first: dt.date, last: dt.date) -> dt.date:
        return first + DAY * self.number(0, (last - first).days)

    def january(self, first: int = 5, last: int = 31) -> dt.date:
        return new_year(self.number(first, last))


Mutation = Callable[[Draw], Case]
BREAKING: dict[str, list[Mutation]] = defaultdict(list)
LAWFUL: dict[str, list[Mutation]] = defaultdict(list)
BROKEN_PER_RULE = 24
TWINS_PER_MUTATION = 6


def breaks(rule: str) -> Callable[[Mutation], Mutation]:
    return lambda mutation: BREAKING[rule].append(mutation) or mutation


def lawful(rule: str) -> Callable[[Mutation], Mutation]:
    return lambda mutation: LAWFUL[rule].append(mutation) or mutation


def drawn(mutation: Mutation, most: int) -> list[Case]:
    """Draw up to ``most`` different books."""
    found: dict[object, Case] = {}

    @settings(
        max_examples=most + most // 2,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def collect(data: st.DataObject) -> None:
        made = mutation(Draw(data))
        found.setdefault((frozenset(made.ledger.texts.items()), made.as_of), made)

    collect()
    return list(found.values())[:most]


@cache
def broken_books(rule: str) -> list[tuple[str, Case]]:
    """Different broken books, the mutations of the rule taking turns until there are enough."""
    share = min(BROKEN_PER_RULE, 2 * BROKEN_PER_RULE // len(BREAKING[rule]) + 2)
    each = [(m.__name__, drawn(m, share)) for m in BREAKING[rule]]
    found: dict[object, tuple[str, Case]] = {}
    for turn in range(share):
        if len(found) >= BROKEN_PER_RULE:
            break
        for name, cases in each:
            if turn < len(cases):
                made = cases[turn]
                found[frozenset(made.ledger.texts.items()), made.as_of] = (name, made)
    return list(found.values())


@cache
def lawful_books(rule: str) -> list[tuple[str, Case]]:
    return [(m.__name__, made) for m in LAWFUL[rule] for made in drawn(m, TWINS_PER_MUTATION)]


class Workshop:
    """One copy of the example books on disk, changed for each case and put back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "ledger"
        shutil.copytree(FOLDER, self.folder)

    def verdict(self, made: Case) -> str:
        """Judge the books; return what is wrong with the findings, or nothing."""
        changed = {f: t for f, t in made.ledger.texts.items() if TEXTS.get(f) != t}
        try:
            for file, text in changed.items():
                (self.folder / file).parent.mkdir(parents=True, exist_ok=True)
                (self.folder / file).write_text(text, encoding="utf-8")
            with parsed_once():
                loaded = load_books(self.folder / "main.beancount")
            assert loaded.books is not None, loaded.errors
            findings = judge(loaded.books, CATALOGUE, made.as_of)
        finally:
            for file in changed:
                if file in TEXTS:
                    (self.folder / file).write_text(TEXTS[file], encoding="utf-8")
                else:
                    (self.folder / file).unlink(missing_ok=True)
        told = Counter((f.rule, f.about or "") for f in findings)
        said = [f"{f.rule} {f.about}: {f.message}" for f in findings]
        wrong = [f"missed {key}" for key in (made.expected - told).elements()]
        wrong += [f"false {key}" for key in (told - made.expected).elements()]
        if bool(loaded.errors) != made.errors:
            wrong.append(f"load errors: {loaded.errors}")
        if not wrong:
            return ""
        return "\n".join([*wrong, "-- findings", *said[:9], "-- books", *difference(made.ledger)])


def difference(ledger: Ledger) -> Sequence[str]:
    lines: list[str] = []
    for file, text in ledger.texts.items():
        if TEXTS.get(file) != text:
            lines += unified_diff(TEXTS.get(file, "").split("\n"), text.split("\n"), file, n=2)
    return lines[:80]
