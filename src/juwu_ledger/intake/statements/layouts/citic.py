"""中信银行: the companies' layout, under a dozen rows of head."""

from juwu_ledger.intake.statements.layout import Layout, Sides

LAYOUTS = (
    Layout(
        name="中信银行 对公",
        amount=Sides(out="借方发生额", into="贷方发生额"),
        columns={
            "date": "交易日期",
            "time": "交易时间",
            "balance": "账户余额",
            "party": "对方账户名称",
            "party_account": "对方账号",
        },
        optional={
            "account": "交易账号",
            "serial": "柜员交易号",
            "receipt": "发起方流水号",
            "summary": "摘要",
            "remark": "附言",
        },
    ),
)
