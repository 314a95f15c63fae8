"""What is still to be done when new books have been made."""

from __future__ import annotations

from collections.abc import Iterator

from juwu_ledger.books.model.vocabulary import AMOUNT_LIMITS, OFFICES
from juwu_ledger.cli.shell.console import as_typed
from juwu_ledger.journal.orders.new_books import Founded, NewBooks


def next_steps(made: Founded, wanted: NewBooks) -> Iterator[str]:
    """Yield lines for the treasurer: what is missing, and where to go on."""
    yield ""
    yield "接下来："
    for number, step in enumerate(_steps(made, wanted), 1):
        yield f"  {number}. {step}"
    yield ""
    folder = as_typed([str(made.folder)])
    yield f"以后先进到账本的文件夹再打命令：cd {folder}；或者每次写上 --books {folder}"


def _steps(made: Founded, wanted: NewBooks) -> Iterator[str]:
    yield "看一遍章程和期初余额：charter.beancount 和年份文件夹里的第一册"
    roles = {role for role, _ in wanted.officers}
    missing = [title for role, title in OFFICES.items() if role not in roles]
    if missing:
        yield f"补登任职：{'、'.join(missing)}（juwu officer 职务 姓名）"
    unset = [title for kind, title in AMOUNT_LIMITS.items() if kind not in wanted.limits]
    if unset:
        yield f"定下限额：{'、'.join(unset)}（juwu limit）"
    if wanted.receipts is None:
        yield "领收据，登记收据本：juwu receipt-book issue"
    chart = made.books.chart
    if any(fen and chart[name].role == "fixed-asset" for name, fen in wanted.openings.items()):
        yield (
            "期初的固定资产在第一次月结以前逐件建卡："
            f"juwu asset add 名称 --amount 原值 --date {wanted.begin}"
        )
    if (wanted.begin.month, wanted.begin.day) != (1, 1) and not wanted.brought:
        yield "今年建账以前的收支，逐个科目登记累计，本年累计才全：juwu brought-forward 科目 金额"
    yield "收钱 juwu receive；先签批 juwu approve，再付钱 juwu spend"
    yield "随时查账 juwu check；在浏览器里看 juwu serve"
