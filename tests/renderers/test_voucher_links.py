"""Where a voucher's number in the analysis leads to, whatever the order of numbers in the journal."""

from juwu_ledger.registers.analysis.analysis_sheet import KEY
from juwu_ledger.render.xlsx.sheet_rows import Link
from juwu_ledger.render.xlsx.voucher_links import VoucherLinks
from juwu_ledger.tables.report import CODE, ITEM, Column
from juwu_ledger.tables.sheet import Sheet

COLUMNS = (Column("voucher", "凭证", CODE, 14),)


def sheet(key: str, title: str) -> Sheet:
    return Sheet(key, title, "", COLUMNS, lambda: ())


def test_every_number_leads_to_its_first_line() -> None:
    # Rows begin with 4. Numbers of one day may stand in any order, and a hand may write one twice.
    numbers = ["01-0002", "01-0002", "01-0001", "02-9999", "02-10000", "01-0001", "01-0002", ""]
    numbers += ["03-0001", "02-10000"]
    first = {"01-0002": 4, "01-0001": 6, "02-9999": 7, "02-10000": 8, "03-0001": 12}
    links = VoucherLinks()
    journal = (((number,), ITEM) for number in numbers)
    assert [values[0] for values, _ in links.linked(sheet("journal", "序时账"), journal)] == numbers
    asked = [*first, "", "04-0001", None]
    shown = links.linked(sheet(KEY, "分析"), (((number,), ITEM) for number in asked))
    assert [values[0] for values, _ in shown] == [
        *(Link(number, f"#'序时账'!A{row}") for number, row in first.items()),
        "",
        "04-0001",
        None,
    ]
