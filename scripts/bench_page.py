#!/usr/bin/env python3
"""Open books behind the gate, log in and fetch the review group's first page: for ``scripts/bench``.

    scripts/bench_page.py BOOKS DAY

Prints the page's length. The same as a browser would ask, without a socket between; the one user has a
password whose hash takes no time, so that loading, judging and drawing are measured.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
import tempfile
from pathlib import Path

from argon2 import PasswordHasher
from werkzeug.test import Client, TestResponse

from juwu_ledger.web.gate.users import Users
from juwu_ledger.web.server import Address, make_gate

NAME, PASSWORD, PORT = "测量员", "measure 测量 17", 5000
HOST = f"127.0.0.1:{PORT}"
SAME = {"Host": HOST, "Sec-Fetch-Site": "same-origin", "Origin": f"http://{HOST}"}
PAGE = "/ledger/extension/QuarterReview/"


def main() -> None:
    folder, day = Path(sys.argv[1]), dt.date.fromisoformat(sys.argv[2])
    with tempfile.TemporaryDirectory(prefix="juwu-bench-") as config:
        users = Users(Path(config, "users.json"))
        _write_user(users.path)
        gate = make_gate(
            folder / "main.beancount",
            users,
            Address("127.0.0.1", PORT),
            folder=Path(config),
            today=lambda: day,
        )
        browser = Client(gate)
        login = browser.get("/juwu/login", headers=SAME)
        form = {"name": NAME, "password": PASSWORD, "token": _token(login), "next": ""}
        if browser.post("/juwu/login", data=form, headers=SAME).status_code != 303:
            raise SystemExit("bench_page: not logged in")
        page = browser.get(PAGE, headers=SAME)
        if page.status_code != 200:
            raise SystemExit(f"bench_page: status {page.status_code}")
        print(len(page.data))


def _write_user(path: Path) -> None:
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    user = {"role": "reviewer", "hash": cheap, "since": "2026-01-01"}
    path.write_text(json.dumps({"users": {NAME: user}}), encoding="utf-8")
    path.chmod(0o600)


def _token(login: TestResponse) -> str:
    found = re.search(r'name="token" value="([^"]*)"', login.get_data(as_text=True))
    if found is None:
        raise SystemExit("bench_page: no login page")
    return found[1]


if __name__ == "__main__":
    main()
