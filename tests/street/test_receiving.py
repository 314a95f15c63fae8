"""What the street takes in and what it refuses: every refusal leaves the street as it was."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")

from made_streets import (
    FIRST,
    STREET_KEY,
    Committee,
    make_street,
    parts_of,
    put,
    spoilt,
    take_in,
)

from faults.sandbox import Tree, snapshot
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.signing.private_keys import public_key_of
from juwu_ledger.books.signing.street_receipt import read_receipt, receipt_flaw
from juwu_ledger.bundle.manifest import DATA, NAME, REPORTS, SEALS, SIGNATURE
from juwu_ledger.bundle.opened import open_bundle
from juwu_ledger.bundle.parquet_bytes import parquet_bytes, read_table
from juwu_ledger.bundle.tables import DataTable
from juwu_ledger.bundle.zip_bytes import zip_bytes
from juwu_ledger.intake.refusal import FileRefused
from juwu_ledger.street.register import Register
from juwu_ledger.street.street_log import BadLog, read_log

MADE = Committee(1)
JANUARY, FEBRUARY, MARCH = (data for _, data in MADE.bundles(FIRST, 3))
OTHER = Committee(2)
KEYS = [MADE.public_key]


@pytest.fixture
def street(tmp_path: Path) -> Register:
    return make_street(tmp_path / "street", [MADE, OTHER])


def state(register: Register) -> Tree:
    return {name: node for name, node in snapshot(register.root).items() if name != ".juwu.lock"}


def refused(register: Register, data: bytes, when: str = "2026-04-08") -> str:
    """The name of the refusal of a bundle, which leaves everything as it was."""
    before = state(register)
    (done,) = take_in(register, [put(register.root.parent, "送来.zip", data)], when)
    assert done.refused is not None and done.statement is None
    assert str(done.refused).strip() and "Traceback" not in str(done.refused)
    assert state(register) == before
    return done.refused.name


def accepted(register: Register, data: bytes, when: str = "2026-02-08") -> None:
    (done,) = take_in(register, [put(register.root.parent, "送来.zip", data)], when)
    assert done.refused is None, done.refused


def test_three_months_are_taken_in_and_each_receipt_holds(street: Register) -> None:
    paths = [
        put(street.root.parent, f"{at}.zip", data)
        for at, data in enumerate((MARCH, JANUARY, FEBRUARY))
    ]
    done = take_in(street, paths, "2026-04-08")

    assert [item.statement.period for item in done if item.statement] == [
        "2026-01",
        "2026-02",
        "2026-03",
    ]
    log = read_log(street)
    assert len(log.tree) == log.signed == 3
    for item in done:
        assert item.receipt is not None
        receipt = read_receipt(item.receipt.read_bytes())
        assert receipt_flaw(receipt, public_key_of(STREET_KEY)) is None
        assert receipt_flaw(receipt, MADE.public_key) is not None
    kept = street.root / "bundles" / MADE.code
    assert (kept / "2026-02.zip").read_bytes() == FEBRUARY


def test_the_same_file_again_is_nothing_new(street: Register) -> None:
    accepted(street, JANUARY)
    before = state(street)
    (done,) = take_in(street, [put(street.root.parent, "again.zip", JANUARY)], "2026-03-01")

    assert done.refused is None and not done.is_new and done.index == 0
    assert state(street) == before


def test_many_files_are_opened_by_several_at_once(street: Register) -> None:
    one = put(street.root.parent, "one.zip", JANUARY)
    bad = put(street.root.parent, "bad.zip", JANUARY[:-1])
    done = take_in(street, [one] * 20 + [bad] * 10)

    assert [item.is_new for item in done].count(True) == 1
    assert sum(item.refused is not None for item in done) == 10
    assert len(read_log(street).tree) == 1


def test_a_second_bundle_is_a_correction_beside_the_first(street: Register) -> None:
    accepted(street, JANUARY)
    changed = spoilt(JANUARY, MADE.key, explained=2)
    (done,) = take_in(street, [put(street.root.parent, "again.zip", changed)], "2026-03-01")

    assert done.statement is not None and done.statement.kind == "correction"
    assert done.differences == ("已说明：0 → 2",)
    kept = street.root / "bundles" / MADE.code
    assert (kept / "2026-01.zip").read_bytes() == JANUARY
    assert (kept / "2026-01-2.zip").read_bytes() == changed


def test_a_byte_changed_anywhere_is_refused() -> None:
    dice = random.Random(1)
    places = {0, 1, len(JANUARY) - 1, *(dice.randrange(len(JANUARY)) for _ in range(300))}
    ends = JANUARY.index(b"PK\x01\x02")
    places |= {dice.randrange(ends, len(JANUARY)) for _ in range(100)}
    for at in sorted(places):
        data = bytearray(JANUARY)
        data[at] ^= 1 << dice.randrange(8)
        with pytest.raises(FileRefused):
            open_bundle(bytes(data), lambda _: KEYS)
    for cut in (0, 1, 100, len(JANUARY) // 2, len(JANUARY) - 1):
        with pytest.raises(FileRefused):
            open_bundle(JANUARY[:cut], lambda _: KEYS)
    with pytest.raises(FileRefused):
        open_bundle(JANUARY + b"\0", lambda _: KEYS)
    assert open_bundle(JANUARY, lambda _: KEYS).manifest.code == MADE.code


def _zip(*entries: tuple[zipfile.ZipInfo | str, bytes], packed: bool = False) -> bytes:
    made = io.BytesIO()
    kind = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(made, "w", kind) as archive:
        for name, data in entries:
            if isinstance(name, str):
                info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                info.external_attr, info.create_system = 0o100644 << 16, 3
                info.compress_type = kind
            else:
                info = name
            archive.writestr(info, data)
    return made.getvalue()


def _link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.external_attr, info.create_system = 0o120777 << 16, 3
    return info


PARTS = parts_of(JANUARY)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("data", "name"),
    [
        (zip_bytes({**PARTS, "../out.txt": b"x"}), "name"),
        (zip_bytes({**PARTS, "/etc/out": b"x"}), "name"),
        (zip_bytes({**PARTS, "books/../../out.beancount": b"x"}), "name"),
        (zip_bytes({**PARTS, "books\\..\\out.beancount": b"x"}), "name"),
        (zip_bytes({**PARTS, "books/run.sh": b"x"}), "name"),
        (_zip(*sorted(PARTS.items()), (_link("books/a.beancount"), b"/etc/passwd")), "link"),
        (_zip(*sorted(PARTS.items()), (NAME, PARTS[NAME])), "double"),
        (_zip((REPORTS["html"], b"0" * 50_000_000), packed=True), "bomb"),
        (_zip(*sorted(PARTS.items()), packed=True), "bomb"),
        (zip_bytes({k: v for k, v in PARTS.items() if k != SIGNATURE}), "lacking"),
        (zip_bytes({**PARTS, REPORTS["html"]: b"<p>other"}), "changed"),
        (zip_bytes({**PARTS, "books/main.beancount": b"x"}), "changed"),
        (b"PK\x03\x04" + b"\0" * 100, "cut-off"),
        (b"not a zip", "cut-off"),
        (b"", "empty"),
    ],
)
def test_a_zip_that_is_not_ours_is_refused(street: Register, data: bytes, name: str) -> None:
    assert refused(street, data) in (name, "packed")


def _with_line(
    table: str, change: Callable[[DataTable], DataTable]
) -> Callable[[dict[str, bytes]], None]:
    def work(parts: dict[str, bytes]) -> None:
        parts[DATA[table]] = parquet_bytes(change(read_table(table, parts[DATA[table]])))

    return work


def _plus_one(table: DataTable) -> DataTable:
    """One fen more in and out, on two lines: balanced, and not what the report says."""
    first, second, *rest = table.rows
    return DataTable(
        table.columns,
        (
            (*first[:12], first[12] + 1, *first[13:]),
            (*second[:12], second[12] - 1, *second[13:]),
            *rest,
        ),  # type: ignore[operator]
    )


def _less(table: DataTable) -> DataTable:
    return DataTable(table.columns, table.rows[2:])


def _opening(table: DataTable) -> DataTable:
    rows = [list(row) for row in table.rows]
    for row in rows[:2]:
        row[4] += 7  # type: ignore[operator]
        row[7] += 7  # type: ignore[operator]
    return DataTable(table.columns, tuple(map(tuple, rows)))


@pytest.mark.parametrize(
    "change",
    [
        _with_line("entries", _plus_one),
        _with_line("entries", _less),
        _with_line("accounts", _opening),
        lambda parts: parts.update({DATA["entries"]: b"PAR1 no parquet PAR1"}),
        lambda parts: parts.update({DATA["entries"]: parts[DATA["accounts"]]}),
        lambda parts: parts.update({REPORTS["json"]: b'{"report": "monthly"}'}),
        lambda parts: parts.update(
            {REPORTS["json"]: parts[REPORTS["json"]].replace(b'"income": "', b'"income": "1')}
        ),
    ],
)
def test_figures_that_differ_are_refused_though_signed(
    street: Register, change: Callable[[dict[str, bytes]], None]
) -> None:
    assert refused(street, spoilt(JANUARY, MADE.key, change)) in ("sums", "table")


def test_an_opening_that_is_not_the_closing_before_is_refused(street: Register) -> None:
    accepted(street, JANUARY)
    again = Committee(1)
    january = again.bundle(Period.parse(FIRST))
    again._balances["Income:4004租金"] -= 500
    again._balances["Assets:1002银行存款:01基本户"] += 500
    february = again.bundle(Period.parse("2026-02"))

    assert january == JANUARY
    assert refused(street, february) == "sums"


def test_by_whose_key_and_of_whom(street: Register) -> None:
    assert refused(street, spoilt(JANUARY, OTHER.key)) == "key"
    assert refused(street, spoilt(JANUARY, MADE.key, code=OTHER.code)) == "key"
    assert refused(street, spoilt(JANUARY, MADE.key, code="999999999999")) == "unregistered"
    stranger = Committee(9)
    assert refused(street, stranger.bundle(Period.parse(FIRST))) == "unregistered"
    armour = zip_bytes({**PARTS, SIGNATURE: b"-----BEGIN SSH SIGNATURE-----\n"})
    assert refused(street, armour) == "key"


def test_another_format_is_refused_by_its_number(street: Register) -> None:
    text = PARTS[NAME].replace(b'"format": 1', b'"format": 2')
    assert text != PARTS[NAME]
    assert refused(street, zip_bytes({**PARTS, NAME: text})) == "format"


def test_months_come_one_after_another(street: Register) -> None:
    assert refused(street, FEBRUARY) == "skipped"
    accepted(street, JANUARY)
    assert refused(street, MARCH) == "skipped"
    accepted(street, FEBRUARY, "2026-03-08")
    december = Committee(1)
    assert refused(street, december.bundle(Period.parse("2025-12"))) == "period"
    assert refused(street, spoilt(MARCH, MADE.key), when="2026-04-01") == "period"


def test_a_fork_is_refused_as_one(street: Register) -> None:
    accepted(street, JANUARY)
    again = Committee(1)
    again.bundle(Period.parse(FIRST))
    chain = again._chain
    chain[0] = chain[0]._replace(digest="f" * 64)
    assert refused(street, again.bundle(Period.parse("2026-02"))) == "fork"

    accepted(street, FEBRUARY, "2026-03-08")

    def shorter(parts: dict[str, bytes]) -> None:
        lines = parts[SEALS].decode().splitlines()
        last = lines[-1].split()
        last[3] = "none"
        parts[SEALS] = (" ".join(last) + "\n").encode()

    cut = spoilt(MARCH, MADE.key, shorter, previous="none")
    assert refused(street, cut) == "fork"
    broken = spoilt(MARCH, MADE.key, lambda p: p.update({SEALS: p[SEALS][2:]}))
    assert refused(street, broken) == "chain"


def test_a_log_that_was_changed_or_cut_stops_everything(street: Register) -> None:
    for data in (JANUARY, FEBRUARY):
        accepted(street, data, "2026-03-08")
    entries = street.root / "log" / "entries"
    whole = entries.read_bytes()
    lines = whole.splitlines(keepends=True)
    for bad in (
        lines[0],
        b"".join(lines[::-1]),
        whole.replace(b"2026-03-08T09", b"2026-03-08T08"),
        whole[:-1],
        b"",
        whole.replace(b'"name"', b'"nome"'),
    ):
        entries.write_bytes(bad)
        with pytest.raises(BadLog):
            take_in(street, [put(street.root.parent, "m.zip", MARCH)], "2026-04-08")
    entries.write_bytes(whole)
    accepted(street, MARCH, "2026-04-08")
    head = street.root / "log" / "heads" / "2026-03.checkpoint"
    head.write_text(head.read_text("utf-8").replace("\n2\n", "\n1\n"), encoding="utf-8")
    with pytest.raises(BadLog):
        read_log(street)


def test_a_receipt_that_was_changed_does_not_hold(street: Register) -> None:
    accepted(street, JANUARY)
    (path,) = (street.root / "receipts").iterdir()
    text = path.read_text("utf-8")
    key = public_key_of(STREET_KEY)
    assert receipt_flaw(read_receipt(text.encode()), key) is None
    for was, now in (
        ("2026-02-08", "2026-02-09"),
        ('"index": 0', '"index": 1'),
        ('"kind": "filing"', '"kind": "correction"'),
        ("\\n1\\n", "\\n2\\n"),
    ):
        assert was in text
        assert receipt_flaw(read_receipt(text.replace(was, now).encode()), key) is not None
