"""The journal: where a change goes, what it refuses, and what it leaves as it was."""

from __future__ import annotations

import datetime as dt
import shutil
import threading
from pathlib import Path

import pytest

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.journal.engine import disk
from juwu_ledger.journal.engine.change import Change
from juwu_ledger.journal.engine.directive_text import Leg
from juwu_ledger.journal.engine.journal import LOCK, Journal, LockedBooks, Stroke, Written
from juwu_ledger.journal.engine.refusals import Refusal, RuleBroken, Unsound, WouldNotLoad
from juwu_ledger.journal.orders.registers import entry_plan
from juwu_ledger.journal.orders.vouchers import VoucherOrder
from juwu_ledger.rules.support.rule import Finding

COMMON = (Path(__file__).parents[1] / "rules" / "common.beancount").read_text(encoding="utf-8")
BANK = "Assets:1002银行存款:01基本户"
PETTY = "Assets:1001库存现金:01备用金"
GRANT = "Income:4001财政拨款:01办公经费"
LEDGER = Path(__file__).parents[2] / "ledger"
FEBRUARY = dt.date(2026, 2, 9)
MARCH, APRIL = dt.date(2026, 3, 5), dt.date(2026, 4, 7)
NEW = "2026/2026-04.beancount"


def make(folder: Path, **files: str) -> Path:
    """Books of several files; ``main`` names the main one."""
    for name, text in files.items():
        path = folder / (name.replace("__", "/").replace("_", "-") + ".beancount")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    return folder / "main.beancount"


def order(date: dt.date = MARCH, fen: int = 60_000, **meta: str) -> VoucherOrder:
    own = {"receipt": "A0000101", **meta}
    legs = [Leg(BANK, fen, {"cleared": date}), Leg(GRANT, -fen)]
    return VoucherOrder(date, "桥东街道办事处", "拨付办公经费", legs, own)


def overdraw() -> VoucherOrder:
    """More petty cash than may be held."""
    legs = [Leg(PETTY, 500_000), Leg(BANK, -500_000, {"cleared": MARCH})]
    return VoucherOrder(MARCH, "示例银行", "提取备用金", legs)


def journal(main: Path, as_of: dt.date | None = None) -> Journal:
    return Journal(main, as_of or MARCH, patience=0.2)


def write(main: Path, date: dt.date = MARCH) -> Written:
    return journal(main, date).write(order(date).plan)


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in (LOCK, "operations.log")
    }


def read(main: Path) -> Books:
    loaded = load_books(main)
    assert not loaded.errors, loaded.errors
    assert loaded.books is not None
    return loaded.books


# --- where it goes --------------------------------------------------------------------------------


def test_books_of_one_file_stay_books_of_one_file(tmp_path: Path) -> None:
    main = make(tmp_path, main=COMMON)
    assert write(main).change.file == "main.beancount"
    assert write_april(main).change.file == "main.beancount"
    plan = entry_plan(MARCH, "approval", ["SP-2026-0002"], {"director": "赵一清"})
    with pytest.raises(RuleBroken):
        journal(main).write(plan)
    assert sorted(snapshot(tmp_path)) == ["main.beancount"]
    assert main.read_text(encoding="utf-8").startswith(COMMON)


def write_april(main: Path) -> Written:
    return journal(main, APRIL).write(order(APRIL, receipt="A0000102").plan)


def test_books_kept_another_way_are_gone_on_with(tmp_path: Path) -> None:
    vouchers = COMMON[COMMON.index("2026-03-01 *") : COMMON.index('2026-03-01 custom "approval"')]
    rest = COMMON.replace(vouchers, "")
    main = make(tmp_path, main=rest + 'include "账/凭证.beancount"\n', 账__凭证=vouchers)
    assert write(main).change.file == "账/凭证.beancount"
    resolution = entry_plan(MARCH, "resolution", ["JY-2026-01", "计划"])
    assert journal(main).write(resolution).change.file == "main.beancount"
    assert len(read(main).vouchers) == 2


