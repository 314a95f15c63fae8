"""``juwu close``: the checklist, the order of months, the seal, the director's signature."""

from __future__ import annotations

import errno
import hashlib
import json
from pathlib import Path

import pytest
from closing import (
    ADVICE,
    APRIL,
    COUNTED,
    RECONCILED,
    SPENT,
    change,
    close,
    code_of,
    seal_of,
    verify,
    with_a_month,
)
from hand_kept import BANK, MONTH, Desk

from invoking import invoke
from juwu_ledger.books.signing.private_keys import new_private_key
from juwu_ledger.journal.engine import disk
from juwu_ledger.seals.seal_file import read_seal

REVIEWS = "reviews.beancount"
REST = "其他规则都合，或者已经说明"
ITEMS = (
    *("现金盘点过", "银行对过账，没有差额", "凭证号连着，没有缺号", "扫描件都在"),
    *("签批、签名齐全", "收据连着，没有重号漏号", REST),
)


APRIL_BOOKS = """
2026-04-08 custom "filing" "2026-03"
2026-04-08 custom "filing" "2026Q1"
2026-04-10 custom "review" "2026Q1" "passed"
  leader: "吴六合"
  members: "郑七星、冯八方"
2026-04-11 custom "disclosure" "2026Q1"
  officer: "周五福"
2026-04-30 * "钱二宁" "计提折旧"
  voucher: "2026-04-0001"
  Expenses:5109折旧费        95.00 CNY
  Assets:1502累计折旧       -95.00 CNY
"""
MAY_BOOKS = APRIL_BOOKS[APRIL_BOOKS.index("2026-04-30") - 1 :].replace("2026-04", "2026-05")


@pytest.fixture
def month(desk: Desk) -> Desk:
    return with_a_month(desk)


# --- a month is closed --------------------------------------------------------------------------


def test_a_month_is_closed_and_sealed(month: Desk) -> None:
    result = close(month)
    assert result.exit_code == 0, result.output
    for item in ITEMS:
        assert f"[好] {item}\n" in result.stdout
    (closing,) = month.books().sealed
    seal = read_seal(seal_of(month).read_text("utf-8"))
    assert (closing.accountant, closing.cashier, closing.director) == ("钱二宁", "孙三平", "赵一清")
    assert closing.digest == seal.digest
    assert closing.previous == seal.previous == "none"
    assert closing.vouchers == seal.vouchers == 3
    assert closing.documents == seal.documents
    assert closing.seal == hashlib.sha256(seal_of(month).read_bytes()).hexdigest()
    assert [name for name, _ in seal.scans] == [ADVICE]
    assert code_of(result).replace("-", "").lower() == closing.digest[:16]
    assert f"juwu verify --code {code_of(result)}" in result.stdout
    assert verify(month).exit_code == 0
    assert verify(month, "--code", code_of(result)).exit_code == 0


def test_the_code_is_on_the_papers(month: Desk) -> None:
    code = code_of(close(month))
    for words in (("report", "monthly", "2026-03"), ("disclose", "2026Q1")):
        given = [*words, "--books", str(month.folder), "--as-of", "2026-04-09"]
        for form in ("text", "json", "html"):
            more = ["--format", form] + (["-o", str(month.folder)] if form == "html" else [])
            result = invoke(given + more)
            assert result.exit_code == (3 if words[0] == "disclose" else 0), result.output
            if form != "html":
                assert code in result.stdout, form
    pages = [path.read_text("utf-8") for path in month.folder.glob("*.html")]
    assert len(pages) == 2
    assert all(f"账本核对码 {code}" in page for page in pages)


def test_months_follow_one_another(month: Desk) -> None:
    close(month)
    month.add(MONTH, APRIL_BOOKS)
    assert close(month, "2026-04", day="2026-05-04").exit_code == 0
    first, second = month.books().sealed
    assert second.previous == first.digest
    assert "2 个月都没有动过" in verify(month).stdout


