"""应当相等的数: both sides of a tie, from the books."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from . import accounts, money, receipts
from .books import RESULT, ZERO, Span, quarter_before
from .cells import Cell, Paper, Right

ALL = ("item", "subtotal", "total")
TITLES: dict[str, tuple[str, str] | tuple[str, str, tuple[str, ...]]] = {
    "各专项资金：期初＋收入－使用＝期末": ("funds", "closing"),
    "各份签批：批准－累计使用＝余额": ("sign_offs", "left"),
    "各份签批：批准－以前已用－本期已用＝未用": ("approval_register", "left"),
    "批准－已用＝未用": ("approval_register", "left"),
    "各次盘点：实盘－账面＝长款（短款）": ("cash_counts", "difference"),
    "银行对账各户：调节后账面－调节后对账单＝差额": ("reconciliations", "difference"),
    "逐月：月初＋收入－支出＝月末": ("months", "closing"),
    "收支表各行：各月之和＝合计": ("income_statement", "amount", ALL),
    "收支表各行：各季之和＝合计": ("income_statement", "amount", ALL),
    "各专项和日常经费：期初加减各栏＝期末": ("net_assets", "closing", ALL),
    "年度限额各项：限额－累计＝还可使用": ("budget_limits", "left"),
    "可供分配：从资金看＝从净资产看": ("distributable", "amount", ("subtotal",)),
    "本年日常经费的来源＝净资产变动的日常经费收入": ("free_income", "amount"),
    "本期列支合计＝低值易耗品科目的本期发生额": ("low_value", "booked"),
    "各专项：最后一行结余＝各项资金期末结余": ("funds", "closing"),
    "各专项：期初＋捐入＋其他－使用＝期末": ("donor_funds", "closing"),
    "专项使用逐笔之和＝各专项本期使用": ("uses", "amount"),
    "捐赠逐笔之和＝各专项捐入＋不限用途": ("gifts", "amount"),
    "没有动钱的收入逐笔之和＝核对表的减项": ("without_money", "income"),
    "没有动钱的支出逐笔之和＝核对表的减项": ("without_money", "spending"),
}
"""Ties whose two sides are a column of a table of the same paper, its lines added up."""
FIGURES = {
    "期初资金＝上期期末资金（含本年期初余额凭证）": "opening",
    "期末资金＝资金账户的全部分录之和": "closing",
    "各资金账户：期初＋收进－付出＝期末": "closing",
    "到期末逐行加总的资金＝资金账户余额之和": "closing",
    "资金收入（实际收进的钱）＝按科目的合计加减各项": "income",
    "资金支出（实际付出的钱）＝按科目的合计加减各项": "spending",
    "各月收入之和＝表头收入": "income",
    "各月支出之和＝表头支出": "spending",
    "收入逐笔之和＝表头收入": "income",
    "支出逐笔之和＝表头支出": "spending",
    "分类收入之和＝收入": "income",
    "分类支出之和＝支出": "spending",
    "本期已用合计＝序时账资金支出": "spending",
    "本期已用：合计行＝序时账资金支出": "spending",
    "资产负债表货币资金期末＝表头期末资金": "closing",
    "现金流量表各项流入之和＝资金收入": "income",
    "现金流量表各项流出之和＝资金支出": "spending",
}
"""Ties of the money of the period."""
RESULTS = {
    "按科目收入合计＝": ("Income", False),
    "按科目支出合计＝": ("Expenses", False),
    "本年累计收入＝": ("Income", True),
    "本年累计支出＝": ("Expenses", True),
    "收支表收入合计＝": ("Income", False),
    "收支表支出合计＝": ("Expenses", False),
}
"""Ties of the result, of the period or of the year so far, by the beginning of their titles."""
SHEET = {
    "资产负债表年初：资产总计＝负债和净资产总计": ("资产总计", "负债和净资产总计", True),
    "资产负债表期末：资产总计＝负债和净资产总计": ("资产总计", "负债和净资产总计", False),
    "资产负债表货币资金年初＝上年末资金（含本年期初余额凭证）": ("货币资金合计", "", True),
    "年初：专项资金＋日常经费＝货币资金＋其他净资产": ("净资产合计", "", True),
    "期末：专项资金＋日常经费＝货币资金＋其他净资产": ("净资产合计", "", False),
    "净资产变动期末合计＝资产负债表净资产": ("净资产合计", "", False),
}
"""Ties of the balance sheet: its sums on both sides, as the year began or at the end."""


def tie(cell: Cell) -> Right:
    """Recompute one side of a tie; ``None`` for a title that is not known."""
    title, paper, books = cell.row["title"], cell.paper, cell.paper.books
    if title in TITLES:
        key, column, *roles = TITLES[title]
        total = paper.sum(str(key), str(column), *(roles[0] if roles else ("item",)))
        if key == "distributable" and total is not None:
            return total / 2
        return total
    if title in FIGURES:
        return money.figure(books, FIGURES[title], cell.span)
    for begin, (root, so_far) in RESULTS.items():
        if title.startswith(begin):
            return books.result([root], paper.year if so_far else cell.span, so_far)
    if title in SHEET:
        left, right, opening = SHEET[title]
        name = right if right and cell.column == "right" else left
        return accounts.worth(books, name, paper.year, opening)
    return OWN[title](paper, cell) if title in OWN else _journal(cell)


def _equation(paper: Paper, cell: Cell) -> Right:
    """期初＋收入－支出＝期末: of all money, or of the accounts of a journal."""
    kinds = {"cash-journal": ("petty-cash", "undeposited"), "bank-journal": ("bank", "clearing")}
    if paper.json["report"] in kinds:
        return _closing(paper, kinds[paper.json["report"]])
    own = {c: money.figure(paper.books, c, cell.span) for c in ("opening", "income", "spending")}
    if cell.column == "left":
        return own["opening"] + own["income"] - own["spending"]
    return money.figure(paper.books, "closing", cell.span)


def _closing(paper: Paper, roles: tuple[str, ...]) -> Decimal:
    names = [a for role in roles for a in paper.books.of[role]]
    return paper.books.held(names, paper.span[1])


def _net_before(paper: Paper, cell: Cell) -> Right:
    return -paper.books.began(["Equity", *RESULT], cell.span)


def _months(paper: Paper, cell: Cell) -> Right:
    """逐月：上月末＝本月初: of every month but the first."""
    found = [paper.right(c) for c in paper.cells("months", "opening", "item")]
    return sum((one for one in found[1:] if isinstance(one, Decimal)), ZERO)


def _moved(side: str) -> Callable[[Paper, Cell], Right]:
    """借方、贷方 of a journal: the sums of its days."""

    def of(paper: Paper, cell: Cell) -> Right:
        key = paper.json["report"].replace("-", "_")
        cells = list(paper.cells(key, side, "subtotal"))
        found = [paper.right(c) for c in cells if c.row["summary"] == "本日合计"]
        return sum((one for one in found if isinstance(one, Decimal)), ZERO)

    return of


def _cards(paper: Paper, cell: Cell) -> Right:
    if cell.column == "left":
        return paper.sum("assets", "in_use")
    return _fixed(paper, cell)


def _fixed(paper: Paper, cell: Cell) -> Right:
    return paper.books.held(paper.books.of["fixed-asset"], cell.last)


def _issued(paper: Paper, cell: Cell) -> Right:
    return receipts.issued(paper.books, cell.span)


def _earned(paper: Paper, cell: Cell) -> Right:
    return receipts.issued(paper.books, cell.span, only_earned=True)


def _fund_side(side: str) -> Callable[[Paper, Cell], Right]:
    return lambda paper, cell: paper.sum("funds", side)


def _grown(cell: Cell, span: Span) -> Decimal:
    """现金净增加额: what came in less what went out, and what lies there more than when it began."""
    pair = ("income", "spending") if cell.column == "left" else ("closing", "opening")
    more, less = (money.figure(cell.paper.books, column, span) for column in pair)
    return more - less


def _before(side: str) -> Callable[[Paper, Cell], Right]:
    def of(paper: Paper, cell: Cell) -> Right:
        return money.figure(paper.books, side, quarter_before(cell.span))

    return of


OWN: dict[str, Callable[[Paper, Cell], Right]] = {
    "期初＋收入－支出＝期末": _equation,
    "净资产变动期初合计＝上期期末资产－负债": _net_before,
    "逐月：上月末＝本月初": _months,
    "盘点表固定资产账面＝固定资产科目余额": _fixed,
    "审核的凭证张数＝账本里本期的凭证张数": lambda paper, _: len(
        list(paper.books.within(paper.span))
    ),
    "审核的收入－支出＝资金账户的增加": lambda paper, cell: _grown(cell, paper.span),
    "在册卡片原值合计＝科目余额表固定资产期末余额": _cards,
    "登记簿在册原值合计＝固定资产科目余额": _cards,
    "卡片账面金额＋没有卡片的＝科目余额表固定资产期末余额": _fixed,
    "本期开票金额（含没有收据的收款、减红字）＝序时账资金收入－利息": _issued,
    "收入凭证：本期开票金额＝序时账收入凭证的资金收入－利息": _earned,
    "收入：各笔之和＝各项资金本期合计": _fund_side("income"),
    "支出：各笔之和＝各项资金本期合计": _fund_side("spending"),
    "收入合计＝序时账记有专项资金的收入": _fund_side("income"),
    "支出合计＝序时账记有专项资金的费用和购置": _fund_side("spending"),
    "现金净增加额＝期末资金－期初资金": lambda paper, cell: _grown(cell, paper.span),
    "本年现金净增加额＝期末资金－年初资金": lambda paper, cell: _grown(cell, paper.year),
    "上季分类收入之和＝上季收入": _before("income"),
    "上季分类支出之和＝上季支出": _before("spending"),
}


def _journal(cell: Cell) -> Right:
    """Ties that a journal says of its accounts: the last line of each, its days, its end."""
    title, paper, books = cell.row["title"], cell.paper, cell.paper.books
    if title.endswith("：最后一行余额＝账面余额"):
        own = books.by_label[title.removesuffix("：最后一行余额＝账面余额")]
        return books.held(own, cell.last) if own else None
    if title.startswith("期末余额合计＝科目余额表"):
        return _equation(paper, cell)
    for word, side in (("借方", "debit"), ("贷方", "credit")):
        if title.startswith(f"{word}：") and "之和＝科目余额表" in title:
            return _moved(side)(paper, cell)
    return None
