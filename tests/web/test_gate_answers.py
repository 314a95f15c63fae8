"""What comes back: headers on every answer, hostile books inert, scans and queries confined."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest
from gate_tools import AUDITOR, MEMBER, Browser, Place, copy_of_books
from werkzeug.test import TestResponse

from juwu_ledger.web.fava import queries

HURT = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>"
QUOTED = HURT.replace('"', '\\"')
NAME = '发票"><img src=x onerror=alert(3)>.svg'
PDF = b"%PDF-1.4\n%%EOF\n"
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Books whose payees, narrations, metadata and scans are made to hurt."""
    folder = tmp_path_factory.mktemp("hostile")
    main = copy_of_books(folder / "ledger")
    month = main.parent / "2025" / "2025-12.beancount"
    text = month.read_text(encoding="utf-8")
    month.write_text(
        text + f'\n2025-12-31 * "{QUOTED}" "{QUOTED}" #x\n'
        '  voucher: "2025-12-0999"\n'
        f'  memo: "{QUOTED}"\n'
        f'  link: "https://evil.example/{QUOTED}"\n'
        f'  document: "2025/{NAME.replace(chr(34), chr(92) + chr(34))}"\n'
        "  Assets:1002银行存款:01基本户   1.00 CNY\n"
        f'    note: "{QUOTED}"\n'
        "  Income:4005利息收入           -1.00 CNY\n",
        encoding="utf-8",
    )
    scans = main.parent / "documents"
    (scans / "2025" / NAME).write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", "utf-8")
    (scans / "good.pdf").write_bytes(PDF)
    (scans / "page.pdf").write_text("<html><script>alert(4)</script>", encoding="utf-8")
    (scans / "page.html").write_text("<script>alert(5)</script>", encoding="utf-8")
    (scans / "pixel.PNG").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(20))
    (scans / ".hidden.pdf").write_bytes(PDF)
    (scans / "out.pdf").symlink_to("/etc/passwd")
    (scans / "inner.pdf").symlink_to("good.pdf")
    (scans / "two\r\nX-Evil: 1.pdf").write_bytes(PDF)
    (scans / "outside").symlink_to("/etc")
    (folder / "secret.pdf").write_bytes(PDF)
    os.mkfifo(scans / "pipe.pdf")
    return Place(folder, main)


@pytest.fixture(scope="module")
def browser(place: Place) -> Browser:
    """Return one of those who have Fava's own pages, too."""
    return place.browser(AUDITOR)


@pytest.fixture(scope="module")
def reviewer(place: Place) -> Browser:
    return place.browser(MEMBER)


@pytest.fixture(scope="module")
def base(browser: Browser) -> str:
    return browser.base()


def assert_secured(response: TestResponse, *, scan: bool = False) -> None:
    for name, value in ALWAYS.items():
        assert response.headers[name] == value, name
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    scripts = [part for part in policy.split("; ") if part.startswith("script-src")]
    assert scripts in ([], ["script-src 'self'"])
    assert f"frame-ancestors {chr(39)}{'self' if scan else 'none'}{chr(39)}" in policy
    assert response.headers["X-Frame-Options"] == ("SAMEORIGIN" if scan else "DENY")
    assert response.headers["Cache-Control"] in ("no-store", "private, no-cache")


def test_every_answer_is_secured(place: Place, browser: Browser, base: str) -> None:
    nobody = place.browser()
    asked = [
        nobody.get("/"),
        nobody.get("/juwu/login"),
        nobody.get("/juwu/plain.css"),
        nobody.get("/juwu/me"),
        nobody.get("/", headers={"Host": "evil.example"}),
        nobody.ask("POST", "/juwu/login", data={"name": "x"}),
        nobody.ask("POST", "/juwu/login", data="x" * 100_000),
        browser.get("/"),
        browser.get("/juwu/me"),
        browser.get("/juwu/review?period=nonsense"),
        browser.get("/juwu/scan?name=nothing"),
        browser.get("/no/such/page/"),
        browser.get("/static/app.js"),
        browser.get("/static/nothing.js"),
        browser.post("/juwu/mark", {}),
        browser.ask("PUT", f"{base}/api/source"),
        *(browser.get(f"{base}/{path}") for path in ("journal/", "api/journal", "api/errors")),
        *(browser.get(f"{base}/{path}") for path in ("editor/", "query/", "api/query", "help/")),
        browser.get(f"{base}/api/ledger_data?filter=%28a%2B%29%2B"),
    ]
    for response in asked:
        assert_secured(response)
    pages = [r for r in asked if r.mimetype == "text/html"]
    assert all(r.headers["Cache-Control"] == "no-store" for r in pages)


