"""``receive``, ``spend``, ``deposit``, ``withdraw``, ``transfer``: money in, out and across."""

from __future__ import annotations

from pathlib import Path

import pytest
from hand_kept import BANK, MONTH, PETTY, TILL, WECHAT, Desk, leg

INVOICE = "26372000000012345678"
FEE = "Expenses:5108银行手续费"


def receive(desk: Desk, amount: str = "57.50", to: str = "till", day: str = "2026-03-05") -> str:
    return desk.write(
        *("receive", "--amount", amount, "--from", "来办事的居民", "--for", "复印115张"),
        *("--account", "服务收入", "--to", to),
        day=day,
    )


def balance(desk: Desk, account: str) -> int:
    return desk.books().balances.get(account, 0)


# --- deposit ------------------------------------------------------------------------------------


def test_a_deposit_takes_all_that_is_in_the_till(desk: Desk) -> None:
    receive(desk)
    receive(desk, "12.50")
    added = desk.write("deposit")
    assert leg(BANK, "70.00") in added
    assert leg(TILL, "-70.00") in added
    assert '"开户银行" "现金收入缴存银行"' in added
    assert balance(desk, TILL) == 0
    assert desk.findings() == []


def test_a_deposit_is_of_the_day_it_is_dated(desk: Desk) -> None:
    receive(desk, "30")
    receive(desk, "12", day="2026-03-06")
    added = desk.write("deposit", "--explain", "次日补记", day="2026-03-05", as_of="2026-03-06")
    assert "30.00 CNY" in added


def test_nothing_in_the_till_is_nothing_to_deposit(desk: Desk) -> None:
    said = desk.refuse(5, "deposit")
    assert "没有要缴存的" in said


def test_more_than_the_till_holds_is_refused(desk: Desk) -> None:
    receive(desk, "30")
    assert "CSH005" in desk.refuse(5, "deposit", "--amount", "31")


def test_the_full_one_of_several_tills_is_meant(desk: Desk) -> None:
    second = "Assets:1001库存现金:03服务站待缴款"
    desk.add("accounts.beancount", f'2026-03-01 open {second}\n  role: "undeposited"\n')
    receive(desk, "30", to="服务站")
    added = desk.write("deposit")
    assert leg(second, "-30.00") in added
    receive(desk, "5", to="服务站")
    receive(desk, "6", to=TILL)
    assert "--from" in desk.refuse(2, "deposit")
    desk.write("deposit", "--from", "02待缴款")
    desk.write("deposit", "--from", second, "--amount", "5.00")
    assert desk.findings() == []


def test_the_bank_keeps_its_name(desk: Desk) -> None:
    receive(desk, "30")
    desk.write("deposit", "--bank", "示例银行柳荫支行")
    receive(desk, "20")
    assert '"示例银行柳荫支行" "现金收入缴存银行"' in desk.write("deposit")
    assert '"示例银行柳荫支行" "提取备用金"' in desk.write("withdraw", "--amount", "10")


# --- withdraw -----------------------------------------------------------------------------------


def test_a_withdrawal_says_the_limit_and_what_it_comes_to(desk: Desk) -> None:
    result = desk.run("withdraw", "--amount", "２，０００")
    assert "账上 1,000.00 元，限额 3,000.00 元，最多还能提 2,000.00 元" in result.stdout
    assert "提 2,000.00 元以后是 3,000.00 元。" in result.stdout
    assert balance(desk, PETTY) == 300_000
    assert desk.findings() == []


def test_a_withdrawal_above_the_limit_is_refused_or_explained(desk: Desk) -> None:
    words = ("withdraw", "--amount", "2000.01")
    assert "CSH001" in desk.refuse(5, *words)
    added = desk.write(*words, "--explain", "次日发放困难救助")
    assert '2026-03-05 custom "explanation" "CSH001" "次日发放困难救助"\n' in added
    assert '  about: "2026-03-0002"\n  by: "钱二宁"\n' in added
    assert desk.findings() == ["CSH001 explained"]


# --- whom the last one went through -------------------------------------------------------------


