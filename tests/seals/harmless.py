"""Changes that change nothing: how the books are laid out, and what is dated after the closed months."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from tampered_seals import close
from tampered_vouchers import CHOIR, OFFICE, TONER, new_voucher
from tampering import Change, add, in_file, redate, replaced, rewrite, swap

from juwu_ledger.books.reading.loading import ALLOWED_PLUGINS
from rules.mutations import Ledger, voucher
from sealed_books import NOTES

MAIN, MARCH, APRIL = "main.beancount", "2025/2025-03.beancount", "2025/2025-04.beancount"
_DIRECTIVE = re.compile(r"^(?=\d{4}-\d\d-\d\d )", re.M)
BANK = "Assets:1002银行存款:01基本户"


def layout() -> Iterator[tuple[str, Change]]:
    """White space, comments, line ends, the order of everything, which file it is in."""
    toner = voucher(TONER)
    comment = re.sub("(?m)^", "; ", new_voucher("2025-03-31", "没有的"))
    yield "a comment before everything", in_file(MARCH, lambda text: "; 三月\n\n" + text)
    yield "a comment after everything", in_file(MARCH, lambda text: text + "\n; 完\n")
    yield "a comment after a header", swap(toner, "^HT-2025-03", "^HT-2025-03  ; 合同")
    yield "a comment between postings", swap(toner, f"  {OFFICE}", f"  ; 办公\n  {OFFICE}")
    yield "a voucher in a comment", in_file(MARCH, lambda text: text + comment)
    yield "no comments", every_file(lambda text: re.sub(r"(?m)^;.*\n", "", text))
    yield "a heading", in_file(MARCH, lambda text: "* 三月\n" + text)
    yield "blank lines", every_file(lambda text: text.replace("\n\n", "\n\n\n\n"))
    yield "no blank lines", every_file(lambda text: re.sub(r"\n{2,}", "\n", text))
    yield "blanks at the ends of lines", in_file(MARCH, lambda t: t.replace("\n", "  \n"))
    yield "tabs", every_file(lambda text: re.sub(r"(?m)^ +", "\t", text))
    yield "deeper", every_file(lambda text: re.sub(r"(?m)^ +", lambda m: m[0] * 4, text))
    yield "all indented alike", in_file(MARCH, lambda text: re.sub(r"(?m)^ +", "  ", text))
    yield "amounts not in a column", every_file(lambda text: re.sub(r"(?<=\S) {2,}", "  ", text))
    yield "lines of Windows", every_file(windows)
    yield "lines of Windows in one file", in_file(MARCH, windows)
    yield (
        "lines of Windows in the seals too",
        lambda ledger: Ledger({name: windows(text) for name, text in ledger.texts.items()}),
    )
    yield "no line end at the end", in_file(MARCH, lambda text: text.rstrip("\n"))
    yield "directives in another order", every_file(_turned)
    yield "includes in another order", in_file(MAIN, _includes_turned)
    yield "two vouchers of a day turned", in_file(MARCH, _two_turned)
    yield "metadata in another order", rewrite(toner, _metadata_turned)
    yield "metadata of a closing in another order", rewrite(close("2025-03"), _metadata_turned)
    yield "a voucher in another month's file", _voucher_elsewhere
    yield "closings in a file of their own", _closings_apart
    yield "one file made two", _split
    yield "two files made one", _joined
    yield "all in one file", _all_in_one
    yield "a file renamed", renamed("2025/三月.beancount")
    yield "a file in another folder", renamed("vouchers/2025/q1/march.beancount")
    yield "an include of a pattern", in_file(MAIN, _pattern)
    yield "a file that is not included", lambda ledger: ledger.put("old.beancount", "x y z\n")
    yield "an empty file included", add("; 空的", "empty.beancount")


def spelling() -> Iterator[tuple[str, Change]]:
    """Other ways to write the very same."""
    toner, copier = voucher(TONER), voucher("2025-03-0022")
    count = "2025-05-01 balance Assets:1001库存现金:01备用金 "
    yield "decomposed letters", in_file(NOTES, lambda text: unicodedata.normalize("NFD", text))
    yield "a compatibility ideograph", swap(count, "李四安", "\uf9e1四安")
    yield "a day with slashes", swap(toner, "2025-03-06 *", "2025/03/06 *")
    yield "txn for the star", swap(toner, "2025-03-06 *", "2025-03-06 txn")
    yield "thousands with a comma", rewrite(copier, lambda text: text.replace("6480", "6,480"))
    yield "a sum", swap(toner, " 745.00 CNY", " 700.00 + 45.00 CNY")
    yield "brackets", swap(toner, " 745.00 CNY", " (745.00) CNY")
    yield "a plus", swap(toner, " 745.00 CNY", " +745.00 CNY")
    yield "a nought before", swap(toner, " 745.00 CNY", " 0745.00 CNY")
    yield "one amount left out", rewrite(toner, lambda t: re.sub(" +-745.00 CNY", "", t))
    yield "the other amount left out", rewrite(toner, lambda t: re.sub(" +745.00 CNY", "", t))
    yield "tags and links turned", swap(toner, "#toner ^HT-2025-03", "^HT-2025-03 #toner")
    yield "a tag twice", swap(toner, "#toner", "#toner #toner")
    yield (
        "a tag pushed",
        rewrite(
            toner, lambda text: f"pushtag #toner\n{replaced(text, ' #toner', '')}poptag #toner\n"
        ),
    )
    yield "metadata pushed", rewrite(toner, _pushed)
    yield (
        "a key of a posting indented like one of the voucher",
        rewrite(voucher(CHOIR), lambda text: text.replace("    receipt", "  receipt")),
    )


def later() -> Iterator[tuple[str, Change]]:
    """What is dated in months that are not closed, and what has no date."""
    red = new_voucher("2025-09-06", "红字冲销").replace(" 20.00", " -745.00")
    red = red.replace(" -20.00", " 745.00").replace(
        "\n  Exp", '\n  reverses: "2025-03-0006"\n  Exp'
    )
    yield "a voucher of the next month", add(new_voucher("2025-09-05", "九月的"))
    yield "a red letter on a closed month", add(red)
    yield "a voucher cleared late", add(f'2025-09-05 custom "cleared" "2025-08-0023" {BANK}')
    yield "an explanation", add('2025-09-20 custom "explanation" "SPD013" "查过"\n  about: "x"')
    yield "another limit", add('2025-09-01 custom "limit" "petty-cash" 5000.00 CNY')
    yield "another officer", add('2025-09-05 custom "officer" "cashier" "沈百川"')
    yield "a review of a closed quarter", add('2025-09-15 custom "review" "2025Q2" "passed"')
    yield "an account", add("2025-09-01 open Expenses:5999其他 CNY")
    yield (
        "another day in the open month",
        redate(voucher("2025-09-0001"), "2025-09-02"),
    )
    yield (
        "an option of Beancount's",
        in_file(
            MAIN, lambda text: replaced(text, '"render_commas" "TRUE"', '"render_commas" "FALSE"')
        ),
    )
    plugins = "".join(f'plugin "{name}"\n' for name in sorted(ALLOWED_PLUGINS))
    yield (
        "plugins",
        in_file(MAIN, lambda text: plugins + replaced(text, 'plugin "juwu_ledger.rules"\n', "")),
    )


def harmless() -> list[tuple[str, Change]]:
    return [*layout(), *spelling(), *later()]


def every_file(change: Callable[[str], str]) -> Change:
    """Change all the books' files, but no seal."""

    def changed(ledger: Ledger) -> Ledger:
        texts = ledger.texts.items()
        return Ledger({n: t if n.endswith(".seal") else change(t) for n, t in texts})

    return changed