@pytest.mark.parametrize(
    "pattern",
    [
        "2026/*.beancount",
        "*/*.beancount",
        "20??/2026-0[1-9].beancount",
        "**/2026-*.beancount",
        "**/2026/*.beancount",
        "2026/**/*.beancount",
    ],
)
def test_files_that_a_pattern_includes_need_no_line(tmp_path: Path, pattern: str) -> None:
    april = '; 四月\n2026-04-02 * "银行" "利息"\n  voucher: "2026-04-0001"\n'
    april += f"  {BANK}  1.00 CNY\n    cleared: 2026-04-02\n  Income:4009利息收入\n"
    main = make(tmp_path, main=COMMON + f'include "{pattern}"\n', **{"2026__2026_04": april})
    before = main.read_bytes()
    may = dt.date(2026, 5, 6)
    written = journal(main, may).write(order(may).plan)
    assert written.change.file == "2026/2026-05.beancount"
    assert main.read_bytes() == before
    assert [v.id for v in read(main).vouchers][-1] == "2026-05-0001"


def test_a_new_month_gets_a_file_and_a_line(tmp_path: Path) -> None:
    march = COMMON[COMMON.index("2026-03-01 *") :]
    head = COMMON.replace(march, "")
    main = make(
        tmp_path,
        main=head + 'include "2026/2026-03.beancount"\r\n; 完\r\n'.replace("\r", ""),
        **{"2026__2026_03": march},
    )
    written = write(main, APRIL)
    assert (written.place.file, written.place.line) == (NEW, 3)
    assert (
        (tmp_path / NEW).read_text(encoding="utf-8").startswith("; 2026年4月的凭证。\n\n2026-04-07")
    )
    assert f'include "2026/2026-03.beancount"\ninclude "{NEW}"\n; 完\n' in main.read_text("utf-8")
    assert [v.id for v in read(main).vouchers][-1] == "2026-04-0001"


def monthly(tmp_path: Path) -> Path:
    """Books with a file for March."""
    march = COMMON[COMMON.index("2026-03-01 *") :]
    head = COMMON.replace(march, "") + 'include "2026/2026-03.beancount"\n'
    return make(tmp_path, main=head, **{"2026__2026_03": march})


def test_a_month_file_that_the_books_do_not_read_is_not_written_over(tmp_path: Path) -> None:
    main = monthly(tmp_path)
    make(tmp_path, **{"2026__2026_04": "2026-04-01 open Assets:9其他\n"})
    before = snapshot(tmp_path)
    with pytest.raises(Refusal, match="没有引入"):
        write(main, APRIL)
    assert snapshot(tmp_path) == before


def test_one_with_comments_alone_is_taken_into_use(tmp_path: Path) -> None:
    main = monthly(tmp_path)
    make(tmp_path, **{"2026__2026_04": "; 四月，早就建好了\n"})
    write(main, APRIL)
    assert (tmp_path / NEW).read_text("utf-8").startswith("; 四月，早就建好了\n\n2026-04-07")
    assert len(read(main).vouchers) == 2


# --- what it refuses --------------------------------------------------------------------------------


def test_books_that_do_not_balance(tmp_path: Path) -> None:
    main = make(tmp_path, main=COMMON + f'2026-03-02 * "x"\n  {BANK}  1.00 CNY\n')
    with pytest.raises(Unsound):
        write(main)


def test_a_change_after_which_they_would_not_load(tmp_path: Path) -> None:
    main = make(tmp_path, main=COMMON)
    legs = [Leg("Assets:9999没有开过", 100), Leg(BANK, -100)]
    before = snapshot(tmp_path)
    with pytest.raises(WouldNotLoad) as refused:
        journal(main).write(VoucherOrder(MARCH, "x", "y", legs).plan)
    assert any("9999没有开过" in error.message for error in refused.value.errors)
    assert snapshot(tmp_path) == before


def test_a_breach_is_refused_and_an_explained_one_recorded(tmp_path: Path) -> None:
    main = make(tmp_path, main=COMMON)
    before = snapshot(tmp_path)
    with pytest.raises(RuleBroken) as refused:
        journal(main).write(overdraw().plan)
    assert [finding.rule for finding in refused.value.findings] == ["CSH001"]
    assert snapshot(tmp_path) == before
    written = journal(main).write(overdraw().plan, explain="次日发放", explained_by="钱二宁")
    assert [(f.rule, f.status) for f in written.findings] == [("CSH001", "explained")]
    text = main.read_text("utf-8")
    assert '2026-03-05 custom "explanation" "CSH001" "次日发放"\n' in text
    assert '  about: "2026-03-0002"\n  by: "钱二宁"\n' in text


