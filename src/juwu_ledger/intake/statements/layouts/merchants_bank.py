"""招商银行: the companies' layout, the card's, the credit card's."""

from juwu_ledger.intake.statements.layout import Layout, Sides, Signed

LAYOUTS = (
    Layout(
        name="招商银行 对公",
        amount=Sides(out="借方金额", into="贷方金额"),
        columns={
            "date": "交易日",
            "time": "交易时间",
            "balance": "余额",
            "summary": "摘要",
            "serial": "流水号",
        },
        optional={
            "account": "账号",
            "holder": "账号名称",
            "currency": "币种",
            "receipt": "业务参考号",
            "purpose": "用途",
            "remark": "业务摘要",
            "note": "其它摘要",
            "party": ("收(付)方名称", "收/付方名称"),
            "party_account": ("收(付)方账号", "收/付方账号"),
        },
    ),
    Layout(
        name="招商银行 个人卡",
        amount=Signed(amount="交易金额"),
        columns={
            "date": "记账日期",
            "balance": "联机余额",
            "summary": "交易摘要",
            "party": "对手信息",
        },
        optional={"currency": "货币"},
    ),
    Layout(
        name="招商银行信用卡",
        amount=Signed(amount="人民币金额"),
        columns={"date": "交易日", "summary": "交易摘要"},
        marks=("卡号末四位",),
        credit_card=True,
    ),
)
