"""民生银行: the companies' layout, under eighteen rows of head."""

from juwu_ledger.intake.statements.layout import Layout, Sides

LAYOUTS = (
    Layout(
        name="民生银行 对公",
        amount=Sides(out="借方发生额", into="贷方发生额"),
        columns={
            "date": "交易时间",
            "balance": "账户余额",
            "serial": "交易流水号",
            "party": "对方账号名称",
            "party_account": "对方账号",
        },
        optional={"receipt": "凭证号", "purpose": "客户附言", "summary": "摘要"},
    ),
)
