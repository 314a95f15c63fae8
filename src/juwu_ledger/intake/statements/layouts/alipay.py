"""支付宝: a merchant's 账务明细, and the bills of a personal account from telephone and browser."""

from juwu_ledger.intake.statements.layout import Flagged, Layout, Seen, Sides

_DONE = frozenset({"交易成功", "退款成功", "还款成功", "等待确认收货", "已收货", "支付成功"})
_CLOSED = frozenset({"交易关闭"})
_OWN = ("", "余额", "账户余额", "余额宝")


def _moves(row: Seen) -> bool:
    """An order that was closed moved nothing; a bank card's payment is on the bank's statement."""
    return row.get("交易状态") not in _CLOSED and row.get("收/付款方式", "") in _OWN


def _unclear(row: Seen) -> str:
    if row.get("交易状态", "") not in _DONE:
        return f"交易状态 {row.get('交易状态', '')[:20]!r} 不认识，不知道钱动了没有"
    if row.get("收/付款方式") == "余额宝":
        return "这一笔动的是余额宝，不是账户余额"
    return ""


def _side(row: Seen) -> str:
    flag = row.get("收/支", "")
    if flag == "不计收支" and row.get("交易状态") == "退款成功":
        return "收入"
    return flag


LAYOUTS = (
    Layout(
        name="支付宝 商户账务明细",
        role="clearing",
        amount=Sides(out="支出金额(-元)", into="收入金额(+元)", out_has_minus=True),
        columns={
            "date": "发生时间",
            "balance": "账户余额(元)",
            "serial": "账务流水号",
            "party_account": "对方账号",
            "summary": "业务类型",
        },
        optional={"receipt": "业务流水号", "purpose": "商品名称", "remark": "备注"},
    ),
    Layout(
        name="支付宝 个人账单",
        role="clearing",
        amount=Flagged(amount="金额", flag="收/支"),
        columns={
            "date": "交易时间",
            "summary": "交易分类",
            "party": "交易对方",
            "purpose": ("商品说明", "商品名称", "商品"),
            "status": "交易状态",
            "serial": ("交易订单号", "交易号", "交易单号"),
        },
        optional={"party_account": "对方账号", "receipt": "商家订单号", "remark": "备注"},
        marks=("收/付款方式",),
        counts=_moves,
        refuses=_unclear,
        side_of=_side,
        sums_printed=False,
    ),
    Layout(
        name="支付宝 个人账单（网页）",
        role="clearing",
        amount=Flagged(amount="金额(元)", flag="收/支"),
        columns={
            "date": ("交易创建时间", "付款时间"),
            "party": "交易对方",
            "purpose": "商品名称",
            "status": "交易状态",
            "serial": "交易号",
        },
        optional={"receipt": "商家订单号", "remark": "备注", "summary": "类型"},
        marks=("资金状态",),
        counts=_moves,
        refuses=_unclear,
        side_of=_side,
        sums_printed=False,
    ),
)
