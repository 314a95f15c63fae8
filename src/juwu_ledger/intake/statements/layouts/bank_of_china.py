"""中国银行: the companies' bilingual layout with payer and payee, the card's, the credit card's."""

from juwu_ledger.intake.statements.layout import Flagged, Layout, Sides, Signed

LAYOUTS = (
    Layout(
        name="中国银行 对公",
        amount=Flagged(amount="交易金额", flag="交易类型", out_has_minus=True),
        columns={
            "date": "交易日期",
            "time": "交易时间",
            "balance": "交易后余额",
            "party_in": "付款人名称",
            "party_out": "收款人名称",
            "party_account_in": "付款人账号",
            "party_account_out": "收款人账号",
        },
        optional={
            "currency": ("交易货币", "币种"),
            "serial": "交易流水号",
            "receipt": ("凭证号码", "凭证号"),
            "summary": "摘要",
            "purpose": "用途",
            "remark": "交易附言",
            "note": "备注",
        },
    ),
    Layout(
        name="中国银行 个人卡",
        amount=Signed(amount="金额"),
        columns={
            "date": "记账日期",
            "time": "记账时间",
            "balance": "余额",
            "summary": "交易名称",
            "party": "对方账户名",
            "party_account": "对方卡号/账号",
        },
        optional={"currency": "币别", "remark": "附言"},
    ),
    Layout(
        name="中国银行信用卡",
        amount=Sides(out="支出", into="存入"),
        columns={"date": "交易日", "summary": "交易描述"},
        marks=("银行记账日", "卡号后四位"),
        credit_card=True,
    ),
)
