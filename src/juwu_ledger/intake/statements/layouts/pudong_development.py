"""浦发银行: the companies' layout, and the card's."""

from juwu_ledger.intake.statements.layout import Layout, Sides

LAYOUTS = (
    Layout(
        name="浦发银行 对公",
        amount=Sides(out="借方金额", into="贷方金额"),
        columns={
            "date": "交易日期",
            "time": "交易时间",
            "balance": "余额",
            "party": "对方户名",
            "party_account": "对方账号",
            "serial": "交易流水号",
        },
        optional={"receipt": "凭证号", "summary": "摘要", "remark": "交易附言"},
    ),
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
