"""In a real browser: an ended session and what was typed, passwords shown and changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser_tools import ARGUMENTS, CHROMIUM, NARROW, WIDE, Person, served
from gate_tools import LEADER, MEMBER, PASSWORD, Clock, Place

from juwu_ledger.web.gate.sessions import IDLE

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium ({CHROMIUM})")
TYPED = "这笔的发票号请再核一核"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def address(tmp_path: Path, clock: Clock) -> Iterator[str]:
    with served(Place(tmp_path), clock=clock) as found:
        yield found


def shot(page: Any, name: str) -> None:
    """Keep a picture where somebody wants to look at it."""
    folder = os.environ.get("JUWU_SCREENSHOTS")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def log_in_again(page: Any, name: str, password: str = PASSWORD) -> None:
    page.get_by_label("姓名").fill(name)
    page.get_by_label("口令", exact=True).fill(password)
    page.get_by_role("button", name="登录").click()


def ask_and_expire(person: Person, clock: Clock) -> str:
    """Type a question at a voucher, let the session end, and send it; return where that was."""
    page = person.open("extension/QuarterReview/?voucher=2025-12-0003")
    page.get_by_text("要居委会说明？").click()
    page.get_by_label("您想问什么？").fill(TYPED)
    clock.now += IDLE + 1
    page.get_by_role("button", name="提出质询").click()
    page.wait_for_url("**/juwu/login?next=*")
    person.wrong.clear()  # The browser notes the 401.
    return f"{person.base}/extension/QuarterReview/?voucher=2025-12-0003"


def test_an_ended_session_leads_to_the_login_and_back_with_what_was_typed(
    chromium: Any, address: str, clock: Clock
) -> None:
    person = Person(chromium, address, MEMBER, WIDE)
    where = ask_and_expire(person, clock)
    page = person.page
    page.get_by_text("登录过期了，请再登录一次").wait_for()
    shot(page, "login-again")
    log_in_again(page, MEMBER)
    page.wait_for_url(where)
    page.get_by_text("登录过期以前写的").wait_for()
    assert page.get_by_label("您想问什么？").input_value() == TYPED
    shot(page, "typed-again")
    page.get_by_role("button", name="提出质询").click()
    person.says("还没有答复")
    assert page.evaluate("sessionStorage.length") == 0
    assert person.wrong == []


def test_what_one_person_typed_is_not_shown_to_the_next(
    chromium: Any, address: str, clock: Clock
) -> None:
    person = Person(chromium, address, MEMBER, WIDE)
    where = ask_and_expire(person, clock)
    log_in_again(person.page, LEADER)
    person.page.wait_for_url(where)
    person.page.wait_for_function("sessionStorage.length === 0")
    assert person.page.get_by_label("您想问什么？").input_value() == ""


def test_a_password_is_never_kept_in_the_browser(chromium: Any, address: str, clock: Clock) -> None:
    person = Person(chromium, address, MEMBER, WIDE)
    page = person.open("extension/ReviewSigning/")
    page.get_by_label("附意见").first.check()
    page.get_by_label("写的话").fill(TYPED)
    page.locator("#password").fill(PASSWORD)
    page.get_by_label("显示打的字").check()
    assert page.locator("#password").get_attribute("type") == "text"
    shot(page, "signing")
    clock.now += IDLE + 1
    page.get_by_role("button", name="签字").click()
    page.wait_for_url("**/juwu/login?next=*")
    kept = page.evaluate("JSON.stringify(sessionStorage)")
    assert TYPED in kept
    assert PASSWORD not in kept
    log_in_again(page, MEMBER)
    page.get_by_text("登录过期以前写的").wait_for()
    assert page.get_by_label("写的话").input_value() == TYPED
    assert page.locator("#password").input_value() == ""
    assert page.locator("input[name=opinion]:checked").count() == 1


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_what_is_typed_as_a_password_can_be_looked_at(
    size: tuple[int, int], chromium: Any, address: str
) -> None:
    page = chromium.new_context(viewport={"width": size[0], "height": size[1]}).new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.goto(address)
    field = page.get_by_label("口令", exact=True)
    field.fill("门前两棵老槐树")
    assert field.get_attribute("type") == "password"
    page.get_by_label("显示打的字").check()
    assert field.get_attribute("type") == "text"
    shot(page, f"login-shown-{size[0]}")
    page.get_by_label("显示打的字").uncheck()
    assert field.get_attribute("type") == "password"
    room = page.evaluate("[document.documentElement.clientWidth, document.body.scrollWidth]")
    assert room[1] <= room[0]
    assert wrong == []


def test_one_changes_ones_own_password(chromium: Any, address: str) -> None:
    person = Person(chromium, address, MEMBER, NARROW)
    page = person.page
    page.goto(f"{address}/juwu/password")
    shot(page, "password")
    page.get_by_label("现在的口令").fill(PASSWORD)
    page.get_by_label("新口令", exact=True).fill("12345678")
    page.get_by_label("新口令再打一遍").fill("12345678")
    page.get_by_role("button", name="改口令").click()
    page.get_by_text("不能全是数字").wait_for()
    shot(page, "password-refused")
    page.get_by_label("现在的口令").fill(PASSWORD)
    page.get_by_label("新口令", exact=True).fill("门前两棵老槐树")
    page.get_by_label("新口令再打一遍").fill("门前两棵老槐树")
    page.get_by_role("button", name="改口令").click()
    page.get_by_text("口令改好了").wait_for()
    page.get_by_role("link", name="回到账本").click()
    page.wait_for_selector("html.juwu-scripted", state="attached")
    other = chromium.new_context().new_page()
    other.goto(address)
    log_in_again(other, MEMBER, "门前两棵老槐树")
    other.wait_for_selector("html.juwu-scripted", state="attached")
