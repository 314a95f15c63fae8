"""浦发银行: the card's layout."""

from juwu_ledger.intake.statements.layout import Layout, Sides

LAYOUTS = (
    Layout(
        name="浦发银行 个人卡",
        amount=Sides(out="取出金额", into="存入金额"),
        columns={
            "date": "交易日期",
            "balance": "余额",
            "summary": "交易类型",
            "party": "交易对手名称",
            "party_account": "交易对手账号",
        },
        optional={"remark": "附言"},
    ),
)
