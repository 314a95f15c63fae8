"""``juwu serve``: Fava in Chinese, read-only, findings listed, nothing of the books run."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import Client

from juwu_ledger.web.safe_ledger import load_for_fava
from juwu_ledger.web.server import Gate, create_app

LEDGER = Path(__file__).parents[2] / "ledger"
PORT = 5000
HOST = {"Host": f"127.0.0.1:{PORT}"}


@pytest.fixture(scope="module")
def broken_books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example books with one sign-off that does not exist, and lines that would run code."""
    folder = tmp_path_factory.mktemp("books") / "ledger"
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
    return main


@pytest.fixture(scope="module")
def client(broken_books: Path) -> Client:
    return Client(Gate(create_app(broken_books), PORT))


@pytest.fixture(scope="module")
def base(client: Client) -> str:
    response = client.get("/", headers=HOST)
    assert response.status_code == 302
    return response.headers["Location"].split("/income_statement")[0]


def test_findings_stand_on_the_error_page(client: Client, base: str) -> None:
    errors = client.get(f"{base}/api/errors", headers=HOST).get_json()["data"]
    found = [e for e in errors if e["message"].startswith("SPD001（FM-3.1）")]
    assert len(found) == 1
    assert found[0]["source"]["lineno"] == 4


def test_nothing_that_the_books_name_is_run(client: Client, base: str, broken_books: Path) -> None:
    errors = client.get(f"{base}/api/errors", headers=HOST).get_json()["data"]
    assert sum("会运行程序" in e["message"] for e in errors) == 3
    assert not (broken_books.parent / "owned").exists()


def test_pages_are_chinese(client: Client, base: str) -> None:
    page = client.get(f"{base}/income_statement/", headers=HOST).get_data(as_text=True)
    assert "资产负债表" in page or '"\\u8d44\\u4ea7\\u8d1f\\u503a\\u8868"' in page


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_written(client: Client, base: str, method: str) -> None:
    for path in ("api/add_entries", "api/source", "api/format_source", "income_statement/"):
        assert client.open(f"{base}/{path}", method=method, headers=HOST).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1:1"},
        {**HOST, "Sec-Fetch-Site": "cross-site"},
        {**HOST, "Sec-Fetch-Site": "same-site"},
    ],
)
def test_other_hosts_and_sites_are_turned_away(
    client: Client, base: str, headers: dict[str, str]
) -> None:
    assert client.get(f"{base}/income_statement/", headers=headers).status_code == 403


@pytest.mark.parametrize(
    "query", [".output FILE", " .output FILE", "CREATE TABLE x", "explain select 1", "", "\nselect"]
)
def test_only_select_reaches_the_query_shell(
    client: Client, base: str, tmp_path: Path, query: str
) -> None:
    target = tmp_path / "kept.txt"
    target.write_text("kept", encoding="utf-8")
    text = query.replace("FILE", str(target))
    for path in ("api/query", "download-query/query_result.csv"):
        response = client.get(f"{base}/{path}", query_string={"query_string": text}, headers=HOST)
        assert response.status_code in ((403,) if text.strip() != "select" else (403, 200, 500))
    assert target.read_text(encoding="utf-8") == "kept"


def test_a_select_is_answered(client: Client, base: str) -> None:
    query = "select account, sum(position) where account ~ '备用金' group by account"
    response = client.get(f"{base}/api/query", query_string={"query_string": query}, headers=HOST)
    assert response.status_code == 200


def test_unreadable_books_show_their_error(tmp_path: Path) -> None:
    main = tmp_path / "main.beancount"
    main.write_bytes(b"\xef\xbb\xbf; BOM\n")
    entries, errors, options = load_for_fava(str(main))
    assert entries == []
    assert "BOM" in errors[0].message
    assert options["include"] == [str(main)]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def running() -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    command = [sys.executable, "-m", "juwu_ledger", "serve", "-b", str(LEDGER), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    yield process, port
    process.terminate()
    process.wait(timeout=20)


def test_the_command_serves_until_stopped(running: tuple[subprocess.Popen[str], int]) -> None:
    process, port = running
    assert process.stdout is not None
    assert f"http://127.0.0.1:{port}/" in process.stdout.readline()
    deadline = time.monotonic() + 20
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as page:
                assert page.status == 200
                return
        except urllib.error.URLError:
            assert time.monotonic() < deadline
            time.sleep(0.1)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "juwu_ledger", "serve", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False
    )


def test_only_this_machine() -> None:
    done = run("-b", str(LEDGER), "--host", "0.0.0.0")
    assert done.returncode == 5
    assert "本机" in done.stderr


def test_a_taken_port_is_said_plainly() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("-b", str(LEDGER), "--port", str(taken.getsockname()[1]))
    assert done.returncode == 5
    assert "端口" in done.stderr
    assert "Traceback" not in done.stderr