def test_no_page_needs_a_script_of_its_own(browser: Browser, base: str) -> None:
    """All scripts are files; ``application/json`` is data, and nothing hangs on an attribute."""
    for path in ("journal/", "income_statement/", "extension/QuarterReview/"):
        page = browser.get(f"{base}/{path}").get_data(as_text=True)
        for attributes in re.findall(r"<script([^>]*)>", page):
            assert "src=" in attributes or 'type="application/json"' in attributes
        assert not re.search(r"<[^>]+\son[a-z]+\s*=", page)


def test_a_hostile_payee_is_text(browser: Browser, base: str) -> None:
    """What Fava's script puts into the page as HTML is escaped; the rest it gets as JSON."""
    asked = (
        ("journal_page", {"page": "1", "order": "desc", "time": "2025-12-31"}),
        ("account_report", {"a": "Income:4005利息收入", "r": "journal", "time": "2025-12"}),
    )
    for name, values in asked:
        data = browser.get(f"{base}/api/{name}", query_string=values).get_json()["data"]
        table = data["journal"]
        assert "&lt;script&gt;alert(2)&lt;/script&gt;" in table
        assert "<img src=x" not in table
        assert "<script>" not in table
        assert "onerror=alert(1)&gt;&#34;&#39;" in table
        assert "href='https://evil.example/&lt;img" in table
        assert "<a href='#context-" in table
    reply = browser.get(f"{base}/api/journal", query_string={"time": "2025-12-31"})
    assert reply.mimetype == "application/json"


def test_hostile_books_are_text_on_every_page(browser: Browser, base: str) -> None:
    pages = ["journal/", "extension/RuleCheck/", "extension/QuarterReview/?time=2025-12"]
    seen = False
    for path in pages:
        page = browser.get(f"{base}/{path}").get_data(as_text=True)
        assert "<img src=x" not in page, path
        assert "<script>alert" not in page, path
        seen = seen or "alert(2)" in page
    assert seen


def test_the_place_of_an_entry_opens_no_editor(browser: Browser, base: str) -> None:
    data = browser.get(f"{base}/api/journal_page?page=1&order=desc").get_json()["data"]
    found = re.search(r"#context-([0-9a-f]+)", data["journal"])
    assert found is not None
    told = browser.get(f"{base}/api/context", query_string={"entry_hash": found[1]}).get_json()
    assert told["data"]["entry"]["meta"]["filename"].startswith("<")
    missing = browser.get(f"{base}/api/context", query_string={"entry_hash": "0" * 32})
    assert missing.status_code == 404


# --- scans --------------------------------------------------------------------------------------


def disposition(response: TestResponse) -> str:
    return response.headers["Content-Disposition"].split(";")[0]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("good.pdf", "application/pdf"),
        ("documents/good.pdf", "application/pdf"),
        ("pixel.PNG", "image/png"),
        ("inner.pdf", "application/pdf"),
        ("2025/2025-03-0022-发票.pdf", "application/pdf"),
        ("2025/2025-01-0016-救助花名册.png", "image/png"),
    ],
)
def test_pdf_and_bitmaps_are_shown(name: str, kind: str, browser: Browser) -> None:
    response = browser.get("/juwu/scan", query_string={"name": name})
    assert (response.status_code, response.mimetype) == (200, kind)
    assert disposition(response) == "inline"
    assert_secured(response, scan=True)


@pytest.mark.parametrize("name", ["page.pdf", "page.html", f"2025/{NAME}"])
def test_everything_else_is_handed_over(name: str, browser: Browser) -> None:
    response = browser.get("/juwu/scan", query_string={"name": name})
    assert (response.status_code, response.mimetype) == (200, "application/octet-stream")
    assert disposition(response) == "attachment"
    assert_secured(response, scan=True)