def test_windows_line_ends(tmp_path: Path) -> None:
    desk = with_a_month(Desk(tmp_path / "books", newline="\r\n"))
    assert close(desk).exit_code == 0
    assert b"\n" not in (desk.folder / REVIEWS).read_bytes().replace(b"\r\n", b"")
    assert verify(desk).exit_code == 0


def test_the_first_seal_takes_in_what_was_closed_before(month: Desk) -> None:
    month.add(REVIEWS, '\n2026-04-03 custom "close" "2026-03"\n  director: "赵一清"\n')
    month.add(MONTH, APRIL_BOOKS)
    assert close(month, "2026-04", day="2026-05-04").exit_code == 0
    change(month, "打印纸和硒鼓", "打印纸")
    result = verify(month)
    assert result.exit_code == 3
    assert "2026年4月：动过！" in result.stdout
    assert "2026-03-0002" in result.stdout


def test_nothing_is_written_on_trial(month: Desk) -> None:
    before = month.files()
    result = close(month, "2026-03", "--dry-run")
    assert result.exit_code == 0
    assert "试写，没有写入" in result.stdout
    assert 'custom "close" "2026-03"' in result.stdout
    assert month.files() == before
    assert not (month.folder / "seals").exists()


def test_json(month: Desk) -> None:
    result = close(month, "2026-03", "--json")
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert told["written"]["ids"] == ["2026-03"]
    assert told["written"]["file"] == REVIEWS
    assert month.books().sealed[0].digest in told["written"]["text"]
    assert told["findings"] == []


def test_names_may_be_given(month: Desk) -> None:
    assert close(month, "2026-03", "--cashier", "周五福").exit_code == 0
    assert month.books().sealed[0].cashier == "周五福"


def test_nothing_is_written_into_a_closed_month(month: Desk) -> None:
    close(month)
    words = ("receive", "--amount", "5", "--from", "居民", "--for", "复印", "--account", "服务收入")
    error = month.refuse(5, *words, "--to", "bank", day="2026-03-30", as_of=APRIL)
    assert "2026年3月已经月结" in error


# --- what is in the way -------------------------------------------------------------------------

IN_THE_WAY = {
    "cash not counted": ("现金盘点过", "CSH006", MONTH, COUNTED, ""),
    "no witness at the count": ("现金盘点过", "CSH006", MONTH, '  witness: "钱二宁"\n', ""),
    "bank not reconciled": ("银行对过账，没有差额", "BNK002", REVIEWS, RECONCILED, ""),
    "bank differs": ("银行对过账，没有差额", "BNK003", REVIEWS, "80012.34", "80012.43"),
    "a number missing": ("凭证号连着，没有缺号", "VCH001", MONTH, "2026-03-0003", "2026-03-0004"),
    "no approval": ("签批、签名齐全", "SPD001", MONTH, '  approval: "SP-2026-0001"\n', ""),
    "no invoice": ("签批、签名齐全", "SPD007", MONTH, '  invoice: "26372000000012345678"\n', ""),
    "a thing that is not registered": (
        *(REST, "AST006", MONTH),
        "  Expenses:5101办公用品                386.00 CNY\n",
        "  Expenses:5106低值易耗品              386.00 CNY\n",
    ),
}


@pytest.mark.parametrize("what", IN_THE_WAY)
def test_open_items_are_named_and_refused(what: str, month: Desk) -> None:
    item, rule, file, old, new = IN_THE_WAY[what]
    change(month, old, new, file)
    before = month.files()
    result = close(month)
    assert result.exit_code == 5
    assert f"[缺] {item}\n" in result.stdout
    assert f"  {rule}（" in result.stdout
    assert "2026年3月还不能月结" in result.stderr
    assert "explain-finding" in result.stderr
    for other in ITEMS:
        assert f"[{'缺' if other == item else '好'}] {other}\n" in result.stdout
    assert month.files() == before
    told = json.loads(close(month, "2026-03", "--json").stdout)
    assert told["written"] is None
    assert {finding["rule"] for finding in told["findings"]} == {rule}
    assert close(month, "2026-03", "--dry-run").exit_code == 5


