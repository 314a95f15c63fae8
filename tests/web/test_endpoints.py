"""What the review group and the committee write from the browser, and what they are told."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import shlex
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from gate_tools import (
    AUDITOR,
    DIRECTOR,
    LEADER,
    MEMBER,
    OTHER_MEMBER,
    PASSWORD,
    TREASURER,
    Browser,
    Place,
    folder_digest,
    juwu,
)

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import Approval, GivenOpinion, Query, Reply, Review
from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.records.group_opinions import (
    PASSED,
    REFUSED,
    REMARKS,
    Group,
    Opinion,
    open_opinions,
    verdict,
)
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.support.rule import judge
from juwu_ledger.web.gate.endpoints import Asked
from signing import key_of, register

QUARTER = "2025Q4"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """For tests that leave everything as it was."""
    return Place(tmp_path_factory.mktemp("steady"))


def books_of(place: Place) -> Books:
    loaded = load_books(place.main)
    assert loaded.errors == ()
    assert loaded.books is not None
    return loaded.books


def state(browser: Browser) -> dict[str, Any]:
    reply = browser.get(f"/juwu/review?period={QUARTER}")
    assert reply.status_code == 200
    return dict(reply.get_json())


def sign(browser: Browser, opinion: str = PASSED, remarks: str = "", **other: Any) -> Any:
    content = {"period": QUARTER, "opinion": opinion, "remarks": remarks, "password": PASSWORD}
    now = state(browser)
    content |= {"digest": now["digest"], "scans": now["scans"]}
    return browser.post("/juwu/review", {**content, **other})


def shown(browser: Browser, voucher: str) -> str:
    """What a voucher is, as its page has it for the mark."""
    path = f"{browser.base()}/extension/QuarterReview/"
    page = browser.get(path, query_string={"voucher": voucher}).get_data(as_text=True)
    found = re.search(r'name="digests" value="([0-9a-f]{16})"', page)
    assert found is not None
    return found[1]


def mark(browser: Browser, *vouchers: str, word: str = "seen", **more: Any) -> Any:
    content = {"vouchers": list(vouchers), "mark": word}
    content["digests"] = [shown(browser, voucher) for voucher in vouchers]
    return browser.post("/juwu/mark", {**content, **more})


# --- queries and replies ------------------------------------------------------------------------


def test_a_query_stands_in_the_books_at_once(place: Place) -> None:
    browser = place.browser(MEMBER)
    reply = browser.post("/juwu/query", {"about": "２０２５-12-0009", "text": " 为什么付\n现金？ "})
    told = reply.get_json()
    assert reply.status_code == 200, told
    assert told["written"]["ids"] == ["ZX-2026-03"]
    query = books_of(place).of(Query)[-1]
    assert (query.text, query.about, query.raised_by) == ("为什么付 现金？", "2025-12-0009", MEMBER)
    assert query.date.isoformat() == "2026-01-15"
    logged = json.loads((place.main.parent / "operations.log").read_bytes().splitlines()[-1])
    assert (logged["by"], logged["how"], logged["command"]) == (MEMBER, "login", "query")


def test_the_pages_show_it_without_a_restart(place: Place) -> None:
    browser, base = place.browser(AUDITOR), place.browser(MEMBER).base()
    place.browser(MEMBER).post("/juwu/query", {"about": "2025-12-0009", "text": "凭证附件在哪里？"})
    page = browser.get(f"{base}/journal/?time=2026").get_data(as_text=True)
    assert page
    data = browser.get(f"{base}/api/journal_page?page=1&order=desc").get_json()["data"]
    assert "凭证附件在哪里" in data["journal"]


@pytest.mark.parametrize("name", [TREASURER, DIRECTOR])
def test_the_committee_replies(name: str, place: Place) -> None:
    place.browser(MEMBER).post("/juwu/query", {"about": "SP-2025-0042", "text": "谁验收的？"})
    reply = place.browser(name).post("/juwu/reply", {"id": "zx-2026-03", "text": "由孙三平验收。"})
    assert reply.status_code == 200, reply.get_json()
    answer = books_of(place).of(Reply)[-1]
    assert (answer.id, answer.text, answer.by) == ("ZX-2026-03", "由孙三平验收。", name)


HURT = '"; 2026-01-01 open Assets:X\n<script>alert(1)</script> \\ "'


def test_words_are_words_whatever_they_say(place: Place) -> None:
    before = books_of(place)
    reply = place.browser(MEMBER).post("/juwu/query", {"about": "2025-12-0009", "text": HURT})
    assert reply.status_code == 200, reply.get_json()
    after = books_of(place)
    assert after.of(Query)[-1].text == " ".join(HURT.split())
    assert len(after.entries) == len(before.entries) + 1


@pytest.mark.parametrize(
    ("content", "status"),
    [
        ({"about": "2025-12-0009", "text": ""}, 400),
        ({"about": "2025-12-0009"}, 400),
        ({"about": "", "text": "x"}, 400),
        ({"about": "2025-12-9999", "text": "x"}, 400),
        ({"about": ["2025-12-0009"], "text": "x"}, 400),
        ({"about": "2025-12-0009", "text": {"a": 1}}, 400),
        ({"about": "2025-12-0009", "text": "长" * 501}, 400),
        ({"about": "2025-12-0009", "text": "a\u202eb"}, 400),
        ({"about": "2025-12-0009", "text": "a\x00b"}, 400),
        ({"about": "2025-12-0009", "text": "\ud800"}, 400),
    ],
)
def test_odd_queries_are_refused(content: dict[str, Any], status: int, steady: Place) -> None:
    before = steady.digest()
    reply = steady.browser(MEMBER).post("/juwu/query", content)
    assert reply.status_code == status
    assert reply.get_json()["error"]
    assert steady.digest() == before


def test_a_reply_needs_a_query(steady: Place) -> None:
    reply = steady.browser(TREASURER).post("/juwu/reply", {"id": "ZX-2026-99", "text": "x"})
    assert (reply.status_code, reply.get_json()["error"]) == (400, "没有编号为 ZX-2026-99 的质询。")


def test_nobody_floods_the_books(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    from juwu_ledger.web.gate import endpoints

    monkeypatch.setattr(endpoints, "MOST_A_DAY", 2)
    browser = place.browser(MEMBER)
    content = {"about": "2025-12-0009", "text": "为什么？"}
    assert [browser.post("/juwu/query", content).status_code for _ in range(3)] == [200, 200, 409]


def test_another_writer_is_waited_for_and_then_told(
    steady: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    from filelock import FileLock

    from juwu_ledger.web.gate import endpoints

    monkeypatch.setattr(endpoints, "PATIENCE", 0.2)
    with FileLock(steady.main.parent / ".juwu.lock"):
        reply = steady.browser(MEMBER).post("/juwu/query", {"about": "2025-12-0009", "text": "x"})
    assert reply.status_code == 409
    assert "另一个程序正在记这本账" in reply.get_json()["error"]


def test_broken_books_are_not_written_to(place: Place) -> None:
    browser = place.browser(MEMBER)
    with place.main.open("a", encoding="utf-8") as file:
        file.write("2026-01-01 nonsense\n")
    before = place.digest()
    reply = browser.post("/juwu/query", {"about": "2025-12-0009", "text": "x"})
    assert reply.status_code == 409
    assert "juwu check" in reply.get_json()["error"]
    assert place.digest() == before


# --- marks --------------------------------------------------------------------------------------


def test_marks_are_ones_own_and_not_in_the_books(place: Place) -> None:
    before, browser = place.digest(), place.browser(MEMBER)
    named = ["2025-12-0001", "2025-12-0002"]
    assert mark(browser, *named).get_json() == {"marked": 2}
    mark(browser, named[0], word="doubt", note="发票看不清")
    marks = browser.get("/juwu/marks").get_json()["marks"]
    assert {v: (m["mark"], m["note"], m["changed"]) for v, m in marks.items()} == {
        "2025-12-0001": ("doubt", "发票看不清", False),
        "2025-12-0002": ("seen", "", False),
    }
    assert place.browser(LEADER).get("/juwu/marks").get_json() == {"marks": {}}
    browser.post("/juwu/mark", {"vouchers": named, "mark": "none"})
    assert browser.get("/juwu/marks").get_json() == {"marks": {}}
    assert place.digest() == before


def test_a_mark_tells_when_its_voucher_was_changed(place: Place) -> None:
    browser = place.browser(MEMBER)
    mark(browser, "2025-12-0001", "2025-12-0002")
    month = place.main.parent / "2025" / "2025-12.beancount"
    text = month.read_text(encoding="utf-8")
    changed = text.replace(
        '  voucher: "2025-12-0001"\n', '  voucher: "2025-12-0001"\n  memo: "补"\n'
    )
    month.write_text(changed, encoding="utf-8")
    marks = browser.get("/juwu/marks").get_json()["marks"]
    assert [marks[v]["changed"] for v in sorted(marks)] == [True, False]


@pytest.mark.parametrize(
    ("content", "status"),
    [
        ({}, 400),
        ({"vouchers": [], "mark": "seen"}, 400),
        ({"vouchers": "2025-12-0001", "mark": "seen"}, 400),
        ({"vouchers": ["2025-12-0001"], "mark": "liked"}, 400),
        ({"vouchers": ["2025-12-0001"], "mark": ["seen"]}, 400),
        ({"vouchers": ["2025-12-0001"] * 501, "mark": "seen"}, 400),
        ({"vouchers": ["2025-12-9999"], "digests": ["0" * 16], "mark": "seen"}, 404),
        ({"vouchers": [None], "digests": ["0" * 16], "mark": "seen"}, 404),
        ({"vouchers": ["2025-12-0001"], "mark": "seen"}, 400),
        ({"vouchers": ["2025-12-0001"], "digests": "0" * 16, "mark": "seen"}, 400),
        ({"vouchers": ["2025-12-0001"], "digests": [], "mark": "seen"}, 400),
        ({"vouchers": ["2025-12-0001"], "digests": [None], "mark": "seen"}, 409),
        ({"vouchers": ["2025-12-0001"], "digests": ["0" * 16], "mark": "doubt"}, 409),
        ({"vouchers": ["2025-12-0001"], "mark": "seen", "note": "长" * 501}, 400),
    ],
)
def test_odd_marks_are_refused(content: dict[str, Any], status: int, steady: Place) -> None:
    browser = steady.browser(MEMBER)
    assert browser.post("/juwu/mark", content).status_code == status
    assert browser.get("/juwu/marks").get_json() == {"marks": {}}


def test_many_marks_at_once_are_all_kept(place: Place) -> None:
    browsers = [place.browser(name) for name in (LEADER, MEMBER, OTHER_MEMBER)]

    def mark_five(browser: Browser) -> None:
        for number in range(1, 6):
            mark(browser, f"2025-12-000{number}")

    threads = [threading.Thread(target=mark_five, args=(browser,)) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(b.get("/juwu/marks").get_json()["marks"]) for b in browsers] == [5, 5, 5]


def test_what_is_kept_is_for_its_owner_only(place: Place) -> None:
    mark(place.browser(MEMBER), "2025-12-0001")
    (kept,) = (place.folder / "config" / "marks").glob("*.json")
    assert kept.stat().st_mode & 0o777 == 0o600


VOUCHER = "2025-12-0009"
SCAN = "documents/2025/2025-12-0009-发票.pdf"


@pytest.fixture
def scanned(place: Place) -> Place:
    """The books with a scan at a voucher of the quarter."""
    path = scan_of(place)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"%PDF-1.4 an invoice")
    month = place.main.parent / "2025" / "2025-12.beancount"
    line = f'  voucher: "{VOUCHER}"\n'
    text = month.read_text(encoding="utf-8")
    assert text.count(line) == 1
    month.write_text(text.replace(line, f'{line}  document: "{SCAN}"\n'), encoding="utf-8")
    return place


def scan_of(place: Place) -> Path:
    return place.main.parent / SCAN


@pytest.mark.parametrize("word", ["seen", "doubt"])
def test_a_mark_is_put_on_what_was_shown(word: str, scanned: Place) -> None:
    """The voucher, or its scan, was changed between looking and clicking: 409, and no mark."""
    browser = scanned.browser(MEMBER)
    seen = shown(browser, VOUCHER)
    overwritten(scanned)
    content = {"vouchers": [VOUCHER], "digests": [seen], "mark": word}
    reply = browser.post("/juwu/mark", content)
    assert reply.status_code == 409
    assert f"凭证 {VOUCHER} 或它的扫描件在您看的时候变了" in reply.get_json()["error"]
    assert browser.get("/juwu/marks").get_json() == {"marks": {}}
    assert mark(browser, VOUCHER, word=word).status_code == 200
    scan_of(scanned).unlink()
    assert browser.get("/juwu/marks").get_json()["marks"][VOUCHER]["changed"]


# --- the review ---------------------------------------------------------------------------------


def test_three_sign_and_the_review_stands_in_the_books(place: Place) -> None:
    assert state(place.browser(LEADER))["waiting_for"] == [LEADER, MEMBER, OTHER_MEMBER]
    for at, name in enumerate((MEMBER, LEADER), 1):
        told = sign(place.browser(name)).get_json()
        assert told["written"] is None
        assert len(told["waiting_for"]) == 3 - at
        given = books_of(place).of(GivenOpinion)
        assert (len(given), given[-1].by, given[-1].digest) == (at, name, told["digest"])
    told = sign(place.browser(OTHER_MEMBER)).get_json()
    assert told["written"]["ids"] == [QUARTER]
    assert told["filed"]["passed"]
    books = books_of(place)
    review = books.of(Review)[-1]
    assert (review.period.label, review.opinion) == (QUARTER, "passed")
    assert (review.leader, review.members, review.remarks) == (LEADER, (MEMBER, OTHER_MEMBER), None)
    assert review.digest == books.digest(review.period.last)
    assert not [f for f in judge(books, CATALOGUE, review.date) if f.rule in ("DTY004", "DSC002")]
    after = state(place.browser(LEADER))
    assert (after["ready"], after["filed"]["holds"]) == (False, True)
    assert all(one["opinion"] is None for one in after["group"])
    assert sign(place.browser(LEADER)).status_code == 409


def test_dissent_is_kept(place: Place) -> None:
    sign(place.browser(LEADER))
    sign(place.browser(MEMBER), REFUSED, "工作餐没有陪餐名单")
    told = sign(place.browser(OTHER_MEMBER), REMARKS, "发票要贴齐").get_json()
    assert told["filed"]["opinion"] == REMARKS
    assert books_of(place).of(Review)[-1].remarks == (
        f"{MEMBER}（不同意，认为不予通过）：工作餐没有陪餐名单；{OTHER_MEMBER}：发票要贴齐"
    )


def test_two_of_three_refuse(place: Place) -> None:
    sign(place.browser(LEADER), REFUSED, "缺发票")
    sign(place.browser(MEMBER))
    told = sign(place.browser(OTHER_MEMBER), REFUSED, "缺名单").get_json()
    assert (told["filed"]["opinion"], told["filed"]["passed"]) == (REFUSED, False)
    assert books_of(place).of(Review)[-1].remarks == (
        f"{LEADER}：缺发票；{MEMBER}（认为可以通过）；{OTHER_MEMBER}：缺名单"
    )
    assert state(place.browser(LEADER))["can_sign"]


def test_one_may_think_again_until_all_have_signed(place: Place) -> None:
    browser = place.browser(MEMBER)
    sign(browser, REFUSED, "缺发票")
    sign(browser)
    assert [one["opinion"] for one in state(browser)["group"]] == [None, PASSED, None]


def test_a_dissent_that_comes_too_late_is_refused_and_not_kept(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it waits for the others the last of them files the review: then it must not seem counted."""
    sign(place.browser(LEADER))
    sign(place.browser(MEMBER))
    late, write = place.browser(MEMBER), Asked.write

    def slowly(self: Asked, plan: Any) -> Any:
        monkeypatch.setattr(Asked, "write", write)
        assert sign(place.browser(OTHER_MEMBER)).get_json()["written"]
        return write(self, plan)

    monkeypatch.setattr(Asked, "write", slowly)
    reply = sign(late, REFUSED, "不同意")
    assert reply.status_code == 409
    told = state(late)
    assert told["filed"]["passed"]
    assert REFUSED not in [one["opinion"] for one in told["group"]]


