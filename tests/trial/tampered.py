"""What is done to sealed and signed books, each by changing their text or their scans.

The books are the example as it is; July 2025 is its first sealed month, and covers the half year before.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from planted import APPROVALS, CHARTER, REVIEWS, Plant, add, edit, lose, txn

AS_OF = "2026-02-10"
JULY = "2025/2025-07.beancount"
SEAL = "seals/2025-07.seal"
SCANS = ("documents/2025/2025-02-0014-收据存根.png", "documents/2025/2025Q2-财务公开表.png")
_SIGNATURE = r'  {key}: "(-----BEGIN SSH SIGNATURE-----[^"]*)"'


def swapped(one: str, other: str) -> Plant:
    """Return what swaps two files."""

    def plant(folder: Path) -> None:
        first, second = folder / one, folder / other
        text = first.read_bytes()
        shutil.copyfile(second, first)
        second.write_bytes(text)

    return plant


def signature_of(name: str, taker: str, giver: str, keys: tuple[str, str]) -> Plant:
    """Return what puts the signature of one directive (by a text of it) in place of another's."""

    def plant(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        found = [
            re.compile(_SIGNATURE.format(key=key)).search(text, text.index(begin))
            for begin, key in zip((taker, giver), keys, strict=True)
        ]
        old, new = (match[1] for match in found if match)
        assert old != new
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return plant


def unsigned(name: str, begin: str, keys: str) -> Plant:
    """Return what takes signatures (their keys as a pattern) off a directive, by a text of it."""

    def plant(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        at = text.index(begin)
        end = text.index("\n\n", at)
        left = re.sub(_SIGNATURE.format(key=keys) + "\n?", "", text[at:end])
        assert left != text[at:end]
        (folder / name).write_text(text[:at] + left.rstrip() + text[end:], encoding="utf-8")

    return plant


def other_digest(begin: str) -> Plant:
    """Return what changes one figure of the digest that a directive of the reviews names."""

    def plant(folder: Path) -> None:
        path = folder / REVIEWS
        text = path.read_text(encoding="utf-8")
        at = text.index('  digest: "', text.index(begin)) + len('  digest: "')
        other = "0" if text[at] != "0" else "1"
        path.write_text(f"{text[:at]}{other}{text[at + 1 :]}", encoding="utf-8")

    return plant


def gone(name: str) -> Plant:
    """Return what takes a file away."""
    return lambda folder: (folder / name).unlink()


OWN = ("signature", "signature")
KINDS: dict[str, Plant] = {
    "a wording altered": edit(JULY, "交接用账夹、标签纸、印油", "交接用账夹、标签纸、印泥"),
    "a payee altered": edit(JULY, '"示例通信公司"', '"示例通讯公司"'),
    "a handler altered": edit(
        JULY,
        '25379000000904241188"\n  handler: "郑七星"',
        '25379000000904241188"\n  handler: "陈九思"',
    ),
    "a sum altered in both lines": edit(JULY, "21.00 CNY", "12.00 CNY", 2),
    "a remark between the lines": edit(
        JULY, "  attachments: 1\n  Expenses:5401", "  attachments: 2\n  Expenses:5401"
    ),
    "the last voucher of a sealed month gone": lose(JULY, '"2025-07-0028"'),
    "a voucher added to a sealed month": add(
        JULY,
        txn(
            "2025-07-31",
            "2025-07-0029",
            ("Expenses:5401银行手续费", "5.00"),
            ("Assets:1002银行存款:01基本户", "-5.00"),
        ),
    ),
    "two scans swapped": swapped(*SCANS),
    "a scan altered": lambda folder: (folder / SCANS[0]).write_bytes(b"another") and None,
    "a scan gone": gone(SCANS[0]),
    "an approval of another amount": edit(
        APPROVALS, '"SP-2025-0061" 350.00 CNY', '"SP-2025-0061" 950.00 CNY'
    ),
    "an approval of another purpose": edit(APPROVALS, "文具、灭蚊和消毒用品", "文具、烟酒"),
    "the signature of another approval": signature_of(
        APPROVALS, "SP-2025-0063", "SP-2025-0064", OWN
    ),
    "another's signature": signature_of(
        APPROVALS, "SP-2025-0062", "SP-2025-0062", ("signature", "street-signature")
    ),
    "another's key": edit(CHARTER, 'custom "key" "赵一清"', 'custom "key" "钱二宁"'),
    "a seal altered": edit(SEAL, "vouchers 194", "vouchers 193"),
    "a seal gone": gone(SEAL),
    "a digest altered": other_digest('custom "close" "2025-07"'),
    "a close gone": lose(REVIEWS, 'custom "close" "2025-07"'),
    "a review of other figures": other_digest('custom "review" "2025Q3"'),
    "a review signed by another": signature_of(
        REVIEWS, '"review" "2025Q3"', '"review" "2025Q3"', ("signature", "signature-2")
    ),
    "a review not signed": unsigned(REVIEWS, '"review" "2025Q3"', "signature(?:-[23])?"),
    "a review not signed by a member": unsigned(REVIEWS, '"review" "2025Q3"', "signature-3"),
    "an earlier month altered": edit(
        "2025/2025-03.beancount", "防诈骗宣传单 3000 份", "防诈骗宣传单 2000 份"
    ),
}