def windows(text: str) -> str:
    return text.replace("\n", "\r\n")


def _turned(text: str) -> str:
    head, *directives = _DIRECTIVE.split(text)
    if "push" in text or "include" in text:
        return text
    return "\n".join([head, *(f"{d}\n" for d in reversed(directives))])


def _includes_turned(text: str) -> str:
    lines = text.split("\n")
    includes = [line for line in lines if line.startswith("include")]
    rest = [line for line in lines if not line.startswith("include")]
    return "\n".join([*includes[::-1], *rest])


def _two_turned(text: str) -> str:
    head, *directives = _DIRECTIVE.split(text)
    at = next(i for i, d in enumerate(directives) if d[:10] == directives[i + 1][:10])
    directives[at], directives[at + 1] = directives[at + 1], directives[at]
    return head + "".join(directives)


def _metadata_turned(text: str) -> str:
    header, *lines = text.rstrip("\n").split("\n")
    meta = [line for line in lines if re.match(r"  [a-z-]+:", line)]
    return "\n".join([header, *meta[::-1], *lines[len(meta) :], ""])


def _voucher_elsewhere(ledger: Ledger) -> Ledger:
    return ledger.cut(voucher(TONER)).add(ledger.text_of(voucher(TONER)), APRIL)


def _closings_apart(ledger: Ledger) -> Ledger:
    for month in ("2025-02", "2025-03", "2025-08"):
        text = ledger.text_of(close(month))
        ledger = ledger.cut(close(month)).add(text, "closings.beancount")
    return ledger


def _split(ledger: Ledger) -> Ledger:
    head, *directives = _DIRECTIVE.split(ledger.texts[MARCH])
    middle = len(directives) // 2
    first = head + "".join(directives[:middle]) + '\ninclude "2025-03-b.beancount"\n'
    return ledger.put(MARCH, first).put("2025/2025-03-b.beancount", "".join(directives[middle:]))


def _joined(ledger: Ledger) -> Ledger:
    text = f"{ledger.texts[MARCH]}\n{ledger.texts[APRIL]}"
    main = replaced(ledger.texts[MAIN], f'include "{APRIL}"\n', "")
    texts = {n: t for n, t in ledger.texts.items() if n != APRIL}
    return Ledger({**texts, MARCH: text, MAIN: main})


def _all_in_one(ledger: Ledger) -> Ledger:
    whole = re.sub(r'(?m)^include ".*"\n', "", ledger.texts[MAIN])
    texts = {}
    for name, text in ledger.texts.items():
        if name.endswith(".seal"):
            texts[name] = text
        elif name != MAIN:
            whole += f"\n{text}"
    return Ledger({**texts, MAIN: whole})


def renamed(new: str) -> Change:
    """Give the file of March another name."""

    def change(ledger: Ledger) -> Ledger:
        texts = {(new if n == MARCH else n): t for n, t in ledger.texts.items()}
        texts[MAIN] = replaced(texts[MAIN], f'include "{MARCH}"', f'include "{new}"')
        return Ledger(texts)

    return change


def _pattern(text: str) -> str:
    return re.sub(r'(include "2025/.*"\n)+', 'include "2025/*.beancount"\n', text)


def _pushed(text: str) -> str:
    found = re.search("  (witness: .*\n)", text)
    assert found
    return f"pushmeta {found[1]}{replaced(text, found[0], '')}popmeta witness:\n"