def test_books_that_do_not_load_whole_are_not_signed(place: Place) -> None:
    browser = place.browser(LEADER)
    month = place.main.parent / "2025" / "2025-11.beancount"
    with month.open("a", encoding="utf-8") as file:
        file.write("\n2025-11-30 乱写的\n")
    reply = sign(browser)
    assert reply.status_code == 409
    assert "读不懂" in reply.get_json()["error"]
    page = browser.get("/ledger/extension/ReviewSigning/").get_data(as_text=True)
    assert "不能审核签字" in page


def test_who_left_the_group_asks_and_marks_no_more(place: Place) -> None:
    browser = place.browser(MEMBER)
    charter = place.main.parent / "charter.beancount"
    with charter.open("a", encoding="utf-8") as file:
        file.write(
            f'\n2025-12-30 custom "officer" "review-member" "{MEMBER}"\n  until: 2025-12-31\n'
        )
    for path, content in (
        ("/juwu/query", {"about": "2025-12-0009", "text": "为什么？"}),
        ("/juwu/mark", {"vouchers": ["2025-12-0009"], "digests": ["0" * 16], "mark": "seen"}),
    ):
        reply = browser.post(path, content)
        assert reply.status_code == 403, path
        assert "不是民主理财小组的人" in reply.get_json()["error"]


