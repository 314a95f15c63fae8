"""平安银行: the companies' layouts, from the cashier's desk, the newer CSV and the older sheet."""

from juwu_ledger.intake.statements.layout import Layout, Sides

LAYOUTS = (
    Layout(
        name="平安银行 对公",
        amount=Sides(out="借方(支出)金额", into="贷方(收入)金额"),
        columns={
            "date": "交易日期",
            "balance": "账户余额",
            "party": "对方账户名称",
            "party_account": "对方账号",
            "serial": "银行流水号",
        },
        optional={
            "account": "账号",
            "holder": "账户名称",
            "currency": "币种",
            "summary": "摘要",
            "purpose": "用途",
            "remark": "付款单备注",
        },
    ),
    Layout(
        name="平安银行 对公（付款人、收款人）",
        amount=Sides(out="借方", into="贷方"),
        columns={
            "date": "交易日期",
            "balance": "余额",
            "party_in": "付款人名称",
            "party_out": "收款人名称",
            "party_account_in": "付款人账户",
            "party_account_out": "收款人账户",
        },
        optional={"summary": "摘要", "purpose": "用途", "receipt": "传票号"},
    ),
    Layout(
        name="平安银行 对公（旧）",
        amount=Sides(out="支出", into="收入"),
        columns={
            "date": "交易时间",
            "account": "账号",
            "balance": "账户余额",
            "party_account": "对方账号",
        },
        optional={
            "currency": "币种",
            "party": ("对方户名", "对方账户名称"),
            "summary": "摘要",
            "purpose": "用途",
        },
        marks=("冲正标志",),
    ),
)