def test_an_old_breach_does_not_stand_in_the_way(tmp_path: Path) -> None:
    main = make(tmp_path, main=COMMON)
    main.write_text(COMMON + overdraw().text("2026-03-0002"), encoding="utf-8")
    assert write(main).findings == ()


def test_books_read_from_their_seal_tell_the_same_as_whole_ones(tmp_path: Path) -> None:
    main = shutil.copytree(LEDGER, tmp_path / "账") / "main.beancount"
    too_much = VoucherOrder(
        FEBRUARY, "示例银行", "提取备用金", [Leg(PETTY, 900_000), Leg(BANK, -900_000)]
    )
    told = {wanted: broken_by(main, too_much, wanted) for wanted in (None, frozenset[str]())}
    assert [finding.rule for finding in told[None]] == ["CSH001"]
    assert told[None] == told[frozenset()]
    Journal(main, FEBRUARY, wanted=frozenset()).write(too_much.plan, explain="月底发补贴")
    harmless = entry_plan(FEBRUARY, "resolution", ["JY-2026-09", "计划"])
    again = {
        wanted: Journal(main, FEBRUARY, wanted=wanted).write(harmless, dry_run=True)
        for wanted in told
    }
    assert again[None].books.carried is None
    assert again[frozenset()].books.carried is not None
    assert again[None].findings == again[frozenset()].findings
    assert "CSH001" not in {finding.rule for finding in again[None].findings}


def broken_by(main: Path, order: VoucherOrder, wanted: frozenset[str] | None) -> list[Finding]:
    with pytest.raises(RuleBroken) as refused:
        Journal(main, FEBRUARY, wanted=wanted).write(order.plan, dry_run=True)
    return list(refused.value.findings)


@pytest.mark.parametrize("day", [dt.date(2026, 3, 31), dt.date(2026, 2, 27), dt.date(2020, 5, 1)])
def test_no_day_of_a_closed_month_or_before_it(tmp_path: Path, day: dt.date) -> None:
    main = make(tmp_path, main=COMMON + '2026-04-03 custom "close" "2026-03"\n')
    before = snapshot(tmp_path)
    with pytest.raises(Refusal, match="已经月结"):
        journal(main, APRIL).write(order(day).plan)
    with pytest.raises(Refusal, match="已经月结"):
        journal(main, APRIL).write(lambda locked: amending(order(APRIL), locked, day))
    assert snapshot(tmp_path) == before
    write(main, APRIL)


def amending(one: VoucherOrder, locked: LockedBooks, day: dt.date) -> Change:
    """A change of an open month that also amends a directive of ``day``."""
    change = one.plan(locked)
    return Change(change.file, change.title, change.texts, dates=(day,))


# --- others at work ---------------------------------------------------------------------------------


def test_a_file_changed_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    main = make(tmp_path, main=COMMON)

    def edited(_: Stroke) -> None:
        with main.open("ab") as file:
            file.write("; 手工加的\n".encode())

    with pytest.raises(Refusal, match="刚刚被别的程序改过"):
        Journal(main, MARCH, commit=edited).write(order().plan)
    assert main.read_text("utf-8") == COMMON + "; 手工加的\n"


def test_nor_is_the_main_file_when_a_month_is_added(tmp_path: Path) -> None:
    main = monthly(tmp_path)

    def edited(_: Stroke) -> None:
        with main.open("ab") as file:
            file.write("; 手工加的\n".encode())

    with pytest.raises(Refusal, match="main.beancount 刚刚被别的程序改过"):
        Journal(main, APRIL, commit=edited).write(order(APRIL).plan)
    assert main.read_text("utf-8").endswith("; 手工加的\n")
    assert len(read(main).vouchers) == 1


