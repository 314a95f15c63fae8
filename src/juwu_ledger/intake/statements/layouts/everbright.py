"""光大银行: the companies' layout."""

from juwu_ledger.intake.statements.layout import Layout, Sides

LAYOUTS = (
    Layout(
        name="光大银行 对公",
        amount=Sides(out="借方发生额(元)", into="贷方发生额(元)"),
        columns={
            "date": "交易日期",
            "time": "交易时间",
            "balance": "账户余额(元)",
            "party": "对方名称",
            "party_account": "对方账号",
            "summary": "摘要",
        },
    ),
)
