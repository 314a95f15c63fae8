"""How far a review is, field by field, as the pages and ``GET /juwu/review`` tell it; by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.signing.canonical import short_code
from juwu_ledger.records.reviewed_scans import scans_of
from juwu_ledger.web.review.review_state import review_state, why_not
from paper_books import BANK, OFFICE, OPENING, load, voucher
from signing import register

QUARTER, DAY = Period.parse("2026Q1"), dt.date(2026, 4, 20)
LEADER, MEMBER, OTHER = "吴六", "郑七", "冯八"
CLOSED = "".join(
    f'2026-0{month + 1}-05 custom "close" "2026-0{month}"\n  director: "赵一"\n'
    for month in (1, 2, 3)
)
START = (
    f'2026-01-01 custom "officer" "review-leader" "{LEADER}"\n'
    f'2026-01-01 custom "officer" "review-member" "{MEMBER}"\n'
    f'2026-01-01 custom "officer" "review-member" "{OTHER}"\n'
    + voucher("2026-01-0001", (BANK, "90.00"), (OPENING, "-90.00"), day=1)
    + voucher("2026-03-0001", (OFFICE, "20.00"), (BANK, "-20.00"), document="documents/a.pdf")
)


def digests(folder: Path, text: str = "") -> tuple[str, str]:
    books = load(folder, START + CLOSED + text)
    return books.digest(QUARTER.last), scans_of(books, QUARTER).digest


def opinion(name: str, word: str, day: str = "04-18", **more: str) -> str:
    lines = [f'2026-{day} custom "opinion" "2026Q1" "{word}"', f'  by: "{name}"']
    return "\n".join([*lines, *(f'  {key}: "{value}"' for key, value in more.items())]) + "\n"


def review(day: str, word: str = "passed", **more: str) -> str:
    lines = [f'2026-{day} custom "review" "2026Q1" "{word}"', f'  leader: "{LEADER}"']
    return "\n".join([*lines, *(f'  {key}: "{value}"' for key, value in more.items())]) + "\n"


def state(folder: Path, text: str = "", name: str = LEADER, day: dt.date = DAY) -> dict[str, Any]:
    books = load(folder, START + CLOSED + text)
    return review_state(books, QUARTER, name, day, lambda one: f"{one}的口令")


def test_before_anybody_has_said_anything(tmp_path: Path) -> None:
    books, scans = digests(tmp_path)
    blank = {"opinion": None, "opinion_title": "", "remarks": "", "at": None, "holds": False}
    assert state(tmp_path) == {
        "period": "2026Q1",
        "title": "2026年第一季度",
        "digest": books,
        "code": short_code(books),
        "scans": scans,
        "scans_code": short_code(scans),
        "scans_count": 1,
        "ready": True,
        "why_not": None,
        "can_sign": True,
        "group": [
            {"name": name, "office": office, "office_title": title, **blank}
            | {"password": f"{name}的口令"}
            for name, office, title in (
                (LEADER, "leader", "组长"),
                (MEMBER, "member", "组员"),
                (OTHER, "member", "组员"),
            )
        ],
        "waiting_for": [LEADER, MEMBER, OTHER],
        "with_key": [],
        "filed": None,
    }


def test_one_opinion_that_holds_and_others_that_do_not(tmp_path: Path) -> None:
    books, scans = digests(tmp_path)
    text = (
        opinion(LEADER, "refused", digest="0" * 64, scans=scans, remarks="缺发票")
        + opinion(MEMBER, "passed-with-remarks", digest=books, scans=scans, remarks="附清单")
        + opinion(OTHER, "passed", digest=books, scans="0" * 64)
    ).replace('remarks: "附清单"\n', 'remarks: "附清单"\n  at: "2026-04-18T10:20:30"\n')
    found = state(tmp_path, text, MEMBER)
    assert [
        (one["opinion"], one["opinion_title"], one["remarks"], one["at"], one["holds"])
        for one in found["group"]
    ] == [
        ("refused", "不予通过", "缺发票", "2026-04-18", False),
        ("passed-with-remarks", "通过，附意见", "附清单", "2026-04-18T10:20:30", True),
        ("passed", "通过", "", "2026-04-18", False),
    ]
    assert found["waiting_for"] == [LEADER, OTHER]


@pytest.mark.parametrize(
    ("name", "closed", "can_sign"),
    [
        (LEADER, True, True),
        (MEMBER, True, True),
        ("赵一", True, False),
        (LEADER, False, False),
    ],
)
def test_who_can_sign(name: str, closed: bool, can_sign: bool, tmp_path: Path) -> None:
    books = load(tmp_path, START + (CLOSED if closed else ""))
    found = review_state(books, QUARTER, name, DAY, str)
    assert found["can_sign"] is can_sign
    assert found["ready"] is closed
    assert (found["why_not"] is None) is closed


def test_who_has_a_key_signs_with_it_too(tmp_path: Path) -> None:
    found = state(tmp_path, register("2026-01-02", MEMBER))
    assert found["with_key"] == [MEMBER]


@pytest.mark.parametrize(
    ("less", "ready"),
    [
        ("", True),
        (f'2026-01-01 custom "officer" "review-leader" "{LEADER}"\n', False),
        (f'2026-01-01 custom "officer" "review-member" "{OTHER}"\n', False),
    ],
)
def test_the_group_must_be_whole(less: str, ready: bool, tmp_path: Path) -> None:
    books = load(tmp_path, (START + CLOSED).replace(less, ""))
    said = why_not(books, QUARTER, DAY)
    assert (said is None) is ready
    if not ready:
        assert said == "民主理财小组要有一名组长、两名组员在任，现在不是；请居委会先登记任职。"
        found = review_state(books, QUARTER, MEMBER, DAY, str)
        assert (found["group"], found["waiting_for"], found["can_sign"]) == ([], [], False)


def test_the_last_review_that_was_filed(tmp_path: Path) -> None:
    books, scans = digests(tmp_path)
    members = f"{MEMBER}、{OTHER}"
    text = review("04-10", "refused", remarks="缺发票") + review(
        "04-19", "passed", digest=books, scans=scans, members=members, supersedes="改好了"
    )
    filed = state(tmp_path, text)["filed"]
    voices = filed.pop("voices")
    assert "改好了" in voices and MEMBER in voices
    assert filed == {
        "date": "2026-04-19",
        "opinion": "passed",
        "opinion_title": "通过",
        "leader": LEADER,
        "members": [MEMBER, OTHER],
        "remarks": None,
        "supersedes": "改好了",
        "digest": books,
        "holds": True,
        "changed_scans": [],
        "of_scans": True,
        "passed": True,
        "unsigned": False,
    }


@pytest.mark.parametrize(
    ("given", "holds", "passed", "of_scans"),
    [
        ({}, True, True, True),  # On paper: of no named figures.
        ({"word": "refused"}, True, False, True),
        ({"digest": "books"}, True, True, False),
        ({"digest": "books", "scans": "scans"}, True, True, True),
        ({"digest": "other"}, False, False, False),
        ({"digest": "books", "scans": "other"}, False, False, True),
    ],
)
def test_what_a_filed_review_is_worth(
    given: dict[str, str], holds: bool, passed: bool, of_scans: bool, tmp_path: Path
) -> None:
    books, scans = digests(tmp_path)
    known = {"books": books, "scans": scans, "other": "0" * 64}
    filed = state(tmp_path, review("04-19", **{k: known.get(v, v) for k, v in given.items()}))[
        "filed"
    ]
    assert (filed["holds"], filed["passed"], filed["of_scans"]) == (holds, passed, of_scans)
    assert bool(filed["changed_scans"]) is (given.get("scans") == "other")


def test_a_review_that_lacks_a_signature_says_so(tmp_path: Path) -> None:
    books, _ = digests(tmp_path, register("2026-01-02", LEADER))
    text = register("2026-01-02", LEADER) + review("04-19", digest=books)
    assert state(tmp_path, text)["filed"]["unsigned"] is True
    on_paper = register("2026-01-02", LEADER) + review("04-19")
    assert state(tmp_path, on_paper)["filed"]["unsigned"] is False
