"""Real sockets: requests that come drop by drop, lengths that are none, texts that leave compressed."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import re
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from browser_tools import served
from gate_tools import MEMBER, Place

from juwu_ledger.web import patient_server
from juwu_ledger.web.patient_server import PatientServer


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with served(Place(tmp_path_factory.mktemp("patience"))) as address:
        yield int(address.rsplit(":", 1)[1])


class Trickles:
    """Connections that send a letter of a request now and then, and open anew when hung up on."""

    def __init__(self, port: int, number: int, begin: bytes) -> None:
        self._address = ("127.0.0.1", port)
        self._begin = begin
        self._stopped = threading.Event()
        self.hung_up = 0
        self._sockets = [self._open() for _ in range(number)]
        self._thread = threading.Thread(target=self._drip, daemon=True)

    def _open(self) -> socket.socket:
        opened = socket.create_connection(self._address, timeout=20)
        opened.sendall(self._begin)
        opened.setblocking(False)
        return opened

    def _drip(self) -> None:
        while not self._stopped.wait(0.3):
            for place, one in enumerate(self._sockets):
                with contextlib.suppress(BlockingIOError):
                    try:
                        one.sendall(b"x")
                        gone = one.recv(1) == b""
                    except BlockingIOError:
                        raise
                    except OSError:
                        gone = True
                    if gone:
                        self.hung_up += 1
                        one.close()
                        self._sockets[place] = self._open()

    def __enter__(self) -> Trickles:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join(timeout=30)
        for one in self._sockets:
            one.close()


HEAD = b"GET /juwu/login HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nX: "
BODY = b"POST /juwu/login HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: 4000\r\n\r\nname="


def seconds_for_login_page(port: int) -> float:
    start = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/juwu/login")
    response = connection.getresponse()
    assert response.status == 200
    assert "口令" in response.read().decode()
    connection.close()
    return time.monotonic() - start


@pytest.mark.parametrize("begin", [b"", b"G", HEAD, BODY], ids=["nothing", "line", "head", "body"])
def test_the_login_page_comes_while_others_trickle(begin: bytes, port: int) -> None:
    begin = begin.replace(b"%d", str(port).encode())
    with Trickles(port, 60, begin):
        time.sleep(0.5)
        taken = [seconds_for_login_page(port) for _ in range(4)]
    print(f"\n60 trickling connections: the login page within {max(taken):.2f} s")
    assert max(taken) < 2


@pytest.mark.parametrize("begin", [HEAD, BODY], ids=["head", "body"])
def test_a_request_has_a_deadline_whatever_comes_in_between(
    begin: bytes, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patient_server, "DEADLINE", 1.5)
    start = time.monotonic()
    with Trickles(port, 1, begin.replace(b"%d", str(port).encode())) as one:
        while not one.hung_up and time.monotonic() < start + 10:
            time.sleep(0.05)
    assert 1 < time.monotonic() - start < 4
    assert one.hung_up


def answer_to(port: int, raw: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(raw)
        return connection.recv(4096)


@pytest.mark.parametrize(
    "lines",
    [
        *(b"Content-Length: -1", b"Content-Length: +5", b"Content-Length: 1_0"),
        *(b"Content-Length: 0x5", b"Content-Length: 5 5", b"Content-Length: 5, 5"),
        *(b"Content-Length:", b"Content-Length: five", b"Content-Length: 5.0"),
        *(b"Content-Length: \xd9\xa5", b"Content-Length: " + b"9" * 5000),
        b"Content-Length: 5\r\nContent-Length: 6",
        b"Content-Length: 5\r\nContent-Length: 5",
        b"Content-Length: 5\r\n 6",
        b"Content-Length: 5\r\nTransfer-Encoding: chunked",
        *(b"Transfer-Encoding: chunked", b"Transfer-Encoding: identity"),
        b"Host: evil.example",
    ],
)
def test_a_length_that_is_none_is_refused(lines: bytes, port: int) -> None:
    start = f"POST /juwu/login HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n".encode()
    answer = answer_to(port, start + lines + b"\r\n\r\nname=")
    assert re.match(rb"HTTP/1\.1 (400|413) ", answer), answer[:80]
    assert b"Traceback" not in answer


def test_a_header_with_an_underscore_passes_for_no_other(port: int) -> None:
    start = f"GET /juwu/login HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n".encode()
    answer = answer_to(port, start + b"Content_Length: five\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200 ")


def test_a_body_that_ends_too_early_is_not_acted_upon(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(BODY.replace(b"%d", str(port).encode()))
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(4096).startswith(b"HTTP/1.1 400 ")


def test_who_only_connects_is_hung_up_on_only_when_somebody_waits(port: int) -> None:
    """A browser opens connections before it has anything to ask."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as silent:
        time.sleep(2.5)
        request = f"GET /juwu/login HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"
        silent.sendall(request.encode())
        assert silent.recv(100).startswith(b"HTTP/1.1 200 ")