def test_nor_one_that_somebody_made_meanwhile(tmp_path: Path) -> None:
    main = monthly(tmp_path)
    mine = "; 别人刚建的\n"
    commit = lambda _: make(tmp_path, **{"2026__2026_04": mine}) and None  # noqa: E731
    with pytest.raises(Refusal, match="刚刚被别的程序改过"):
        Journal(main, APRIL, commit=commit).write(order(APRIL).plan)
    assert (tmp_path / NEW).read_text("utf-8") == mine


def test_another_writer_is_waited_for_and_then_given_up(tmp_path: Path) -> None:
    from filelock import FileLock

    main = make(tmp_path, main=COMMON)
    held = FileLock(tmp_path / LOCK)
    with held, pytest.raises(Refusal, match="另一个程序正在记"):
        write(main)
    assert write(main).change.ids == ("2026-03-0002",)


def test_writers_at_once_get_numbers_of_their_own(tmp_path: Path) -> None:
    main = make(tmp_path, main=COMMON)
    numbers: list[str] = []

    def work(receipt: int) -> None:
        one = order(receipt=f"A000010{receipt}")
        numbers.extend(Journal(main, MARCH).write(one.plan, explain="同时记").change.ids)

    workers = [threading.Thread(target=work, args=(receipt,)) for receipt in range(1, 5)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(numbers) == [f"2026-03-000{number}" for number in range(2, 6)]
    assert [v.id for v in read(main).vouchers] == ["2026-03-0001", *sorted(numbers)]


def test_a_trial_run_needs_neither_lock_nor_leave(tmp_path: Path) -> None:
    main = make(tmp_path, main=COMMON)
    tmp_path.chmod(0o555)
    try:
        written = journal(main).write(order().plan, dry_run=True)
    finally:
        tmp_path.chmod(0o755)
    assert written.dry_run
    assert list(snapshot(tmp_path)) == ["main.beancount"]
    assert not (tmp_path / LOCK).exists()


# --- scans ------------------------------------------------------------------------------------------


def scanned(scan: Path) -> VoucherOrder:
    one = order()
    return VoucherOrder(one.date, one.payee, one.narration, one.legs, one.meta, (scan,))


def test_a_scan_is_kept_with_its_voucher(tmp_path: Path) -> None:
    main = make(tmp_path / "books", main=COMMON)
    scan = tmp_path / "拨款单.pdf"
    scan.write_bytes(b"%PDF")
    written = journal(main).write(scanned(scan).plan)
    name = "documents/2026/2026-03-0002-拨款单.pdf"
    assert f'  document: "{name}"\n' in written.text
    assert (main.parent / name).read_bytes() == b"%PDF"
    assert not any(finding.rule == "VCH004" for finding in written.findings)


def test_a_scan_below_the_books_is_named_where_it_is(tmp_path: Path) -> None:
    main = make(tmp_path, main=COMMON)
    scan = tmp_path / "documents" / "拨款单.pdf"
    scan.parent.mkdir()
    scan.write_bytes(b"%PDF")
    assert '  document: "documents/拨款单.pdf"\n' in journal(main).write(scanned(scan).plan).text


def test_another_scan_of_that_name_is_not_written_over(tmp_path: Path) -> None:
    main = make(tmp_path / "books", main=COMMON)
    scan = tmp_path / "拨款单.pdf"
    scan.write_bytes(b"%PDF new")
    there = main.parent / "documents/2026/2026-03-0002-拨款单.pdf"
    there.parent.mkdir(parents=True)
    there.write_bytes(b"%PDF old")
    before = snapshot(main.parent)
    with pytest.raises(Refusal, match="已经有一份不同的"):
        journal(main).write(scanned(scan).plan)
    assert snapshot(main.parent) == before
    there.write_bytes(b"%PDF new")
    journal(main).write(scanned(scan).plan)


def test_a_scan_that_cannot_be_kept_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    main = make(tmp_path / "books", main=COMMON)
    scan = tmp_path / "拨款单.pdf"
    scan.write_bytes(b"%PDF")
    before = snapshot(main.parent)
    whole = disk.replace_file

    def full(path: Path, *rest: object) -> None:
        if path == main:
            raise disk.NotWritten(path, OSError(28, "No space left on device"))
        whole(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(disk, "replace_file", full)
    with pytest.raises(disk.NotWritten, match="beancount"):
        journal(main).write(scanned(scan).plan)
    assert snapshot(main.parent) == before
