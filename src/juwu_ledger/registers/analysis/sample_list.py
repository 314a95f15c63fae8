"""凭证抽查清单: the sample as a list, with a column to tick."""

from __future__ import annotations

from collections.abc import Iterator

from juwu_ledger.books.model.money import show_fen
from juwu_ledger.books.signing.canonical import short_code
from juwu_ledger.registers.analysis.look import NO_FINDING
from juwu_ledger.registers.analysis.sample import Sample
from juwu_ledger.tables.columns import with_sum
from juwu_ledger.tables.report import CODE, DATE, MONEY, TEXT, Column, Table

KEY, TITLE = "sample", "凭证抽查清单"
_COLUMNS = (
    Column("date", "日期", DATE, 11, lambda x: x.voucher.date),
    Column("voucher", "凭证字号", CODE, 14, lambda x: x.voucher.id),
    Column("who", "收款人", TEXT, 20, lambda x: x.voucher.payee),
    Column("narration", "摘要", TEXT, 30, lambda x: x.voucher.narration),
    Column("amount", "金额", MONEY, 14),
    Column("checked", "查过", TEXT, 8, lambda _: None),
)


def sample_table(sample: Sample) -> Table:
    """Return the list; its note says how it was drawn, so that anyone can draw it again."""
    rows = with_sum(_COLUMNS, sample.drawn, "amount")
    note = "".join(_note(sample)) or sample.why
    return Table(KEY, TITLE, _COLUMNS, rows, note, sample.why or "这几个月没有付款。")


def _note(sample: Sample) -> Iterator[str]:
    if sample.seal is None:
        return
    plan = sample.plan
    yield f"从 {sample.days.title} 已封账的 {sample.payments} 笔付款（{show_fen(sample.total)} 元）里抽："
    yield f"可容忍错误 {plan.tolerable} %，可信程度 {plan.confidence} %，抽 {plan.size} 个点，"
    yield f"落在 {len(sample.drawn)} 张凭证上，金额越大越容易抽到。"
    yield f"起点由 {sample.seal.period.title}的封账码（{short_code(sample.seal.digest or '')}）定，"
    yield f"谁来抽都是这些。抽到的，{NO_FINDING}。"
