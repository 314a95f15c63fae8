"""``juwu serve``: Fava in Chinese, read-only, findings listed, nothing of the books run; TLS."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest
from gate_tools import LEDGER, PASSWORD, Browser, Place, juwu

from juwu_ledger.web.fava.safe_ledger import load_for_fava
from juwu_ledger.web.gate.users import Users
from juwu_ledger.web.server import Address


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The example books with one approval that does not exist, and lines that would run code."""
    above = tmp_path_factory.mktemp("books")
    folder = above / "ledger"
    shutil.copytree(LEDGER, folder)
    month = folder / "2025" / "2025-05.beancount"
    text = month.read_text(encoding="utf-8")
    month.write_text(text.replace("SP-2025-0042", "SP-2025-9999", 1), encoding="utf-8")
    (folder / "evil.py").write_text(
        f"import pathlib\npathlib.Path({str(folder / 'owned')!r}).touch()\n", encoding="utf-8"
    )
    main = folder / "main.beancount"
    with main.open("a", encoding="utf-8") as file:
        file.write('2025-01-01 custom "fava-extension" "evil"\n')
        file.write('2025-01-01 custom "fava-option" "import-config" "evil.py"\n')
        file.write('2025-01-01 custom "fava-option"\n')
    return Place(above, main)


@pytest.fixture(scope="module")
def client(place: Place) -> Browser:
    return place.browser("审计员")


@pytest.fixture(scope="module")
def base(client: Browser) -> str:
    return client.base()


def test_findings_stand_on_the_error_page(client: Browser, base: str) -> None:
    errors = client.get(f"{base}/api/errors").get_json()["data"]
    found = [e for e in errors if e["message"].startswith("SPD001（FM-3.1）")]
    assert len(found) == 1
    assert found[0]["source"]["lineno"] == 4


def test_nothing_that_the_books_name_is_run(client: Browser, base: str, place: Place) -> None:
    errors = client.get(f"{base}/api/errors").get_json()["data"]
    assert sum("会运行程序" in e["message"] for e in errors) == 3
    assert not (place.main.parent / "owned").exists()


def test_pages_are_chinese(client: Browser, base: str) -> None:
    page = client.get(f"{base}/income_statement/").get_data(as_text=True)
    assert "资产负债表" in page or '"\\u8d44\\u4ea7\\u8d1f\\u503a\\u8868"' in page


def test_unreadable_books_show_their_error(tmp_path: Path) -> None:
    main = tmp_path / "main.beancount"
    main.write_bytes(b"\xef\xbb\xbf; BOM\n")
    _, errors, options = load_for_fava(str(main))
    assert "BOM" in errors[0].message
    assert options["include"] == [str(main)]


@pytest.mark.parametrize(
    ("address", "hosts", "url"),
    [
        (
            Address("127.0.0.1", 5000),
            {"127.0.0.1:5000", "localhost:5000", "[::1]:5000"},
            "http://127.0.0.1:5000/",
        ),
        (Address("::1", 80), {"[::1]", "[::1]:80", "localhost"}, "http://[::1]:80/"),
        (Address("192.168.1.5", 5000, ("juwei.lan",)), {"juwei.lan:5000"}, "juwei.lan:5000/"),
    ],
)
def test_addresses(address: Address, hosts: set[str], url: str) -> None:
    assert hosts <= address.hosts
    assert address.url.endswith(url)
    assert not any("0.0.0.0" in host for host in address.hosts)


# --- the command --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A config folder with one user."""
    folder = tmp_path_factory.mktemp("home")
    Users(folder / "juwu" / "users.json").add("审计员", "auditor", PASSWORD)
    return folder


def environment(home: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("JUWU")}
    return {**kept, "XDG_CONFIG_HOME": str(home)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """A server started by the command."""

    def __init__(self, home: Path, *words: str) -> None:
        self.port = free_port()
        command = [sys.executable, "-m", "juwu_ledger", "serve", "-b", str(LEDGER)]
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port), *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env=environment(home),
        )
        assert self.process.stdout is not None
        self.said = self.process.stdout.readline()

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


@pytest.fixture(scope="module")
def plain(home: Path) -> Iterator[Running]:
    running = Running(home)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def encrypted(home: Path) -> Iterator[Running]:
    running = Running(home, "--self-signed", "--name", "juwei.lan")
    yield running
    running.stop()


def log_in(connection: http.client.HTTPConnection) -> http.client.HTTPResponse:
    """Log in as a browser without scripts does."""
    connection.request("GET", "/juwu/login")
    page = connection.getresponse()
    token = re.search(r'name="token" value="([^"]+)"', page.read().decode())
    assert token is not None
    form = urllib.parse.urlencode({"name": "审计员", "password": PASSWORD, "token": token[1]})
    cookie = str(page.headers["Set-Cookie"]).split(";")[0]
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    connection.request("POST", "/juwu/login", form, headers)
    return connection.getresponse()


def test_the_command_serves_until_stopped(plain: Running) -> None:
    assert f"http://127.0.0.1:{plain.port}/" in plain.said
    connection = http.client.HTTPConnection("127.0.0.1", plain.port, timeout=20)
    connection.request("GET", "/")
    page = connection.getresponse()
    page.read()
    assert (page.status, page.headers["Location"]) == (303, "/juwu/login")
    assert page.headers["Server"] == "juwu"
    response = log_in(connection)
    response.read()
    assert response.status == 303
    cookie = response.headers["Set-Cookie"].split(";")[0]
    connection.request("GET", "/juwu/me", headers={"Cookie": cookie})
    assert connection.getresponse().status == 200


