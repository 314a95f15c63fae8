"""Drafts: put aside and read again as given; edited by hand wrongly, told in plain words and kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.journal.drafts.draft import Draft, Spoiled, draft_text, read_draft
from juwu_ledger.journal.drafts.draft_folder import (
    KeptDraft,
    Posted,
    SpoiledDraft,
    all_drafts,
    discard,
    is_posted,
    mark_posting,
    one_draft,
    put_aside,
)
from juwu_ledger.journal.engine.journal import Stroke
from juwu_ledger.journal.engine.refusals import BadInput
from written_books import UNWRITABLE, example

TEXTS = st.text(st.sampled_from("aZ09桂花街＝=：:#;；，。\"'`\\-－（)[]$¥٣Ⅳ²𠀀é"), max_size=12)
"""Letters, figures, marks and signs, with all that a draft's own form is made of."""
NAMES = st.sampled_from(["amount", "to", "for", "split", "no-invoice"])


@settings(
    suppress_health_check=[HealthCheck.too_slow], deadline=None
)  # Of the machine, not of drafts.
@given(st.sampled_from(["spend", "asset add"]), st.lists(st.tuples(NAMES, TEXTS)), TEXTS)
def test_a_draft_is_read_as_it_was_written(
    command: str, answers: list[tuple[str, str]], note: str
) -> None:
    draft = Draft(command, tuple(answers), note)
    assert read_draft(draft_text(draft)) == draft


def test_what_people_type_by_hand_is_understood() -> None:
    text = "\ufeff；改过\n\nCommand = spend\n ＡＭＯＵＮＴ ＝ 386\n--for: 纸=笔\nto：晨光 = 文具\n"
    answers = (("amount", "386"), ("for", "纸=笔"), ("to", "晨光 = 文具"))
    assert read_draft(text) == Draft("spend", answers)
    assert read_draft("command：spend\nto：晨光文具店\n") == Draft("spend", (("to", "晨光文具店"),))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("amount = 3\n", "没有写是哪个命令"),
        ("command = spend\n386 元给晨光\n", "第 2 行看不懂"),
        ("command = spend\n= 386\n", "第 2 行看不懂"),
        ("command = spend\ncommand = receive\n", "写了两次"),
        ("", "没有写是哪个命令"),
    ],
)
def test_what_makes_no_sense_is_told_by_line(text: str, told: str) -> None:
    with pytest.raises(Spoiled, match=told):
        read_draft(text)


@pytest.mark.parametrize("text", UNWRITABLE)
def test_a_text_of_two_lines_is_refused_and_nothing_is_kept(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadInput):
        put_aside(tmp_path, Draft("spend", (("for", text),)))
    assert all_drafts(tmp_path) == []


def test_drafts_are_outside_of_what_beancount_reads(tmp_path: Path) -> None:
    root = example(tmp_path)
    before = load_books(root / "main.beancount").books
    first = put_aside(root, Draft("spend", (("amount", "1"),)))
    second = put_aside(root, Draft("receive"))
    after = load_books(root / "main.beancount").books
    assert before and after and before.problems == after.problems
    assert [first.id, second.id] == ["D0001", "D0002"]
    assert one_draft(root, "2") == one_draft(root, "d0002") == second
    discard(second)
    assert all_drafts(root) == [first]
    with pytest.raises(BadInput, match="D0001"):
        one_draft(root, "7")


def test_a_spoiled_file_is_told_and_stays(tmp_path: Path) -> None:
    kept = put_aside(tmp_path, Draft("spend"))
    for data in (b"\xd6\xd0\xce\xc4", b"x\n", b"\0" * 300_000):
        kept.path.write_bytes(data)
        (spoiled,) = all_drafts(tmp_path)
        assert isinstance(spoiled, SpoiledDraft)
        assert spoiled.why
        assert kept.path.read_bytes() == data
    (tmp_path / "drafts" / "笔记.txt").write_text("别的文件", encoding="utf-8")
    assert len(all_drafts(tmp_path)) == 1
    assert isinstance(put_aside(tmp_path, Draft("spend")), KeptDraft)


@pytest.mark.parametrize("file", ["2026/2026-01.beancount", "三月 的 账.beancount"])
def test_a_draft_that_was_being_posted_is_known_by_what_the_file_holds(
    tmp_path: Path, file: str
) -> None:
    path, place = tmp_path / file, put_aside(tmp_path, Draft("spend", ()))
    path.parent.mkdir(exist_ok=True)
    assert is_posted(tmp_path, place) is Posted.NO
    for before in (None, b"; 1\n"):
        mark_posting(place, Stroke(file, before, b"; heading\n", b"; heading\n; 2\n"))
        marked = one_draft(tmp_path, place.id)
        for now, wanted in (
            (before, Posted.NO),
            (b"; heading\n", Posted.NO),
            (b"; heading\n; 2\n", Posted.YES),
            (b"; heading\n; 2\n; 3\n", Posted.UNKNOWN),
        ):
            path.unlink(missing_ok=True)
            if now is not None:
                path.write_bytes(now)
            assert is_posted(tmp_path, marked) is wanted, now
