"""The street's pages: behind a login, for the street alone, and nothing there that writes."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

pytest.importorskip("pyarrow.parquet")

from made_streets import FIRST, Committee, make_street, put, take_in
from werkzeug.test import Client, TestResponse

from faults.sandbox import snapshot
from juwu_ledger.web.gate.users import Users
from juwu_ledger.web.server import Address
from juwu_ledger.web.street.street_gate import StreetGate, make_street_gate

HOST = "127.0.0.1:5001"
PASSWORD = "口令 correct horse 7"
FILED, NEVER = Committee(1), Committee(2)


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> StreetGate:
    folder = tmp_path_factory.mktemp("served")
    register = make_street(folder / "street", [FILED, NEVER])
    paths = [put(folder, f"{month}.zip", data) for month, data in FILED.bundles(FIRST, 2)]
    assert not any(item.refused for item in take_in(register, paths, "2026-03-08"))
    users = Users(folder / "users.json")
    users.add("韩春草", "street", PASSWORD)
    users.add("卫百川", "reviewer", PASSWORD)
    return make_street_gate(
        register.root, users, Address("127.0.0.1", 5001), today=lambda: dt.date(2026, 3, 20)
    )


def get(client: Client, path: str, method: str = "GET") -> TestResponse:
    return client.open(path, method=method, headers={"Host": HOST})


def logged_in(gate: StreetGate, name: str) -> Client:
    client = Client(gate)
    page = get(client, "/juwu/login").get_data(as_text=True)
    found = re.search(r'name="token" value="([^"]*)"', page)
    assert found is not None
    done = client.post(
        "/juwu/login",
        data={"name": name, "password": PASSWORD, "token": found[1], "next": ""},
        headers={"Host": HOST, "Sec-Fetch-Site": "same-origin", "Origin": f"http://{HOST}"},
    )
    assert done.status_code == 303
    return client


def test_nobody_gets_in_without_a_name(gate: StreetGate) -> None:
    for path in ("/", f"/committee/{FILED.code}", "/log/entries", "/street.toml"):
        answer = get(Client(gate), path)
        assert answer.status_code == 303 and "/juwu/login" in answer.headers["Location"]


def test_the_street_sees_who_filed_and_who_never_did(gate: StreetGate) -> None:
    client = logged_in(gate, "韩春草")
    page = get(client, "/").get_data(as_text=True)
    assert FILED.name in page and NEVER.name in page and "未报" in page
    assert "<script" not in page
    quarter = get(client, "/?period=2026Q1")
    assert quarter.status_code == 200 and "2026年1月" in quarter.get_data(as_text=True)
    own = get(client, f"/committee/{FILED.code}")
    assert own.status_code == 200 and "期末资金" in own.get_data(as_text=True)
    assert get(client, f"/committee/{NEVER.code}").status_code == 200


def test_others_see_nothing_and_nobody_writes(gate: StreetGate) -> None:
    root = gate._root
    before = snapshot(root)
    assert get(logged_in(gate, "卫百川"), "/").status_code == 403
    client = logged_in(gate, "韩春草")
    for path in ("/committee/", "/committee/../street.key", "/street.key", "/api/source", "/x"):
        assert get(client, path).status_code == 404
    for method in ("POST", "PUT", "DELETE"):
        assert get(client, "/", method).status_code == 404
    assert get(client, "/?period=%3Cscript%3E").status_code == 400
    assert snapshot(root) == before


def test_a_log_that_was_changed_is_told_and_not_shown(gate: StreetGate) -> None:
    client = logged_in(gate, "韩春草")
    entries: Path = gate._root / "log" / "entries"
    whole = entries.read_bytes()
    try:
        entries.write_bytes(whole.splitlines(keepends=True)[0])
        answer = get(client, "/")
        assert answer.status_code == 503 and "截短" in answer.get_data(as_text=True)
    finally:
        entries.write_bytes(whole)
