"""VCH004: ``document`` names no file: on a voucher, a statement, a count, or Beancount's own."""

import datetime as dt
from collections.abc import Iterator

from juwu_ledger.books.facts.view import Books
from juwu_ledger.rules.support.rule import Finding, Rule

RULE = Rule(
    code="VCH004",
    name="document-missing",
    title="找不到凭证附件",
    clause=("FM-3.2",),
    why="原始单据的扫描件要和凭证放在一起，谁要看随时能看。",
    remedy="把扫描件放进账本的 documents 文件夹，或改正路径。",
    by_own_date=True,
)
__plugins__ = (RULE.plugin,)


@RULE.check
def find(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Report what the loader did not find; the rule itself reads no disk."""
    for voucher, place, named in books.facts.documents:
        if named in books.missing_documents:
            yield RULE.on(voucher, f"附件 {named!r} 不在 documents 文件夹里", place=place)


@RULE.check
def find_filed(books: Books, _as_of: dt.date) -> Iterator[Finding]:
    """Report scans of statements, counts and posted papers that are not there."""
    for item in books.filed_documents:
        if not item.is_there:
            yield RULE.at(
                item.place,
                f"登记的文件 {item.name!r} 不在账本的文件夹里",
                date=item.date,
                about=item.about,
            )