def test_what_takes_long_to_answer_is_not_cut_off() -> None:
    def slow(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        time.sleep(3)
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    server = PatientServer(("127.0.0.1", free), slow, 1)
    server.prepare()
    threading.Thread(target=server.serve, daemon=True).start()
    try:
        answers: list[int] = []

        def ask() -> None:
            connection = http.client.HTTPConnection("127.0.0.1", free, timeout=30)
            connection.request("GET", "/", headers={"Connection": "close"})
            answers.append(connection.getresponse().status)

        threads = [threading.Thread(target=ask) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        assert answers == [200, 200]
    finally:
        server.stop()


# --- compression --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(tmp_path_factory.mktemp("compression"))


def test_pages_leave_compressed_where_the_browser_takes_it(steady: Place) -> None:
    browser = steady.browser(MEMBER)
    base = browser.base()
    first = browser.get("/", follow_redirects=True)
    assert first.status_code == 200
    sizes = {}
    for path in (first.request.path, "/static/app.js", "/static/app.css", f"{base}/api/errors"):
        plain = browser.get(path)
        small = browser.get(path, headers={"Accept-Encoding": "gzip, deflate, br"})
        assert "Content-Encoding" not in plain.headers
        assert "Accept-Encoding" in plain.headers["Vary"]
        if len(plain.data) < 1024:
            continue
        assert small.headers["Content-Encoding"] == "gzip"
        assert small.headers["Content-Length"] == str(len(small.data))
        assert len(small.data) < len(plain.data) / 2
        sizes[path] = len(plain.data), len(small.data)
        if path.startswith("/static/"):
            assert gzip.decompress(small.data) == plain.data
    print("\nbytes before and after:", sizes)
    assert len(sizes) >= 3


def test_what_the_browser_has_already_is_not_sent_again(steady: Place) -> None:
    browser = steady.browser(MEMBER)
    takes = {"Accept-Encoding": "gzip"}
    tag = browser.get("/static/app.css", headers=takes).headers["ETag"]
    again = browser.get("/static/app.css", headers={**takes, "If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


def test_scans_are_sent_as_they_are(steady: Place) -> None:
    browser = steady.browser(MEMBER)
    scan = next(iter(sorted((steady.main.parent / "documents").rglob("*.pdf"))))
    name = scan.relative_to(steady.main.parent).as_posix()
    sent = browser.get(
        "/juwu/scan", query_string={"name": name}, headers={"Accept-Encoding": "gzip"}
    )
    assert "Content-Encoding" not in sent.headers
    assert sent.data == scan.read_bytes()


# --- queries that never end ---------------------------------------------------------------------

BOMB = "SELECT count(*) WHERE narration ~ '(.*.*.*.*.*.*.*.*)*x{3,9}$' AND (1 = 1)"


@pytest.mark.slow
def test_one_persons_endless_queries_keep_nobody_else_from_asking(steady: Place) -> None:
    hostile, other = steady.browser("审计员"), steady.browser("李四安")
    base = hostile.base()
    statuses: list[int] = []

    def bomb() -> None:
        asked = {"query_string": BOMB}
        reply = hostile.get(f"{base}/api/query", query_string=asked)
        statuses.append(reply.status_code)

    threads = [threading.Thread(target=bomb) for _ in range(8)]
    for thread in threads:
        thread.start()
        time.sleep(0.1)
    start = time.monotonic()
    query = {"query_string": "SELECT count(*)"}
    reply = other.get(f"{base}/api/query", query_string=query)
    taken = time.monotonic() - start
    for thread in threads:
        thread.join(timeout=90)
    print(
        f"\neight endless queries of one person: another's query {reply.status_code}, {taken:.1f} s"
    )
    assert reply.status_code == 200
    assert statuses.count(409) >= 6
    assert 503 not in statuses
