"""Logging in and out, lock-out, the end of sessions, where requests may come from."""

from __future__ import annotations

import json
import time
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from gate_tools import (
    HOST,
    LEADER,
    MEMBER,
    PASSWORD,
    SAME,
    TREASURER,
    Browser,
    Place,
    hidden,
    juwu,
)

from juwu_ledger.web.gate.lockout import OF_NAME, OF_NAME_HERE
from juwu_ledger.web.gate.login import inner_path
from juwu_ledger.web.gate.sessions import IDLE, LONGEST


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """For tests that change nothing that others notice."""
    return Place(tmp_path_factory.mktemp("login"))


def is_in(browser: Browser) -> bool:
    return browser.get("/juwu/me").status_code == 200


def test_name_and_password_let_in(steady: Place) -> None:
    browser = steady.browser()
    response = browser.log_in(MEMBER)
    assert (response.status_code, response.headers["Location"]) == (303, "/")
    assert browser.get("/juwu/me").get_json()["name"] == MEMBER


def test_the_password_may_be_typed_full_width(steady: Place) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in PASSWORD)
    assert wide != PASSWORD
    assert steady.browser().log_in(f" {MEMBER} ", wide).status_code == 303


@pytest.mark.parametrize(
    ("name", "password"),
    [(MEMBER, "wrong password"), ("无此人", PASSWORD), (MEMBER, ""), ("", ""), (MEMBER, "x" * 900)],
)
def test_anything_else_does_not(name: str, password: str, place: Place) -> None:
    browser = place.browser()
    response = browser.log_in(name, password)
    assert response.status_code == 403
    assert "姓名或口令不对" in response.get_data(as_text=True)
    assert not is_in(browser)


