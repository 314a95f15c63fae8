"""交通银行: the companies' layout, the card's, the credit card's."""

from juwu_ledger.intake.statements.layout import Flagged, Layout, Sides, Signed

LAYOUTS = (
    Layout(
        name="交通银行 对公",
        amount=Sides(out="借方发生额(支出)", into="贷方发生额(收入)"),
        columns={
            "date": "交易时间",
            "balance": "账户余额",
            "party": "对方户名",
            "party_account": "对方账号",
            "summary": "摘要",
        },
        optional={"serial": "流水号", "remark": "附言"},
    ),
    Layout(
        name="交通银行 个人卡",
        amount=Flagged(
            amount="交易金额",
            flag="借贷",
            out=frozenset({"借Dr", "借"}),
            into=frozenset({"贷Cr", "贷"}),
        ),
        columns={
            "date": "交易日期",
            "time": "交易时间",
            "balance": "余额",
            "party": "对方户名",
            "party_account": "对方账号",
        },
        optional={"summary": "摘要", "purpose": "交易类型", "remark": "交易地点"},
    ),
    Layout(
        name="交通银行信用卡",
        amount=Signed(amount="入账币种/金额"),
        columns={"date": "交易日期", "summary": "交易说明"},
        credit_card=True,
    ),
)
