"""Books that change, break or are written to by several while people read them."""

from __future__ import annotations

import datetime as dt
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from gate_tools import (
    AUDITOR,
    LEADER,
    MEMBER,
    OTHER_MEMBER,
    PASSWORD,
    Browser,
    Place,
    copy_of_books,
)

from juwu_ledger.books.model.vocabulary import Query, Review
from juwu_ledger.books.reading.loading import load_books

PAGES = ("extension/QuarterReview/", "income_statement/", "journal/", "api/errors", "api/changed")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def look(browser: Browser) -> list[int]:
    return [browser.get(f"/ledger/{page}").status_code for page in PAGES]


def told(browser: Browser) -> str:
    """What the list of errors says, once the page has asked for news."""
    browser.get("/ledger/api/changed")
    errors = browser.get("/ledger/api/errors").get_json()["data"]
    return "\n".join(error["message"] for error in errors)


def gone(main: Path) -> None:
    main.unlink()


def prefixed(start: bytes) -> Callable[[Path], None]:
    return lambda main: main.write_bytes(start + main.read_bytes()) and None


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (prefixed(b"\xef\xbb\xbf"), "BOM"),
        (prefixed(b"\xff\n"), "UTF-8"),
        (lambda main: main.write_bytes(b""), "空的"),
        (prefixed(b'include "/etc/passwd"\n'), "账本文件夹之外"),
        (gone, ""),
    ],
)
def test_books_that_cannot_be_read_are_said_to_be(
    spoil: Callable[[Path], Any], said: str, place: Place
) -> None:
    browser = place.browser(AUDITOR)
    good = place.main.read_bytes()
    assert look(browser) == [200] * len(PAGES)
    spoil(place.main)
    assert look(browser) == [200] * len(PAGES)
    assert said in told(browser)
    page = place.browser(MEMBER).get("/ledger/extension/QuarterReview/").get_data(as_text=True)
    assert "账本现在读不了" in page
    assert said in page
    assert str(place.main.parent) not in page
    answer = browser.get("/juwu/review?period=2025Q4")
    assert answer.status_code == 409
    assert "juwu check" in answer.get_json()["error"]
    place.main.write_bytes(good)
    assert look(browser) == [200] * len(PAGES)
    assert browser.get("/juwu/review?period=2025Q4").status_code == 200


def test_an_included_file_that_is_mended_is_read_again(place: Place) -> None:
    browser = place.browser(AUDITOR)
    month = place.main.parent / "2025" / "2025-12.beancount"
    good = month.read_bytes()
    month.write_bytes(b"\xef\xbb\xbf" + good)
    assert "BOM" in told(browser)
    month.write_bytes(good)
    assert "BOM" not in told(browser)
    assert browser.get("/juwu/review?period=2025Q4").status_code == 200


def test_the_address_stays_when_the_title_does_not(place: Place) -> None:
    browser = place.browser(AUDITOR)
    text = place.main.read_text(encoding="utf-8")
    place.main.write_text(text.replace("桂花里", "梅花里"), encoding="utf-8")
    assert look(browser) == [200] * len(PAGES)
    assert "梅花里" in browser.get("/ledger/income_statement/").get_data(as_text=True)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("collapse-pattern", "(a|a)*b"),
        ("upcoming-events", "99999999999999"),
        ("uptodate-indicator-grey-lookback-days", "99999999999999"),
        ("import-config", "evil.py"),
        ("fiscal-year-end", "99-99"),
        ("default-page", "//evil.example/"),
        ("language", "../../etc"),
        ("locale", "xx_YY"),
        ("no-such-option", "x"),
    ],
)
def test_no_option_of_the_books_hurts(option: str, value: str, place: Place) -> None:
    with place.main.open("a", encoding="utf-8") as file:
        file.write(f'2025-01-01 custom "fava-option" "{option}" "{value}"\n')
    browser = place.browser(AUDITOR)
    assert look(browser) == [200] * len(PAGES)
    assert browser.get("/").headers["Location"].startswith("/ledger/extension/QuarterReview/")


