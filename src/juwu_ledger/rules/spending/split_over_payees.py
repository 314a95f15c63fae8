"""SPD022: one thing paid to several payees in parts that together reach the street's figure."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from juwu_ledger.books.facts.view import Books, Signed
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.records.flows import legs_of
from juwu_ledger.rules.support.named_persons import people_named
from juwu_ledger.rules.support.rule import WARNING, Finding, Rule
from juwu_ledger.rules.support.small_payments import Group, Payment, groups

RULE = Rule(
    code="SPD022",
    name="split-over-payees",
    title="疑似分给几家化整为零",
    clause=("FM-3.2",),
    why="一件事的钱分开付给几家、分开签批，每一笔都够不着街道主任签批的数额，合起来就绕过去了。",
    remedy="合并报街道办事处主任签批；确是互不相干的几件事，写说明。",
    severity=WARNING,
)
__plugins__ = (RULE.plugin,)

_DAYS = 10
_LAST_NUMBER = re.compile(r"(\d+)\D*$")
_TO_PERSONS = frozenset({"allowance", "relief"})


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Group one handler's payments by purpose, and by approvals of one day that follow one another."""
    told: set[frozenset[str]] = set()
    for about, signed in _alike(books):
        payments = [Payment(one.voucher, one.amount) for one in signed]
        by_voucher = {one.voucher.id: one for one in signed}
        for group in groups(books, payments, _DAYS):
            members = [by_voucher[payment.voucher.id] for payment in group.payments]
            ids = frozenset(by.voucher.id for by in members)
            if ids not in told and _is_split(members):
                told.add(ids)
                yield _finding(about, group)


def _finding(about: str, group: Group) -> Finding:
    return RULE.on(
        group.payments[-1].voucher,
        f"十天内{about}付了 {len(group.payments)} 笔共 {show_fen(group.total)} 元，收款的不是一家，"
        f"达到 {show_fen(group.figure)} 元，都没有街道主任签批：{group.parts}",
    )


def _is_split(members: list[Signed]) -> bool:
    """Tell whether several were paid; lots of different funds that the residents decided on are none."""
    payees = {plain(one.voucher.payee or one.approval.payee or "") for one in members}
    funds = [one.approval.fund for one in members]
    decided = all(one.approval.resolution for one in members)
    return len(payees - {""}) > 1 and not (decided and len(set(funds)) == len(funds))


def _alike(books: Books) -> Iterator[tuple[str, list[Signed]]]:
    """Yield what one handler paid for one purpose, or under one run of approvals, in order of date."""
    by_purpose: dict[tuple[str, str], list[Signed]] = defaultdict(list)
    by_day: dict[tuple[str, dt.date, frozenset[str]], list[Signed]] = defaultdict(list)
    for one, purpose, handlers in _worth_a_look(books):
        bought = _bought(books, one)
        for handler in handlers if bought else ():
            by_purpose[handler, purpose].append(one)
            by_day[handler, one.approval.date, bought].append(one)
    for (handler, purpose), signed in by_purpose.items():
        if purpose:
            yield f"{handler}经手“{signed[0].approval.purpose.strip()}”", signed
    for (handler, _, _), signed in by_day.items():
        for run in _runs(signed):
            yield f"{handler}经手、同一天连着签批的", sorted(run, key=lambda one: one.voucher.date)


def _worth_a_look(books: Books) -> Iterator[tuple[Signed, str, frozenset[str]]]:
    """Yield what was paid without the street office, its purpose made plain, and its handlers.

    Left out is what with all others of its purpose, or its day, does not reach the figure: what a
    voucher bought takes longest to find out.
    """
    figures = [limit.value for limit in books.limits.changes("street-sign-off")]
    found = [
        (one, plain(one.approval.purpose), people_named(one.voucher.text("handler")))
        for one in books.signed_spendings
        if figures
        and not (one.approval.street_director or one.voucher.mirrors)
        and not books.facts.taken_back_by(one.voucher)
    ]
    sums: dict[tuple[str, str | dt.date], int] = defaultdict(int)
    for one, purpose, handlers in found:
        for handler in handlers:
            sums[handler, purpose] += one.amount
            sums[handler, one.approval.date] += one.amount
    least = min(figures, default=0)
    large = {key for key, fen in sums.items() if fen >= least}
    whats = {what for _, what in large}
    for one, purpose, handlers in found:
        if (purpose in whats or one.approval.date in whats) and any(
            (who, purpose) in large or (who, one.approval.date) in large for who in handlers
        ):
            yield one, purpose, handlers


def _runs(signed: Iterable[Signed]) -> Iterator[list[Signed]]:
    """Yield those whose approvals' numbers follow one another."""
    run: list[Signed] = []
    for one in sorted(signed, key=_number):
        if run and _number(one) - _number(run[-1]) > 1:
            yield run
            run = []
        run.append(one)
    yield run


def _number(signed: Signed) -> int:
    found = _LAST_NUMBER.search(plain(signed.approval.id))
    return int(found[1]) if found else 0


def _bought(books: Books, signed: Signed) -> frozenset[str]:
    """Return the accounts that a voucher bought on; none where it pays persons: each has a sum of his own."""
    raised = [leg for leg in legs_of(books, signed.voucher) if leg.fen > 0]
    if any(leg.account.nature in _TO_PERSONS for leg in raised):
        return frozenset()
    return frozenset(leg.account.name for leg in raised if not leg.account.is_money)
