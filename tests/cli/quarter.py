"""January to March 2026 of a committee that begins with the program, day by day and by hand.

Every evening the books are without a finding. An election falls in the middle: a new director with a
key of his own, a new cashier, a new keeper of the assets.
"""

from __future__ import annotations

from decimal import Decimal

from treasurer import ACCOUNTS, MONEY, Treasurer, voucher_in

from written_books import INIT

OPENING = {"cash": "1246.30", "bank": "82318.46"}
QUARTER = "2026Q1"
DONOR = "示例机械有限公司"


def keep(at: Treasurer) -> dict[str, str]:
    """Keep the quarter; return by month the codes that its closings printed."""
    begin(at)
    codes = {"2026-01": january(at), "2026-02": february(at), "2026-03": march(at)}
    april(at)
    return codes


def begin(at: Treasurer) -> None:
    """New books, keys for those who sign, cards for what was there before."""
    at.do(
        "init", str(at.books), *INIT, "--clearing", "微信收款",
        "--opening", f"备用金={OPENING['cash']}", "--opening", f"基本户={OPENING['bank']}",
        "--opening", "办公设备=6,679", "--opening", "押金=1000",
        "--fund", "邻里互助金=困难救助、节日慰问", "--fund-left", "邻里互助金=2000",
        "--receipts", "A0000101-A0000108", "--issued-by", "柳荫街道办事处财政所",
        "--attachments", "3",
    )  # fmt: skip
    at.money.update({MONEY[name]: Decimal(yuan) for name, yuan in OPENING.items()})
    at.do("asset", "add", "多功能一体机", "--amount", "4280", "--location", "办公室")
    at.do("asset", "add", "台式电脑", "--amount", "2399", "--location", "办公室")
    at.do("budget-limit", "办公用品", "6000")
    at.do("budget-limit", "业务接待", "800")
    at.do("account", "5109快递费", "--nature", "公务")
    at.director = "赵一清"
    at.day("01-04")
    at.new_key("赵一清")
    at.new_key("沈万里")


def january(at: Treasurer) -> str:
    """Cash, bank and QR code; a scan; an allowance; a spoiled receipt."""
    at.day("01-05")
    at.receive("57.50", "来办事的居民", "复印材料115张", "复印打印", "till")
    at.move("57.50", "till", "bank", "deposit")
    at.move("1000", "bank", "cash", "withdraw", "--amount", "1000")
    at.day("01-06")
    office = at.approve("500", "打印纸和硒鼓", "--payee", "晨光文具店")
    at.day("01-07")
    at.spend(
        "386", "办公用品", "cash", "--to", "晨光文具店", "--for", "打印纸和硒鼓",
        "--invoice", "26372000000012345678", approval=office,
    )  # fmt: skip
    at.day("01-08")
    at.receive("12000", "柳荫街道办事处", "拨付一季度办公经费", "办公经费", "bank")
    at.day("01-12")
    phone = at.approve("600", "一季度电话和宽带费")
    bill = at.folder / "电信发票.pdf"
    bill.write_bytes(b"%PDF-1.4 bill")
    at.spend(
        "199", "邮电通讯", "bank", "--to", "示例电信", "--for", "一月电话宽带费",
        "--invoice", "26372000000012345679", "--document", str(bill), approval=phone,
    )  # fmt: skip
    at.day("01-15")
    at.receive("209", "居民十一人", "打印、复印", "复印打印", "微信")
    words = ("--from", "微信", "--to", "bank", "--amount", "209", "--fee", "0.63")
    at.move("209", "微信", "bank", "transfer", *words, fee="0.63")
    at.day("01-20")
    pay = at.approve("3600", "一月成员津贴")
    at.spend(
        "3600", "成员津贴", "bank", "--to", "居委会成员六人", "--for", "发放一月成员津贴",
        "--no-invoice", "津贴发放表", approval=pay,
    )  # fmt: skip
    at.day("01-21")
    at.do("void-receipt", "A0000104", "--reason", "金额大写写错，三联加盖作废章后留存")
    at.receive("300", "柳叶里合唱队", "一月场地使用费", "场地使用", "bank")
    at.day("01-31")
    return month_end(at, "01", "02-02", "02-03", stranger="吕丁山")