def test_a_transfer_goes_the_way_of_the_last_one_between_the_two_accounts(desk: Desk) -> None:
    for bank in ("示例银行甲支行", "示例银行乙支行"):
        receive(desk, "0.80")
        desk.write("deposit", "--bank", bank)
    desk.write("withdraw", "--amount", "10", "--bank", "示例银行丙支行")
    receive(desk, "0.80")
    assert '"示例银行乙支行"' in desk.write("deposit")
    assert '"示例银行丙支行"' in desk.write("withdraw", "--amount", "10")


def test_what_was_taken_back_is_no_transfer_the_other_way(desk: Desk) -> None:
    desk.write("withdraw", "--amount", "10", "--bank", "示例银行甲支行")
    desk.write("reverse", "2026-03-0002", "--reason", "没有提")
    desk.write("withdraw", "--amount", "10", "--bank", "示例银行乙支行")
    added = desk.write("transfer", "--from", "cash", "--to", "bank", "--amount", "10")
    assert '"示例银行乙支行"' in added


def test_a_bank_is_named_by_its_own_business_alone(desk: Desk) -> None:
    desk.write("withdraw", "--amount", "10", "--bank", "示例银行甲支行")
    desk.write(
        *("receive", "--amount", "200", "--from", "张大爷", "--for", "场地费"),
        *("--account", "服务收入", "--to", "bank"),
    )
    receive(desk, "30")
    assert '"示例银行甲支行"' in desk.write("deposit")
    desk.write(
        *("receive", "--amount", "42.18", "--from", "示例银行乙支行", "--for", "利息"),
        *("--account", "利息", "--to", "bank"),
    )
    added = desk.write("spend", "--amount", "5", "--account", "手续费", "--from", "bank")
    assert added.splitlines()[0] == '2026-03-05 * "示例银行乙支行" "银行手续费"'


# --- transfer, interest, charges ----------------------------------------------------------------


def test_a_transfer_with_a_fee(desk: Desk) -> None:
    receive(desk, "209", to="微信")
    added = desk.write(
        *("transfer", "--from", "微信", "--to", "bank", "--amount", "209", "--fee", "0.63"),
        *("--bank", "微信支付", "--for", "微信收款提现"),
        *("--cleared-out", "2026-03-05", "--cleared-in", "2026-03-06"),
    )
    assert leg(BANK, "208.37") + "    cleared: 2026-03-06\n" in added
    assert leg(FEE, "0.63") in added
    assert leg(WECHAT, "-209.00") + "    cleared: 2026-03-05\n" in added
    assert balance(desk, WECHAT) == 0
    assert desk.findings() == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--from", "bank", "--to", "bank"), "同一个科目"),
        (("--from", "bank", "--to", "cash", "--fee", "10"), "手续费要比转出的金额小"),
    ],
)
def test_transfers_that_move_nothing(desk: Desk, words: tuple[str, ...], said: str) -> None:
    assert said in desk.refuse(2, "transfer", "--amount", "10", *words)


def test_the_rules_speak_about_transfers(desk: Desk) -> None:
    receive(desk, "30")
    assert "CSH003" in desk.refuse(
        5, "transfer", "--from", "till", "--to", "cash", "--amount", "30"
    )


def test_interest_needs_no_receipt(desk: Desk) -> None:
    added = desk.write(
        *("receive", "--amount", "42.18", "--from", "示例银行柳荫支行", "--for", "一季度利息"),
        *("--account", "利息", "--to", "bank"),
    )
    assert "receipt" not in added
    assert desk.findings() == []


def test_what_the_bank_charges_needs_nobodys_signature(desk: Desk) -> None:
    added = desk.write("spend", "--amount", "5", "--account", "手续费", "--from", "bank")
    assert added.splitlines()[0] == '2026-03-05 * "开户银行" "银行手续费"'
    for key in ("approval", "invoice", "handler", "witness"):
        assert key not in added
    assert desk.findings() == []


