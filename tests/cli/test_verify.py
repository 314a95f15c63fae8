"""``juwu verify``: what it says, how it ends, the code from a posted paper, the keys it goes by."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
from closing import ADVICE, change, close, code_of, seal_of, verify, with_a_month
from hand_kept import MONTH, Desk

from invoking import invoke
from signing import public_line, register

REVIEWS = "reviews.beancount"


@pytest.fixture
def closed(desk: Desk) -> Desk:
    assert close(with_a_month(desk)).exit_code == 0
    return desk


def verify_json(desk: Desk, *words: object) -> tuple[int, dict[str, Any]]:
    result = verify(desk, "--format", "json", *words)
    return result.exit_code, json.loads(result.stdout)


def test_nothing_changed(closed: Desk) -> None:
    result = verify(closed)
    assert result.exit_code == 0
    code = code_of(result)
    today = dt.datetime.now().astimezone().date()
    assert result.stdout == (
        f"2026年3月：没有动过  封账码 {code}  3 张凭证、50 条登记、1 份扫描件\n"
        f"操作日志：1 笔，从 {today} 记起，一行接一行没有断。\n"
        "封账的 1 个月都没有动过。\n"
    )
    assert result.stderr == ""


def test_no_month_is_sealed_yet(desk: Desk) -> None:
    result = verify(with_a_month(desk))
    assert result.exit_code == 0
    assert "还没有封账的月份" in result.stdout
    result = verify(desk, "--code", "0000-0000-0000-0000")
    assert result.exit_code == 3
    assert "没有哪个封账的月份、公开的季度是 0000-0000-0000-0000" in result.stdout


def test_the_code_of_a_paper(closed: Desk) -> None:
    given = ["disclose", "2026Q1", "--books", str(closed.folder), "--as-of", "2026-04-09"]
    code = code_of(invoke(given))
    result = verify(closed, "--code", code.lower())
    assert result.exit_code == 0
    assert "封账码对得上：2026-03 月结时的账，到现在没有动过。" in result.stdout
    change(closed, "打印纸和硒鼓", "打印纸")
    result = verify(closed, "--code", code)
    assert result.exit_code == 3
    assert f"没有哪个封账的月份、公开的季度是 {code}" in result.stdout


@pytest.mark.parametrize("typed", ["", "1234", "0E2F-33A1-7B90-C4DO", "封账码", "0" * 65])
def test_a_code_copied_wrongly_accuses_nobody(closed: Desk, typed: str) -> None:
    result = verify(closed, "--code", typed)
    assert result.exit_code == 2
    assert "抄得不对" in result.stderr


def test_a_code_in_full_width(closed: Desk) -> None:
    code = code_of(verify(closed))
    wide = code.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789ABCDEF"})
    assert verify(closed, "--code", wide.replace("-", " ")).exit_code == 0


def test_a_change_is_named_with_file_and_line(closed: Desk) -> None:
    before = code_of(verify(closed))
    change(closed, "打印纸和硒鼓", "打印纸")
    line = closed.text(MONTH).split("\n").index('2026-03-12 * "示例文具店" "打印纸"') + 1
    result = verify(closed)
    assert result.exit_code == 3
    after = code_of(result)
    assert after != before
    assert f"2026年3月：动过！  封账码 {after}" in result.stdout
    assert f"账与月结时不同：月结时 {before}，现在 {after}" in result.stdout
    assert (
        "    改过：2026-03-12 凭证 2026-03-0002 打印纸和硒鼓，"
        f"现在是 2026-03-12 凭证 2026-03-0002 打印纸（{MONTH} 第 {line} 行）\n"
    ) in result.stdout
    assert "都没有动过" not in result.stdout


def test_json(closed: Desk) -> None:
    status, told = verify_json(closed)
    assert status == 0
    assert told["holds"] is True
    assert told["books"] == str(closed.folder / "main.beancount")
    (month,) = told["months"]
    assert (month["period"], month["holds"], month["differences"]) == ("2026-03", True, [])
    assert (month["vouchers"], month["documents"]) == (3, 1)
    assert (told["code"], told["code_month"], told["signatures"]) == (None, None, [])
    status, told = verify_json(closed, "--code", month["code"])
    assert (status, told["code_month"]) == (0, "2026-03")
    change(closed, "打印纸和硒鼓", "打印纸")
    status, told = verify_json(closed, "--code", month["code"])
    assert status == 3
    assert (told["holds"], told["code_month"]) == (False, None)
    (month,) = told["months"]
    assert month["holds"] is False
    assert [item["file"] for item in month["differences"]] == [REVIEWS, MONTH]
    assert all(isinstance(item["line"], int) for item in month["differences"])
    (other,) = told["differences"]
    assert other["file"] is None


def test_a_scan_and_a_seal(closed: Desk) -> None:
    closed.put(ADVICE, "%PDF-1.4 another receipt\n")
    result = verify(closed)
    assert result.exit_code == 3
    assert f"扫描件的内容变了：{ADVICE}" in result.stdout
    closed.put(ADVICE, "%PDF-1.4 receipt\n")
    assert verify(closed).exit_code == 0
    seal_of(closed).unlink()
    result = verify(closed)
    assert result.exit_code == 3
    assert "没有封账记录 seals/2026-03.seal" in result.stdout


def test_the_closing_cut_off(closed: Desk) -> None:
    text = closed.text(REVIEWS)
    closed.put(REVIEWS, text[: text.index('2026-04-03 custom "close"')])
    result = verify(closed)
    assert result.exit_code == 3
    assert "不对：有封账记录 seals/2026-03.seal" in result.stdout
    status, told = verify_json(closed)
    assert (status, told["holds"], told["months"]) == (3, False, [])
    assert "2026-03.seal" in told["differences"][0]["what"]


def test_the_digest_taken_off(closed: Desk) -> None:
    """Of the only sealed month: the seal is left over, and with it gone, the posted code."""
    code = code_of(verify(closed))
    text = re.sub(
        r"(?m)^  (digest|previous|vouchers|documents|seal): .*\n", "", closed.text(REVIEWS)
    )
    closed.put(REVIEWS, text)
    assert verify(closed).exit_code == 3
    seal_of(closed).unlink()
    assert verify(closed).exit_code == 0
    assert verify(closed, "--code", code).exit_code == 3


def test_what_strangers_wrote_cannot_steer_the_terminal(closed: Desk) -> None:
    change(closed, "打印纸和硒鼓", "打印纸\x1b[2J")
    result = verify(closed)
    assert result.exit_code == 3
    assert "\x1b" not in result.stdout


def test_books_that_do_not_load(closed: Desk) -> None:
    change(closed, "386.00 CNY\n  Assets", "387.00 CNY\n  Assets")
    result = verify(closed)
    assert result.exit_code == 4
    assert "1 处错误" in result.stderr


def test_no_books(tmp_path: Path) -> None:
    result = invoke(["verify", "--books", str(tmp_path / "none")])
    assert result.exit_code == 2
    assert invoke(["verify", "--format", "xml"]).exit_code == 2


# --- signatures ---------------------------------------------------------------------------------


@pytest.fixture
def registered(closed: Desk) -> Desk:
    """The director registered a key a day before closing, and the closing was not signed."""
    closed.add("charter.beancount", "\n" + register("2026-04-02", "赵一清"))
    return closed


def test_a_closing_that_should_be_signed(registered: Desk) -> None:
    result = verify(registered)
    assert result.exit_code == 3
    assert "2026年3月：没有动过" in result.stdout
    assert "签名不对：赵一清 登记了签名公钥，2026年3月的月结没有签名" in result.stdout
    status, told = verify_json(registered)
    assert (status, told["holds"], len(told["signatures"])) == (3, False, 1)


def test_another_name_in_the_director_s_place(registered: Desk) -> None:
    change(registered, 'director: "赵一清"\n  digest', 'director: "钱二宁"\n  digest', REVIEWS)
    result = verify(registered)
    assert result.exit_code == 3
    assert "应由他签名" in result.stdout


def test_keys_kept_outside(closed: Desk, tmp_path: Path) -> None:
    """The street office has the director's key; the books say nothing of one."""
    assert verify(closed).exit_code == 0
    keys = tmp_path / "keys"
    keys.write_text(f"赵一清 {public_line('赵一清')}\n", encoding="utf-8")
    result = verify(closed, "--trusted-keys", keys)
    assert result.exit_code == 3
    assert "没有签名" in result.stdout
    assert verify(closed, "--trusted-keys", tmp_path / "none").exit_code == 2