def february(at: Treasurer) -> str:
    """A resolution and a fixed asset; a gift; a mistake put right; the election."""
    at.day("02-05")
    at.do("resolve", "--title", "购置室外健身器材", "--present", "58", "--in-favour", "55")
    large = at.approve(
        "24000", "室外健身器材一套", "--payee", "示例体育用品公司", "--resolution", "JY-2026-01"
    )
    at.day("02-06")
    at.do("approve", "--street", large, *at.key_of("沈万里", "street-"))
    at.day("02-09")
    at.spend(
        "23800", "活动设备", "bank", "--to", "示例体育用品公司", "--for", "购室外健身器材一套",
        "--invoice", "26372000000012345680", "--asset", "室外健身器材", "--location", "中心花园",
        "--category", "活动设备", approval=large,
    )  # fmt: skip
    tables = at.approve("1200", "折叠桌六张")
    at.spend(
        "1140", "低值易耗品", "bank", "--to", "示例家具店", "--for", "购折叠桌六张",
        "--invoice", "26372000000012345681", "--asset", "折叠桌6张", approval=tables,
    )  # fmt: skip
    at.day("02-10")
    at.do("fund", "悦读角", "青少年活动", "--grantor", DONOR)
    at.receive("5000", DONOR, "捐款办悦读角", "单位捐赠", "bank", "--fund", "悦读角")
    at.day("02-11")
    books = at.approve("1500", "悦读角购书", "--fund", "悦读角")
    at.spend(
        "1268.40", "青少年活动", "bank", "--to", "示例书店", "--for", "悦读角购书四十二册",
        "--invoice", "26372000000012345682", approval=books,
    )  # fmt: skip
    at.day("02-12")
    relief = at.approve("600", "春节困难户慰问", "--fund", "邻里互助金")
    at.spend(
        "600", "困难救助", "cash", "--to", "困难居民三户", "--for", "春节困难户慰问",
        "--no-invoice", "花名册，本人签领", approval=relief,
    )  # fmt: skip
    at.day("02-13")
    guests = at.approve("200", "共建单位座谈茶点")
    said = at.spend(
        "182", "业务接待", "cash", "--to", "示例茶庄", "--for", "共建单位座谈茶点",
        "--invoice", "26372000000012345683", approval=guests,
    )  # fmt: skip
    at.day("02-14")
    at.do("reverse", voucher_in(said), "--reason", "金额写颠倒", "--again-amount", "128")
    at.money[MONEY["cash"]] += 182 - 128
    at.spending[ACCOUNTS["业务接待"]] -= 182 - 128
    at.day("02-24")
    election(at)
    at.day("02-25")
    at.receive("500", "柳叶里舞蹈队", "活动室钥匙押金", "押金", "till")
    at.move("500", "till", "bank", "deposit")
    water = at.approve("100", "桶装水")
    at.spend(
        "96", "办公用品", "cash", "--to", "示例水站", "--for", "桶装水六桶",
        "--invoice", "26372000000012345684", approval=water,
    )  # fmt: skip
    at.day("02-28")
    return month_end(at, "02", "03-02", "03-03")


def election(at: Treasurer) -> None:
    """Three offices change hands, and what belongs to them."""
    term = ("--until", "2029-02-23")
    at.do("officer", "主任", "钱二宁", *term)
    at.new_key("钱二宁")
    at.do("key", "register", "赵一清", "--revoke")
    at.director = "钱二宁"
    at.do("officer", "财务管理领导小组成员", "吴六合", *term)
    assert "juwu count-cash" in at.do("officer", "出纳", "吴六合", *term)
    at.count_cash("--counted-by", "周五福", "--witness", "吴六合")
    said = at.do("officer", "资产保管人", "陈九思", *term)
    assert "juwu asset handover --all-of 冯八方" in said
    at.do("asset", "handover", "--all-of", "冯八方", "--to", "陈九思", "--witness", "钱二宁")
    at.do("limit", "petty-cash", "2500")


