"""``juwu copy`` and recurring entries: filled in from an earlier voucher or a template; nothing posts by itself."""

from __future__ import annotations

import pytest
from hand_kept import BANK, MONTH, PETTY, TILL, Desk

from juwu_ledger.books.facts.view import Books

VOUCHERS = f"""
2026-03-03 * "张大爷" "活动室场地费"
  voucher: "2026-03-0002"
  receipt: "A0000101"
  {TILL}  200.00 CNY
  Income:4003服务收入
2026-03-03 * "示例银行" "现金收入缴存银行"
  voucher: "2026-03-0003"
  {BANK}  200.00 CNY
    cleared: 2026-03-03
  {TILL}
2026-03-04 * "示例供电公司" "居委会电费"
  voucher: "2026-03-0004"
  approval: "SP-2026-0001"
  invoice: "26372000000012345678"
  handler: "李四安"
  witness: "周五福"
  Expenses:5102水电费  112.00 CNY
  {BANK}
2026-03-04 * "示例银行" "提取备用金"
  voucher: "2026-03-0005"
  {PETTY}  500.00 CNY
  {BANK}
2026-03-04 * "困难居民" "救助"
  voucher: "2026-03-0006"
  approval: "SP-2026-0001"
  invoice: "none: 发放表"
  handler: "李四安"
  witness: "周五福"
  Expenses:5105困难救助  30.00 CNY
  Expenses:5104居委会成员津贴  20.00 CNY
  {PETTY}
2026-03-05 * "示例供电公司" "注销"
  voucher: "2026-03-0007"
  reverses: "2026-03-0006"
  Expenses:5105困难救助  -30.00 CNY
  Expenses:5104居委会成员津贴  -20.00 CNY
  {PETTY}
2026-03-05 * "示例物业公司" "计提保洁费"
  voucher: "2026-03-0008"
  invoice: "26372000000012345670"
  Expenses:5101办公用品  40.00 CNY
  Liabilities:2202应付账款
"""
AS_OF = ("--as-of", "2026-03-10")
IN_APRIL = ("--as-of", "2026-04-10")
INVOICE = ("--invoice", "26372000000012345679", "--approval", "SP-2026-0001")


@pytest.fixture
def kept(desk: Desk) -> Desk:
    desk.add(MONTH, VOUCHERS)
    return desk