def add_to_december(place: Place) -> None:
    month = place.main.parent / "2025" / "2025-12.beancount"
    with month.open("a", encoding="utf-8") as file:
        file.write('\n2025-12-31 note Assets:1002银行存款:01基本户 "后来添的"\n')


def test_when_the_books_change_what_was_signed_no_longer_holds(place: Place) -> None:
    sign(place.browser(LEADER))
    sign(place.browser(MEMBER))
    add_to_december(place)
    browser = place.browser(OTHER_MEMBER)
    assert [one["holds"] for one in state(browser)["group"]] == [False, False, False]
    told = sign(browser).get_json()
    assert (told["written"], told["waiting_for"]) == (None, [LEADER, MEMBER])
    sign(place.browser(LEADER))
    assert sign(place.browser(MEMBER)).get_json()["filed"]["holds"]


def test_one_signs_what_one_saw(place: Place) -> None:
    browser = place.browser(MEMBER)
    seen = state(browser)["digest"]
    add_to_december(place)
    reply = sign(browser, digest=seen)
    assert reply.status_code == 409
    assert "重新看过再签" in reply.get_json()["error"]
    assert state(browser)["group"][1]["opinion"] is None


def test_a_filed_review_that_no_longer_holds_is_seen_and_given_anew(place: Place) -> None:
    for name in (LEADER, MEMBER, OTHER_MEMBER):
        sign(place.browser(name))
    add_to_december(place)
    now = state(place.browser(MEMBER))
    assert (now["filed"]["holds"], now["filed"]["passed"], now["ready"]) == (False, False, True)
    with (place.main.parent / "reviews.beancount").open("a", encoding="utf-8") as file:
        file.write('\n2026-01-16 custom "disclosure" "2025Q4"\n  officer: "孙三平"\n')
    books = books_of(place)
    found = [f for f in judge(books, CATALOGUE, books.of(Review)[-1].date) if f.rule == "DSC002"]
    assert "审核不再有效" in found[0].message
    for name in (LEADER, MEMBER, OTHER_MEMBER):
        sign(place.browser(name))
    assert state(place.browser(MEMBER))["filed"]["passed"]


