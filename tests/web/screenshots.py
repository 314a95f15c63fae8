"""Pictures of every page of ours at the widths that reviewers have: ``screenshots.py FOLDER [PAGE…]``.

For people to look at after a page was changed. The example books are served as the other tests serve
them; pages are named as in the address. Faults that can be measured (what sticks out, small print,
English) are told as they are found, and make the exit status 1.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from browser_tools import ARGUMENTS, CHROMIUM, SIZES, Person, faults_of, new_page, served
from gate_tools import LEADER, MEMBER, Place
from outside_books import WRONG, add_outside_papers

from juwu_ledger.web.review.marks import voucher_digest

PLACES = {
    "本期审阅": "extension/QuarterReview/",
    "本期审阅-查找": "extension/QuarterReview/?show=spending&find=救助",
    "本期审阅-有扫描件": "extension/QuarterReview/?time=2025-Q1&voucher=2025-02-0014",
    "本期审阅-没有扫描件": "extension/QuarterReview/?voucher=2025-12-0009",
    "本期审阅-外来单据": f"extension/QuarterReview/?voucher={WRONG}",
    "规则检查": "extension/RuleCheck/",
    "收据台账": "extension/ReceiptLedger/",
    "收支表": "extension/IncomeStatement/",
    "现金日记账": "extension/CashJournal/",
    "银行日记账": "extension/BankJournal/",
    "银行流水": "extension/StatementRows/",
    "和上年比": "extension/YearBeside/?time=2026",
    "现金与限额": "extension/CashLimit/",
    "专项资金": "extension/FundUse/",
    "签批": "extension/Approvals/",
    "质询": "extension/Questions/",
    "公开预览": "extension/PublicPreview/",
    "审核签字": "extension/ReviewSigning/",
}
OUTSIDE = {"没有这一页": "ledger/nothing/", "改口令": "juwu/password"}
"""Pages without the frame of ours, for somebody who is logged in."""
LOGIN = "juwu/login"
_TALLEST = 3000


def shoot(chromium: Any, address: str, folder: Path, wanted: Sequence[str]) -> Iterator[str]:
    """Take the pictures; yield what is wrong with the pages."""
    for word, size in SIZES.items():
        page = new_page(chromium, size)
        page.goto(f"{address}/{LOGIN}")
        yield from _take(page, folder, "登录", word)
        page.context.close()
        person = Person(chromium, address, MEMBER, size)
        for name, path in PLACES.items():
            if not wanted or name in wanted:
                yield from _take(person.open(path), folder, name, word)
        yield from (f"{word}: {line}" for line in person.wrong)
        for name, path in OUTSIDE.items():
            person.page.goto(f"{address}/{path}")
            yield from _take(person.page, folder, name, word)
        person.page.context.close()


def _take(page: Any, folder: Path, name: str, word: str) -> Iterator[str]:
    """Take a picture of what is seen at first and one of the whole; yield what is wrong."""
    page.screenshot(path=folder / f"{name}-{word}-首屏.png")
    tall = min(_TALLEST, page.evaluate("document.documentElement.scrollHeight"))
    clip = {"x": 0, "y": 0, "width": SIZES[word][0], "height": tall}
    page.screenshot(path=folder / f"{name}-{word}.png", full_page=True, clip=clip)
    yield from (f"{name} {word}: {fault}" for fault in faults_of(page))


def _mark(place: Place) -> None:
    """Let two of the group have looked at some vouchers, and one be in doubt."""
    books = place.gate._room.books()
    assert books is not None
    for name, mark, numbers in (
        (LEADER, "seen", range(1, 16)),
        (MEMBER, "seen", range(1, 8)),
        (MEMBER, "doubt", (9,)),
    ):
        vouchers = [books.facts.by_id[f"2025-10-{number:04d}"] for number in numbers]
        digests = [(one.id, voucher_digest(books, one)) for one in vouchers]
        place.gate._room.marks.put(name, digests, mark, "", "2026-01-14T09:30:00")


def main(folder: Path, wanted: Sequence[str]) -> int:
    """Serve, look, take the pictures."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as kept, sync_playwright() as running:
        place = Place(Path(kept))
        add_outside_papers(place.main.parent)
        _mark(place)
        chromium = running.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        with served(place) as address:
            found = list(shoot(chromium, address, folder, wanted))
        chromium.close()
    print("\n".join(found) or "没有量出毛病。")
    return 1 if found else 0


if __name__ == "__main__":
    sys.path.append(str(Path(__file__).parents[1]))
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
