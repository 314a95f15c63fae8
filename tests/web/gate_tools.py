"""A gate before a copy of the example books, and browsers that log in to it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from click.testing import CliRunner, Result
from typer.main import get_command
from werkzeug.test import Client, TestResponse

from juwu_ledger.program import program
from juwu_ledger.web.gate.gate import Gate
from juwu_ledger.web.gate.users import Users
from juwu_ledger.web.server import Address, make_gate
from plain_example import PLAIN

LEDGER = PLAIN
PORT = 5000
HOST = f"127.0.0.1:{PORT}"
PASSWORD = "口令 correct horse 7"
PEOPLE = {
    "褚十全": "reviewer",
    "卫百川": "reviewer",
    "蒋千里": "reviewer",
    "赵一清": "director",
    "李四安": "treasurer",
    "审计员": "auditor",
}
LEADER, MEMBER, OTHER_MEMBER, DIRECTOR, TREASURER, AUDITOR = PEOPLE
BY_ROLE = {role: name for name, role in reversed(PEOPLE.items())}
DAY = dt.date(2026, 1, 15)
"""The day after the review of 2025Q4, which the copies below have lost."""


class Clock:
    """A clock that the tests turn."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@cache
def _hash() -> str:
    """What is kept of the password, made so that comparing takes next to nothing."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def juwu(home: Path, *words: str) -> Result:
    """Run the program within the test; ``home`` is the folder above its config folder."""
    runner = CliRunner(env={"XDG_CONFIG_HOME": str(home), "JUWU_USERS": None, "JUWU_BOOKS": None})
    return runner.invoke(_command(), list(words))


@cache
def _command() -> Any:
    return get_command(program())


def copy_of_books(folder: Path) -> Path:
    """Copy the example books, without what was done from the review of 2025Q4 on."""
    shutil.copytree(LEDGER, folder)
    reviews = folder / "reviews.beancount"
    text = reviews.read_text(encoding="utf-8")
    at = text.index('2026-01-14 custom "review" "2025Q4"')
    reviews.write_text(text[:at], encoding="utf-8")
    return folder / "main.beancount"


class Place:
    """One set of books behind one gate, with all that is kept for them below ``folder``."""

    def __init__(self, folder: Path, main: Path | None = None, *, day: dt.date = DAY) -> None:
        self.folder = folder
        self.main = main or copy_of_books(folder / "ledger")
        self.clock = Clock()
        self.users = Users(folder / "config" / "users.json")
        self._write_users()
        self.gate = self.new_gate(day)

    def new_gate(self, day: dt.date) -> Gate:
        return make_gate(
            self.main,
            self.users,
            Address("127.0.0.1", PORT),
            folder=self.folder / "config",
            clock=self.clock,
            today=lambda: day,
        )

    def _write_users(self) -> None:
        """As ``juwu user add`` would, but one cheap hash serves all: hashing takes its time."""
        users = {
            name: {"role": role, "hash": _hash(), "since": "2026-01-01"}
            for name, role in PEOPLE.items()
        }
        self.users.path.parent.mkdir(parents=True)
        self.users.path.write_text(json.dumps({"users": users}), encoding="utf-8")
        self.users.path.chmod(0o600)

    def browser(self, name: str | None = None, machine: str = "192.0.2.1") -> Browser:
        browser = Browser(self.gate, machine)
        if name is not None:
            assert browser.log_in(name).status_code == 303
        return browser

    def digest(self) -> str:
        return folder_digest(self.main.parent)


class Browser:
    """A client with cookies that says the same of itself as a browser would."""

    def __init__(self, gate: Gate, machine: str = "192.0.2.1") -> None:
        self.client = Client(gate)
        self.csrf = ""
        self.machine = machine

    def get(self, path: str, **named: Any) -> TestResponse:
        return self.ask("GET", path, **named)

    def ask(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, **named: Any
    ) -> TestResponse:
        sent = {"Host": HOST, **(headers or {})}
        base = {"REMOTE_ADDR": self.machine}
        return self.client.open(path, method=method, headers=sent, environ_base=base, **named)

    def log_in(self, name: str, password: str = PASSWORD, following: str = "") -> TestResponse:
        page = self.get("/juwu/login", query_string={"next": following} if following else None)
        form = {"name": name, "password": password, "token": hidden(page, "token")}
        form["next"] = hidden(page, "next")
        response = self.ask("POST", "/juwu/login", data=form, headers=SAME)
        if response.status_code == 303:
            self.csrf = self.get("/juwu/me").get_json()["csrf"]
        return response

    def post(
        self, path: str, content: Any, headers: Mapping[str, str] | None = None
    ) -> TestResponse:
        sent = {"X-Juwu-CSRF": self.csrf, **SAME, **(headers or {})}
        return self.ask("POST", path, json=content, headers=sent)

    def base(self) -> str:
        """The address of the books' pages."""
        return self.get("/").headers["Location"].split("/extension/")[0]


SAME = {"Sec-Fetch-Site": "same-origin", "Origin": f"http://{HOST}"}


def hidden(page: TestResponse, field: str) -> str:
    found = re.search(f'name="{field}" value="([^"]*)"', page.get_data(as_text=True))
    assert found is not None
    return found[1]


def folder_digest(folder: Path) -> str:
    """Every file of a folder: names, bytes, rights; the lock that writers hold is no part of it."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.name == ".juwu.lock":
            continue
        status = path.lstat()
        total.update(f"{path.relative_to(folder)} {status.st_mode}\n".encode())
        if path.is_file():
            total.update(path.read_bytes())
    return total.hexdigest()
