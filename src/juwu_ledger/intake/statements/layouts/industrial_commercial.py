"""工商银行: four layouts for companies, two for cards, and the credit card."""

from juwu_ledger.intake.statements.layout import Flagged, Layout, Sides

LAYOUTS = (
    Layout(
        name="工商银行 对公（凭证种类）",
        amount=Sides(out="借方发生额", into="贷方发生额"),
        columns={
            "date": "日期",
            "party": "对方户名",
            "party_account": "对方账号",
            "summary": "摘要",
            "receipt": "凭证号",
        },
        optional={"balance": "余额"},
        marks=("凭证种类", "交易类型"),
    ),
    Layout(
        name="工商银行 对公（HISTORYDETAIL）",
        amount=Sides(out="借方发生额", into="贷方发生额"),
        columns={
            "date": "交易时间",
            "account": "本方账号",
            "party": ("对方单位名称", "对方单位"),
            "party_account": "对方账号",
        },
        optional={
            "balance": "余额",
            "receipt": "凭证号",
            "summary": "摘要",
            "purpose": "用途",
            "remark": "附言",
            "note": "个性化信息",
        },
        marks=("借/贷",),
    ),
    Layout(
        name="工商银行 对公（借贷标志）",
        amount=Flagged(amount="发生额", flag="借贷标志"),
        columns={
            "date": "交易时间",
            "party": "对方单位",
            "party_account": "对方账号",
            "balance": "余额",
        },
        optional={
            "purpose": "用途",
            "summary": "摘要",
            "remark": "附言",
            "currency": "币种",
            "receipt": "凭证号",
            "account": "本方账号",
        },
    ),
    Layout(
        name="工商银行 对公（转入转出）",
        amount=Sides(out="转出金额", into="转入金额"),
        columns={
            "date": "交易时间",
            "party": "对方单位",
            "party_account": "对方账号",
            "balance": "余额",
        },
        optional={
            "receipt": "凭证号",
            "summary": "摘要",
            "remark": "附言",
            "purpose": "用途",
            "note": "回单个性化信息",
            "account": "本方账号",
        },
    ),
    Layout(
        name="工商银行 个人卡",
        amount=Sides(out="记账金额(支出)", into="记账金额(收入)"),
        columns={"date": "交易日期", "summary": "摘要", "balance": "余额", "party": "对方户名"},
        optional={
            "purpose": "交易详情",
            "remark": "交易场所",
            "currency": "记账币种",
            "party_account": "对方账户",
        },
    ),
    Layout(
        name="工商银行信用卡",
        amount=Sides(out="记账金额(支出)", into="记账金额(收入)"),
        columns={"date": "交易日期", "summary": "摘要"},
        marks=("记账日期", "记账币种"),
        credit_card=True,
    ),
)
