"""Errors to be planted in copies of the example books, each by changing their text.

The books are those of the first half of 2025: closed month by month, reviewed and posted, without a
seal, so that no digest helps to find what was done to them. What is left out of every sum (another
currency, a price, an account without a role …) is planted in `tests/cli/test_left_out.py`.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / "ledger"
UNTIL = "2025-07-20"
"""The books end before this day, on which nothing is overdue."""
AS_OF = "2025-07-18"
MAY, JUNE = "2025/2025-05.beancount", "2025/2025-06.beancount"
MAIN, CHART, CHARTER = "main.beancount", "accounts.beancount", "charter.beancount"
APPROVALS, ASSETS, REVIEWS = "approvals.beancount", "assets.beancount", "reviews.beancount"
RECEIPTS = "receipts.beancount"
PETTY, TILL = "Assets:1001库存现金:01备用金", "Assets:1001库存现金:02待缴款"
BANK, WECHAT = "Assets:1002银行存款:01基本户", "Assets:1012其他货币资金:01微信收款"
GIFT, OFFICE = "Income:4002社会捐赠:02个人捐赠", "Expenses:5101办公用品"
_DIRECTIVE = re.compile(r"^(?=\d{4}-\d\d-\d\d )", re.M)


def half_year(folder: Path) -> Path:
    """Write the books of the first half year into ``folder``."""
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("seals"))
    for path in folder.rglob("*.beancount"):
        if path.stem.startswith("2025-") and path.stem > UNTIL[:7]:
            path.unlink()
            continue
        text = path.read_text(encoding="utf-8")
        text = re.sub(r'(?m)^include "2025/(2025-\d\d)\..*\n', _read_until, text)
        head, *directives = _DIRECTIVE.split(text)
        path.write_text(head + "".join(d for d in directives if d < UNTIL), encoding="utf-8")
    return folder


def _read_until(line: re.Match[str]) -> str:
    return line[0] if line[1] <= UNTIL[:7] else ""


Plant = Callable[[Path], None]


def edit(name: str, old: str, new: str, count: int = 1) -> Plant:
    """Return what replaces a text that stands ``count`` times in a file."""

    def plant(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert text.count(old) == count, (name, old, text.count(old))
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")

    return plant


def add(name: str, more: str) -> Plant:
    """Return what writes more to the end of a file, or a new file."""

    def plant(folder: Path) -> None:
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(more)

    return plant


def lose(name: str, begin: str) -> Plant:
    """Return what takes a whole directive out of a file, by how it begins."""

    def plant(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        head, *directives = _DIRECTIVE.split(text)
        kept = [d for d in directives if not re.search(begin, d)]
        assert len(kept) == len(directives) - 1, (name, begin, len(directives) - len(kept))
        (folder / name).write_text(head + "".join(kept), encoding="utf-8")

    return plant


def both(*plants: Plant) -> Plant:
    """Return what plants several."""

    def plant(folder: Path) -> None:
        for one in plants:
            one(folder)

    return plant


def txn(day: str, number: str, *legs: tuple[str, str], flag: str = "*", **meta: str) -> str:
    """Write a voucher."""
    said = "".join(f'  {key}: "{value}"\n' for key, value in meta.items())
    posted = "".join(f"  {account}  {amount} CNY\n" for account, amount in legs)
    number = f'  voucher: "{number}"\n' if number else ""
    return f'\n{day} {flag} "某人" "某事"\n{number}  attachments: 1\n{said}{posted}'


def money(account: str, amount: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return the postings of money that came from an account to the bank, shown that day."""
    return (BANK, amount), (account, f"-{amount}")


