"""``juwu report``: the papers of a month, a quarter, a half-year, a year, and those for a donor."""

from __future__ import annotations

import datetime as dt
import difflib
from typing import TYPE_CHECKING, Annotated, NamedTuple, NoReturn

import typer

from juwu_ledger.cli.shell.console import complain, load_sound, read_day, read_period, warn_outside
from juwu_ledger.cli.shell.options import AsOfOption, BooksOption, TrustedKeysOption
from juwu_ledger.cli.shell.paper_output import (
    FolderOption,
    ForceOption,
    FormatsOption,
    paper_stem,
    put_out,
    read_formats,
)
from juwu_ledger.cli.shell.progress import working

if TYPE_CHECKING:
    from juwu_ledger.books.facts.view import Books
    from juwu_ledger.books.model.periods import Period
    from juwu_ledger.rules.support.rule import Finding
    from juwu_ledger.tables.report import Report


class Kind(NamedTuple):
    """A periodic report: how its file is called, and the kind of period it is about."""

    stem: str
    span: str


REPORTS = {
    "monthly": Kind("月报", "month"),
    "quarterly": Kind("季报", "quarter"),
    "half-year": Kind("半年报告", "half-year"),
    "annual": Kind("年报", "year"),
}
DONOR = "donor"


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("report")(report)


def report(
    name: Annotated[
        str,
        typer.Argument(
            metavar="报表",
            help="monthly 月报、quarterly 季报、half-year 半年报告、annual 年报、donor 捐赠报告。",
        ),
    ],
    subject: Annotated[
        str,
        typer.Argument(
            metavar="期间或捐赠人", help="2026-03、2026Q1、2026H1、2026；donor 后面写捐赠人。"
        ),
    ],
    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            metavar="期间",
            help="只和 donor 合用：报告哪一段；不写就从第一笔捐赠到编制那天。",
        ),
    ] = None,
    output: FormatsOption = None,
    folder: FolderOption = None,
    force: ForceOption = False,
    as_of: AsOfOption = None,
    books: BooksOption = None,
    trusted_keys: TrustedKeysOption = None,
) -> None:
    """出报表，留签章处：月报、季报报街道，半年报告给居民代表，年报附收益分配方案，捐赠报告给捐赠人。

    首页写明封账、查账、勾稽、审核，有红字的，状态码是 3。同名的文件不会换掉，另编号 -2、-3。

    例：juwu report monthly 2026-03　　显示在屏幕上

    例：juwu report quarterly 2026Q1 --format pdf,xlsx -o 报表　　资产负债表、收支表、专项资金变动

    例：juwu report donor 示例机械有限公司 --period 2026Q1
    """
    if name != DONOR and name not in REPORTS:
        complain(f"没有 {name} 这种报表；现有：{'、'.join((*REPORTS, DONOR))}。")
    if period is not None and name != DONOR:
        complain(f"--period 只和 donor 合用；{name} 的期间直接写在后面。")
    span = None
    if name != DONOR:
        span = read_period(subject, REPORTS[name].span)
    elif period is not None:
        span = read_period(period)
    formats = read_formats(output, folder)
    day = read_day(as_of)
    loaded = load_sound(books, trusted_keys)
    with working("正在查账", quiet="json" in formats):
        found = _findings(loaded, day)
    if name == DONOR:
        donor = _donor(loaded, subject)
        stem = paper_stem(loaded, "捐赠使用报告", donor, span.label if span else "")
        made = _donor_report(loaded, donor, span, day)
    else:
        assert span is not None
        warn_outside(loaded, span)
        stem = paper_stem(loaded, REPORTS[name].stem, span.label)
        with working("正在编表", quiet="json" in formats):
            made = _periodic(loaded, name, span, day, found)
    put_out(loaded, made, stem, formats, folder, force=force, findings=found)


def _periodic(
    books: Books, name: str, period: Period, day: dt.date, findings: list[Finding]
) -> Report:
    """Make a periodic report; only the one that is wanted is imported."""
    match name:
        case "monthly":
            from juwu_ledger.papers.monthly import monthly

            return monthly(books, period, day, findings)
        case "quarterly":
            from juwu_ledger.papers.quarterly import quarterly

            return quarterly(books, period, day)
        case "half-year":
            from juwu_ledger.papers.half_year import half_year

            return half_year(books, period, day)
    from juwu_ledger.papers.annual import annual

    return annual(books, period, day, findings)


def _findings(books: Books, day: dt.date) -> list[Finding]:
    from juwu_ledger.rules import CATALOGUE
    from juwu_ledger.rules.support.rule import judge

    return judge(books, CATALOGUE, day)


def _donor_report(books: Books, donor: str, period: Period | None, day: dt.date) -> Report:
    from juwu_ledger.papers.donor import donor_report

    return donor_report(books, donor, period, day)


def _donor(books: Books, text: str) -> str:
    """Return the donor of that name as the books write it."""
    from juwu_ledger.books.model.identifiers import plain
    from juwu_ledger.journal.orders.filings import donors

    known = {plain(name): name for name in donors(books)}
    found = known.get(plain(text.strip()))
    if found is None:
        _unknown_donor(text, list(known.values()))
    return found


def _unknown_donor(text: str, known: list[str]) -> NoReturn:
    """Complain of a donor that the books do not know, with the names that come near."""
    near = [name for name in known if text and text in name]
    near += difflib.get_close_matches(text, known, n=5, cutoff=0.4)
    shown = list(dict.fromkeys(near or known))[:8]
    said = (
        f"{'相近的' if near else '捐赠人'}有：{'、'.join(shown)}。" if shown else "账上还没有捐赠。"
    )
    complain(f"账上没有“{text}”的捐赠；{said}")
