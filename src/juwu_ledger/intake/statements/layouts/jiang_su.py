"""江苏银行: the companies' layout, one amount and 借贷标记."""

from juwu_ledger.intake.statements.layout import Flagged, Layout

LAYOUTS = (
    Layout(
        name="江苏银行 对公",
        amount=Flagged(amount="交易金额", flag="借贷标记"),
        columns={"date": "交易日期", "balance": "账户余额"},
        optional={
            "time": "交易时间",
            "party": ("对方户名", "对方名称"),
            "party_account": "对方账号",
            "serial": ("交易流水号", "流水号"),
            "summary": "摘要",
            "purpose": "用途",
            "remark": "附言",
        },
        marks=("付款账号",),
    ),
)