def test_no_module_in_the_books_folder_is_imported(place: Place) -> None:
    """Fava puts the books' folder at the head of the path while it looks for pages."""
    import sys

    seen: list[str] = []

    class Watch:
        def find_spec(self, *_: object) -> None:
            seen.extend(sys.path)

    watch = Watch()
    sys.meta_path.insert(0, watch)  # type: ignore[arg-type]
    try:
        place.main.write_bytes(place.main.read_bytes() + b"\n")
        assert look(place.browser(AUDITOR)) == [200] * len(PAGES)
    finally:
        sys.meta_path.remove(watch)  # type: ignore[arg-type]
    assert str(place.main.parent) not in (*seen, *sys.path)


# --- several at once ----------------------------------------------------------------------------


def at_once(*works: Callable[[], object]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_three_write_while_others_read(place: Place) -> None:
    people = [place.browser(name) for name in (LEADER, MEMBER, OTHER_MEMBER)]
    content = {"about": "2025-12-0009", "text": "为什么？"}
    statuses: list[int] = []

    def ask(browser: Browser) -> None:
        statuses.append(browser.post("/juwu/query", content).status_code)
        statuses.append(browser.get(f"/ledger/{PAGES[0]}").status_code)

    reader = place.browser(AUDITOR)
    at_once(
        *(lambda b=browser: ask(b) for browser in people),  # type: ignore[misc]
        lambda: statuses.extend(look(reader) + look(reader)),
    )
    assert set(statuses) == {200}
    loaded = load_books(place.main)
    assert loaded.errors == ()
    assert loaded.books is not None
    raised = [q for q in loaded.books.of(Query) if q.text == "为什么？"]
    assert sorted(q.id for q in raised) == ["ZX-2026-03", "ZX-2026-04", "ZX-2026-05"]
    assert {q.raised_by for q in raised} == {LEADER, MEMBER, OTHER_MEMBER}


def test_three_sign_at_once_and_one_review_is_written(place: Place) -> None:
    people = [place.browser(name) for name in (LEADER, MEMBER, OTHER_MEMBER)]
    shown = people[0].get("/juwu/review?period=2025Q4").get_json()
    seen = {"digest": shown["digest"], "scans": shown["scans"]}
    answers: list[Any] = []

    def sign(browser: Browser) -> None:
        content = {"period": "2025Q4", "opinion": "passed", "password": PASSWORD, **seen}
        answers.append(browser.post("/juwu/review", content).get_json())

    at_once(*(lambda b=browser: sign(b) for browser in people))  # type: ignore[misc]
    assert sum(answer["written"] is not None for answer in answers) == 1
    loaded = load_books(place.main)
    assert loaded.books is not None
    given = [r for r in loaded.books.of(Review) if r.period.label == "2025Q4"]
    assert [(r.opinion, r.digest) for r in given] == [("passed", shown["digest"])]


# --- what the first page costs ------------------------------------------------------------------


def test_the_first_page_reads_and_judges_once_and_digests_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is to take little more than Fava's own (see DECISIONS); digests of all the books are dear."""
    from juwu_ledger.books.signing import canonical
    from juwu_ledger.web.fava import ledger_reading as reading
    from juwu_ledger.web.fava import safe_ledger

    done: list[str] = []

    def counted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any) -> Any:
            done.append(name)
            return real(*given)

        return call

    for module, name in (
        (safe_ledger, "load_books"),
        (reading, "judge"),
        (canonical, "canonical_line"),
    ):
        monkeypatch.setattr(module, name, counted(name, getattr(module, name)))
    main = copy_of_books(tmp_path / "ledger")
    for path in main.parent.rglob("*"):
        # What is written while it is read is read again; these were written long ago.
        os.utime(path, (1_700_000_000, 1_700_000_000))
    browser = Place(tmp_path, main, day=dt.date.today()).browser(MEMBER)
    assert browser.get("/ledger/extension/QuarterReview/").status_code == 200
    assert sorted(done) == ["judge", "load_books"]
