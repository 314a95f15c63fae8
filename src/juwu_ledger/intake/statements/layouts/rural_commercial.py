"""农商行: what village and community banks give companies."""

from juwu_ledger.intake.statements.layout import Layout, Sides

LAYOUTS = (
    Layout(
        name="农商行 对公",
        amount=Sides(out="支出金额", into="收入金额"),
        columns={
            "date": "交易日期",
            "balance": "余额",
            "party": "对方户名",
            "party_account": "对方账号",
            "serial": "核心流水号",
        },
        optional={
            "account": "账号",
            "currency": "币种",
            "purpose": "用途",
            "remark": "附言",
            "time": "交易时间",
        },
    ),
)