@pytest.mark.parametrize(
    "name",
    [
        *("/etc/passwd", "../main.beancount", "main.beancount", "documents/../main.beancount"),
        *("documents/../../secret.pdf", "../../secret.pdf", "out.pdf", ".hidden.pdf", "pipe.pdf"),
        *("", ".", "documents", "2025", "nothing.pdf", "good.pdf\0", "good.pdf/x", "a" * 5000),
        *("outside/passwd", "documents/outside/passwd"),
        *("..\\main.beancount", "file:///etc/passwd", "%2e%2e/main.beancount"),
    ],
)
def test_nothing_outside_of_the_scans_is_sent(name: str, browser: Browser, place: Place) -> None:
    for asked in (name, f"{place.main.parent}/{name}"):
        assert browser.get("/juwu/scan", query_string={"name": asked}).status_code == 404


def test_a_name_of_two_lines_makes_no_header(browser: Browser) -> None:
    asked = {"name": "two\r\nX-Evil: 1.pdf"}
    response = browser.get("/juwu/scan", query_string=asked)
    assert response.status_code in (200, 404)
    assert "X-Evil" not in response.headers


def test_favas_own_way_to_scans_leads_to_the_same(
    browser: Browser, place: Place, base: str
) -> None:
    path = str(place.main.parent / "documents" / "page.html")
    for name in ("document", "documents"):
        asked = {"filename": path}
        assert browser.get(f"{base}/{name}/", query_string=asked).status_code == 404
    (ledger,) = place.gate._fava.app.config["LEDGERS"].ledgers
    from fava.beans.funcs import hash_entry

    (entry,) = (e for e in ledger.all_entries if e.meta.get("voucher") == "2025-12-0999")
    for key, status in (("document", 200), ("voucher", 404), ("filename", 404), ("nothing", 404)):
        asked = {"entry_hash": hash_entry(entry), "key": key}
        response = browser.get(f"{base}/statement/", query_string=asked)
        assert response.status_code == status, key
        assert_secured(response, scan=status == 200)


# --- queries ------------------------------------------------------------------------------------


def run(browser: Browser, base: str, query: str, **more: str) -> TestResponse:
    return browser.get(f"{base}/api/query", query_string={"query_string": query, **more})


def test_a_select_is_answered_within_the_filters(browser: Browser, base: str) -> None:
    query = "SELECT account, sum(position) WHERE account ~ '备用金' GROUP BY account"
    told = run(browser, base, query, time="2025-12").get_json()
    assert told["data"]["t"] == "table"
    other = run(browser, base, query, time="2025-11").get_json()
    assert told["data"]["rows"] != other["data"]["rows"]


@pytest.mark.parametrize(
    "query",
    [
        *(".output {target}", " .output {target}", "\n.output {target}", ";select 1"),
        *("SELECT 1\n.output {target}", "CREATE TABLE x USING 'csv:{target}'", "run x", ".run x"),
        *("INSERT INTO x VALUES (1)", "print", "PRINT FROM year = 2025", "explain select 1", ""),
        *("selectx", "balances", "journal", "help"),
        *(".set format csv", "SELECT " + "1," * 3000 + "1"),
    ],
)
def test_nothing_but_a_select_is(query: str, browser: Browser, base: str, tmp_path: Path) -> None:
    target = tmp_path / "kept.txt"
    target.write_text("kept", encoding="utf-8")
    response = run(browser, base, query.format(target=target))
    assert response.status_code >= 400
    assert response.get_json()["error"]
    assert target.read_text(encoding="utf-8") == "kept"


@pytest.mark.parametrize("query", ["select 1; .output {target}", "SELECT * FROM 'csv:{target}'"])
def test_what_looks_like_a_command_in_a_select_is_none(
    query: str, browser: Browser, base: str, tmp_path: Path
) -> None:
    """The parser takes the one for a comment, the other for a condition."""
    target = tmp_path / "kept.txt"
    target.write_text("kept", encoding="utf-8")
    assert run(browser, base, query.format(target=target)).status_code == 200
    assert target.read_text(encoding="utf-8") == "kept"