def overwritten(place: Place) -> str:
    scan_of(place).write_bytes(b"%PDF-1.4 an invOice")
    return f"内容变了：{SCAN}"


def missing(place: Place) -> str:
    scan_of(place).unlink()
    return f"不见了：{SCAN}"


def added(place: Place) -> str:
    paper = place.folder / "发票.pdf"
    paper.write_bytes(b"%PDF-1.4 later")
    words = ("attach", VOUCHER, str(paper), "--date", "2026-01-16", "--yes")
    done = on_books(place, *words, "--as-of", "2026-01-20")
    assert done.exit_code == 0, done.output
    return "后来添的：documents/2026/"


@pytest.mark.parametrize("change", [overwritten, missing, added])
def test_a_scan_that_is_another_lets_the_review_fall_and_is_named(
    change: Callable[[Place], str], scanned: Place
) -> None:
    for name in (LEADER, MEMBER, OTHER_MEMBER):
        told = sign(scanned.browser(name)).get_json()
    assert told["filed"]["passed"]
    review = books_of(scanned).of(Review)[-1]
    assert review.scans == told["scans"]
    said = change(scanned)
    browser = scanned.browser(MEMBER)
    now = state(browser)
    assert (now["filed"]["holds"], now["filed"]["passed"], now["ready"]) == (False, False, True)
    (named,) = now["filed"]["changed_scans"]
    assert named.startswith(said)
    page = browser.get("/ledger/extension/ReviewSigning/?time=2025-Q4").get_data(as_text=True)
    assert "审核以后扫描件变了" in page
    paper = on_books(
        scanned, "report", "quarterly", QUARTER, "--format", "text", "--as-of", "2026-01-20"
    )
    assert paper.exit_code == 3
    assert said in re.sub(r"\s", "", paper.output)
    posted = on_books(scanned, "disclose", QUARTER, "--post", "--yes", "--as-of", "2026-01-20")
    assert posted.exit_code == 5
    for name in (LEADER, MEMBER, OTHER_MEMBER):
        told = sign(scanned.browser(name)).get_json()
    assert told["filed"]["passed"]


