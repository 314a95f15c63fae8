"""What a seal carries and a hand, or another program, wrote: never believed, never a traceback."""

from __future__ import annotations

import base64
import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest
from sealed_examples import CLOSED_ON, SealedBooks

from juwu_ledger.rules import CATALOGUE
from juwu_ledger.seals.incremental.carried_record import WORDS, BadCarried, read_carried
from juwu_ledger.seals.incremental.incremental_check import load_from, load_incrementally, readings
from juwu_ledger.seals.judging import judge_incrementally
from juwu_ledger.seals.seal_file import FOLDER, read_seal

LAST = "2025-10"
ODD: tuple[Any, ...] = (
    None, True, -1, 1.5, 10**30, "", "x", "\ud800", "2025-13-45", "A===", [], [[]], [None], {}, {"": None}, {"x": []},
)  # fmt: skip


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> SealedBooks:
    return SealedBooks(tmp_path_factory.mktemp("odd"), LAST)


@pytest.fixture(scope="module")
def record(sealed: SealedBooks) -> dict[str, Any]:
    text = (sealed.folder / FOLDER / f"{LAST}.seal").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(read_seal(text).carried)
    return found


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every place in a record: where it stands, and under which key or number."""
    keys: list[Any] = list(value) if isinstance(value, dict) else []
    keys = list(range(len(value))) if isinstance(value, list) else keys
    return [place for key in keys for place in ((value, key), *places(value[key]))]


def loads(sealed: SealedBooks, record: Any) -> bool:
    seal = read_seal((sealed.folder / FOLDER / f"{LAST}.seal").read_text(encoding="utf-8"))
    odd = seal._replace(carried=json.dumps(record))
    return load_from(odd, sealed.main, CLOSED_ON[LAST]) is not None


def test_the_program_reads_what_it_wrote(sealed: SealedBooks, record: dict[str, Any]) -> None:
    assert loads(sealed, record)
    assert record.keys() == WORDS.keys()


def test_a_word_of_another_kind_is_refused_by_name(record: dict[str, Any]) -> None:
    for word in WORDS:
        for odd in (None, True, 1.5, "\ud800", [None]):
            with pytest.raises(BadCarried, match=word):
                read_carried(json.dumps({**record, word: odd}))
    for word in record:
        rest = {key: value for key, value in record.items() if key != word}
        with pytest.raises(BadCarried, match=word):
            read_carried(json.dumps(rest))


def test_a_fund_overspent_by_a_voucher_that_is_not_there_asks_for_the_whole_books(
    sealed: SealedBooks, record: dict[str, Any]
) -> None:
    fund = next(iter(record["funds"]))
    odd = {**record, "overspent": [[fund, "2025-10-02", -100, "main.beancount", 1]]}
    seal = read_seal((sealed.folder / FOLDER / f"{LAST}.seal").read_text(encoding="utf-8"))
    since = load_from(seal._replace(carried=json.dumps(odd)), sealed.main, CLOSED_ON[LAST])
    assert since is not None
    assert judge_incrementally(since, CATALOGUE, CLOSED_ON[LAST]) is None


@pytest.mark.parametrize("text", ["", "null", "7", "[", "[" * 100_000, '{"until":', "\0"])
def test_what_is_no_record_is_refused(text: str) -> None:
    with pytest.raises(BadCarried):
        read_carried(text)


def test_nonsense_anywhere_ends_in_reading_the_whole_books(
    sealed: SealedBooks, record: dict[str, Any]
) -> None:
    chance = random.Random(20251129)
    for _ in range(250):
        odd = copy.deepcopy(record)
        where, key = chance.choice(places(odd))
        where[key] = chance.choice(ODD)
        loads(sealed, odd)
    for word in ("approval_marks", "invoice_marks"):
        assert not loads(sealed, {**record, word: base64.b64encode(b"odd").decode()})


def test_seals_of_files_that_are_none(sealed: SealedBooks, record: dict[str, Any]) -> None:
    seal = read_seal((sealed.folder / FOLDER / f"{LAST}.seal").read_text(encoding="utf-8"))
    assert load_from(seal._replace(files=()), sealed.main, CLOSED_ON[LAST]) is None
    for files in ({}, {**record["files"], "x.beancount": None}):
        assert not loads(sealed, {**record, "files": files})


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    sealed = SealedBooks(tmp_path, LAST)
    path = sealed.folder / FOLDER / f"{LAST}.seal"
    good = path.read_bytes()
    for data in (b"\xff\xfe", b"", good[:300], good + b"digest x\n"):
        path.write_bytes(data)
        assert load_incrementally(sealed.main, CLOSED_ON[LAST]) is None


def test_what_is_missing_of_a_record_is_told_in_a_sentence(tmp_path: Path) -> None:
    sealed = SealedBooks(tmp_path, LAST)
    path = sealed.folder / FOLDER / f"{LAST}.seal"
    path.write_text(path.read_text("utf-8").replace('"balances":', '"lances":', 1), "utf-8")
    first = next(readings(sealed.main, CLOSED_ON[LAST]))
    assert (first.seal, first.why) == (f"{LAST}.seal", "这一份的结转数读不懂（balances）")
