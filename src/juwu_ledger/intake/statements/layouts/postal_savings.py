"""邮储银行: the companies' layout."""

from juwu_ledger.intake.statements.layout import Layout, Sides

LAYOUTS = (
    Layout(
        name="邮储银行 对公",
        amount=Sides(out="支出金额", into="收入金额"),
        columns={"date": "交易日期", "balance": "余额", "party_account": "对方账号"},
        optional={
            "time": "交易时间",
            "party": ("对方户名", "对方名称"),
            "summary": "摘要",
            "purpose": "用途",
            "remark": "附言",
            "receipt": "凭证号",
        },
        marks=("序号",),
    ),
)