def test_the_cookie_is_for_this_server_and_no_script(steady: Place) -> None:
    cookie = steady.browser().log_in(MEMBER).headers.getlist("Set-Cookie")[0]
    assert cookie.startswith("juwu-5000=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    token = cookie.split(";")[0].partition("=")[2]
    assert len(token) >= 43  # 256 bits
    assert "Domain" not in cookie
    assert "Expires" not in cookie


def test_a_token_of_ones_own_choice_opens_nothing(steady: Place) -> None:
    browser = steady.browser()
    browser.client.set_cookie("juwu-5000", "x" * 43, domain="127.0.0.1")
    assert not is_in(browser)


def test_logging_in_again_ends_the_former_session(steady: Place) -> None:
    browser = steady.browser(MEMBER)
    former = browser.client.get_cookie("juwu-5000", domain="127.0.0.1")
    assert former is not None
    browser.log_in(MEMBER)
    other = steady.browser()
    other.client.set_cookie("juwu-5000", former.value, domain="127.0.0.1")
    assert not is_in(other)


@pytest.mark.parametrize(
    "changed",
    [
        {"token": "x"},
        {"token": ""},
        {"headers": {**SAME, "Sec-Fetch-Site": "cross-site"}},
        {"headers": {**SAME, "Sec-Fetch-Site": "same-site"}},
        {"headers": {**SAME, "Origin": "http://evil.example"}},
        {"headers": {**SAME, "Origin": "null"}},
    ],
)
def test_another_page_cannot_log_somebody_in(changed: dict[str, object], steady: Place) -> None:
    browser = steady.browser()
    token = changed.get("token", hidden(browser.get("/juwu/login"), "token"))
    form = {"name": MEMBER, "password": PASSWORD, "token": token}
    headers = changed.get("headers", SAME)
    assert browser.ask("POST", "/juwu/login", data=form, headers=headers).status_code == 403  # type: ignore[arg-type]
    assert not is_in(browser)


def test_after_logging_in_one_is_where_one_wanted_to_be(steady: Place) -> None:
    asked = steady.browser().get("/x/journal/", query_string={"time": "2025-12"})
    assert asked.headers["Location"] == "/juwu/login?next=/x/journal/%3Ftime%3D2025-12"
    response = steady.browser().log_in(MEMBER, following="/x/journal/?time=2025-12")
    assert response.headers["Location"] == "/x/journal/?time=2025-12"


@pytest.mark.parametrize(
    "elsewhere",
    [
        *("//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"),
        *("/a\\..\\b", "/x\r\nSet-Cookie: a=b", "evil", "/juwu/login", "/" + "x" * 3000),
    ],
)
def test_but_never_elsewhere(elsewhere: str) -> None:
    assert inner_path(elsewhere) == ""


def test_logging_out_ends_the_session(steady: Place) -> None:
    browser = steady.browser(MEMBER)
    token = browser.client.get_cookie("juwu-5000", domain="127.0.0.1")
    assert token is not None
    wrong = browser.ask("POST", "/juwu/logout", data={"csrf": "x"}, headers=SAME)
    assert wrong.status_code == 403
    assert is_in(browser)
    done = browser.ask("POST", "/juwu/logout", data={"csrf": browser.csrf}, headers=SAME)
    assert (done.status_code, done.headers["Location"]) == (303, "/juwu/login")
    browser.client.set_cookie("juwu-5000", token.value, domain="127.0.0.1")
    assert not is_in(browser)


# --- the end of sessions ------------------------------------------------------------------------


def test_a_session_ends_when_nobody_sits_there(place: Place) -> None:
    browser = place.browser(MEMBER)
    base = browser.base()
    for _ in range(4):
        place.clock.now += IDLE - 1
        assert is_in(browser)
    for _ in range(4):  # Only the page asks for news.
        place.clock.now += IDLE / 4 + 1
        browser.get(f"{base}/api/changed")
    assert browser.get(f"{base}/api/changed").status_code == 401
    assert not is_in(browser)


def test_a_session_ends_at_last(place: Place) -> None:
    browser = place.browser(MEMBER)
    end = place.clock.now + LONGEST
    while place.clock.now < end:
        assert is_in(browser)
        place.clock.now += IDLE - 1
    assert not is_in(browser)


def test_a_user_who_is_removed_is_out_at_once(place: Place) -> None:
    browser = place.browser(MEMBER)
    place.users.remove(MEMBER)
    assert not is_in(browser)


def test_another_password_ends_the_sessions(place: Place) -> None:
    browser = place.browser(MEMBER)
    place.users.set_password(MEMBER, "another password 8")
    assert not is_in(browser)
    assert place.browser().log_in(MEMBER).status_code == 403
    assert place.browser().log_in(MEMBER, "another password 8").status_code == 303


def test_another_role_ends_the_sessions(place: Place) -> None:
    browser = place.browser(MEMBER)
    content = json.loads(place.users.path.read_text(encoding="utf-8"))
    content["users"][MEMBER]["role"] = "auditor"
    place.users.path.write_text(json.dumps(content), encoding="utf-8")
    assert not is_in(browser)


def test_a_list_that_others_can_read_is_not_used(place: Place) -> None:
    browser = place.browser(MEMBER)
    place.users.path.chmod(0o644)
    response = browser.get("/juwu/me")
    assert response.status_code == 503
    assert "chmod 600" in response.get_json()["error"]


# --- lock-out -----------------------------------------------------------------------------------


def fail(browser: Browser, name: str, times: int) -> list[int]:
    return [browser.log_in(name, "wrong password").status_code for _ in range(times)]


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """No wrong password takes long; right ones are as they are."""
    from juwu_ledger.web.gate import users

    real = users.matches
    monkeypatch.setattr(
        users, "matches", lambda kept, given: given == PASSWORD and real(kept, given)
    )


@pytest.mark.usefixtures("cheap")
@pytest.mark.parametrize("name", [MEMBER, "无此人"])
def test_after_five_failures_one_waits_and_ever_longer(name: str, place: Place) -> None:
    browser = place.browser()
    assert fail(browser, name, OF_NAME_HERE.free) == [403] * OF_NAME_HERE.free
    waited = []
    for _ in range(7):
        response = browser.log_in(name, "wrong password")
        assert response.status_code == 429
        assert "请过" in response.get_data(as_text=True)
        waited.append(int(response.headers["Retry-After"]))
        place.clock.now += waited[-1]
        assert fail(browser, name, 1) == [403]
    assert waited[:4] == [31, 61, 121, 241]
    assert waited[-1] == OF_NAME_HERE.most + 1


@pytest.mark.usefixtures("cheap")
@pytest.mark.parametrize("blank", [" ", "\u3000", "\u00a0"])
def test_blanks_behind_a_name_make_no_other_name_of_it(blank: str, place: Place) -> None:
    browser = place.browser()
    fail(browser, MEMBER, OF_NAME_HERE.free)
    padded = f"{MEMBER}{blank * (200 - len(MEMBER))}x"
    assert browser.log_in(padded).status_code == 429


@pytest.mark.usefixtures("cheap")
def test_while_locked_the_right_password_does_not_help(place: Place) -> None:
    browser = place.browser()
    fail(browser, MEMBER, OF_NAME_HERE.free)
    assert browser.log_in(MEMBER).status_code == 429
    place.clock.now += OF_NAME_HERE.first + 1
    assert browser.log_in(MEMBER).status_code == 303
    assert fail(place.browser(), MEMBER, OF_NAME_HERE.free - 1) == [403] * (OF_NAME_HERE.free - 1)


@pytest.mark.usefixtures("cheap")
def test_twenty_mistakes_at_one_machine_keep_nobody_else_out_there_or_elsewhere(
    place: Place,
) -> None:
    shared = place.browser()
    assert 429 in fail(shared, MEMBER, 20)
    assert place.browser().log_in(LEADER).status_code == 303
    assert [fail(place.browser(), f"某人{n}", 1) for n in range(40)] == [[403]] * 40
    assert place.browser().log_in(TREASURER).status_code == 303
    assert place.browser(machine="192.0.2.2").log_in(MEMBER).status_code == 303


@pytest.mark.usefixtures("cheap")
def test_where_one_got_in_before_nothing_that_is_tried_elsewhere_matters(place: Place) -> None:
    home = place.browser(MEMBER)
    for n in range(OF_NAME.free):
        assert fail(place.browser(machine=f"198.51.100.{n}"), MEMBER, 1) == [403]
    assert fail(place.browser(machine="198.51.100.99"), MEMBER, 1) == [429]
    assert place.browser(machine="198.51.100.98").log_in(MEMBER).status_code == 429
    assert home.log_in(MEMBER).status_code == 303
    assert fail(home, MEMBER, OF_NAME_HERE.free + 1) == [403] * OF_NAME_HERE.free + [429]


@pytest.mark.usefixtures("cheap")
def test_a_success_forgives_at_this_machine(place: Place) -> None:
    for _ in range(4):
        browser = place.browser()
        assert fail(browser, MEMBER, OF_NAME_HERE.free - 1) == [403] * (OF_NAME_HERE.free - 1)
        assert browser.log_in(MEMBER).status_code == 303


@pytest.mark.usefixtures("cheap")
def test_the_treasurer_unlocks(place: Place) -> None:
    working = place.browser(MEMBER, machine="192.0.2.7")
    browser = place.browser()
    fail(browser, MEMBER, OF_NAME_HERE.free)
    assert browser.log_in(MEMBER).status_code == 429
    done = juwu(place.folder, "user", "unlock", MEMBER, "--users", str(place.users.path))
    assert (done.exit_code, done.stderr) == (0, "")
    assert browser.log_in(MEMBER).status_code == 303
    assert is_in(working)  # Whoever is in stays in.
    fail(browser, MEMBER, OF_NAME_HERE.free)
    assert browser.log_in(MEMBER).status_code == 429  # Once is once.
    unknown = juwu(place.folder, "user", "unlock", "无此人", "--users", str(place.users.path))
    assert (unknown.exit_code, "没有用户" in unknown.stderr) == (5, True)


# --- one's own password -------------------------------------------------------------------------

NEW = "门前两棵老槐树"


def change(browser: Browser, old: str, new: str, again: str, csrf: str | None = None) -> Any:
    form = {"csrf": browser.csrf if csrf is None else csrf, "old": old, "new": new, "again": again}
    return browser.ask("POST", "/juwu/password", data=form, headers=SAME)


def test_one_changes_ones_own_password_and_stays_in_here_only(place: Place) -> None:
    browser, other = place.browser(MEMBER), place.browser(MEMBER)
    page = browser.get("/juwu/password").get_data(as_text=True)
    assert MEMBER in page and "data-reveal" in page
    done = change(browser, PASSWORD, NEW, NEW)
    assert (done.status_code, "改好了" in done.get_data(as_text=True)) == (200, True)
    assert is_in(browser)
    assert not is_in(other)
    assert place.browser().log_in(MEMBER).status_code == 403
    assert place.browser().log_in(MEMBER, NEW).status_code == 303
    kept = json.loads(place.users.path.read_text(encoding="utf-8"))["users"][MEMBER]
    assert kept["set-by"] == MEMBER


@pytest.mark.parametrize(
    ("old", "new", "again", "status", "said"),
    [
        ("wrong password", NEW, NEW, 403, "现在的口令不对"),
        (PASSWORD, NEW, f"{NEW}呀", 400, "两遍"),
        (PASSWORD, PASSWORD, PASSWORD, 400, "一样"),
        (PASSWORD, "12345678", "12345678", 400, "数字"),
        (PASSWORD, f"{MEMBER}的口令呢", f"{MEMBER}的口令呢", 400, "姓名"),
    ],
)
def test_a_password_is_not_changed_for_less(
    old: str, new: str, again: str, status: int, said: str, place: Place
) -> None:
    browser = place.browser(MEMBER)
    done = change(browser, old, new, again)
    assert (done.status_code, said in done.get_data(as_text=True)) == (status, True)
    assert is_in(browser)
    assert place.browser().log_in(MEMBER).status_code == 303


def test_another_page_changes_nobodys_password(place: Place) -> None:
    browser = place.browser(MEMBER)
    assert change(browser, PASSWORD, NEW, NEW, csrf="x").status_code == 403
    form = {"csrf": browser.csrf, "old": PASSWORD, "new": NEW, "again": NEW}
    elsewhere = {**SAME, "Origin": "http://evil.example"}
    refused = browser.ask("POST", "/juwu/password", data=form, headers=elsewhere)
    assert refused.status_code == 403
    nobody = place.browser().ask("POST", "/juwu/password", data=form, headers=SAME)
    assert "/juwu/login" in nobody.headers["Location"]
    assert place.browser().log_in(MEMBER).status_code == 303


@pytest.mark.usefixtures("cheap")
def test_guessing_the_old_password_there_is_counted_too(place: Place) -> None:
    browser = place.browser(MEMBER)
    statuses = [change(browser, "wrong password", NEW, NEW).status_code for _ in range(6)]
    assert statuses == [403] * OF_NAME_HERE.free + [429]


def test_unknown_names_take_as_long(place: Place) -> None:
    place.users.set_password(MEMBER, PASSWORD)  # At its real price.

    def takes(name: str) -> float:
        start = time.process_time()
        place.users.check(name, "wrong password")
        return time.process_time() - start

    takes("无此人")  # The first one makes what it is compared with.
    known, unknown = [], []
    for _ in range(5):
        known.append(takes(MEMBER))
        unknown.append(takes("无此人"))
    assert 0.5 < median(unknown) / median(known) < 2


def test_what_is_logged_does_not_name_who_failed(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    place.browser().log_in("mypassword123", "wrong password")
    assert "mypassword123" not in caplog.text
    assert "口令不对" in caplog.text


# --- where requests come from -------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "", f"{HOST}.evil.example", "0.0.0.0:5000"]
)
def test_other_names_are_turned_away(host: str, steady: Place) -> None:
    browser = steady.browser(MEMBER)
    for path in ("/", "/juwu/login", "/juwu/me", "/static/app.js"):
        assert browser.get(path, headers={"Host": host}).status_code == 403


@pytest.mark.parametrize("host", ["localhost:5000", "LOCALHOST:5000", "[::1]:5000"])
def test_names_of_this_machine_are_welcome(host: str, steady: Place) -> None:
    assert steady.browser().get("/juwu/login", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_pages_of_others_get_nothing(site: str, steady: Place) -> None:
    browser = steady.browser(MEMBER)
    for path in (
        "/",
        "/juwu/me",
        "/juwu/scan?name=x",
        "/static/app.js",
        f"{browser.base()}/api/errors",
    ):
        for mode, dest in (("no-cors", "script"), ("cors", "empty"), ("navigate", "iframe")):
            headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
            assert browser.get(path, headers=headers).status_code == 403
    link = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert browser.get("/", headers=link).status_code == 302
    assert browser.ask("POST", "/juwu/login", headers=link).status_code == 403