def run(desk: Desk, *words: str) -> tuple[int, str]:
    from invoking import invoke

    result = invoke([*words, "--books", str(desk.folder)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result
    assert "Traceback" not in result.output
    return result.exit_code, result.output


def legs(books: Books, number: str) -> dict[str, str]:
    voucher = books.facts.by_id[number]
    return {p.account: str(p.units.number) for p in voucher.txn.postings}


def test_a_spending_is_copied_but_for_its_own_papers(kept: Desk) -> None:
    status, said = run(kept, "copy", "2026-03-0004", *AS_OF)
    assert status == 2
    assert "--approval、--invoice" in said
    status, said = run(kept, "copy", "2026-03-0004", *INVOICE, "--amount", "120.50", *AS_OF)
    assert status == 0, said
    books = kept.books()
    assert legs(books, "2026-03-0009") == {"Expenses:5102水电费": "120.50", BANK: "-120.50"}
    copied = books.facts.by_id["2026-03-0009"]
    assert (copied.payee, copied.narration) == ("示例供电公司", "居委会电费")
    assert (copied.text("handler"), copied.text("witness")) == ("李四安", "周五福")
    assert str(copied.date) == "2026-03-10"


@pytest.mark.parametrize(
    ("number", "more", "wanted"),
    [
        ("2026-03-0002", (), {TILL: "200.00", "Income:4003服务收入": "-200.00"}),
        ("2026-03-0005", (), {PETTY: "500.00", BANK: "-500.00"}),
        ("2026-03-0003", ("--amount", "7"), {BANK: "7.00", TILL: "-7.00"}),
        (
            "2026-03-0008",
            ("--invoice", "26372000000012345671"),
            {"Expenses:5101办公用品": "40.00", "Liabilities:2202应付账款": "-40.00"},
        ),
    ],
)
def test_other_kinds_are_copied_by_their_commands(
    kept: Desk, number: str, more: tuple[str, ...], wanted: dict[str, str]
) -> None:
    status, said = run(kept, "copy", number, *more, "--explain", "试", *AS_OF)
    assert status == 0, said
    assert legs(kept.books(), "2026-03-0009") == wanted


def test_several_lines_are_copied(kept: Desk) -> None:
    status, said = run(kept, "copy", "2026-03-0006", "--approval", "SP-2026-0001", *AS_OF)
    assert status == 0, said
    assert legs(kept.books(), "2026-03-0009") == legs(kept.books(), "2026-03-0006")
    assert kept.books().facts.by_id["2026-03-0009"].text("invoice") == "none: 发放表"


@pytest.mark.parametrize(
    ("number", "status", "told"),
    [
        ("2026-03-0001", 5, "期初或者红字"),
        ("2026-03-0007", 5, "期初或者红字"),
        ("2026-03-0099", 2, "没有 2026-03-0099 这张凭证"),
    ],
)
def test_what_cannot_be_copied(kept: Desk, number: str, status: int, told: str) -> None:
    assert run(kept, "copy", number, *AS_OF)[0] == status
    assert told in run(kept, "copy", number, *AS_OF)[1]


def test_a_template_is_due_until_it_is_done(kept: Desk) -> None:
    words = ("recurring", "add", "电费", "--when", "每月10日", "--like", "2026-03-0004")
    status, said = run(kept, *words, "--date", "2026-03-05", "--as-of", "2026-03-05")
    assert status == 0, said
    assert 'custom "recurring" "电费" "monthly 10"\n  command: "spend"' in said
    assert "到期没有记" not in run(kept, "recurring", "list", *AS_OF)[1]  # March has its own.
    assert "到期没有记" not in run(kept, "recurring", "list", "--as-of", "2026-04-09")[1]
    assert (
        "到期没有记：电费（每月 10 日）2026-04-10" in run(kept, "recurring", "list", *IN_APRIL)[1]
    )
    before = kept.files()
    status, said = run(kept, "due", "do", "电费", *IN_APRIL)
    assert status == 2 and "--approval" in said
    assert kept.files() == before
    status, said = run(kept, "due", "do", "电费", "--amount", "99", *INVOICE, *IN_APRIL)
    assert status == 0, said
    assert kept.books().facts.by_id["2026-04-0001"].text("recurring") == "电费"
    assert legs(kept.books(), "2026-04-0001") == {"Expenses:5102水电费": "99.00", BANK: "-99.00"}
    assert "到期没有记" not in run(kept, "recurring", "list", *IN_APRIL)[1]
    status, said = run(kept, "recurring", "end", "电费", "--date", "2026-04-20")
    assert status == 0, said
    assert "没有登记定期的收支" in run(kept, "recurring", "list", "--as-of", "2026-04-21")[1]


def test_an_account_that_was_closed_is_told_and_another_may_be_named(kept: Desk) -> None:
    words = ("recurring", "add", "电费", "--when", "monthly 10", "--like", "2026-03-0004")
    assert run(kept, *words, "--date", "2026-03-05", "--as-of", "2026-03-05")[0] == 0
    kept.add("accounts.beancount", "2026-04-09 close Expenses:5102水电费\n")
    before = kept.files()
    status, said = run(kept, "due", "do", "电费", *INVOICE, *IN_APRIL)
    assert status == 5
    assert "已经销户" in said and "定期业务“电费”（" in said
    assert kept.files() == before
    assert "已经销户，先改模板" in run(kept, "recurring", "list", *IN_APRIL)[1]
    status, said = run(kept, "due", "do", "电费", *INVOICE, "--account", "办公用品", *IN_APRIL)
    assert status == 0, said


@pytest.mark.parametrize("when", ["每月", "每月40日", "每周一", "monthly"])
def test_no_such_day(kept: Desk, when: str) -> None:
    words = ("recurring", "add", "电费", "--when", when, "--like", "2026-03-0004", *AS_OF)
    status, said = run(kept, *words)
    assert status == 2 and "看不懂" in said


def test_other_words_behind_due_are_told(kept: Desk) -> None:
    for words in (("due", "done"), ("due", "do"), ("due", "--dayz", "3")):
        status, said = run(kept, *words)
        assert status == 2
        assert "照模板记一件：juwu due do 名称" in said


def test_a_template_edited_wrongly_is_told_with_its_line(kept: Desk) -> None:
    kept.add(
        "charter.beancount",
        '2026-03-01 custom "recurring" "网费" "monthly 1"\n  command: "spend"\n  acount: "5102"\n',
    )
    status, said = run(kept, "due", "do", "网费", *AS_OF)
    assert status == 2
    assert "charter.beancount 第" in said and "没有 acount 这一项" in said
    assert run(kept, "due", "do", "水费", *AS_OF)[0] == 2