def test_a_missing_scan_and_a_missing_receipt(month: Desk) -> None:
    (month.folder / ADVICE).unlink()
    month.add(
        MONTH,
        '\n2026-03-25 * "居民" "场地费"\n  voucher: "2026-03-0004"\n'
        f"  {BANK}  5.00 CNY\n    cleared: 2026-03-25\n  Income:4003服务收入  -5.00 CNY\n",
    )
    change(month, "80012.34", "80017.34", REVIEWS)
    result = close(month)
    assert result.exit_code == 5
    for title, rule in (("扫描件都在", "VCH004"), ("收据连着，没有重号漏号", "RCP001")):
        assert f"[缺] {title}\n  {rule}（" in result.stdout
    assert result.stdout.count("[缺]") == 2


def test_what_is_explained_is_not_in_the_way(month: Desk) -> None:
    change(month, RECONCILED, "", REVIEWS)
    assert close(month).exit_code == 5
    month.add(
        REVIEWS, '\n2026-04-02 custom "explanation" "BNK002" "银行系统停机"\n  about: "2026-03"\n'
    )
    result = close(month)
    assert result.exit_code == 0, result.output


def test_a_draft_is_in_the_way_whatever_is_said_of_it(month: Desk) -> None:
    change(month, '2026-03-12 * "示例文具店"', '2026-03-12 ! "示例文具店"')
    assert "VCH007" in close(month).output
    said = '2026-03-31 custom "explanation" "VCH007" "等发票"\n  about: "2026-03-0002"\n'
    month.add("reviews.beancount", said)
    result = close(month)
    assert result.exit_code == 5
    assert "[缺] 凭证都记了账" in result.output
    change(month, '2026-03-12 ! "示例文具店"', '2026-03-12 * "示例文具店"')
    assert close(month).exit_code == 0


def test_a_month_that_nobody_reads_is_in_the_way(month: Desk) -> None:
    month.put("2026/2026-03 (冲突).beancount", SPENT)
    result = close(month)
    assert result.exit_code == 5
    assert "2026/2026-03 (冲突).beancount" in result.output


def test_what_was_found_later_is_not_in_the_way(month: Desk) -> None:
    change(month, RECONCILED, "", REVIEWS)
    month.add(REVIEWS, RECONCILED)
    month.add(MONTH, SPENT.replace("03-12", "04-02").replace("03-0002", "04-0001"))
    change(month, '"2026-04-0001"\n  approval: "SP-2026-0001"', '"2026-04-0001"')
    assert close(month).exit_code == 0


def test_a_seal_that_does_not_hold_is_in_the_way_of_the_next(month: Desk) -> None:
    """Whenever the month was closed: its finding is dated by the closing, here in May."""
    month.add(MONTH, APRIL_BOOKS)
    late = "2026-05-04"
    month.add(
        REVIEWS, '\n2026-05-02 custom "explanation" "PRD001" "会计生病"\n  about: "2026-03"\n'
    )
    assert close(month, day=late).exit_code == 0
    change(month, "打印纸和硒鼓", "打印纸")
    result = close(month, "2026-04", day=late)
    assert result.exit_code == 5
    assert f"[缺] {REST}\n  PRD002（" in result.stdout
    assert not seal_of(month, "2026-04").exists()


# --- the order of months ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "day", "said"),
    [
        ("2026-03", "2026-03-31", "还没有过完"),
        ("2026-03", "2026-03-15", "还没有过完"),
        ("2026-02", APRIL, "没有账"),
    ],
)
def test_months_that_cannot_be_closed(label: str, day: str, said: str, month: Desk) -> None:
    assert said in month.refuse(5, "close", label, day=day)


def test_once_only_and_in_order(month: Desk) -> None:
    month.add(MONTH, APRIL_BOOKS)
    month.add(MONTH, MAY_BOOKS)
    close(month)
    assert "已经月结过了" in month.refuse(5, "close", "2026-03", day=APRIL)
    assert "先结2026年4月" in month.refuse(5, "close", "2026-05", day="2026-06-03")
    assert close(month, "2026-04", day="2026-05-04").exit_code == 0
    before = month.text(REVIEWS)
    month.put(REVIEWS, before.replace('custom "close" "2026-03"', 'custom "filing" "2026-03"'))
    assert "不能再结它前面的2026年3月" in close(month, "2026-03", day="2026-05-05").stderr


