"""浙商银行: the companies' layouts, with two sides, and with one amount and 借贷标志 (1 in, 2 out)."""

from juwu_ledger.intake.statements.layout import Flagged, Layout, Sides

LAYOUTS = (
    Layout(
        name="浙商银行 对公",
        amount=Sides(out="借方发生金额(元)", into="贷方发生金额(元)"),
        columns={
            "date": "交易时间",
            "balance": "交易后余额(元)",
            "party": "对方名称",
            "party_account": "对方账号",
            "serial": "流水号",
        },
        optional={"summary": "摘要", "purpose": "用途/附言", "receipt": "凭证号"},
    ),
    Layout(
        name="浙商银行 对公（借贷标志）",
        amount=Flagged(
            amount="交易金额",
            flag=("借贷标志", "借贷标志(1收2付)"),
            into=frozenset({"1"}),
            out=frozenset({"2"}),
        ),
        columns={
            "date": "交易日期",
            "serial": "流水号",
            "party_in": "付款人户名",
            "party_out": "收款人户名",
            "party_account_in": "付款账号",
            "party_account_out": "收款账号",
        },
        optional={"remark": "备注"},
    ),
)
