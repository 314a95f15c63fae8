"""Credit cards of other banks: told by their headings, so that they are refused by name."""

from juwu_ledger.intake.statements.layout import Layout, Signed

LAYOUTS = (
    Layout(
        name="中信银行信用卡",
        amount=Signed(amount="结算金额"),
        columns={"date": "交易日期", "summary": "交易描述"},
        marks=("卡末四位", "结算币种"),
        credit_card=True,
    ),
    Layout(
        name="广发银行信用卡",
        amount=Signed(amount="入账金额"),
        columns={"date": "交易日期", "summary": "交易摘要"},
        marks=("入账日期", "入账货币"),
        credit_card=True,
    ),
)