def test_a_single_signature_falls_with_a_scan_too(scanned: Place) -> None:
    sign(scanned.browser(LEADER))
    overwritten(scanned)
    now = state(scanned.browser(MEMBER))
    assert now["waiting_for"] == [LEADER, MEMBER, OTHER_MEMBER]
    assert [one["holds"] for one in now["group"]] == [False] * 3
    page = scanned.browser(MEMBER).get("/ledger/extension/QuarterReview/?time=2025-Q4")
    assert f"{LEADER} 的签字不算数了" in page.get_data(as_text=True)


def test_one_signs_the_scans_that_one_saw(scanned: Place) -> None:
    browser = scanned.browser(MEMBER)
    seen = state(browser)
    overwritten(scanned)
    reply = sign(browser, digest=seen["digest"], scans=seen["scans"])
    assert reply.status_code == 409
    assert "扫描件在您看的时候变了" in reply.get_json()["error"]


def test_the_list_of_scans_is_what_sha256sum_reads(scanned: Place) -> None:
    sign(scanned.browser(LEADER))
    (kept,) = (scanned.main.parent / "seals").glob("2025Q4-*.scans")
    lines = kept.read_text(encoding="utf-8").splitlines()
    assert lines
    for line in lines:
        digest, name = line.split("  ", 1)
        data = (scanned.main.parent / name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == digest


def test_without_its_list_a_review_falls_all_the_same(scanned: Place) -> None:
    for name in (LEADER, MEMBER, OTHER_MEMBER):
        sign(scanned.browser(name))
    overwritten(scanned)
    (kept,) = (scanned.main.parent / "seals").glob("2025Q4-*.scans")
    kept.write_text("0" * 64 + "  documents/x.pdf\n", encoding="utf-8")
    (said,) = state(scanned.browser(MEMBER))["filed"]["changed_scans"]
    assert "清单不见了，或者改过" in said


def test_a_review_of_the_entries_alone_stays_what_it_was(scanned: Place) -> None:
    """Reviews from before scans were signed name none: they hold, and say what they are of."""
    for name in (LEADER, MEMBER, OTHER_MEMBER):
        sign(scanned.browser(name))
    reviews = scanned.main.parent / "reviews.beancount"
    text = reviews.read_text(encoding="utf-8")
    reviews.write_text(re.sub(r"  scans: .*\n", "", text), encoding="utf-8")
    overwritten(scanned)
    filed = state(scanned.browser(MEMBER))["filed"]
    assert (filed["holds"], filed["passed"], filed["of_scans"]) == (True, True, False)
    (row,) = review_rows(scanned)
    assert row["voices"].endswith("审核的是账，扫描件不在内")
    page = scanned.browser(MEMBER).get("/ledger/extension/ReviewSigning/?time=2025-Q4")
    assert "扫描件不在内" in page.get_data(as_text=True)


def test_who_set_a_password_is_said_where_reviews_are_signed(place: Place) -> None:
    """Whoever resets a member's password could sign for him or her."""
    browser = place.browser(LEADER)
    assert "由李四安设的" not in browser.get("/ledger/extension/ReviewSigning/").get_data(True)
    place.users.set_password(MEMBER, PASSWORD, "李四安")
    today = dt.date.today()
    told = {one["name"]: one["password"] for one in state(browser)["group"]}
    assert told[MEMBER] == f"口令是 {today} 由李四安设的"
    page = browser.get("/ledger/extension/ReviewSigning/").get_data(as_text=True)
    assert "由李四安设的" in page


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"password": "wrong password"}, 403),
        ({"password": None}, 400),
        ({"password": ["x"]}, 400),
        ({"opinion": "approved"}, 400),
        ({"opinion": REFUSED}, 400),
        ({"opinion": REMARKS, "remarks": "  "}, 400),
        ({"period": "2025"}, 400),
        ({"period": "2025-12"}, 400),
        ({"period": "nonsense"}, 400),
        ({"period": "2025Q3"}, 409),
        ({"period": "2026Q1"}, 409),
        ({"period": "2020Q1"}, 409),
        ({"digest": "0" * 64}, 409),
        ({"digest": None}, 409),
        ({"scans": "0" * 64}, 409),
        ({"scans": None}, 409),
    ],
)
def test_odd_signatures_are_refused(changed: dict[str, Any], status: int, steady: Place) -> None:
    browser = steady.browser(MEMBER)
    before = steady.digest(), folder_digest(steady.folder / "config")
    reply = sign(browser, **changed)
    assert reply.status_code == status, reply.get_json()
    assert (steady.digest(), folder_digest(steady.folder / "config")) == before