def march(at: Treasurer) -> str:
    """A question answered; the receipts run out; money given back; what the bank shows late."""
    at.day("03-05")
    at.do("query", "健身器材为什么不比三家？", "--about", "SP-2026-0004", "--raised-by", "褚十全")
    at.day("03-09")
    at.do("reply", "ZX-2026-001", "三家报价单附在凭证后面。", "--by", "钱二宁")
    at.day("03-10")
    at.receive("12.50", "来办事的居民", "复印材料", "复印打印", "till")
    more = ("receive", "--amount", "8", "--from", "居民", "--for", "复印", "--account", "复印打印")
    assert "juwu receipt-book issue" in at.refused(5, *more, "--to", "till")
    at.do("receipt-book", "issue", "A0000201", "A0000250")
    at.receive("8", "来办事的居民", "复印材料", "复印打印", "till")
    at.move("20.50", "till", "bank", "deposit")
    at.day("03-11")
    at.do("receipt-book", "return", "A0000101", "A0000108", "--accepted-by", "吕丁山")
    at.day("03-13")
    rain = at.approve("100", "退合唱队场地使用费", "--payee", "柳叶里合唱队")
    at.do(
        "reverse", "2026-01-0011", "--amount", "100", "--reason", "漏雨停用一次，退三分之一",
        "--approval", rain, "--handler", "李四安", "--witness", "孙三平",
    )  # fmt: skip
    at.money[MONEY["bank"]] -= 100
    at.income[ACCOUNTS["场地使用"]] -= 100
    key = at.approve("500", "退舞蹈队活动室钥匙押金")
    at.spend(
        "500", "押金", "bank", "--to", "柳叶里舞蹈队", "--for", "退活动室钥匙押金", approval=key
    )
    at.day("03-18")
    old = at.approve("2399", "旧台式电脑报废")
    at.do(
        "asset", "dispose", "GD-2026-002", "--reason", "主板烧毁", "--approval", old,
        "--account", "办公设备", "--depreciation", "0",
    )  # fmt: skip
    at.day("03-21")
    at.receive("31.27", "示例银行", "一季度结息", "利息收入", "bank")
    at.day("03-25")
    party = at.approve(
        "6500", "三八节和植树活动", "--street-date", at.date(), *at.key_of("沈万里", "street-")
    )
    at.do(
        "spend", "--approval", party, "--line", "文体活动=5880", "--line", "办公用品=420",
        "--from", "bank", "--to", "示例文化公司", "--for", "活动物料和展板",
        "--invoice", "26372000000012345685", "--handler", "李四安", "--witness", "孙三平",
    )  # fmt: skip
    at.money[MONEY["bank"]] -= 6300
    at.spending[ACCOUNTS["文体活动"]] += 5880
    at.spending[ACCOUNTS["办公用品"]] += 420
    at.day("03-31")
    parcel = at.approve("50", "寄档案")
    said = at.spend(
        "23", "快递费", "bank", "--to", "示例快递", "--for", "寄档案到街道",
        "--invoice", "26372000000012345686", approval=parcel,
    )  # fmt: skip
    at.do("asset", "count", "--all-present")
    at.waiting = voucher_in(said)
    late = ("--not-cleared", at.waiting)
    return month_end(at, "03", "04-02", "04-03", *late, waiting="-23")


def month_end(
    at: Treasurer,
    month: str,
    reconciled: str,
    closed: str,
    *late: str,
    waiting: str = "0",
    stranger: str = "",
) -> str:
    """The bank's charge, the cash counted, the bank reconciled, the month closed and filed."""
    at.spend("5", "银行手续费", "bank")
    at.count_cash()
    at.day(reconciled)
    at.reconcile(month, at.director, *late, waiting=waiting)
    at.day(closed)
    code = at.close(month)
    label = f"2026-{month}"
    at.look("report", "monthly", label, "-o", str(at.folder / "月报"))
    at.do("file", label, "--received-by", "吕丁山", stranger=stranger)
    return code


def april(at: Treasurer) -> None:
    """The quarter is reviewed, filed and posted on the notice board; the donor is told."""
    at.day("04-08")
    at.do("review", QUARTER, "--opinion", "passed")
    at.do("file", QUARTER, "--received-by", "吕丁山")
    at.day("04-09")
    at.look("disclose", QUARTER, "--format", "html,json", "-o", str(at.folder / "公开"))
    at.do("disclose", QUARTER, "--post", "--board", "--format", "html")
    at.do("donor-report", DONOR, "--period", QUARTER)
    at.day("04-20")
