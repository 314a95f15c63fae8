"""What the books hold and no sum contains: every paper says so in red and ends with 3, or 4.

Each kind of thing that can be left out is planted in small sound books, and every paper is printed of
them. The figures that are expected were added up by hand.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import Result

from invoking import invoke
from paper_books import BANK, CHART, GIFT, GRANT, OPENING, voucher

AS_OF = "2026-04-09"
DONOR = "某厂"
BEGIN = voucher("2026-01-0001", (BANK, "47060.68"), (OPENING, "-47060.68"), day=1)
SOUND = (
    BEGIN
    + voucher("2026-01-0002", (BANK, "600.00"), (GRANT, "-600.00"))
    + voucher("2026-01-0003", (BANK, "50.00"), (GIFT, "-50.00"), payee=DONOR)
)
NO_ROLE = "2020-01-01 open Assets:1009别处\n"
PLANTED = {
    "another currency": '2026-01-20 * "某店" "退款"\n  voucher: "2026-01-0004"\n'
    f"  {BANK}  10.00 USD\n  {GRANT}  -10.00 USD\n",
    "a price": '2026-01-20 * "某店" "退款"\n  voucher: "2026-01-0004"\n'
    f"  {BANK}  10.00 USD @ 7.00 CNY\n  {GRANT}  -70.00 CNY\n",
    "a price on yuan": '2026-01-20 * "某店" "退款"\n  voucher: "2026-01-0004"\n'
    f"  {BANK}  70.00 CNY @ 1.00 CNY\n  {GRANT}  -70.00 CNY\n",
    "a cost": '2026-01-20 * "某店" "买债券"\n  voucher: "2026-01-0004"\n'
    f"  {BANK}  1 BOND {{70.00 CNY}}\n  {GRANT}  -70.00 CNY\n",
    "parts of a fen": '2026-01-20 * "某店" "零头"\n  voucher: "2026-01-0004"\n'
    f"  {BANK}  70.005 CNY\n  {GRANT}  -70.005 CNY\n",
    "money on an account without role": NO_ROLE
    + voucher("2026-01-0004", ("Assets:1009别处", "70.00"), (GRANT, "-70.00"), day=20),
    "in and out of an account without role": NO_ROLE
    + voucher("2026-01-0004", ("Assets:1009别处", "70.00"), (GRANT, "-70.00"), day=20)
    + voucher("2026-01-0005", ("Assets:1009别处", "-70.00"), (GIFT, "70.00"), day=21),
    "a second opening voucher": voucher(
        "2026-01-0004", (BANK, "47060.68"), (OPENING, "-47060.68"), day=20
    ),
}
UNSOUND = {
    "an unknown account": voucher("2026-01-0004", (BANK, "7.00"), ("Income:4999别的", "-7.00")),
    "an account not yet open": "2026-02-01 open Income:4999别的\n"
    + voucher("2026-01-0004", (BANK, "7.00"), ("Income:4999别的", "-7.00")),
    "a closed account": "2026-01-02 open Income:4999别的\n2026-01-03 close Income:4999别的\n"
    + voucher("2026-01-0004", (BANK, "7.00"), ("Income:4999别的", "-7.00")),
}
PAPERS: dict[str, Sequence[str]] = {
    "monthly": ("report", "monthly", "2026-01"),
    "quarterly": ("report", "quarterly", "2026Q1"),
    "half-year": ("report", "half-year", "2026H1"),
    "annual": ("report", "annual", "2026"),
    "donor": ("report", "donor", DONOR),
    "disclosure": ("disclose", "2026Q1"),
    "board": ("disclose", "2026Q1", "--board"),
    **{
        name: ("register", name, "--period", "2026-01")
        for name in ("receipts", "approvals", "assets", "low-value", "cash", "bank", "funds")
    },
}
LATER = ("report", "monthly", "2026-03")
"""A paper of another month, whose sums contain what was planted."""


def write(folder: Path, text: str, chart: str = CHART) -> Path:
    (folder / "main.beancount").write_text(chart + text, encoding="utf-8")
    return folder


def run(folder: Path, *words: str) -> Result:
    return invoke([*words, "--books", str(folder), "--as-of", AS_OF])


def export(folder: Path) -> Result:
    return run(folder, "export", "audit", "--year", "2026", "-o", str(folder / "账册.xlsx"))


def tied(result: Result) -> bool:
    return "未核平" not in result.output and "未计入：" not in result.output


@pytest.mark.parametrize("paper", PAPERS)
def test_sound_books_have_nothing_left_out(tmp_path: Path, paper: str) -> None:
    assert tied(run(write(tmp_path, SOUND), *PAPERS[paper]))


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("kind", PLANTED)
def test_what_is_left_out_is_on_every_paper(tmp_path: Path, kind: str, paper: str) -> None:
    result = run(write(tmp_path, SOUND + PLANTED[kind]), *PAPERS[paper])
    assert result.exit_code == 3, result.output
    assert "未核平" in result.output
    assert ("期初以外的期初凭证" if "opening" in kind else "未计入") in result.output
    if paper != "board":
        assert "main.beancount:" in result.stdout


@pytest.mark.parametrize("kind", PLANTED)
def test_later_papers_and_the_export_say_so_too(tmp_path: Path, kind: str) -> None:
    folder = write(tmp_path, SOUND + PLANTED[kind])
    later, audit = run(folder, *LATER), export(folder)
    assert (later.exit_code, audit.exit_code) == (3, 3), later.output + audit.output
    assert "未核平" in later.output
    assert "未计入的分录和文件" in audit.output


@pytest.mark.parametrize("paper", [*PAPERS, "export"])
@pytest.mark.parametrize("kind", UNSOUND)
def test_books_that_are_unsound_make_no_paper(tmp_path: Path, kind: str, paper: str) -> None:
    folder = write(tmp_path, SOUND + UNSOUND[kind])
    result = export(folder) if paper == "export" else run(folder, *PAPERS[paper])
    assert result.exit_code == 4


@pytest.mark.parametrize("paper", [*PAPERS, "export", "check"])
def test_books_in_other_money_are_refused_by_name(tmp_path: Path, paper: str) -> None:
    folder = write(tmp_path, "", CHART.replace('"CNY"', '"USD"') + SOUND)
    commands = {**PAPERS, "check": ("check",)}
    result = export(folder) if paper == "export" else run(folder, *commands[paper])
    assert result.exit_code == 4
    assert "USD" in result.output
    assert "清点的" not in result.output


@pytest.mark.parametrize("paper", [*PAPERS, "export"])
@pytest.mark.parametrize("name", ["2026-01.beancount", "2026-01 (冲突).beancount"])
def test_a_file_that_nobody_reads_is_on_every_paper(tmp_path: Path, name: str, paper: str) -> None:
    folder = write(tmp_path, SOUND)
    (folder / "2026").mkdir()
    (folder / "2026" / name).write_text(PLANTED["another currency"], encoding="utf-8")
    result = export(folder) if paper == "export" else run(folder, *PAPERS[paper])
    assert result.exit_code == 3
    assert "未计入" in result.output
    if paper not in ("export", "board"):
        assert f"2026/{name}" in result.stdout


def test_a_file_of_a_later_month_is_not_missed_before(tmp_path: Path) -> None:
    folder = write(tmp_path, SOUND)
    (folder / "2026-03.beancount").write_text("2026-03-02 * \n", encoding="utf-8")
    assert tied(run(folder, *PAPERS["monthly"]))
    assert not tied(run(folder, *LATER))


def test_the_line_says_where_what_and_why(tmp_path: Path) -> None:
    folder = write(tmp_path, SOUND + PLANTED["a price"])
    result = run(folder, *PAPERS["monthly"], "--format", "json")
    tables = {table["key"]: table for table in json.loads(result.stdout)["tables"]}
    (row,) = tables["uncounted"]["rows"]
    lines = (folder / "main.beancount").read_text(encoding="utf-8").split("\n")
    at = next(n for n, line in enumerate(lines, 1) if "USD" in line and BANK in line)
    assert row["values"] == {
        "date": "2026-01-20",
        "voucher": "2026-01-0004",
        "place": f"main.beancount:{at}",
        "account": BANK,
        "amount": "10.00 USD @ 7.00 CNY",
        "why": "币种是 USD，各表只加 CNY",
    }


def totals(folder: Path, month: str) -> tuple[str, str, str, str]:
    result = run(folder, "report", "monthly", month, "--format", "json")
    found = json.loads(result.stdout)["totals"]
    return found["opening"], found["income"], found["spending"], found["closing"]


def test_a_second_opening_doubles_no_opening(tmp_path: Path) -> None:
    folder = write(tmp_path, SOUND + PLANTED["a second opening voucher"])
    # 47,060.68 was there, 650.00 came; what lies there with the second one is in the closing alone.
    assert totals(folder, "2026-01") == ("47060.68", "650.00", "0.00", "94771.36")
    assert totals(folder, "2026-02") == ("94771.36", "0.00", "0.00", "94771.36")


def test_income_hidden_as_an_opening_is_none(tmp_path: Path) -> None:
    late = voucher("2026-03-0001", (BANK, "500.00"), (OPENING, "-500.00"))
    folder = write(tmp_path, SOUND + late)
    assert totals(folder, "2026-03") == ("47710.68", "0.00", "0.00", "48210.68")
    found = json.loads(run(folder, "check", "--format", "json", "--select", "FMT001").stdout)
    assert "2026-03-0001" in [finding["about"] for finding in found["findings"]]


def test_an_opening_written_anew_is_the_opening(tmp_path: Path) -> None:
    anew = voucher(
        "2026-01-0004", (BANK, "-47060.68"), (OPENING, "47060.68"), day=20, reverses="2026-01-0001"
    ) + voucher("2026-01-0005", (BANK, "47000.00"), (OPENING, "-47000.00"), day=20)
    folder = write(tmp_path, SOUND + anew)
    assert totals(folder, "2026-01") == ("47000.00", "650.00", "0.00", "47650.00")
    assert tied(run(folder, *PAPERS["monthly"]))


def test_the_board_is_drawn_all_the_same(tmp_path: Path) -> None:
    folder = write(tmp_path, SOUND + PLANTED["another currency"])
    result = run(folder, *PAPERS["board"], "--format", "html")
    assert result.exit_code == 3
    assert "未核平" in result.stdout