@pytest.mark.parametrize(
    "words",
    [
        ("--amount", "5", "--account", "手续费", "--from", "cash"),
        ("--line", "手续费=5", "--line", "办公用品=3", "--from", "bank"),
    ],
)
def test_charges_in_cash_or_beside_others_need_all(desk: Desk, words: tuple[str, ...]) -> None:
    said = desk.refuse(2, "spend", *words)
    for option in ("--approval", "--invoice", "--handler", "--witness"):
        assert option in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--line", "办公用品=50", "--amount", "20"), "写了 --line"),
        (("--line", "办公用品=50", "--account", "水电"), "写了 --line"),
        (("--amount", "5", "--invoice", INVOICE, "--no-invoice", "没有"), "只写一个"),
    ],
)
def test_of_two_that_say_the_same_none_is_dropped(
    desk: Desk, words: tuple[str, ...], said: str
) -> None:
    assert said in desk.refuse(2, "spend", "--approval", "SP-2026-0001", "--from", "cash", *words)


def test_to_pay_a_debt_needs_no_invoice(desk: Desk) -> None:
    desk.add(
        "2026/2026-03.beancount",
        '2026-03-02 * "示例文具店" "档案盒，月底付款"\n  voucher: "2026-03-0002"\n'
        f'  invoice: "{INVOICE}"\n  Expenses:5101办公用品  86.00 CNY\n  Liabilities:2202应付账款\n',
    )
    desk.write(
        *("spend", "--approval", "SP-2026-0001", "--amount", "86", "--to", "示例文具店"),
        *("--for", "付档案盒货款", "--account", "应付账款", "--from", "bank"),
        *("--handler", "李四安", "--witness", "周五福"),
    )
    assert desk.findings() == []


RELIEF = (
    *("spend", "--approval", "SP-2026-0001", "--to", "困难居民", "--account", "困难救助"),
    *("--from", "cash", "--no-invoice", "发放表", "--handler", "李四安", "--witness", "周五福"),
)


def test_relief_is_paid_to_a_list_of_people(desk: Desk) -> None:
    desk.add("charter.beancount", '2026-03-02 custom "limit" "cash-payment" 500.00 CNY\n')
    words = (*RELIEF, "--amount", "900")
    assert "CSH007" in desk.run(*words, "--dry-run").output
    people = ("--recipients", "赵大爷=300、钱奶奶=300，吴二婶=300.00")
    added = desk.write(*words, *people)
    assert '  recipients: "赵大爷=300、钱奶奶=300，吴二婶=300.00"\n' in added
    assert not [said for said in desk.findings() if said.startswith("CSH007")]


@pytest.mark.parametrize(
    ("people", "said"),
    [("赵大爷=300", "名单加起来是 300.00 元，付出的是 900.00 元"), ("赵大爷 900", "姓名=金额")],
)
def test_a_list_that_does_not_add_up(desk: Desk, people: str, said: str) -> None:
    assert said in desk.refuse(2, *RELIEF, "--amount", "900", "--recipients", people)


def test_several_scans_are_kept_with_one_voucher(desk: Desk, tmp_path: Path) -> None:
    scans = [tmp_path / "发票.pdf", tmp_path / "清单.pdf", tmp_path / "另一处" / "发票.pdf"]
    scans[2].parent.mkdir()
    for number, scan in enumerate(scans):
        scan.write_bytes(b"%PDF" + str(number).encode())
    words = ("receive", "--amount", "57.50", "--from", "居民", "--for", "复印")
    words += ("--account", "服务收入", "--to", "till")
    documents = [word for scan in scans for word in ("--document", str(scan))]
    said = desk.refuse(2, *words, *documents, "--document", str(scans[0]))
    assert "写了两次" in said
    desk.write(*words, *documents)
    assert [
        f'  {key}: "documents/2026/2026-03-0002-{name}"\n' in desk.text(MONTH)
        for key, name in (
            ("document", "发票.pdf"),
            ("document-2", "清单.pdf"),
            ("document-3", "3-发票.pdf"),
        )
    ] == [True, True, True]
    kept = desk.folder / "documents" / "2026"
    assert sorted(path.read_bytes() for path in kept.iterdir()) == [b"%PDF0", b"%PDF1", b"%PDF2"]
    assert desk.findings() == []
