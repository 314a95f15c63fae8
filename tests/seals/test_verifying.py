"""``verify``: what only a printed code can tell, hostile seal files, and where the proof ends."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
from pathlib import Path

import pytest
from tampered_seals import close, fitted, value
from tampered_vouchers import TONER, new_voucher
from tampering import REVIEWS, add, cut, every, in_file, put, swap, then, without

from juwu_ledger.books.signing.canonical import short_code
from juwu_ledger.journal.orders.closing import ChecklistOpen
from juwu_ledger.records.scan_digests import documents_digest
from juwu_ledger.seals import seal_file
from rules.mutations import Ledger, voucher
from sealed_books import MONTHS, Found, SealedCopy, close_anew, look

LAST = "seals/2025-08.seal"
FULL = 64


def code_of(ledger: Ledger, month: str) -> str:
    """The code that was printed when a month was closed."""
    return short_code(value(ledger, month, "digest"))


def seal_name(month: str) -> str:
    return f"seals/{month}.seal"


def unseen(found: Found) -> bool:
    return found.verdict.holds and not found.rule and not found.errors


def made_anew(copy: SealedCopy, ledger: Ledger, *months: str) -> None:
    """Lay out tampered books whose tamperer then closed months again."""
    copy.lay_out(ledger)
    close_anew(copy.folder, *months)


# --- what only a code printed outside can tell --------------------------------------------------


def test_the_newest_closings_cut_off_with_their_seals(sealed_copy: SealedCopy) -> None:
    may, june, july = (code_of(sealed_copy.ledger, f"2025-0{month}") for month in (5, 6, 7))
    cut_off = then(*map(cut, map(close, MONTHS[5:])), without(*map(seal_name, MONTHS[5:])))
    ledger = cut_off(sealed_copy.ledger)
    assert unseen(sealed_copy.look(ledger))
    assert unseen(sealed_copy.look(ledger, code=may))
    found = sealed_copy.look(ledger, code=july)
    assert not found.verdict.holds
    assert july in found.said
    # The second quarter was posted, and what was posted is still what the books say.
    assert sealed_copy.look(ledger, code=june).verdict.holds
    changed = swap(voucher("2025-06-0018"), "attachments: ", "attachments: 1")(ledger)
    assert unseen(sealed_copy.look(changed))
    assert not sealed_copy.look(changed, code=june).verdict.holds


def test_all_seals_taken_off(sealed_copy: SealedCopy) -> None:
    ledger = without(*map(seal_name, MONTHS))(sealed_copy.ledger)
    ledger = in_file(
        REVIEWS,
        lambda text: re.sub(r"(?m)^  (digest|previous|vouchers|documents|seal): .*\n", "", text),
    )(ledger)
    assert unseen(sealed_copy.look(ledger))
    for month in ("2025-01", "2025-05"):
        code = code_of(sealed_copy.ledger, month)
        assert not sealed_copy.look(ledger, code=code).verdict.holds


@pytest.mark.parametrize(
    ("month", "number"), [("2025-08", "2025-08-0024"), ("2025-06", "2025-06-0018")]
)
def test_months_changed_and_closed_anew(month: str, number: str, sealed_copy: SealedCopy) -> None:
    tampered = swap(voucher(number), "attachments: ", "attachments: 1")(sealed_copy.ledger)
    assert sealed_copy.look(tampered).changed == {month}
    try:
        made_anew(sealed_copy, tampered, *(m for m in MONTHS if m >= month))
        assert unseen(look(sealed_copy.main))
        for printed in MONTHS[3:]:
            code = code_of(sealed_copy.ledger, printed)
            assert look(sealed_copy.main, code).verdict.holds == (printed < month)
    finally:
        sealed_copy.put_back()


def test_codes_as_people_type_them(sealed_copy: SealedCopy) -> None:
    digest = value(sealed_copy.ledger, "2025-03", "digest")
    code = short_code(digest)
    for typed in (code, code.lower(), code.replace("-", ""), code.replace("-", " "), f" {code} "):
        assert sealed_copy.look(code=typed).verdict.holds
    assert sealed_copy.look(code=digest).verdict.holds
    assert sealed_copy.look(code=digest[:40].upper()).verdict.holds
    wrong = digest[:-1] + ("0" if digest[-1] != "0" else "1")
    for typed in (
        "",
        "-",
        code[:-1],
        code[:9],
        wrong,
        digest + "0",
        "0000-0000-0000-0000",
        "封账码",
    ):
        assert not sealed_copy.look(code=typed).verdict.holds, typed


# --- how it is said -----------------------------------------------------------------------------


def test_one_change_is_told_once_with_its_place(sealed_copy: SealedCopy) -> None:
    tampered = every(voucher(TONER), "745.00", "754.00")(sealed_copy.ledger)
    found = sealed_copy.look(tampered)
    (month,) = [month for month in found.verdict.months if not month.holds]
    (head, item) = month.differences
    assert code_of(sealed_copy.ledger, "2025-03") in head.what
    assert short_code(month.digest) in head.what
    assert item.what == "改过：2025-03-06 凭证 2025-03-0006 硒鼓 2 支、粉盒 1 支"
    assert item.place is not None
    assert item.place.file == "2025/2025-03.beancount"
    line = tampered.texts[item.place.file].split("\n")[item.place.line - 1]
    assert line.startswith("2025-03-06 *")
    assert list(found.rule) == ["2025-03"]


def test_what_it_was_is_told_where_the_words_changed(sealed_copy: SealedCopy) -> None:
    tampered = swap(voucher(TONER), "硒鼓 2 支", "硒鼓 3 支")(sealed_copy.ledger)
    said = sealed_copy.look(tampered).said
    assert "2025-03-06 凭证 2025-03-0006 硒鼓 2 支、粉盒 1 支，现在是 2025-03-06 凭证" in said


def test_what_came_and_what_went(sealed_copy: SealedCopy) -> None:
    tampered = then(cut(voucher(TONER)), add(new_voucher("2025-03-20", "没有的")))
    said = sealed_copy.look(tampered(sealed_copy.ledger)).said
    assert "月结时有、现在没有：2025-03-06 凭证 2025-03-0006" in said
    assert "现在有、月结时没有：2025-03-20 凭证 2025-03-0099 没有的" in said


def test_a_scan_that_came_later_is_told_as_such(sealed: Path, tmp_path: Path) -> None:
    """Closed with an explanation, the scan missing; put there afterwards."""
    folder = shutil.copytree(sealed, tmp_path / "ledger")
    scan = folder / "documents/2025/2025-06-30-银行对账单.pdf"
    data = scan.read_bytes()
    scan.unlink()
    with (folder / "reviews.beancount").open("a", encoding="utf-8") as reviews:
        reviews.write(
            '\n2025-07-01 custom "explanation" "VCH004" "银行系统停机，对账单后补"\n'
            '  about: "documents/2025/2025-06-30-银行对账单.pdf"\n  by: "赵一清"\n'
        )
    close_anew(folder, *MONTHS[5:])
    assert look(folder / "main.beancount").verdict.holds
    scan.write_bytes(data)
    assert "后来补上的扫描件：documents/2025/2025-06-30" in look(folder / "main.beancount").said


# --- the folder ---------------------------------------------------------------------------------


def test_the_folder_may_be_anywhere(
    sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(sealed, tmp_path / "别处" / "账 本")
    assert unseen(look(folder / "main.beancount"))
    (tmp_path / "link").symlink_to(folder)
    assert unseen(look(tmp_path / "link" / "main.beancount"))
    monkeypatch.chdir(folder / "2025")
    assert unseen(look(Path("../main.beancount")))


def test_other_files_do_not_count(sealed_copy: SealedCopy) -> None:
    more = {
        "documents/2025/别的.pdf": b"%PDF",
        "seals/说明.txt": b"x",
        "seals/.2025-03.seal.tmp": b"x",
        "notes.txt": b"x",
    }
    assert unseen(sealed_copy.look(scans=more))
    scan = sealed_copy.folder / "documents/2025/2025-03-0022-发票.pdf"
    os.utime(scan, (0, 0))
    assert unseen(sealed_copy.look())


@pytest.mark.parametrize("what", ["fifo", "folder", "link outside", "link to itself", "too large"])
def test_seal_files_that_are_none(
    what: str, sealed_copy: SealedCopy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sealed_copy.folder / "seals/2025-04.seal"
    data = path.read_bytes()
    path.unlink()
    try:
        if what == "fifo":
            os.mkfifo(path)
        elif what == "folder":
            path.mkdir()
        elif what == "link outside":
            (tmp_path / "x").write_bytes(data)
            path.symlink_to(tmp_path / "x")
        elif what == "link to itself":
            path.symlink_to(path)
        else:
            path.write_bytes(data)
            monkeypatch.setattr(seal_file, "LARGEST", 100)
        found = look(sealed_copy.main)
    finally:
        if path.is_dir():
            path.rmdir()
        path.unlink(missing_ok=True)
        sealed_copy.put_back()
    assert "seals/2025-04.seal" in found.said
    assert "2025-04" in found.changed
    assert not found.rule


# --- as a plugin of Beancount -------------------------------------------------------------------


def test_bean_check_finds_the_same(sealed_copy: SealedCopy) -> None:
    from beancount import loader

    for ledger, expected in (
        (sealed_copy.ledger, 0),
        (every(voucher(TONER), "745.00", "745.01")(sealed_copy.ledger), 1),
    ):
        sealed_copy.lay_out(ledger)
        try:
            _entries, errors, _options = loader.load_file(str(sealed_copy.main))
        finally:
            sealed_copy.put_back()
        assert sum("PRD002" in error.message for error in errors) == expected


# --- where the proof ends -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "change", "rule"),
    [
        ("title", ('option "title" "示例市', 'option "title" "别的市'), "BNK001"),
        (
            "currency",
            (
                'option "operating_currency" "CNY"',
                'option "operating_currency" "CNY"\noption "operating_currency" "USD"',
            ),
            "FMT001",
        ),
        (
            "tolerance",
            ('option "render_commas" "TRUE"', 'option "inferred_tolerance_default" "*:9"'),
            "FMT001",
        ),
        ("roots", ('option "render_commas" "TRUE"', 'option "name_assets" "A"'), "FMT001"),
    ],
)
def test_options_that_matter_are_compared_with_the_newest_seal(
    name: str, change: tuple[str, str], rule: str, sealed_copy: SealedCopy
) -> None:
    """No digest covers an option, which has no date; the seal keeps them, and rules tell of some."""
    from juwu_ledger.rules import CATALOGUE
    from juwu_ledger.rules.support.rule import judge

    ledger = in_file("main.beancount", lambda text: text.replace(*change))(sealed_copy.ledger)
    assert ledger.texts != sealed_copy.ledger.texts
    found = sealed_copy.look(ledger)
    (told,) = found.verdict.differences
    assert told.what.startswith(f'option "{OPTION_NAMES.get(name, name)}" 与2025年8月月结时不同')
    assert all(month.holds for month in found.verdict.months)
    assert rule in {f.rule for f in judge(found.books, CATALOGUE, dt.date(2026, 1, 31))}


OPTION_NAMES = {
    "currency": "operating_currency",
    "tolerance": "inferred_tolerance_default",
    "roots": "name_assets",
}


def test_seals_from_before_options_were_kept_say_nothing_of_them(sealed_copy: SealedCopy) -> None:
    ledger = in_file(LAST, lambda text: re.sub(r"(?m)^option .*\n", "", text))(sealed_copy.ledger)
    ledger = fitted(ledger, "2025-08")
    assert sealed_copy.look(ledger).verdict.holds
    other = in_file(
        "main.beancount", lambda text: text.replace('option "title" "', 'option "title" "另一个')
    )
    assert sealed_copy.look(other(ledger)).verdict.holds
    assert not sealed_copy.look(other(sealed_copy.ledger)).verdict.holds


def _scan_made_to_fit(copy: SealedCopy) -> Ledger:
    """Swap a scan, and make the closing and its seal say what they would have said."""
    scan = "documents/2025/2025-03-0022-发票.pdf"
    data = b"%PDF-1.4 another invoice"
    old = seal_file.sha256(copy.bytes[scan])
    ledger = in_file(
        "seals/2025-03.seal",
        lambda text: text.replace(f"scan {old}", f"scan {seal_file.sha256(data)}"),
    )(copy.ledger)
    documents = documents_digest([(scan, seal_file.sha256(data))])
    ledger = put(close("2025-03"), "documents", documents)(ledger)
    ledger = in_file(
        "seals/2025-03.seal",
        lambda text: re.sub(r"(?m)^documents .*$", f"documents {documents}", text),
    )(ledger)
    return fitted(ledger, "2025-03")


def test_a_scan_swapped_and_made_to_fit(sealed_copy: SealedCopy) -> None:
    ledger = _scan_made_to_fit(sealed_copy)
    scans = {"documents/2025/2025-03-0022-发票.pdf": b"%PDF-1.4 another invoice"}
    code = code_of(sealed_copy.ledger, "2025-08")
    assert not unseen(sealed_copy.look(ledger, scans, code))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2025-04-03 custom", "2025-04-02 custom"),
        ('accountant: "李四安"', 'accountant: "钱二宁"'),
        ('cashier: "周五福"', 'cashier: "孙三平"'),
        ('  director: "赵一清"\n', ""),
    ],
)
def test_who_closed_a_month_and_when(old: str, new: str, sealed_copy: SealedCopy) -> None:
    code = code_of(sealed_copy.ledger, "2025-08")
    assert not unseen(
        sealed_copy.look(swap(close("2025-03"), old, new)(sealed_copy.ledger), code=code)
    )


def test_two_of_one_day_cannot_be_closed(sealed: Path, tmp_path: Path) -> None:
    """A fund registered twice on one day: which counts, the order of lines alone would tell."""
    folder = shutil.copytree(sealed, tmp_path / "ledger")
    charter = folder / "charter.beancount"
    one = '2025-02-16 custom "fund" "某项" Expenses:5202困难救助\n'
    two = '2025-02-16 custom "fund" "某项" Expenses:5107业务接待\n'
    charter.write_text(charter.read_text("utf-8") + one + two, encoding="utf-8")
    with pytest.raises(ChecklistOpen) as refused:
        close_anew(folder)
    (finding,) = (found for item in refused.value.items for found in item.findings)
    assert (finding.rule, finding.about) == ("FMT001", "某项")


FINDING = {
    "about": "A0000001",
    "clause": ["FM-1.4"],
    "date": "2025-02-03",
    "message": "…",
    "place": ["2025/2025-02.beancount", 1],
    "remedy": "…",
    "rule": "RCP003",
    "severity": "E",
    "to_do": None,
    "voucher": None,
}
CARRIED = {
    "vouchers": lambda _: 1,
    "balances": lambda sums: {name: fen + 100 for name, fen in sums.items()},
    "funds": lambda sums: {name: fen + 100 for name, fen in sums.items()},
    "next_receipts": lambda receipts: {book: number - 1 for book, number in receipts.items()},
    "approvals": lambda _: {},
    "invoice_marks": lambda _: "",
    "asset_ids": lambda _: [],
    "findings": lambda found: [*found, FINDING],
    "files": lambda files: {name: [] for name in files},
}
"""What a cheat would change, and into what."""


@pytest.mark.parametrize("key", CARRIED)
def test_what_a_seal_carries_made_to_fit(key: str, sealed_copy: SealedCopy) -> None:
    """Rewritten together with its close: the incremental check believes it, ``verify`` does not."""
    ledger = _carrying(sealed_copy.ledger, key)
    found = sealed_copy.look(ledger)
    assert not found.verdict.holds
    assert "carried" in found.said
    assert not found.changed


def _carrying(ledger: Ledger, key: str) -> Ledger:
    head, carried, rest = re.split(r"^carried (.*)$", ledger.texts[LAST], maxsplit=1, flags=re.M)
    record = json.loads(carried)
    record[key], was = CARRIED[key](record[key]), record[key]
    if record[key] == was:
        raise LookupError(f"the seal carries no {key}")
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return fitted(ledger.put(LAST, f"{head}carried {text}{rest}"), "2025-08")


def test_a_charter_annotated_to_hide_what_a_seal_carries(sealed_copy: SealedCopy) -> None:
    """Where a file no longer begins as it did, both ways of judging are compared."""
    annotated = in_file("charter.beancount", lambda text: f"; 加一行注\n{text}")
    assert unseen(sealed_copy.look(annotated(sealed_copy.ledger)))
    forged = annotated(_carrying(sealed_copy.ledger, "findings"))
    assert "查出来的不一样" in sealed_copy.look(forged).said