def test_guessing_at_the_password_when_signing_locks_too(place: Place) -> None:
    browser = place.browser(MEMBER)
    statuses = [sign(browser, password="wrong password").status_code for _ in range(6)]
    assert statuses == [403] * 5 + [429]


def test_only_those_in_office_sign(place: Place) -> None:
    charter = place.main.parent / "charter.beancount"
    text = charter.read_text(encoding="utf-8")
    charter.write_text(
        f'{text}\n2026-01-01 custom "officer" "review-leader" "周新人"\n', encoding="utf-8"
    )
    browser = place.browser(LEADER)
    assert not state(browser)["can_sign"]
    assert sign(browser).status_code == 403


def test_an_incomplete_group_signs_nothing(place: Place) -> None:
    charter = place.main.parent / "charter.beancount"
    text = charter.read_text(encoding="utf-8")
    charter.write_text(
        f'{text}\n2026-01-01 custom "officer" "review-member" "多一人"\n', encoding="utf-8"
    )
    now = state(place.browser(LEADER))
    assert (now["ready"], now["can_sign"], now["group"]) == (False, False, [])
    assert "两名组员" in now["why_not"]


def test_an_opinion_that_cannot_be_written_is_said_not_to_be(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    from filelock import FileLock

    from juwu_ledger.web.gate import endpoints

    monkeypatch.setattr(endpoints, "PATIENCE", 0.2)
    sign(place.browser(LEADER))
    sign(place.browser(MEMBER))
    last = place.browser(OTHER_MEMBER)
    with FileLock(place.main.parent / ".juwu.lock"):
        reply = sign(last)
    assert reply.status_code == 409
    assert state(last)["waiting_for"] == [OTHER_MEMBER]
    assert sign(last).get_json()["written"]["ids"] == [QUARTER]


def test_others_see_how_far_the_review_is(place: Place) -> None:
    sign(place.browser(LEADER))
    for name in (DIRECTOR, TREASURER, AUDITOR):
        now = state(place.browser(name))
        assert (now["can_sign"], now["waiting_for"]) == (False, [MEMBER, OTHER_MEMBER])


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ((PASSED, PASSED, PASSED), PASSED),
        ((PASSED, REMARKS, PASSED), REMARKS),
        ((PASSED, PASSED, REFUSED), REMARKS),
        ((REFUSED, REMARKS, PASSED), REMARKS),
        ((REFUSED, PASSED, REFUSED), REFUSED),
        ((REFUSED, REFUSED, REFUSED), REFUSED),
    ],
)
def test_two_of_three_decide(said: tuple[str, ...], expected: str) -> None:
    group = Group("甲", ("乙", "丙"))
    given = {
        name: Opinion(opinion, "" if opinion == PASSED else "有话", "d", "t")
        for name, opinion in zip(group.all, said, strict=True)
    }
    found = verdict(group, given)
    assert found.opinion == expected
    assert (found.remarks is None) == (set(said) == {PASSED})


