"""建设银行: three layouts for companies and the one for cards."""

from juwu_ledger.intake.statements.layout import Layout, Sides

LAYOUTS = (
    Layout(
        name="建设银行 对公（记账日期、凭证号）",
        amount=Sides(out="借方发生额", into="贷方发生额"),
        columns={
            "date": ("记账日期", "日期"),
            "balance": "余额",
            "party": "对方户名",
            "party_account": "对方账号",
            "serial": "交易流水号",
            "account": "本方账号",
            "summary": "摘要",
        },
        optional={
            "time": "交易时间",
            "receipt": "凭证号",
            "remark": "备注",
            "holder": "本方户名",
        },
    ),
    Layout(
        name="建设银行 对公（账号在每一行）",
        amount=Sides(out="借方发生额(支取)", into="贷方发生额(收入)"),
        columns={
            "date": "记账日期",
            "account": "账号",
            "balance": "余额",
            "party": "对方户名",
            "party_account": "对方账号",
            "summary": "摘要",
            "serial": "账户明细编号-交易流水号",
        },
        optional={"time": "交易时间", "holder": "账户名称", "currency": "币种", "remark": "备注"},
    ),
    Layout(
        name="建设银行 对公（发生额/元）",
        amount=Sides(out="借方发生额/元(支取)", into="贷方发生额/元(收入)"),
        columns={
            "date": "记账日期",
            "time": "交易时间",
            "balance": "余额",
            "party": "对方户名",
            "party_account": "对方账号",
            "summary": "摘要",
            "serial": "账户明细编号-交易流水号",
        },
        optional={"currency": "币种", "remark": "备注"},
    ),
    Layout(
        name="建设银行 个人卡",
        amount=Sides(out="支出", into="收入"),
        columns={
            "date": ("记账日", "交易日期"),
            "balance": "账户余额",
            "summary": "摘要",
            "party": "对方户名",
            "party_account": "对方账号",
        },
        optional={"time": "交易时间", "currency": "币种", "remark": "交易地点"},
    ),
)
