"""An approval on paper (付款审批单): what for, how much, who signed, and what was spent under it.

One that was not yet spent under has blank places to be filled in and signed by hand.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.metadata import text_of
from juwu_ledger.books.model.money import show_fen, to_yuan
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import Approval, Resolution
from juwu_ledger.books.signing.signature_states import State
from juwu_ledger.books.signing.signed_messages import (
    APPROVAL_END,
    DIRECTOR,
    STREET_DIRECTOR,
    Signing,
)
from juwu_ledger.papers.sections.details import joined
from juwu_ledger.records.approvals import (
    ApprovalUse,
    Use,
    approval_uses,
    needs_street,
    reached_street_figure,
)
from juwu_ledger.records.flows import legs_of
from juwu_ledger.records.signatures import Standing, approval_signatures
from juwu_ledger.records.ticked_rows import party_accounts
from juwu_ledger.records.voucher_lines import attachments_of, texts
from juwu_ledger.tables.form_words import form_report, in_capitals, long_day
from juwu_ledger.tables.report import (
    CODE,
    DATE,
    MONEY,
    TOTAL,
    Box,
    Column,
    Field,
    Form,
    Report,
    Row,
    Table,
)

TITLE = "付款审批单"
SIGNED, UNSIGNED, UNVERIFIABLE = "已加密签名，已验证", "未加密签名", "有加密签名，没有公钥可验"
FAILED, MISSING = "加密签名没有通过验证", "应有加密签名，没有签"
_SHOWN = 4
_WAYS = "□ 现金　　□ 转账"


def approval_report(books: Books, approval: Approval, as_of: dt.date) -> Report:
    """Return the paper of an approval with what was spent under it by ``as_of``."""
    use = books.record(approval_uses).of(approval).until(as_of)
    month = Period.month_of(approval.date)
    until = max([approval.date, *(one.voucher.date for one in use.uses)])
    form = approval_form(books, use)
    return form_report(books, "approval", TITLE, month, (form,), as_of, until)


def approval_form(books: Books, use: ApprovalUse) -> Form:
    """Return an approval with its uses as it is printed."""
    approval, uses, left = use.approval, use.uses, use.left
    over = f"支出超出批准金额 {show_fen(-left)} 元，请查明原因。" if left < 0 else ""
    fails = books.record(approval_signatures).standing(approval) is Standing.FAILED
    forged = "电子签名没有通过验证，请先查明，不要付款。" if fails else ""
    return Form(
        key="approval",
        title="",
        fields=_fields(books, approval, uses),
        tables=(_items_table(books, use), _uses_table(use)),
        boxes=_boxes(books, approval, uses),
        notes=(*_ended(books, use), *_notes(books, approval)),
        alarms=tuple(filter(None, (over, forged))),
    )


def _fields(books: Books, approval: Approval, uses: Sequence[Use]) -> tuple[Field, ...]:
    papers = [count for use in uses if (count := attachments_of(use.voucher)) is not None]
    resolution = _resolution(books, approval)
    decided = (Field("resolution", "居民会议决议", resolution, True),) if resolution else ()
    return (
        Field("date", "日期", approval.date),
        Field("number", "单据编号", approval.id),
        Field("applicant", "申请人", approval.applicant),
        Field("payee", "收款单位（人）", approval.payee),
        Field("payee_account", "收款账号", _account(books, uses), True),
        Field("purpose", "用途", approval.purpose or None, True),
        Field("reason", "事由", approval.reason, True),
        Field("fund", "列支资金", approval.fund or "日常经费（不是专项）"),
        Field("way", "付款方式", _way(books, uses)),
        Field("amount", "批准金额", to_yuan(approval.amount)),
        Field("attachments", "附单据（张）", sum(papers) if papers else None),
        Field("capitals", "人民币（大写）", in_capitals(approval.amount), True),
        *decided,
    )


def _resolution(books: Books, approval: Approval) -> str:
    if not approval.resolution:
        return ""
    for item in books.of(Resolution):
        if item.id == approval.resolution:
            votes = ""
            if item.present is not None and item.in_favour is not None:
                votes = f"，到会 {item.present} 人，同意 {item.in_favour} 人"
            return f"{item.id}　{item.title}（{item.date}{votes}）"
    return f"{approval.resolution}（没有登记）"


def _way(books: Books, uses: Sequence[Use]) -> str:
    """Say how the money was paid; what is not paid yet has boxes to tick."""
    accounts = [
        account
        for use in uses
        for posting in use.voucher.txn.postings
        if (account := books.chart.get(posting.account)) and account.is_money
    ]
    ways = ("现金" * any(a.is_cash for a in accounts), "转账" * any(a.is_bank for a in accounts))
    return joined(ways) or _WAYS


def _account(books: Books, uses: Sequence[Use]) -> str | None:
    """Return the payee's account as the bank's statement shows it; a blank where it does not."""
    return joined(party_accounts(books, (use.voucher for use in uses))) or None


def _receiver(books: Books, approval: Approval, uses: Sequence[Use]) -> str | None:
    """Return who takes goods in, where goods were bought; else whoever signs."""
    bought = (leg for use in uses for leg in legs_of(books, use.voucher) if leg.fen > 0)
    is_goods = any(
        leg.account.role in _GOODS or leg.account.nature == "low-value" for leg in bought
    )
    return books.people.holder("asset-keeper", approval.date) if is_goods else None


_GOODS = ("fixed-asset", "inventory")
_ITEM_LINES, _ROOM = 3, "　"


def _items_table(books: Books, use: ApprovalUse) -> Table:
    """Return what was paid for, by account; lines to be filled in where nothing was paid yet."""
    sums: dict[str, int] = defaultdict(int)
    for one in use.uses:
        lines = list(_lines(books, use.approval, one))
        for label, fen in lines:
            sums[label] += fen
        sums[_REST] += one.fen - sum(fen for _, fen in lines)
    rows = [Row((label, to_yuan(fen))) for label, fen in sums.items() if fen]
    if rows:
        rows.append(Row(("合计", to_yuan(use.spent)), TOTAL))
    return Table(
        key="items",
        title="费用项目",
        columns=(Column("item", "项目", width=60), Column("amount", "金额", MONEY, 20)),
        rows=tuple(rows) or tuple(Row((_ROOM, None)) for _ in range(_ITEM_LINES)),
        adds_up=bool(rows),
    )


_REST = "其他（折扣、手续费、欠着的）"


def _lines(books: Books, approval: Approval, use: Use) -> Iterator[tuple[str, int]]:
    """Yield account and fen of the lines that a voucher has under an approval; a refund may name none."""
    legs = [leg for leg in legs_of(books, use.voucher) if not leg.account.is_money]
    whole = use.voucher.text("approval")
    whole = whole or ("" if texts(use.voucher, "approval") else approval.id)
    for leg in legs:
        named = text_of((leg.posting.meta or {}).get("approval")) or whole
        is_charge = leg.account.nature == "bank-charge" or leg.account.source == "interest"
        if plain(named) == plain(approval.id) and (len(legs) == 1 or not is_charge):
            yield leg.account.label, leg.fen


def _uses_table(use: ApprovalUse) -> Table:
    rows = []
    for one in use.uses:
        voucher = one.voucher
        cells = (voucher.date, voucher.id, voucher.payee, voucher.narration)
        rows.append(Row((*cells, to_yuan(one.fen))))
    if rows:
        rows.append(Row(("已用合计", None, None, None, to_yuan(use.spent)), TOTAL))
        rows.append(Row(("未用金额", None, None, None, to_yuan(use.left)), TOTAL))
    return Table(
        key="uses",
        title="使用情况",
        columns=(
            Column("date", "日期", DATE, 11),
            Column("voucher", "凭证号", CODE, 14),
            Column("payee", "收款单位（人）", width=22),
            Column("summary", "摘要", width=34),
            Column("amount", "金额", MONEY, 14),
        ),
        rows=tuple(rows),
        empty="还没有使用。",
        adds_up=False,
    )


def _boxes(books: Books, approval: Approval, uses: Sequence[Use]) -> tuple[Box, ...]:
    signed = _said(books, approval, DIRECTOR)
    street: tuple[Box, ...] = ()
    if needs_street(books, approval):
        said = _said(books, approval, STREET_DIRECTOR)
        street = (Box("街道办事处审批", approval.street_director, said),)
    return (
        Box("经手人", _named(uses, "handler")),
        Box("证明人", _named(uses, "witness")),
        Box("验收人", _receiver(books, approval, uses)),
        Box("会计审核", books.people.holder("accountant", approval.date)),
        Box("主任签批", approval.director, signed),
        *street,
        Box("领款人"),
    )


def _named(uses: Sequence[Use], key: str) -> str | None:
    """Return who is named on the vouchers, the first few of them."""
    names = list(dict.fromkeys(name for use in uses if (name := use.voucher.text(key))))
    more = f"等 {len(names)} 人" if len(names) > _SHOWN else ""
    return "、".join(names[:_SHOWN]) + more or None


def _said(books: Books, approval: Approval, signing: Signing) -> str:
    """Say when an approval was signed, and what became of the electronic signature."""
    is_director = signing is DIRECTOR
    name = approval.director if is_director else approval.street_director
    day = approval.date if is_director else approval.street_date
    if name is None or day is None:
        return ""
    written = approval.signature if is_director else approval.street_signature
    return f"{long_day(day)}　{_state(books, approval, signing, written)}"


def _state(books: Books, approval: Approval, signing: Signing, written: str | None) -> str:
    state = books.record(approval_signatures).state(approval, signing)
    if state is State.NO_KEY:
        return UNVERIFIABLE if written else UNSIGNED
    return {State.VALID: SIGNED, State.MISSING: MISSING}.get(state, FAILED)


def _ended(books: Books, use: ApprovalUse) -> tuple[str, ...]:
    """Say that the director has ended it, why, and what the signature on that is worth."""
    end = use.end
    if end is None:
        return ()
    state = _state(books, use.approval, APPROVAL_END, end.signature)
    rest = f"，没有用的 {show_fen(use.left)} 元不能再用" if use.left > 0 else ""
    return (
        f"{long_day(end.date)}由 {end.director or '（没有写）'} 终止：{end.reason}{rest}。{state}。",
    )


def _notes(books: Books, approval: Approval) -> tuple[str, ...]:
    figure = reached_street_figure(books, approval.date, approval.amount)
    if figure is None:
        return ()
    signed = approval.street_director is not None and approval.street_date is not None
    state = "" if signed else "，还没有审批，不能付款"
    return (f"金额达到 {show_fen(figure)} 元，须报街道办事处审批{state}。",)