@pytest.mark.parametrize("label", ["2026Q1", "2026", "三月", "2026-13", ""])
def test_what_is_no_month(label: str, month: Desk) -> None:
    assert month.refuse(2, "close", label, day=APRIL)


# --- when something goes wrong ------------------------------------------------------------------


def test_a_disk_that_fails_leaves_no_seal(month: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = disk.replace_file

    def fail(path: Path, *more: object) -> None:
        if path.suffix == ".beancount":
            raise disk.NotWritten(path, OSError(errno.EIO, "bad disk"))
        replace(path, *more)  # type: ignore[arg-type]

    before = month.files()
    with monkeypatch.context() as patch:
        patch.setattr(disk, "replace_file", fail)
        assert close(month).exit_code == 5
    assert month.files() == before


def test_a_seal_without_its_closing_is_told_and_healed(month: Desk) -> None:
    """What a power loss at the worst moment leaves behind."""
    month.put("seals/2026-03.seal", "juwu-ledger seal 1\n")
    result = verify(month)
    assert result.exit_code == 3
    assert "seals/2026-03.seal" in result.stdout
    assert close(month).exit_code == 0
    assert verify(month).exit_code == 0


# --- the director's signature -------------------------------------------------------------------


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Two key files with the passphrase 一二三 (``one``, ``two``), and the public key of the first."""
    folder = tmp_path_factory.mktemp("keys")
    for name in ("two", "one"):
        data, public = new_private_key("一二三", rounds=1)
        (folder / name).write_bytes(data)
    (folder / "saying").write_text("一二三\n", encoding="utf-8")
    (folder / "wrong").write_text("一二\n", encoding="utf-8")
    return folder, public


@pytest.fixture
def signing(month: Desk, keys: tuple[Path, str]) -> Desk:
    """The director has a key from April on."""
    month.add("charter.beancount", f'\n2026-04-01 custom "key" "赵一清" "{keys[1]}"\n')
    return month


def with_key(
    keys: tuple[Path, str], key: str = "one", saying: str = "saying"
) -> tuple[object, ...]:
    return "--key", keys[0] / key, "--passphrase-file", keys[0] / saying


def test_a_closing_is_signed(signing: Desk, keys: tuple[Path, str]) -> None:
    result = close(signing, "2026-03", *with_key(keys))
    assert result.exit_code == 0, result.output
    (closing,) = signing.books().sealed
    assert (closing.signature or "").startswith("-----BEGIN SSH SIGNATURE-----")
    assert verify(signing).exit_code == 0
    change(signing, 'accountant: "钱二宁"', 'accountant: "李四安"', REVIEWS)
    result = verify(signing)
    assert result.exit_code == 3
    assert "签名不对：赵一清 登记了签名公钥，2026年3月的月结上的签名对不上" in result.stdout


@pytest.mark.parametrize(
    ("key", "saying", "said"),
    [
        (None, "saying", "--key"),
        ("two", "saying", "不是 赵一清 登记的那把钥匙"),
        ("one", "wrong", "口令不对"),
        ("saying", "saying", "不是 OpenSSH 私钥"),
        ("none", "saying", "没有这个私钥文件"),
    ],
)
def test_a_signature_that_cannot_be_made(
    key: str | None, saying: str, said: str, signing: Desk, keys: tuple[Path, str]
) -> None:
    words = with_key(keys, key, saying) if key else ()
    assert said in signing.refuse(2, "close", "2026-03", *words, day=APRIL)
    assert not seal_of(signing).exists()


def test_another_name_does_not_do_without_it(signing: Desk) -> None:
    error = signing.refuse(5, "close", "2026-03", "--director", "钱二宁", day=APRIL)
    assert "应由他签名" in error
    assert "--explain" in error


def test_a_key_that_nobody_asked_for(month: Desk, keys: tuple[Path, str]) -> None:
    assert "还没有登记公钥" in month.refuse(2, "close", "2026-03", *with_key(keys), day=APRIL)
