"""BNK001: a bank or clearing account whose holder is not the committee, an Assets account with no
role, money left on an account that is closed."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.rules.support.rule import WARNING, Finding, Rule

RULE = Rule(
    code="BNK001",
    name="account-not-committees",
    title="账户不在居委会名下",
    clause=("FM-1.1",),
    why="公款只能放在居委会自己的账户里，不能放进个人名下，也不能有账外的钱。",
    remedy="把户主（holder）改成开户许可证上的居委会全称；个人账户里的公款立即转回；给资产科目写明用处（role）。",
    lasting=True,
)
__plugins__ = (RULE.plugin,)
_NO_ROLE = ("Assets", None)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Look at the accounts themselves; a bank account is one wherever the chart puts it."""
    nameless = []
    for account in books.chart.values():
        if account.role is None and account.root == "Assets":
            message = f"资产科目 {account.name} 没有写明或写错了用处（role），不知道是钱还是物"
        elif not account.is_bank:
            continue
        elif account.root != "Assets":
            message = f"账户 {account.name} 不在资产类（Assets），里面的钱不在账上"
        elif account.holder == books.title:
            continue
        elif not books.title and account.holder is not None:
            nameless.append(account)
            continue
        elif account.holder is None:
            message = f"账户 {account.label} 没有写户主（holder）"
        else:
            message = f"账户 {account.label} 的户主是“{account.holder}”，不是“{books.title}”"
        yield RULE.at(account.place, message, date=account.opened, about=account.name)
    for account in nameless[:1]:
        yield RULE.at(
            account.place,
            "账本主文件没有写居委会全称（option title），账户的户主无从核对",
            date=account.opened,
            about=account.name,
            remedy='在主文件写上 option "title" "居委会全称"。',
            severity=WARNING,
        )


@RULE.check
def find_closed_with_money(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Look at what was left on money accounts, and on those of no role, when they were closed."""
    for closing in books.facts.closings:
        account = books.chart.get(closing.account)
        holds_money = account and (account.is_money or (account.root, account.role) == _NO_ROLE)
        if account and holds_money and closing.fen:
            yield RULE.at(
                closing.place,
                f"账户 {account.label} 在 {closing.date} 停用（close），"
                f"账上还有 {show_fen(closing.fen)} 元",
                date=closing.date,
                about=account.name,
                remedy="先把余额转到居委会在用的账户，记好凭证，再写 close；或者改正 close 的日期。",
            )
