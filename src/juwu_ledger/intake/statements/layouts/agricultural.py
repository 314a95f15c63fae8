"""农业银行: the companies' layouts, short, long and old, and the card's."""

from juwu_ledger.intake.statements.layout import Layout, Sides, Signed

_SIDES = Sides(out="支出金额", into="收入金额")
LAYOUTS = (
    Layout(
        name="农业银行 对公",
        amount=_SIDES,
        columns={
            "date": "交易时间",
            "balance": "账户余额",
            "party": "对方户名",
            "party_account": "对方账号",
            "summary": "摘要",
        },
        marks=("对方开户行",),
    ),
    Layout(
        name="农业银行 对公（长）",
        amount=_SIDES,
        columns={
            "date": "交易日期",
            "time": "交易时间戳",
            "balance": "本次余额",
            "party": "对方户名",
            "party_account": "对方账号",
        },
        optional={"summary": "交易摘要", "purpose": "交易说明", "remark": "交易附言"},
    ),
    Layout(
        name="农业银行 对公（旧）",
        amount=_SIDES,
        columns={
            "date": ("交易时间", "交易日期"),
            "balance": ("本次余额", "账户余额", "余额"),
            "party": "对方户名",
            "party_account": "对方账号",
            "purpose": "交易用途",
        },
        optional={"summary": ("交易摘要", "摘要"), "remark": "交易附言"},
        marks=("交易行名", "对方省市"),
    ),
    Layout(
        name="农业银行 个人卡",
        amount=Signed(amount="交易金额"),
        columns={
            "date": "交易日期",
            "time": "交易时间",
            "summary": "交易摘要",
            "balance": "本次余额",
            "party": "对手信息",
            "serial": "日志号",
        },
        optional={"remark": "交易附言"},
    ),
)
