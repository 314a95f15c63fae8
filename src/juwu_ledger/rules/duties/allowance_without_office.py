"""DTY006: an allowance paid to someone who neither holds an office nor is on a declared list."""

import datetime as dt
import re
from collections.abc import Iterator

from juwu_ledger.books.facts.facts import Voucher
from juwu_ledger.books.facts.recipients import listed
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.periods import Period
from juwu_ledger.records.flows import Leg, legs_of, vouchers_on
from juwu_ledger.records.rosters import Rosters
from juwu_ledger.rules.support.named_persons import offices_held
from juwu_ledger.rules.support.rule import WARNING, Finding, Rule

RULE = Rule(
    code="DTY006",
    name="allowance-without-office",
    title="津贴发给不在任也不在册的人",
    clause=("TR-2",),
    why="津贴发给在任的成员和登记在册的人（楼组长、志愿者）。名单上多一个谁也不认识的人，钱就到了别人手里。",
    remedy="查清这个人是谁：在任的补登任职（juwu officer）；楼组长等登记名册（juwu roster），"
    "日期写在发放的当月或以前；不该发的追回。",
    severity=WARNING,
)
__plugins__ = (RULE.plugin,)

_NO_NAME = "(?:员|长|者|工|手|人|兵|代表|干部|队伍?)$"
"""楼组长, 保洁员: whom a list without names was paid to."""


_OF_MEMBERS = ("成员", "委员", "居委会干部")


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Look at whom allowance lines name, in their lists of recipients or as the payee.

    Lines of members' allowances, and those that a declared list is about: its name stands in the account's
    name or in the narration. Volunteers of whom no list was declared may be anyone.
    """
    names = {account.name for account in books.chart.values() if account.nature == "allowance"}
    for voucher in vouchers_on(books, names):
        if voucher.mirrors is not None or books.facts.taken_back_by(voucher):
            continue
        unknown = [name for name in _paid(books, voucher) if not _is_known(books, name, voucher)]
        if unknown:
            shown = "、".join(unknown[:_MOST]) + (
                f" 等 {len(unknown)} 人" if len(unknown) > _MOST else ""
            )
            yield RULE.on(voucher, f"津贴发给{shown}，当时没有任职，也不在登记的名册上")


_MOST = 5


def _paid(books: Books, voucher: Voucher) -> list[str]:
    """Return whom the voucher's allowance lines name, each once."""
    raised = [leg for leg in legs_of(books, voucher) if leg.fen > 0]
    lines = [leg for leg in raised if _is_judged(books, voucher, leg)]
    own = [name for leg in lines for name in listed(leg.posting.meta or {})]
    if own or not lines:
        return list(dict.fromkeys(own))
    if not all(leg in lines for leg in raised):
        return []  # Of what is paid for other things too, the list or payee is not the allowance's.
    whole = list(listed(voucher.txn.meta))
    return list(dict.fromkeys(whole or _named_payee(voucher)))


def _is_judged(books: Books, voucher: Voucher, leg: Leg) -> bool:
    """Tell whether an allowance line is about members, or about a list that was declared by then."""
    if leg.account.nature != "allowance":
        return False
    said = f"{leg.account.label} {voucher.narration}"
    declared = books.record(Rosters).names(voucher.date)
    return any(name in said for name in _OF_MEMBERS) or any(
        name in plain(said) for name in declared
    )


def _named_payee(voucher: Voucher) -> Iterator[str]:
    """Yield the persons that the payee names, if it names persons and nothing else."""
    from juwu_ledger.books.model.person_names import persons  # Few books need its long patterns.

    for name in persons(voucher.payee):
        if not re.search(_NO_NAME, name):
            yield name


def _is_known(books: Books, name: str, voucher: Voucher) -> bool:
    """Tell whether someone was in office or on a list in the voucher's month, or the one before.

    An allowance is paid for the month that is over as well.
    """
    month = Period.month_of(voucher.date)
    first = Period.month_of(month.first - dt.timedelta(days=1)).first
    on_list = plain(name) in books.record(Rosters).on_any(first, month.last)
    return on_list or bool(offices_held(books, name, first, month.last))
