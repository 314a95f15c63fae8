"""The face of papers: seals compared, findings counted, reviews held against the figures; status 3."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from invoking import invoke
from juwu_ledger.cli.look.register import REGISTERS
from sealed_books import SealedCopy

AS_OF = "2025-09-30"
TONER = 'voucher: "2025-03-0006"'
SCAN = "documents/2025/2025-03-0022-发票.pdf"
OF_ACCOUNT = {"ledger": ("--account", "办公用品")}
PAPERS = (
    ("report", "monthly", "2025-03"),
    ("report", "quarterly", "2025Q1"),
    ("report", "half-year", "2025H1"),
    ("report", "annual", "2025"),
    ("report", "donor", "示例机械有限公司"),
    ("disclose", "2025Q1"),
    ("disclose", "2025Q1", "--board"),
    *(("register", name, "--period", "2025Q1", *OF_ACCOUNT.get(name, ())) for name in REGISTERS),
    ("print", "voucher", "2025-03-0006"),
    ("print", "voucher", "--month", "2025-03"),
    ("print", "approval", "SP-2025-0020"),
    ("print", "receipts", "--period", "2025Q1"),
    ("print", "count", "2025-03-31"),
    ("print", "reconciliation", "基本户", "2025-03"),
)
LABELS = ["封账", "查账", "勾稽", "审核"]


def run(books: Path, *words: str, as_of: str = AS_OF) -> Result:
    result = invoke([*words, "-b", str(books), "--as-of", as_of])
    assert result.exception is None or isinstance(result.exception, SystemExit), result
    return result


def face(books: Path, *words: str, as_of: str = AS_OF) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(books, *words, "--format", "json", as_of=as_of).stdout)[
        "face"
    ]
    assert list(found) == LABELS
    return found


@pytest.fixture
def kept(sealed: Path, tmp_path: Path) -> Path:
    """The sealed books, to be changed."""
    folder = tmp_path / "books"
    shutil.copytree(sealed, folder)
    return folder


def toner_changed(folder: Path) -> None:
    """Turn two digits of a voucher of sealed March, on both sides."""
    path = folder / "2025" / "2025-03.beancount"
    text = path.read_text("utf-8")
    at = text.index(TONER)
    changed = text[at : at + 600].replace("745.00", "754.00")
    assert changed.count("754.00") >= 2
    path.write_text(text[:at] + changed + text[at + 600 :], "utf-8")


@pytest.mark.parametrize("words", PAPERS, ids=" ".join)
def test_every_paper_carries_it_in_every_format(
    kept: Path, words: tuple[str, ...], tmp_path: Path
) -> None:
    formats = "text,html,json" if words[0] == "print" and words[1] != "receipts" else None
    out = tmp_path / "out"
    fine = run(kept, *words, "--format", formats or "text,html,json,xlsx", "-o", str(out))
    assert fine.exit_code == 0, fine.stderr
    for path in out.iterdir():
        assert path.name.startswith("示例市样板区柳荫街道桂花里社区居民委员会-")
    (page,) = out.glob("*.html")
    for label in LABELS:
        assert re.search(f">{label}[<：]", page.read_text("utf-8"))
    (text,) = out.glob("*.txt")
    assert [line[:2] for line in text.read_text("utf-8").splitlines() if line[:2] in LABELS][
        :4
    ] == LABELS
    assert face(kept, *words)["封账"]["is_red"] is False
    toner_changed(kept)
    for form in ("text", "html", "json"):
        red = run(kept, *words, "--format", form)
        assert red.exit_code == 3
        assert "封账以后改动过：2025年3月" in red.stdout
        assert "封账以后改动过：2025年3月" in red.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("report", "monthly", "2025-03"), "已封账，核对一致"),
        (
            ("report", "quarterly", "2025Q3"),
            "2025年7月、2025年8月已封账，核对一致；2025年9月没有月结",
        ),
        (("report", "monthly", "2025-09"), "没有月结"),
    ],
)
def test_sealed_months(kept: Path, words: tuple[str, ...], said: str) -> None:
    line = face(kept, *words)["封账"]
    assert line["text"].startswith(said)
    assert line["is_red"] is False


def test_closed_without_a_digest(sealed_copy: SealedCopy) -> None:
    seal = r"(?m)^  (digest|previous|vouchers|documents|seal): .*\n"
    text = re.sub(seal, "", sealed_copy.ledger.texts["reviews.beancount"])
    sealed_copy.lay_out(sealed_copy.ledger.put("reviews.beancount", text))
    try:
        line = face(sealed_copy.folder, "report", "monthly", "2025-03")["封账"]
        assert line == {"text": "已月结，没有封账", "is_red": False}
    finally:
        sealed_copy.put_back()


def test_before_it_was_closed(kept: Path) -> None:
    line = face(kept, "report", "monthly", "2025-03", as_of="2025-04-01")["封账"]
    assert line == {"text": "没有月结", "is_red": False}


def test_an_earlier_month_changed_is_told_on_later_papers_only(kept: Path) -> None:
    toner_changed(kept)
    assert face(kept, "report", "monthly", "2025-02")["封账"]["text"] == "已封账，核对一致"
    later = face(kept, "report", "monthly", "2025-05")["封账"]
    assert later == {"text": "封账以后改动过：2025年3月", "is_red": True}


def test_another_scan_is_told_on_the_paper_of_its_month(kept: Path) -> None:
    (kept / SCAN).write_bytes(b"%PDF-1.4 another")
    told = face(kept, "report", "monthly", "2025-03")["封账"]
    assert told == {"text": "封账以后改动过：2025年3月（扫描件）", "is_red": True}
    assert face(kept, "report", "monthly", "2025-05")["封账"]["is_red"] is False


def test_findings_are_those_of_its_period(kept: Path) -> None:
    """September is open: a voucher without an approval is found there, and nowhere else."""
    with (kept / "2025" / "2025-09.beancount").open("a", encoding="utf-8") as file:
        file.write(
            '\n2025-09-20 * "x" "y"\n  voucher: "2025-09-0099"\n'
            "  Expenses:5101办公用品  9.00 CNY\n  Assets:1002银行存款:01基本户  -9.00 CNY\n"
        )
    checked = json.loads(run(kept, "check", "--format", "json").stdout)["findings"]
    mine = [f for f in checked if f["voucher"] == "2025-09-0099" and f["severity"] == "E"]
    line = face(kept, "report", "monthly", "2025-09")["查账"]
    assert line["is_red"] is True
    found = re.match(r"未说明的严重问题 (\d+) 处，提醒 (\d+) 处", line["text"])
    assert found is not None
    assert int(found[1]) >= len(mine) > 0
    assert run(kept, "report", "quarterly", "2025Q3").exit_code == 3
    assert face(kept, "report", "monthly", "2025-08")["查账"] == {
        "text": "未说明的严重问题 0 处，提醒 0 处",
        "is_red": False,
    }


def digest_of(books: Path, quarter: str) -> str:
    digest: str = json.loads(run(books, "report", "quarterly", quarter, "--format", "json").stdout)[
        "books_digest"
    ]
    return digest


@pytest.mark.parametrize(
    ("digest", "opinion", "said", "is_red"),
    [
        ("these", "passed", "民主理财小组审核通过，正是这些数", False),
        ("f" * 64, "passed", "审核的是另外的数", True),
        (None, "passed", "审核没有写明核对码", False),
        ("these", "refused", "民主理财小组不予通过", True),
    ],
)
def test_the_review(kept: Path, digest: str | None, opinion: str, said: str, is_red: bool) -> None:
    """The last word on the quarter is asked for its month as well; before it, there is none."""
    with (kept / "charter.beancount").open("a", encoding="utf-8") as file:
        for name in ("褚十全", "卫百川", "蒋千里"):  # Who has no key signs on paper.
            file.write(f'\n2025-09-19 custom "key" "{name}" "revoked"\n')
    code = digest_of(kept, "2025Q2") if digest == "these" else digest
    with (kept / "reviews.beancount").open("a", encoding="utf-8") as file:
        file.write(f'\n2025-09-20 custom "review" "2025Q2" "{opinion}"\n  leader: "褚十全"\n')
        file.write('  members: "卫百川、蒋千里"\n  remarks: "看过"\n')
        file.write(f'  digest: "{code}"\n' if code else "")
    for words in (("report", "monthly", "2025-05"), ("report", "quarterly", "2025Q2")):
        assert face(kept, *words)["审核"] == {"text": said, "is_red": is_red}
    result = run(kept, "report", "quarterly", "2025Q2")
    assert result.exit_code == (3 if is_red else 0), run(kept, "check").stdout
    assert face(kept, "report", "quarterly", "2025Q3")["审核"] == {
        "text": "没有审核",
        "is_red": False,
    }


def test_the_cover_of_the_export(kept: Path, tmp_path: Path) -> None:
    toner_changed(kept)
    result = run(
        kept, "export", "audit", "--year", "2025", "--format", "csv", "-o", str(tmp_path / "x")
    )
    assert result.exit_code == 3
    assert "封账：封账以后改动过：2025年3月" in result.stderr
    cover = (tmp_path / "x" / "说明.csv").read_text("utf-8-sig")
    for label in LABELS:
        assert f"\n{label}," in cover


def test_the_example_is_clean() -> None:
    ledger = Path(__file__).parents[2] / "ledger"
    for words in (*PAPERS[:7], ("register", "cash", "--period", "2025")):
        assert run(ledger, *words, as_of="2026-02-10").exit_code == 0


def test_verify_accuses_a_removed_scan_alone(sealed_copy: SealedCopy) -> None:
    """The newest seal carries what rules found: a scan that is gone since is no fault of its file."""
    scans = [name for name in sealed_copy.bytes if name.startswith("documents/2025/2025-")]
    assert scans
    for name in scans:
        found = sealed_copy.look(scans={name: None})
        assert not found.verdict.holds
        assert name in found.said
        assert "封账记录" not in found.said
        assert ".seal" not in found.said


def test_verify_accuses_a_changed_voucher_and_no_seal(sealed_copy: SealedCopy) -> None:
    changed = sealed_copy.ledger.rewrite(TONER, lambda text: text.replace("745.00", "754.00"))
    found = sealed_copy.look(changed)
    assert "2025-03-0006" in found.said
    assert "封账记录" not in found.said
