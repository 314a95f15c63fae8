"""``approve`` and ``resolve``: who signs what, on paper and with a key."""

from __future__ import annotations

from pathlib import Path

import pytest
from hand_kept import DAY, Desk

from juwu_ledger.books.signing.private_keys import load_private_key, new_private_key, public_key_of

SAYING = "桂花里二〇二六年的口令"
SIGN = ("--for", "打印纸和硒鼓", "--reason", "窗口办公用", "--applicant", "李四安")
LARGE = ("approve", "--amount", "6000", *SIGN)


def approve(desk: Desk, amount: str = "386", *words: object) -> str:
    return desk.write("approve", "--amount", amount, *SIGN, *words)


class Keys:
    """Key files of people, with a passphrase in a file, registered in the books by hand."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.folder = desk, folder
        folder.mkdir()
        self.saying = folder / "passphrase"
        self.saying.write_text(SAYING + "\n", encoding="utf-8")

    def make(self, name: str, *, since: str = "2026-03-02", register: bool = True) -> Path:
        data, public = new_private_key(SAYING, rounds=1)
        path = self.folder / f"{name}.key"
        path.write_bytes(data)
        assert public_key_of(load_private_key(data, SAYING)) == public
        if register:
            self.desk.add("charter.beancount", f'\n{since} custom "key" "{name}" "{public}"\n')
        return path


@pytest.fixture
def keys(desk: Desk, tmp_path: Path) -> Keys:
    return Keys(desk, tmp_path / "keys")


# --- on paper -----------------------------------------------------------------------------------


def test_a_approval(desk: Desk) -> None:
    assert approve(desk, "1,386.5") == (
        '2026-03-05 custom "approval" "SP-2026-0002" 1386.50 CNY "打印纸和硒鼓"\n'
        '  reason: "窗口办公用"\n  applicant: "李四安"\n  director: "赵一清"\n'
    )
    assert desk.text("approvals.beancount").endswith("不许动\n\n" + approve_text(desk))
    assert desk.findings() == []


def approve_text(desk: Desk) -> str:
    return desk.text("approvals.beancount").split("不许动\n\n")[1]


def test_ids_follow_the_books_habit_and_the_year(desk: Desk) -> None:
    desk.add("approvals.beancount", '2026-03-02 custom "approval" "签字-2026-17" 5.00 CNY "x"\n')
    desk.add("approvals.beancount", '2026-03-03 custom "approval" "QP/2026/017" 5.00 CNY "x"\n')
    assert '"QP/2026/018"' in approve(desk)
    added = desk.write("approve", "--amount", "5", *SIGN, day="2027-01-04")
    assert '"QP/2027/001"' in added


def test_everything_that_can_be_said(desk: Desk) -> None:
    desk.add("charter.beancount", '\n2026-03-01 custom "fund" "悦读角" Expenses:5107助老项目\n')
    desk.write("resolve", "--title", "办悦读角", "--present", "50", "--in-favour", "４０人")
    added = approve(
        desk,
        "20000",
        *("--id", "sp-2026-0100", "--payee", "示例文化公司", "--fund", "悦读角"),
        *("--resolution", "JY-2026-01", "--street-date", "3-6"),
    )
    assert '"SP-2026-0100" 20000.00 CNY' in added
    for line in (
        '  payee: "示例文化公司"\n  fund: "悦读角"\n  resolution: "JY-2026-01"\n',
        '  director: "赵一清"\n  street-director: "陈九思"\n  street-date: 2026-03-06\n',
    ):
        assert line in added
    assert desk.findings() == []


def test_a_large_one_says_what_is_still_wanted(desk: Desk) -> None:
    result = desk.run(*LARGE)
    assert "juwu approve --street SP-2026-0002 --date" in result.stdout
    assert "--street" not in desk.run("approve", "--amount", "4999.99", *SIGN).stdout


def test_without_the_residents_resolution_a_very_large_one_is_refused(desk: Desk) -> None:
    assert "SPD012" in desk.refuse(5, "approve", "--amount", "20000", *SIGN)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("approve",), "--amount、--for、--reason、--applicant"),
        (("approve", "--amount", "5", *SIGN, "--id", "SP-2026-0001"), "已经有了"),
        (("approve", "--amount", "5", *SIGN, "--fund", "没有的"), "没有专项资金"),
        (("approve", "--amount", "5", *SIGN, "--resolution", "JY-2026-09"), "没有决议"),
        (("approve", "--amount", "零", *SIGN), "金额"),
        (("approve", "--street", "SP-2026-0009"), "没有签批"),
        (("approve", "--street", "SP-2026-0001", "--amount", "5"), "--street 只补"),
        (("resolve",), "--title、--present、--in-favour"),
        (("resolve", "--title", "x", "--present", "5", "--in-favour", "6"), "还多"),
    ],
)
def test_what_makes_no_sense(desk: Desk, words: tuple[str, ...], said: str) -> None:
    assert said in desk.refuse(2, *words)


def test_a_resolution_that_fell_short(desk: Desk) -> None:
    result = desk.run("resolve", "--title", "修围墙", "--present", "50", "--in-favour", "25")
    assert result.exit_code == 0
    assert "没有通过" in result.stdout


# --- the street director signs later --------------------------------------------------------------


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_street_directors_lines_go_below_the_approval(tmp_path: Path, newline: str) -> None:
    desk = Desk(tmp_path / "crlf", newline)
    desk.write(*LARGE)
    desk.add("approvals.beancount", "  ; 六千元的，等街道签\n\n; 别的话\n")
    desk.write("approve", "--amount", "10", *SIGN)
    added = desk.write("approve", "--street", "sp-2026-0002", day="2026-03-09")
    assert added == '  street-director: "陈九思"\n  street-date: 2026-03-09\n'
    text = desk.text("approvals.beancount")
    assert '  director: "赵一清"\n  street-director: "陈九思"\n' in text
    approval = desk.books().approval("SP-2026-0002")
    assert approval is not None
    assert approval.street_director == "陈九思"
    assert "已经在 2026-03-09 签过" in desk.refuse(5, "approve", "--street", "SP-2026-0002")


def test_a_reason_over_several_lines_stays_whole(desk: Desk) -> None:
    desk.add(
        "approvals.beancount",
        '2026-03-02 custom "approval" "SP-2026-0002" 6000.00 CNY "春节慰问"\n'
        '  reason: "七十户；\n每户一袋米，\n  payee: 还没有定"  ; 三行\n  ; "谁\n  director: "赵一清"\n',
    )
    desk.write("approve", "--street", "SP-2026-0002")
    approval = desk.books().approval("SP-2026-0002")
    assert approval is not None
    assert (approval.street_director, approval.payee) == ("陈九思", None)


def test_not_in_a_closed_month_nor_before_the_director(desk: Desk) -> None:
    desk.write(*LARGE)
    assert "早于" in desk.refuse(2, "approve", "--street", "SP-2026-0002", day="2026-03-04")
    desk.add("reviews.beancount", '2026-04-02 custom "close" "2026-03"\n')
    said = desk.refuse(5, "approve", "--street", "SP-2026-0002", day="2026-04-03")
    assert "另签一张" in said


# --- with keys ----------------------------------------------------------------------------------


def test_the_director_signs_with_his_key(desk: Desk, keys: Keys) -> None:
    key = keys.make("赵一清")
    words = ("approve", "--amount", "386", *SIGN)
    assert "--key" in desk.refuse(2, *words)
    assert "--passphrase-file" in desk.refuse(2, *words, "--key", key)
    added = desk.write(*words, "--key", key, "--passphrase-file", keys.saying)
    assert '  signature: "-----BEGIN SSH SIGNATURE-----' in added
    assert desk.findings() == []
    desk.put("approvals.beancount", desk.text("approvals.beancount").replace(" 386.00", " 986.00"))
    assert desk.findings() == ["SPD011 open"]


def test_another_ones_key_is_refused(desk: Desk, keys: Keys) -> None:
    keys.make("赵一清")
    other = keys.make("钱二宁", register=False)
    said = desk.refuse(
        2, "approve", "--amount", "5", *SIGN, "--key", other, "--passphrase-file", keys.saying
    )
    assert "不是 赵一清 登记的那把" in said


def test_both_sign_with_their_keys(desk: Desk, keys: Keys) -> None:
    key, street = keys.make("赵一清"), keys.make("陈九思")
    own = ("--key", key, "--passphrase-file", keys.saying)
    theirs = ("--street-key", street, "--street-passphrase-file", keys.saying)
    assert "--street-key" in desk.refuse(2, *LARGE, *own, "--street-date", DAY)
    added = desk.write(*LARGE, *own, *theirs, "--street-date", DAY)
    assert "  signature:" in added
    assert "  street-signature:" in added
    assert desk.findings() == []


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_street_director_signs_later_with_a_key(tmp_path: Path, newline: str) -> None:
    desk = Desk(tmp_path / "books", newline)
    keys = Keys(desk, tmp_path / "keys")
    key, street = keys.make("赵一清"), keys.make("陈九思")
    desk.write(*LARGE, "--key", key, "--passphrase-file", keys.saying)
    add = ("approve", "--street", "SP-2026-0002")
    assert "--street-key" in desk.refuse(2, *add)
    added = desk.write(*add, "--street-key", street, "--street-passphrase-file", keys.saying)
    assert '  street-signature: "-----BEGIN' in added
    assert desk.findings() == []