def test_a_query_that_takes_for_ever_is_stopped(
    browser: Browser, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "SECONDS", 4.0)
    start = time.monotonic()
    response = run(browser, base, f"SELECT account WHERE '{'a' * 40}' ~ '(a|a)*b'")
    assert response.status_code == 400
    assert "太费时间" in response.get_json()["error"]
    assert time.monotonic() - start < 20
    assert browser.get("/juwu/me").status_code == 200


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("account", name) for name in ("Expenses:5101办公用品", "(a+)+$", "(a|a)*b")),
        *(("filter", words) for words in ('payee:"文具"', "#x", "((((", '"(a+)+$"')),
    ],
)
def test_of_favas_filters_only_that_of_time_is_let_through(
    key: str, value: str, browser: Browser, base: str
) -> None:
    """The others are regular expressions, matched in the server's own process."""
    for path in ("api/journal", "api/trial_balance", "journal/", "account/Income:4005利息收入/"):
        response = browser.get(f"{base}/{path}", query_string={key: value})
        assert response.status_code == 400
        assert "本期审阅" in response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("time", day) for day in ("9999", "0000", "2025-13", "2025-02-30", "day+999999999999")),
        *(
            ("time", day)
            for day in ("fy9999", "1990 - 2099", "2025-12-31 to 2024", "2025-W60", "(", "下个月")
        ),
    ],
)
def test_what_cannot_be_a_filter_is_said_in_chinese(
    key: str, value: str, browser: Browser, base: str
) -> None:
    response = browser.get(f"{base}/api/journal", query_string={key: value})
    assert response.status_code == 400
    assert "Failed" not in response.get_json()["error"]
    assert "看不懂" in response.get_json()["error"]


def test_what_fava_falls_over_is_said_in_chinese(
    browser: Browser, base: str, caplog: pytest.LogCaptureFixture
) -> None:
    response = browser.get(f"{base}/api/journal_page?page=-99&order=desc")
    assert response.status_code == 500
    assert "出错" in response.get_json()["error"]
    assert "出错：GET /ledger/api/journal_page" in caplog.text


@pytest.mark.parametrize("key", ["account", "filter", "time"])
def test_no_filter_is_longer_than_a_sentence(key: str, browser: Browser, base: str) -> None:
    response = browser.get(f"{base}/api/journal", query_string={key: "a" * 301})
    assert (response.status_code, "太长" in response.get_json()["error"]) == (400, True)


@pytest.mark.parametrize("value", ["2025-12", "2025-Q4", "2025", "2024 - 2025", "2025-12-03"])
def test_stretches_of_days_that_people_use_are(value: str, browser: Browser, base: str) -> None:
    assert browser.get(f"{base}/api/journal", query_string={"time": value}).status_code == 200


# --- bodies -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"data": b"{}", "content_type": "text/plain"}, 415),
        ({"data": b"a=b", "content_type": "application/x-www-form-urlencoded"}, 415),
        ({"data": b"--x", "content_type": "multipart/form-data; boundary=x"}, 415),
        ({"data": b"{" * 20_000, "content_type": "application/json"}, 413),
        ({"data": b"[" * 9000, "content_type": "application/json"}, 400),
        ({"data": b"[]", "content_type": "application/json"}, 400),
        ({"data": b"\xff", "content_type": "application/json"}, 400),
        ({"data": b"", "content_type": "application/json"}, 400),
    ],
)
def test_odd_bodies_are_refused(
    sent: dict[str, object], status: int, reviewer: Browser, place: Place
) -> None:
    before = place.digest()
    headers = {
        "X-Juwu-CSRF": reviewer.csrf,
        "Sec-Fetch-Site": "same-origin",
    }
    for path in ("/juwu/mark", "/juwu/query", "/juwu/review"):
        response = reviewer.ask("POST", path, headers=headers, **sent)
        assert response.status_code == status
        assert response.get_json()["error"]
    assert place.digest() == before


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Juwu-CSRF": ""},
        {"X-Juwu-CSRF": "0" * 64},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:5001"},
        {"Origin": "null"},
    ],
)
def test_writing_needs_a_page_of_ours(
    headers: dict[str, str], reviewer: Browser, place: Place
) -> None:
    before = place.digest()
    content = {"about": "2025-12-0001", "text": "为什么？"}
    response = reviewer.post("/juwu/query", content, headers)
    assert response.status_code == 403
    assert place.digest() == before


def test_the_token_of_another_session_is_none(reviewer: Browser, place: Place) -> None:
    other = place.browser(MEMBER)
    response = reviewer.post("/juwu/mark", {}, {"X-Juwu-CSRF": other.csrf})
    assert response.status_code == 403
