"""华夏银行: the companies' layout; some files print sums above the heading."""

from juwu_ledger.intake.statements.layout import Layout, Sides

LAYOUTS = (
    Layout(
        name="华夏银行 对公",
        amount=Sides(out="支出金额", into="收入金额"),
        columns={
            "date": "交易日期",
            "time": "交易时间",
            "balance": "余额",
            "party": "对方户名",
            "party_account": "对方账号",
            "serial": "核心流水号",
        },
        optional={"summary": "摘要", "purpose": "交易描述", "receipt": "凭证号码"},
        marks=("对方行名",),
    ),
)