_NEW = "2020-01-01 open "
SHOWN = '  cleared: "x"'
KINDS: dict[str, Plant] = {
    # --- files and what is read
    "an include that stands twice": add(MAIN, f'include "{MAY}"\n'),
    "a month that no include reads": edit(MAIN, f'include "{MAY}"\n', ""),
    "an include of what is not there": add(MAIN, 'include "2025/2025-13.beancount"\n'),
    "an include out of the folder": add(MAIN, 'include "../elsewhere.beancount"\n'),
    "a file in GBK": lambda folder: (
        (folder / MAY).write_bytes((folder / MAY).read_text("utf-8").encode("gbk", "replace"))
        and None
    ),
    "a line that is none": add(MAY, "\n2025-05-31 这不是\n"),
    "a sum that is divided": edit(MAY, " 72.50 CNY", " 145.00 / 2 CNY"),
    "a plugin from elsewhere": add(MAIN, 'plugin "beancount.plugins.auto_accounts"\n'),
    "looser balancing": add(MAIN, 'option "inferred_tolerance_default" "CNY:5"\n'),
    # --- vouchers
    "a voucher that does not balance": edit(MAY, "-72.50 CNY", "-72.49 CNY"),
    "a voucher not posted": edit(MAY, '2025-05-06 * "示例文具店"', '2025-05-06 ! "示例文具店"'),
    "a line not posted": edit(
        MAY, f"  {OFFICE}                                  72.50", f"  ! {OFFICE}  72.50"
    ),
    "a voucher gone": lose(MAY, '"2025-05-0011"'),
    "the last voucher gone": lose(MAY, '"2025-05-0023"'),
    "a voucher twice": add(
        MAY,
        txn(
            "2025-05-30",
            "2025-05-0001",
            (OFFICE, "72.50"),
            (PETTY, "-72.50"),
            approval="SP-2025-0042",
            invoice="25379000000969382751",
        ),
    ),
    "a voucher without number": edit(MAY, '  voucher: "2025-05-0001"\n', ""),
    "a voucher of another month's number": edit(MAY, '"2025-05-0011"', '"2025-06-0011"'),
    "a voucher of another year": edit(
        MAY, '2025-05-16 * "示例图文广告社"', '2026-05-16 * "示例图文广告社"'
    ),
    "a voucher before the books": edit(
        MAY, '2025-05-16 * "示例图文广告社"', '2024-05-16 * "示例图文广告社"'
    ),
    "a voucher of another day": edit(
        MAY, '2025-05-16 * "示例图文广告社"', '2025-06-16 * "示例图文广告社"'
    ),
    "more cash than was paid": edit(MAY, "72.50 CNY", "172.50 CNY", 2),
    "more paid by the bank": edit(MAY, "980.00 CNY", "990.00 CNY", 2),
    "less received at the bank": edit(MAY, "109.00 CNY", "99.00 CNY", 3),
    "a fen of the balances brought forward": both(
        edit("2025/2025-01.beancount", "52318.46 CNY", "52318.47 CNY")
    ),
    "income as an opening": add(
        MAY, txn("2025-05-31", "2025-05-0024", *money("Equity:3001期初余额", "500.00"))
    ),
    # --- what a filter could pass over
    "income on an account without source": both(
        add(CHART, f"{_NEW}Income:4099别的\n"),
        add(
            MAY,
            txn("2025-05-31", "2025-05-0024", (PETTY, "70.00"), ("Income:4099别的", "-70.00")),
        ),
    ),
    "spending on an account without nature": both(
        add(CHART, f"{_NEW}Expenses:5999别的\n"),
        add(
            MAY,
            txn("2025-05-31", "2025-05-0024", ("Expenses:5999别的", "70.00"), (PETTY, "-70.00")),
        ),
    ),
    "money on a liability without role": both(
        add(CHART, f"{_NEW}Liabilities:2999别的\n"),
        add(MAY, txn("2025-05-31", "2025-05-0024", *money("Liabilities:2999别的", "70.00"))),
    ),
    "money on an equity account without role": both(
        add(CHART, f"{_NEW}Equity:3999别的\n"),
        add(MAY, txn("2025-05-31", "2025-05-0024", *money("Equity:3999别的", "70.00"))),
    ),
    "money put to the net assets": add(
        MAY, txn("2025-05-31", "2025-05-0024", *money("Equity:3101净资产", "70.00"))
    ),
    "a till that is called something else": edit(
        CHART, f'{WECHAT} CNY\n  role: "clearing"', f'{WECHAT} CNY\n  role: "receivable"'
    ),
    "a till without role": edit(CHART, f'{WECHAT} CNY\n  role: "clearing"', f"{WECHAT} CNY"),
    "an account of the same name": both(
        add(CHART, f'{_NEW}Assets:1003银行存款:01基本户\n  role: "bank"\n  holder: "x"\n'),
        add(
            MAY,
            txn(
                "2025-05-31",
                "2025-05-0024",
                ("Assets:1003银行存款:01基本户", "70.00"),
                (GIFT, "-70.00"),
            ),
        ),
    ),
    "an account closed with money on it": add(CHART, f"2025-05-30 close {PETTY}\n"),
    "use of an account that was closed": both(
        add(CHART, f"2025-05-10 close {OFFICE}\n"),
        add(
            MAY,
            txn("2025-05-31", "2025-05-0024", (OFFICE, "7.00"), (PETTY, "-7.00")),
        ),
    ),
    "a pad": add(MAY, "2025-05-31 pad Assets:1001库存现金:01备用金 Equity:3001期初余额\n"),
    "a pad and its balance": add(
        MAY,
        f"2025-05-30 pad {PETTY} Equity:3001期初余额\n2025-05-31 balance {PETTY} 700.00 CNY\n",
    ),
    # --- cash and bank
    "a count a fen off": edit(MAY, "667.20 CNY", "667.21 CNY"),
    "a count with leeway": edit(MAY, "667.20 CNY", "667.21 ~ 5.00 CNY"),
    "no count": lose(MAY, f"balance {PETTY}"),
    "a statement a fen off": edit(MAY, "84768.37 CNY", "84768.38 CNY"),
    "no statement": lose(MAY, f'"reconciliation" {BANK}'),
    "shown on another day": edit(
        MAY, "674.50 CNY\n    cleared: 2025-06-03", "674.50 CNY\n    cleared: 2025-05-30"
    ),
    # --- receipts, invoices, approvals
    "income without receipt": edit(MAY, '  receipt: "A0000134"\n', ""),
    "a receipt used twice": edit(MAY, '"A0000134"', '"A0000131"'),
    "a receipt of no book": edit(MAY, '"A0000134"', '"B0000001"'),
    "a receipt that was voided": edit(MAY, '"A0000134"', '"A0000117"'),
    "a receipt skipped": edit(MAY, '"A0000136"', '"A0000149"'),
    "a receipt handed back before": add(
        RECEIPTS, '2025-05-01 custom "receipt-return" "A0000134" "A0000150"\n'
    ),
    "receipts drawn that never were": add(
        RECEIPTS, '2025-05-02 custom "receipt-book" "A0000140" "A0000189"\n'
    ),
    "an invoice used twice": edit(MAY, "25379000000184392635", "25379000000969382751"),
    "no invoice": edit(MAY, '  invoice: "25379000000184392635"\n', ""),
    "spending without approval": edit(MAY, '  approval: "SP-2025-0043"\n', ""),
    "an approval that is not there": edit(MAY, '"SP-2025-0043"', '"SP-2025-9999"'),
    "more spent than signed for": edit(
        APPROVALS, '"SP-2025-0043" 980.00 CNY', '"SP-2025-0043" 970.00 CNY'
    ),
    "signed for after the spending": edit(
        APPROVALS,
        '2025-05-07 custom "approval" "SP-2025-0043"',
        '2025-05-17 custom "approval" "SP-2025-0043"',
    ),
    "an approval twice": add(
        APPROVALS, '2025-05-07 custom "approval" "SP-2025-0043" 9.00 CNY "再"\n'
    ),
    # --- funds, assets
    "a fund that is not there": edit(MAY, 'fund: "邻里互助金"', 'fund: "邻里互助"'),
    "a fund spent on something else": edit(
        MAY, 'fund: "悦读角"\n  attachments: 3', 'fund: "楼道照明改造"\n  attachments: 3'
    ),
    "a fund's key misspelt": edit(MAY, '  fund: "邻里互助金"', '  fnud: "邻里互助金"'),
    "a fund forgotten": edit(MAY, '  fund: "邻里互助金"\n', ""),
    "an asset without card": lose(ASSETS, '"asset" "GD-2025-002"'),
    "a card of another amount": edit(ASSETS, "2360.00 CNY", "2260.00 CNY"),
    "an asset of another number": edit(MAY, '"GD-2025-002"', '"GD-2025-020"'),
    # --- corrections
    "a red letter of nothing": edit(JUNE, 'reverses: "2025-05-0013"', 'reverses: "2025-05-0093"'),
    "a red letter of more": edit(JUNE, "780.00 CNY", "790.00 CNY", 4),
    "a re-entry of what stands": add(
        MAY,
        txn(
            "2025-05-31",
            "2025-05-0024",
            (OFFICE, "7.00"),
            (PETTY, "-7.00"),
            corrects="2025-05-0001",
            approval="SP-2025-0042",
        ),
    ),
    # --- charter, reviews
    "no limit of cash": lose(CHARTER, '"limit" "petty-cash"'),
    "two limits of one day": add(CHARTER, f'2025-01-01 custom "budget-limit" {OFFICE} 9.00 CNY\n'),
    "a month not closed": lose(REVIEWS, 'custom "close" "2025-05"'),
    "a review that was refused": edit(
        REVIEWS,
        'custom "review" "2025Q2" "passed-with-remarks"',
        'custom "review" "2025Q2" "refused"',
    ),
    "a question not answered": lose(REVIEWS, 'custom "reply" "ZX-2025-02"'),
}
