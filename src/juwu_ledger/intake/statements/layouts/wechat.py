"""微信支付: a merchant's 资金账单, and the bill of a personal wallet."""

from juwu_ledger.intake.statements.layout import Flagged, Layout, Seen

_DONE = frozenset(
    {
        *("支付成功", "已转账", "朋友已收钱", "对方已收钱", "已收钱", "已存入零钱", "提现已到账"),
        *("已到账", "充值完成", "充值成功", "已全额退款"),
    }
)
_WALLET = frozenset({"", "零钱"})


def _from_wallet(row: Seen) -> bool:
    """Only what moves the wallet itself counts; a bank card's payment is on the bank's statement."""
    flag = row.get("收/支", "")
    if flag == "收入":
        return True
    return row.get("支付方式", "") in _WALLET or row.get("交易类型", "") == "零钱提现"


def _unclear(row: Seen) -> str:
    status = row.get("当前状态", "")
    if status not in _DONE and not status.startswith("已退款"):
        return f"当前状态 {status[:20]!r} 不认识，不知道钱动了没有"
    return ""


def _side(row: Seen) -> str:
    if row.get("收/支"):
        return row["收/支"]
    kind = row.get("交易类型", "")
    if kind == "零钱提现" or kind.startswith(("转入零钱通", "信用卡还款")):
        return "支出"
    if kind == "零钱充值" or kind.startswith("零钱通转出-到零钱"):
        return "收入"
    return kind


LAYOUTS = (
    Layout(
        name="微信支付 商户资金账单",
        role="clearing",
        amount=Flagged(amount="收支金额(元)", flag="收支类型"),
        columns={
            "date": "记账时间",
            "balance": "账户结余(元)",
            "serial": "资金流水单号",
            "summary": "业务类型",
        },
        optional={
            "receipt": "微信支付业务单号",
            "purpose": "业务名称",
            "remark": "备注",
            "note": "业务凭证号",
        },
    ),
    Layout(
        name="微信支付 个人账单",
        role="clearing",
        amount=Flagged(amount="金额(元)", flag="收/支"),
        columns={
            "date": "交易时间",
            "summary": "交易类型",
            "party": "交易对方",
            "purpose": "商品",
            "serial": "交易单号",
            "status": "当前状态",
        },
        optional={"receipt": "商户单号", "remark": "备注"},
        marks=("支付方式",),
        counts=_from_wallet,
        refuses=_unclear,
        side_of=_side,
        sums_printed=False,
    ),
)