@pytest.mark.parametrize(
    "raw",
    [
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nX: " + b"x" * 40_000 + b"\r\n\r\n",
        b"POST /juwu/login HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: 90000000\r\n\r\n",
        b"POST /juwu/login HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: -1\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    ],
)
def test_odd_requests_do_no_harm(raw: bytes, plain: Running) -> None:
    with socket.create_connection(("127.0.0.1", plain.port), timeout=20) as connection:
        connection.sendall(raw.replace(b"%d", str(plain.port).encode()))
        answer = connection.recv(4096)
    assert re.match(rb"HTTP/1\.[01] [45]\d\d ", answer), answer[:80]
    assert b"Traceback" not in answer


def test_over_tls_with_a_certificate_of_our_own(encrypted: Running, home: Path) -> None:
    assert f"https://juwei.lan:{encrypted.port}/" in encrypted.said
    encrypted.line()
    fingerprint = encrypted.line().split()[-1]
    context = ssl.create_default_context(cafile=str(home / "juwu" / "certificate.pem"))
    connection = http.client.HTTPSConnection("127.0.0.1", encrypted.port, context=context)
    connection.connect()
    found = connection.sock.getpeercert(binary_form=True)  # type: ignore[union-attr]
    import hashlib

    assert hashlib.sha256(found).hexdigest().upper() == fingerprint.replace(":", "")
    response = log_in(connection)
    response.read()
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith(f"__Host-juwu-{encrypted.port}=")
    assert "Secure" in cookie.split("; ")
    key = home / "juwu" / "certificate.key"
    assert key.stat().st_mode & 0o777 == 0o600


def test_who_connects_and_says_nothing_keeps_nobody_waiting(encrypted: Running, home: Path) -> None:
    context = ssl.create_default_context(cafile=str(home / "juwu" / "certificate.pem"))
    with contextlib.ExitStack() as silent:
        for _ in range(5):
            address = ("127.0.0.1", encrypted.port)
            silent.enter_context(socket.create_connection(address, timeout=20))
        start = time.monotonic()
        connection = http.client.HTTPSConnection(
            "127.0.0.1", encrypted.port, context=context, timeout=20
        )
        connection.request("GET", "/juwu/login")
        assert connection.getresponse().status == 200
        assert time.monotonic() - start < 8


def test_plain_http_over_the_encrypted_port_gets_no_answer(encrypted: Running) -> None:
    with socket.create_connection(("127.0.0.1", encrypted.port), timeout=20) as plain:
        plain.sendall(b"GET /juwu/login HTTP/1.1\r\nHost: juwei.lan\r\n\r\n")
        assert b"password" not in plain.recv(4096)


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_old_tls_is_refused(encrypted: Running) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    with (
        socket.create_connection(("127.0.0.1", encrypted.port), timeout=20) as plain,
        pytest.raises((ssl.SSLError, OSError)),
    ):
        context.wrap_socket(plain)


def test_nobody_to_log_in_is_said_plainly(tmp_path: Path) -> None:
    done = juwu(tmp_path, "serve", "-b", str(LEDGER))
    assert done.exit_code == 5
    assert "juwu user add" in done.stderr


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("--host", "192.168.1.5"), 5, "--self-signed"),
        (("--host", "juwei.lan"), 5, "--self-signed"),
        (("--host", "0.0.0.0"), 5, "192.168.1.5"),
        (("--host", "0.0.0.0", "--self-signed"), 5, "192.168.1.5"),
        (("--host", "::", "--self-signed"), 5, "192.168.1.5"),
        (("--host", "0", "--self-signed"), 5, "192.168.1.5"),
        (("--host", "::ffff:0.0.0.0", "--self-signed"), 5, "192.168.1.5"),
        (("--host", "127.1"), 5, "192.168.1.5"),
        (("--host", "居委会", "--self-signed"), 5, "192.168.1.5"),
        (("--host", ""), 5, "--host 不能写 空"),
        (("--host", "192.0.2.7", "--self-signed"), 5, "是不是本机的地址"),
        (("--name", "居委会", "--self-signed"), 5, "juwei.lan"),
        (("--name", "0.0.0.0"), 5, "juwei.lan"),
        (("--name", "a.lan:80"), 5, "juwei.lan"),
        (("--name", "a/b"), 5, "juwei.lan"),
        (("--certificate", "x.pem"), 2, "--key"),
        (("--certificate", "x.pem", "--key", "y.pem"), 5, "用不了"),
        (("--certificate", "x.pem", "--key", "y.pem", "--self-signed"), 2, "只写一个"),
        (("--users", str(LEDGER / "users.json")), 5, "账本的文件夹里"),
    ],
)
def test_what_is_not_safe_is_refused(
    words: tuple[str, ...], status: int, said: str, home: Path
) -> None:
    done = juwu(home, "serve", "-b", str(LEDGER), *words)
    assert done.exit_code == status, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_unreadable_books_are_not_served(home: Path, tmp_path: Path) -> None:
    (tmp_path / "main.beancount").write_bytes(b"\xef\xbb\xbf; BOM\n")
    done = juwu(home, "serve", "-b", str(tmp_path))
    assert done.exit_code == 4
    assert "BOM" in done.stderr


def test_a_taken_port_is_said_plainly(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = juwu(home, "serve", "-b", str(LEDGER), "--port", str(taken.getsockname()[1]))
    assert done.exit_code == 5
    assert "端口" in done.stderr
    assert "Traceback" not in done.stderr
