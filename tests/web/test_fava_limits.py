"""What of Fava is let through, and how far: days, queries, lines of the books, addresses; at each edge."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from gate_tools import copy_of_books

from juwu_ledger.web import patient_server
from juwu_ledger.web.fava import queries
from juwu_ledger.web.fava.added_lines import with_added_lines, without_added_lines
from juwu_ledger.web.fava.ledger_reading import in_books
from juwu_ledger.web.fava.safe_ledger import load_entries, load_for_fava, load_for_query
from juwu_ledger.web.fava.time_filter import why_refused
from juwu_ledger.web.gate import passwords
from juwu_ledger.web.gate.certificates import Certificate
from juwu_ledger.web.gate.scans import DOWNLOAD, shown_as
from juwu_ledger.web.gate.users import Users
from juwu_ledger.web.review.pages.page import number_of
from juwu_ledger.web.server import (
    Address,
    BadHost,
    in_brackets,
    is_loopback,
    make_gate,
    make_server,
)
from juwu_ledger.web.street.street_gate import make_street_gate
from paper_books import BANK, CHART, GIFT, voucher


@pytest.mark.parametrize(
    ("time", "fine"),
    [
        ("", True),
        ("2014 - 2025", True),  # Up to the first day of 2026: twelve years.
        ("2013 - 2025", False),
        *(("1900", True), ("1899", False), ("2198", True), ("2199", False)),
        ("2026-01-05", True),
        ("2025-12-31 to 2024", False),
    ],
)
def test_which_days_are_let_through(time: str, fine: bool) -> None:
    assert (why_refused({"time": time}) is None) is fine


def test_of_what_is_not_understood_forty_letters_are_said() -> None:
    said = why_refused({"time": "乱" * 41})
    assert said == f"时间“{'乱' * 40}”看不懂，可以写 2025-Q4、2025-11 或 2025。"
    assert why_refused({"account": "", "filter": ""}) is None
    assert "找凭证请到" in (why_refused({"filter": "x", "time": "2025"}) or "")


# --- queries --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("x" * 4000, "查询只能用 SELECT。"),
        ("x" * 4001, "查询太长了。"),
        ("selec", "查询只能用 SELECT。"),
        (" update x", "查询只能用 SELECT。"),
    ],
)
def test_queries_that_are_not_asked(query: str, said: str, tmp_path: Path) -> None:
    status, body = queries.answer(tmp_path, "/x", query, "", "某人")
    assert (status, json.loads(body)) == (400, {"error": said})


@pytest.mark.parametrize(("semaphore", "most"), [(queries._AT_ONCE, 4), (passwords._AT_ONCE, 2)])
def test_how_many_at_once(semaphore: object, most: int) -> None:
    """A query may take 2 GiB, a comparison of passwords 64 MiB."""
    taken = [semaphore.acquire(blocking=False) for _ in range(most + 1)]  # type: ignore[attr-defined]
    for one in taken:
        if one:
            semaphore.release()  # type: ignore[attr-defined]
    assert taken == [True] * most + [False]


def test_what_a_query_may_take() -> None:
    """In a process of its own, as in the server: two gigabytes, no file, ten seconds and their rest."""
    pytest.importorskip("resource")
    asked = (
        "import json, resource as r\n"
        "from juwu_ledger.web.fava import query_child as child\n"
        "child._limit_space(); used = r.getrusage(r.RUSAGE_SELF); child._limit_time()\n"
        "soft, hard = r.getrlimit(r.RLIMIT_CPU)\n"
        "print(json.dumps([[r.getrlimit(n) for n in (r.RLIMIT_AS, r.RLIMIT_FSIZE, r.RLIMIT_CORE)],\n"
        "      soft - int(used.ru_utime + used.ru_stime), hard - soft]))\n"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True, text=True)
    limits, seconds, grace = json.loads(done.stdout)
    assert limits == [[2 * 1024**3] * 2, [0, 0], [0, 0]]
    assert seconds in (11, 12)  # A second may pass between the two looks at the clock.
    assert grace == 1


def test_somebodys_new_query_ends_the_one_before() -> None:
    last = queries._LastOfEach()
    first, second, other = queries._Child(), queries._Child(), queries._Child()
    for who, child in (("甲", first), ("乙", other), ("甲", second)):
        last.replace(who, child)
    assert [child.is_replaced for child in (first, second, other)] == [True, False, False]
    last.forget("甲", first)  # It is not the last any more.
    third = queries._Child()
    last.replace("甲", third)
    assert second.is_replaced
    last.forget("甲", third)
    last.replace("甲", queries._Child())
    assert not third.is_replaced
    assert first.ask(Path("x"), "{}") is None  # What was replaced before it began does not begin.


# --- lines of the books that are Fava's -------------------------------------------------------------


@pytest.fixture
def main(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "main.beancount"
        path.write_text(
            CHART + text + voucher("2026-01-0001", (BANK, "9.00"), (GIFT, "-9.00")), "utf-8"
        )
        return path

    return write


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ('"fava-extension" "evil"', False),
        ('"fava-option" "locale" "zh_CN"', True),
        ('"fava-option" "fiscal-year-end" "12-31"', True),
        ('"fava-option" "import-config" "evil.py"', False),
        ('"fava-option"', False),
        ('"fava-option" 5', False),
        ('"fava-sidebar-link" "看" "/ledger/x/"', True),
        ('"fava-sidebar-link" "看" "//evil.example"', False),
        ('"fava-sidebar-link" "看" "https://evil.example"', False),
        ('"fava-sidebar-link" "看"', False),
    ],
)
def test_which_lines_fava_gets(line: str, kept: bool, main: Callable[[str], Path]) -> None:
    path = main(f"2026-01-01 custom {line}\n")
    entries, errors, _ = load_entries(str(path))
    found = [e for e in entries if getattr(e, "type", "").startswith("fava-")]
    assert len(found) == kept
    told = [error for error in errors if "没有理会这一行" in error.message]
    assert len(told) == (not kept)
    if told:
        assert told[0].source["filename"] == "main.beancount"
        assert told[0].source["lineno"] == len(CHART.splitlines()) + 1


def test_our_own_lines_stand_around_the_books_and_are_not_shown(
    main: Callable[[str], Path],
) -> None:
    path = main('2026-01-01 custom "fava-option" "locale" "zh_CN"\n')
    own, _, _ = load_entries(str(path))
    around = with_added_lines(own, str(path), ("a", "b"))
    assert around[2:-4] == own
    assert [getattr(e, "type", "") for e in (*around[:2], *around[-4:])] == [
        *(["fava-option"] * 2 + ["fava-extension"] * 2),
        *("fava-sidebar-link", "fava-option"),
    ]
    assert without_added_lines(around) == own
    assert own[-2].date < own[-1].date
    assert {e.date for e in around[:2]} == {own[0].date}
    assert {e.date for e in around[-4:]} == {own[-1].date}
    bare = with_added_lines([], str(path), ())
    assert len(bare) == 4
    assert {str(entry.date) for entry in bare} == {"1970-01-01"}


def test_findings_are_told_to_readers_and_not_to_queries(main: Callable[[str], Path]) -> None:
    path = main("")
    _, told, options = load_for_fava(str(path))
    entries, errors, _ = load_for_query(str(path))
    assert options.reading is not None
    assert (len(told) > 0, errors) == (True, [])
    assert not [e for e in entries if getattr(e, "type", "") == "fava-extension"]


def test_amounts_are_as_wide_as_they_are_written(main: Callable[[str], Path]) -> None:
    _, _, options = load_entries(str(main("")))
    assert "CNY" in str(options["dcontext"])


def test_where_the_books_lie_is_nobodys_business() -> None:
    root = Path("/home/li/ledger/main.beancount")
    named = [in_books(root, f) for f in ("/home/li/ledger/2026/a.beancount", "/etc/passwd")]
    assert named == ["2026/a.beancount", "passwd"]


# --- addresses ------------------------------------------------------------------------------------

TLS = Certificate(Path("c"), Path("k"), "AA")


@pytest.mark.parametrize(
    ("address", "hosts", "url"),
    [
        (
            Address("127.0.0.1", 80),
            {
                f"{name}{port}"
                for name in ("127.0.0.1", "localhost", "[::1]")
                for port in ("", ":80")
            },
            "http://127.0.0.1:80/",
        ),
        (
            Address("192.168.1.5", 443, ("juwei.lan",), TLS),
            {"192.168.1.5", "192.168.1.5:443", "juwei.lan", "juwei.lan:443"},
            "https://juwei.lan:443/",
        ),
        (
            Address("192.168.1.5", 443),
            {"192.168.1.5:443"},
            "http://192.168.1.5:443/",
        ),
        (
            Address("192.168.1.5", 80, (), TLS),
            {"192.168.1.5:80"},
            "https://192.168.1.5:80/",
        ),
        (
            Address("localhost", 5000),
            {"127.0.0.1:5000", "localhost:5000", "[::1]:5000"},
            "http://127.0.0.1:5000/",
        ),
        (Address("fe80::1", 5000), {"[fe80::1]:5000"}, "http://[fe80::1]:5000/"),
    ],
)
def test_by_which_names_the_server_may_be_asked_for(
    address: Address, hosts: set[str], url: str
) -> None:
    assert (address.hosts, address.url) == (hosts, url)


@pytest.mark.parametrize(("certificate", "name"), [(None, "juwu-5000"), (TLS, "__Host-juwu-5000")])
def test_over_tls_cookies_travel_no_other_way(
    certificate: Certificate | None, name: str, tmp_path: Path
) -> None:
    address = Address("127.0.0.1", 5000, (), certificate)
    users = Users(tmp_path / "users.json")
    books = copy_of_books(tmp_path / "ledger")
    gates = (
        make_gate(books, users, address, folder=tmp_path / "config"),
        make_street_gate(tmp_path, users, address),
    )
    for gate in gates:
        assert gate._cookies == (name, f"{name}-login", certificate is not None)


def test_how_much_a_connection_may_send_and_how_long_it_may_be_silent(tmp_path: Path) -> None:
    address = Address("127.0.0.1", 5000)
    gate = make_street_gate(tmp_path, Users(tmp_path / "users.json"), address)
    server = make_server(gate, address)
    assert (server.max_request_body_size, server.max_request_header_size) == (64 * 1024, 32 * 1024)
    assert (server.timeout, server.requests.min) == (10, 64)
    assert (patient_server.DEADLINE, patient_server._HURRIED) == (10, 1)


@pytest.mark.parametrize(
    ("host", "here"),
    [
        *(("127.0.0.1", True), ("127.8.9.1", True), ("::1", True), ("::ffff:127.0.0.1", True)),
        *(("localhost", True), ("LOCALHOST", True)),
        *(("192.168.1.5", False), ("juwei.lan", False), ("localhost.lan", False)),
    ],
)
def test_which_addresses_only_this_machine_can_reach(host: str, here: bool) -> None:
    assert is_loopback(host) is here


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "::ffff:0.0.0.0", "224.0.0.1", "", "a b", "-a", "1.2.3", "a_b"]
)
def test_what_is_no_address_or_all_of_them_is_refused(host: str) -> None:
    with pytest.raises(BadHost):
        is_loopback(host)


def test_a_long_address_stands_in_brackets() -> None:
    assert [in_brackets(host) for host in ("::1", "127.0.0.1", "juwei.lan")] == [
        *("[::1]", "127.0.0.1", "juwei.lan"),
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [("", 1), ("7", 7), ("999999", 999999), ("1000000", 1), ("-1", 1), ("²", 1), ("٣", 1)],
)
def test_the_number_of_a_page_in_the_address(text: str, number: int) -> None:
    with Flask("x").test_request_context(query_string={"page": text}):
        assert number_of("page") == number


# --- scans ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "begin", "kind"),
    [
        ("a.pdf", b"%PDF-1.4", "application/pdf"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.JPEG", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.gif", b"GIF87a", "image/gif"),
        ("a.gif", b"GIF89a", "image/gif"),
        ("a.webp", b"RIFF1234WEBP", "image/webp"),
        ("a.bmp", b"BM1234", "image/bmp"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("a.png", b"%PDF-1.4", DOWNLOAD),
        ("a.pdf", b" %PDF-1.4", DOWNLOAD),
        ("a.svg", b"<svg>", DOWNLOAD),
        ("a.pdf", b"", DOWNLOAD),
    ],
)
def test_what_is_shown_and_what_is_handed_over(
    name: str, begin: bytes, kind: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(begin)
    assert shown_as(path) == kind
