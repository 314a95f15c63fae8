"""Makes bundles of committees that have no books: signed, whole, and adding up, the same every time.

    for month, data in Committee(7).bundles("2026-01", 12): ...

Who wants to know what a street's figures must be asks :attr:`Committee.said`, which the bundles are made of.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from juwu_ledger.books.model.money import to_yuan
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.signing.private_keys import public_key_of
from juwu_ledger.books.signing.ssh_signatures import armoured, sign
from juwu_ledger.bundle.manifest import (
    DATA,
    NAME,
    NAMESPACE,
    REPORTS,
    SEALS,
    SIGNATURE,
    Manifest,
    manifest_bytes,
)
from juwu_ledger.bundle.parquet_bytes import parquet_bytes
from juwu_ledger.bundle.seal_chain import SealedMonth, chain_text
from juwu_ledger.bundle.tables import COLUMNS, DataTable
from juwu_ledger.bundle.zip_bytes import zip_bytes

BANK, TILL, CASH = (
    "Assets:1002银行存款:01基本户",
    "Assets:1001库存现金:02待缴款",
    "Assets:1001库存现金:01备用金",
)
OPENING = "Equity:3001期初余额"
STREET = "柳荫街道办事处"
ACCOUNTS = {
    BANK: ("bank", "", ""),
    TILL: ("undeposited", "", ""),
    CASH: ("petty-cash", "", ""),
    OPENING: ("opening", "", ""),
    "Income:4001财政拨款": ("", "appropriation", ""),
    "Income:4003服务收入": ("", "service", ""),
    "Income:4004租金": ("", "rent", ""),
    "Expenses:5101办公用品": ("", "", "official"),
    "Expenses:5103招待": ("", "", "entertainment"),
    "Expenses:5104津贴": ("", "", "allowance"),
    "Expenses:5105活动": ("", "", "programme"),
}
EXPENSES = [name for name in ACCOUNTS if name.startswith("Expenses")]
LIMIT = 500_000
_NONE = "none"
_EMPTY = {"funds", "findings", "approvals", "officers"}


class Line(NamedTuple):
    """A line of a voucher that was made up: what the tables of the bundle are made of."""

    month: str
    voucher: str
    number: int
    date: dt.date
    kind: str
    payee: str
    account: str
    fen: int
    accrued: int
    income: int
    spending: int


class Committee:
    """A committee that was made up; the same number makes the same."""

    def __init__(self, number: int, vouchers: int = 25, seed: int = 0) -> None:
        self.number = number
        self.code = f"33010{number // 100_000 % 10}{number % 100_000:06d}"
        self.name = f"第{number}社区"
        self.households = 800 + number * 37 % 2400
        material = hashlib.sha256(f"bench {number}".encode()).digest()
        self.key = Ed25519PrivateKey.from_private_bytes(material)
        self.public_key = public_key_of(self.key)
        self.said: list[Line] = []
        self.openings: dict[str, dict[str, int]] = {}
        self._vouchers = vouchers
        self._random = random.Random(f"{seed} {number}")
        self._balances = {BANK: 9_000_000 + number * 1000, OPENING: -9_000_000 - number * 1000}
        self._chain: list[SealedMonth] = []

    def bundles(self, first: str, months: int) -> Iterator[tuple[str, bytes]]:
        """Yield the label and the bundle of one month after the other."""
        month = Period.parse(first)
        for _ in range(months):
            yield month.label, self.bundle(month)
            month = month.following()

    def bundle(self, month: Period) -> bytes:
        """Return the bundle of the month that comes next."""
        opening = dict(self._balances)
        self.openings[month.label] = opening
        lines = list(self.lines(month))
        self.said += lines
        tables = {name: DataTable(COLUMNS[name], ()) for name in _EMPTY}
        tables["entries"] = DataTable(COLUMNS["entries"], tuple(map(_entry, lines)))
        tables["accounts"] = DataTable(COLUMNS["accounts"], tuple(self._accounts(opening, lines)))
        digest = hashlib.sha256(f"{self.code} {month.label}".encode()).hexdigest()
        previous = self._chain[-1].digest if self._chain else _NONE
        count = len({line.voucher for line in lines})
        self._chain.append(SealedMonth(month, digest, previous, count, "0" * 64))
        parts = {DATA[name]: parquet_bytes(table) for name, table in tables.items()}
        parts[SEALS] = chain_text(self._chain)
        parts |= self._reports(month, digest, opening, lines)
        return signed_zip(parts, self.manifest(month, digest, previous, count), self.key)

    def manifest(self, month: Period, digest: str, previous: str, vouchers: int) -> Manifest:
        """Return what the bundle says, but for its files."""
        return Manifest(
            code=self.code,
            name=self.name,
            title=f"{self.name}居民委员会",
            period=month,
            made_on=month.last + dt.timedelta(days=5),
            digest=digest,
            previous=previous,
            vouchers=vouchers,
            documents="0" * 64,
            accountant="李四安",
            director="赵一清",
            program="made up",
            errors=self.number % 3,
            warnings=0,
            explained=0,
            reviewed="",
            disclosed="",
            limits={"street-sign-off": LIMIT},
            files={},
        )

    def lines(self, month: Period) -> Iterator[Line]:
        """Yield the lines of a month: money from the street, income in cash and by bank, spendings."""
        dice = self._random
        days = sorted(dice.randint(1, 28) for _ in range(self._vouchers))
        for made, day in enumerate(days, 1):
            date = month.first.replace(day=day)
            number = f"{month.label}-{made:04d}"
            amount = dice.randint(10, 600_000)
            what = dice.random()
            if made == 1:
                legs = (BANK, "Income:4001财政拨款", 2_000_000, "income", STREET)
            elif what < 0.2:
                legs = (TILL, "Income:4003服务收入", amount // 20, "income", "居民")
            elif what < 0.3:
                legs = (BANK, "Income:4004租金", amount, "income", "示例书店")
            elif what < 0.4:
                legs = (BANK, TILL, max(self._balances.get(TILL, 0), 0), "transfer", "银行")
            else:
                paid = dice.choice((BANK, BANK, CASH))
                legs = (dice.choice(EXPENSES), paid, amount // 4, "spending", "示例文具店")
            yield from self._voucher(month.label, number, date, *legs)

    def _voucher(
        self,
        month: str,
        number: str,
        date: dt.date,
        debit: str,
        credit: str,
        fen: int,
        kind: str,
        payee: str,
    ) -> Iterator[Line]:
        income = fen if kind == "income" else 0
        spending = fen if kind == "spending" else 0
        for at, (account, signed) in enumerate(((debit, fen), (credit, -fen)), 1):
            self._balances[account] = self._balances.get(account, 0) + signed
            accrued = fen if account.startswith(("Income", "Expenses")) else 0
            sums = (income, spending) if at == 1 else (0, 0)
            yield Line(month, number, at, date, kind, payee, account, signed, accrued, *sums)

    def _accounts(self, opening: dict[str, int], lines: list[Line]) -> Iterator[tuple[object, ...]]:
        debit: dict[str, int] = defaultdict(int)
        credit: dict[str, int] = defaultdict(int)
        for line in lines:
            (debit if line.fen > 0 else credit)[line.account] += abs(line.fen)
        for name, kinds in ACCOUNTS.items():
            begun = opening.get(name, 0)
            if begun or debit[name] or credit[name]:
                moved = (debit[name], credit[name])
                yield (name, *kinds, begun, *moved, begun + debit[name] - credit[name])

    def _reports(
        self, month: Period, digest: str, opening: dict[str, int], lines: list[Line]
    ) -> dict[str, bytes]:
        by_account: dict[str, int] = defaultdict(int)
        for line in lines:
            if line.account.startswith(("Income", "Expenses")):
                by_account[line.account] += line.accrued
        money = (BANK, TILL, CASH)
        totals = {
            "opening": _yuan(sum(opening.get(name, 0) for name in money)),
            "income": _yuan(sum(line.income for line in lines)),
            "spending": _yuan(sum(line.spending for line in lines)),
            "closing": _yuan(sum(self._balances.get(name, 0) for name in money)),
            "by_account": {name: _yuan(fen) for name, fen in by_account.items()},
        }
        paper = {
            "report": "monthly",
            "period": month.label,
            "committee": f"{self.name}居民委员会",
            "books_digest": digest,
            "totals": totals,
        }
        text = json.dumps(paper, ensure_ascii=False).encode()
        return {REPORTS["json"]: text, REPORTS["html"]: b"<p>", REPORTS["xlsx"]: b"PK\x05\x06"}


def signed_zip(parts: dict[str, bytes], manifest: Manifest, key: Ed25519PrivateKey) -> bytes:
    """Return the bundle of these parts, its list made anew and signed."""
    kept = {name: data for name, data in parts.items() if name not in (NAME, SIGNATURE)}
    files = {name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in kept.items()}
    kept[NAME] = manifest_bytes(replace(manifest, files=files))
    kept[SIGNATURE] = armoured(sign(key, kept[NAME], NAMESPACE)).encode()
    return zip_bytes(kept)


def _entry(line: Line) -> tuple[object, ...]:
    about = (line.voucher, line.number, line.date, line.kind, line.payee, "")
    ids = (line.account, "", "", "", "", "")
    return (*about, *ids, line.fen, line.accrued, line.income, line.spending)


def _yuan(fen: int) -> str:
    return f"{to_yuan(fen):.2f}"