# --- approvals that wait ------------------------------------------------------------------------


def test_what_waits_for_the_street_director(place: Place) -> None:
    approvals = place.main.parent / "approvals.beancount"
    with approvals.open("a", encoding="utf-8") as file:
        file.write(
            '\n2026-01-10 custom "approval" "SP-2026-0001" 20000.00 CNY "修楼道灯"\n'
            '  reason: "夜里看不见"\n  applicant: "孙三平"\n  director: "赵一清"\n'
        )
    (waits,) = place.browser(DIRECTOR).get("/juwu/waiting").get_json()["approvals"]
    assert (waits["id"], waits["amount"]) == ("SP-2026-0001", "20000.00")
    assert waits["office_title"] == "街道办事处主任"
    assert waits["command"] == "juwu approve --street SP-2026-0001 --date 2026-01-15"
    assert place.browser(MEMBER).get("/juwu/waiting").get_json()["approvals"] == [waits]
    done = juwu(place.folder, *shlex.split(waits["command"])[1:], "-y", "-b", str(place.main))
    assert done.exit_code == 0, done.stderr
    assert place.browser(DIRECTOR).get("/juwu/waiting").get_json()["approvals"] == []


def test_a_approval_without_the_directors_signature_waits(place: Place) -> None:
    with (place.main.parent / "charter.beancount").open("a", encoding="utf-8") as file:
        file.write("\n" + register("2026-01-05", DIRECTOR))
    with (place.main.parent / "approvals.beancount").open("a", encoding="utf-8") as file:
        file.write(
            '\n2026-01-10 custom "approval" "SP-2026-0001" 200.00 CNY "修楼道\\"灯\\"; ls"\n'
            '  reason: "夜里看不见"\n  applicant: "孙三平"\n  director: "赵一清"\n'
        )
    (waits,) = place.browser(DIRECTOR).get("/juwu/waiting").get_json()["approvals"]
    assert (waits["signer"], waits["office"]) == (DIRECTOR, "director")
    words = shlex.split(waits["command"])
    assert (words[:2], words[words.index("--for") + 1]) == (["juwu", "approve"], '修楼道"灯"; ls')
    key = place.folder / "key"
    key.write_bytes(
        key_of(DIRECTOR).private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    )
    more = ("-y", "-b", str(place.main), "--date", "2026-01-15", "--key", str(key))
    done = juwu(place.folder, *words[1:], *more)
    assert done.exit_code == 0, done.stderr
    (approval,) = (a for a in books_of(place).of(Approval) if a.id == "SP-2026-0002")
    assert (approval.purpose, bool(approval.signature)) == ('修楼道"灯"; ls', True)


def test_nothing_signs_on_the_server(steady: Place) -> None:
    browser = steady.browser(DIRECTOR)
    for path in ("/juwu/approve", "/juwu/waiting", "/juwu/sign", "/juwu/review"):
        assert browser.post(path, {"id": "SP-2025-0042"}).status_code == 404


def test_the_command_line_cannot_file_over_a_dissent(place: Place) -> None:
    """The treasurer's ``passed`` over a member's ``refused`` was green, and the dissent was gone."""
    sign(place.browser(MEMBER), REFUSED, "工作餐没有陪餐名单")
    words = ("review", QUARTER, "--opinion", PASSED, "--yes", "--as-of", "2026-01-20")
    before = place.digest()
    refused = on_books(place, *words)
    assert refused.exit_code == 5
    assert f"{MEMBER} 不予通过" in refused.stderr
    assert place.digest() == before
    done = on_books(place, *words, "--supersede", "卫百川改口，当面签了纸面意见")
    assert done.exit_code == 0, done.output
    books = books_of(place)
    review = books.of(Review)[-1]
    assert (review.supersedes, review.opinion) == ("卫百川改口，当面签了纸面意见", PASSED)
    paper = on_books(place, "disclose", QUARTER, "--as-of", "2026-01-20")
    monthly = on_books(place, "report", "monthly", "2025-12", "--as-of", "2026-01-20")
    for shown in (paper.stdout, monthly.stdout):
        assert "卫百川改口，当面签了纸面意见" in shown.replace("\n", "")
    assert state(place.browser(LEADER))["filed"]["supersedes"] == review.supersedes


def test_who_has_a_key_signs_with_it_after_the_browser(place: Place) -> None:
    """Said before signing, and with the command where it is posted; then it is green."""
    with (place.main.parent / "charter.beancount").open("a", encoding="utf-8") as file:
        file.write("\n" + register("2026-01-05", LEADER))
    assert state(place.browser(LEADER))["with_key"] == [LEADER]
    page = place.browser(LEADER).get("/ledger/extension/ReviewSigning/?time=2025-Q4")
    assert f"{LEADER} 登记过签名公钥" in page.get_data(as_text=True)
    for name in (LEADER, MEMBER, OTHER_MEMBER):
        told = sign(place.browser(name)).get_json()
    assert (told["filed"]["passed"], told["filed"]["unsigned"], told["ready"]) == (
        True,
        True,
        False,
    )
    assert f"juwu review {QUARTER} --sign 姓名 --key 文件，{LEADER} 各签一次" in told["why_not"]
    paper = ("report", "monthly", "2025-12", "--format", "text", "--as-of", "2026-01-20")
    red = on_books(place, *paper)
    assert red.exit_code == 3
    assert "审核缺少应有的电子签名" in red.stdout
    posted = on_books(place, "disclose", QUARTER, "--post", "--yes", "--as-of", "2026-01-20")
    assert posted.exit_code == 5
    assert f"juwu review {QUARTER} --sign" in posted.stderr
    key = place.folder / "key"
    key.write_bytes(
        key_of(LEADER).private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    )
    words = ("review", QUARTER, "--sign", LEADER, "--key", str(key), "--yes")
    done = on_books(place, *words, "--as-of", "2026-01-20")
    assert done.exit_code == 0, done.output
    (row,) = review_rows(place)
    assert "网页，电子签名）" in row["voices"]
    assert "代替" not in row["voices"]
    assert row["voices"].count("网页，电子签名") == 1
    again = on_books(place, *words, "--as-of", "2026-01-20")
    assert (again.exit_code, "不用再签" in again.stderr) == (2, True)
    assert "审核缺少应有的电子签名" not in on_books(place, *paper).stdout
    assert not state(place.browser(LEADER))["filed"]["unsigned"]


def test_opinions_on_one_quarter_leave_others_alone(place: Place) -> None:
    sign(place.browser(MEMBER))
    books = books_of(place)
    assert set(open_opinions(books, Period.parse(QUARTER))) == {MEMBER}
    assert open_opinions(books, Period.parse("2025Q3")) == {}


def test_who_said_what_and_how_stands_on_the_papers(place: Place) -> None:
    for name in (LEADER, MEMBER, OTHER_MEMBER):
        sign(place.browser(name), *((REFUSED, "缺名单") if name == MEMBER else ()))
    (row,) = review_rows(place)
    for name, title in ((LEADER, "通过"), (MEMBER, "不予通过"), (OTHER_MEMBER, "通过")):
        assert re.search(rf"{name} {title}（2026-\d\d-\d\d \d\d:\d\d:\d\d 网页）", row["voices"])


def on_books(place: Place, *words: str) -> Any:
    return juwu(place.main.parent.parent, *words, "--books", str(place.main))


def review_rows(place: Place) -> list[dict[str, Any]]:
    done = on_books(place, "disclose", QUARTER, "--format", "json", "--as-of", "2026-01-20")
    tables = json.loads(done.stdout)["tables"]
    return [r["values"] for table in tables if table["key"] == "reviews" for r in table["rows"]]
