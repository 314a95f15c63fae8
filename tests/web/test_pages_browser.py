"""The quarter in a real browser: looked at, asked about, answered, signed by three, published."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser_tools import (
    ARGUMENTS,
    CHROMIUM,
    NARROW,
    PAPER,
    SIZES,
    WIDE,
    ZOOMED,
    Person,
    faults_of,
    new_page,
    served,
)
from gate_tools import AUDITOR, DIRECTOR, LEADER, MEMBER, OTHER_MEMBER, PASSWORD, TREASURER, Place
from outside_books import WRONG, add_outside_papers
from screenshots import PLACES

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium ({CHROMIUM})")
PAGES = {
    "QuarterReview": "本期审阅",
    "RuleCheck": "规则检查",
    "ReceiptLedger": "收据台账",
    "IncomeStatement": "收支表",
    "CashJournal": "现金日记账",
    "BankJournal": "银行日记账",
    "CashLimit": "现金与限额",
    "StatementRows": "银行流水",
    "FundUse": "专项资金",
    "YearBeside": "和上年比",
    "Approvals": "签批",
    "Questions": "质询",
    "PublicPreview": "公开预览",
    "ReviewSigning": "审核签字",
}
FAVAS = {
    "income_statement": "svg rect",
    "balance_sheet": "a[href*='/account/']",
    "trial_balance": "a[href*='/account/']",
    "journal": "li.transaction",
    "query": ".cm-content",
    "events": "",
}
"""Fava's own pages, and what must appear on each."""
HURT = "<img src=x onerror=alert(1)><script>alert(2)</script>\"'"
LOOKED_AT = """() => {
  const page = document.querySelector(".juwu");
  const fields = page.querySelectorAll("input:not([type=hidden]), textarea, select, progress");
  return {
    room: page.clientWidth, inside: page.scrollWidth,
    letters: parseFloat(getComputedStyle(page).fontSize),
    unnamed: [...fields].filter((one) => !one.labels?.length && !one.ariaLabel).length,
    hurtful: document.querySelectorAll(
      "img[src=x], article script:not([type='application/json'])").length,
  };
}"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of books that no test changes."""
    with served(Place(tmp_path_factory.mktemp("shared"))) as address:
        yield address


@pytest.fixture(scope="module")
def hurt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of books in which somebody wrote HTML wherever the format takes text."""
    place = Place(tmp_path_factory.mktemp("hurt"))
    write_hurtful(place.main.parent)
    add_outside_papers(place.main.parent, HURT)
    with served(place) as address:
        yield address


@pytest.fixture
def person(chromium: Any) -> Iterator[Any]:
    """Return somebody who is logged in; nothing may go wrong before the test is over."""
    people: list[Person] = []

    def enter(address: str, name: str) -> Person:
        people.append(Person(chromium, address, name, WIDE))
        return people[-1]

    yield enter
    wrong = [line for one in people for line in one.wrong]
    for one in people:
        one.page.context.close()
    assert wrong == []


def write_hurtful(books: Path) -> None:
    hurt = HURT.replace('"', '\\"')
    name = "发票<img src=x onerror=alert(3)>.png"
    scan = (books / "documents/2025/2025-02-0014-收据存根.png").read_bytes()
    (books / "documents" / name).write_bytes(scan)
    with (books / "2025" / "2025-12.beancount").open("a", encoding="utf-8") as file:
        file.write(
            f'\n2025-12-31 * "{hurt}" "{hurt}"\n  voucher: "2025-12-0900"\n  approval: "{hurt}"\n'
            f'  handler: "{hurt}"\n  witness: "{hurt}"\n  fund: "{hurt}"\n  invoice: "{hurt}"\n'
            f'  document: "documents/{name}"\n  note: "{hurt}"\n'
            "  Expenses:5101办公用品  1.00 CNY\n  Assets:1001库存现金:01备用金\n"
        )
    with (books / "reviews.beancount").open("a", encoding="utf-8") as file:
        file.write(
            f'2026-01-10 custom "query" "ZX-8" "{hurt}"\n  about: "2025-12-0900"\n'
            f'2026-01-10 custom "query" "ZX-9" "{hurt}"\n  about: "{hurt}"\n  raised-by: "{hurt}"\n'
            f'2026-01-11 custom "reply" "ZX-9" "{hurt}"\n  by: "{hurt}"\n'
            f'2025-12-30 custom "approval" "{hurt}" 9.00 CNY "{hurt}"\n  reason: "{hurt}"\n'
            f'  director: "{hurt}"\n2025-12-30 custom "fund" "{hurt}" Expenses:5101办公用品\n'
            f'2025-12-30 custom "receipt-book" "A0009001" "A0009009"\n  keeper: "{hurt}"\n'
            f'2025-12-30 custom "fava-sidebar-link" "{hurt}" "javascript:alert(4)"\n'
        )


def sign(reviewer: Person, opinion: str, remarks: str = "") -> None:
    page = reviewer.turn_to("审核签字")
    page.get_by_label(opinion, exact=True).check()
    page.get_by_label("写的话").fill(remarks)
    page.get_by_label("再输一次您的口令").fill(PASSWORD)
    page.get_by_role("button", name="签字", exact=True).click()


def look_through(reviewer: Person) -> None:
    """Mark one voucher and turn to the third; be in doubt about another, and ask."""
    page = reviewer.page
    page.get_by_role("link", name="从这里开始一张一张看").click()
    reviewer.says("第 1 张，共 85 张")
    page.get_by_role("button", name="已阅").click()
    reviewer.says("第 2 张，共 85 张")
    page.keyboard.press("ArrowRight")
    reviewer.says("第 3 张，共 85 张")
    reviewer.turn_to("本期审阅")
    reviewer.says("您看过 1 张")
    page = reviewer.open("extension/QuarterReview/?voucher=2025-12-0009")
    page.get_by_label("记一句给另外两位看").fill("手印看不清")
    page.get_by_role("button", name="存疑").click()
    reviewer.says(f"{MEMBER} 存疑")
    reviewer.says(f"{MEMBER}：手印看不清")
    page.get_by_text("要居委会说明？提一个质询").click()
    page.get_by_label("您想问什么？").fill("花名册上的手印是谁按的？")
    page.get_by_role("button", name="提出质询").click()
    reviewer.says("花名册上的手印是谁按的？")
    reviewer.turn_to("质询")
    reviewer.says("还有 10 天")


def reply(treasurer: Person) -> None:
    treasurer.says("有 1 个质询等居委会答复")
    page = treasurer.turn_to("质询")
    treasurer.says("花名册上的手印是谁按的？")
    asked = page.locator(".talk.open")
    asked.get_by_label("答复").fill("本人按的，孙三平在场。")
    asked.get_by_role("button", name="送出答复").click()
    treasurer.says("本人按的，孙三平在场。")
    treasurer.says("没有等答复的质询。")


def test_a_quarter_from_the_first_question_to_the_notice_board(person: Any, tmp_path: Path) -> None:
    place = Place(tmp_path)
    with served(place) as address:
        reviewer = person(address, MEMBER)
        reviewer.says("本期共 85 张凭证，您看过 0 张。")
        look_through(reviewer)
        reply(person(address, TREASURER))
        reviewer.turn_to("公开预览")
        reviewer.says("理财小组未审核，不能张贴。")

        sign(reviewer, "通过")
        reviewer.says(f"还等 {LEADER}、{OTHER_MEMBER} 签字")
        reviewer.says("算数，签字以后账没有改过")
        leader = person(address, LEADER)
        sign(leader, "通过，附意见", "以后救助一律走银行。")
        leader.says(f"还等 {OTHER_MEMBER} 签字")
        other = person(address, OTHER_MEMBER)
        sign(other, "不予通过", "现金付救助款不妥。")
        other.says("已审核：通过，附意见")
        written = (place.main.parent / "reviews.beancount").read_text(encoding="utf-8")
        assert 'custom "review" "2025Q4" "passed-with-remarks"' in written
        assert "现金付救助款不妥。" in written
        reviewer.turn_to("公开预览")
        reviewer.says("理财小组已审核，可以张贴。")
        reviewer.says("以后救助一律走银行。")

        month = place.main.parent / "2025" / "2025-12.beancount"
        text = month.read_text(encoding="utf-8")
        month.write_text(text.replace("年末救助", "年终救助"), encoding="utf-8")
        reviewer.turn_to("公开预览")
        reviewer.says("理财小组未审核，不能张贴。")
        director = person(address, DIRECTOR)
        director.says("2025年第四季度的账在审核签字以后改过")
        director.page.get_by_role("link", name="看是怎么回事").click()
        director.says("审核作废")
        director.says("审核以后账又改过，这次审核不算数了，要重新审核。")


def test_what_is_refused_is_said_on_the_page(person: Any, shared: str) -> None:
    reviewer = person(shared, OTHER_MEMBER)
    page = reviewer.turn_to("质询")
    page.get_by_label("关于哪张凭证或签批").fill("2025-12-9999")
    page.get_by_label("您想问什么？").fill("有这张吗？")
    page.get_by_role("button", name="提出质询").click()
    reviewer.says("没有凭证或签批 2025-12-9999")
    reviewer.wrong.clear()  # The browser itself notes that the server answered 400.


def test_every_page_fits_screens_and_paper_and_what_stands_in_the_books_stays_text(
    person: Any, hurt: str
) -> None:
    reviewer = person(hurt, MEMBER)
    page = reviewer.page
    places = [
        *PAGES.values(),
        f"?voucher={WRONG}",
        "?voucher=2025-12-0900",
        f"?voucher={HURT}",
        "?page=99",
    ]
    for place in places:
        if place.startswith("?"):
            reviewer.open(f"extension/QuarterReview/{place}")
        else:
            reviewer.turn_to(place)
        for width, height in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": height})
            found = page.evaluate(LOOKED_AT)
            assert found["inside"] <= found["room"] + 1, (place, width)
            assert found["letters"] >= 18, (place, width)
            assert (found["unnamed"], found["hurtful"]) == (0, 0), place
        page.set_viewport_size({"width": PAPER, "height": 1000})
        page.emulate_media(media="print")
        found = page.evaluate(LOOKED_AT)
        assert found["inside"] <= found["room"] + 1, (place, "paper")
        assert not page.locator("aside").is_visible()
        page.emulate_media(media="screen")
        page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    assert page.locator("article").get_by_text(HURT[:9]).count() > 0


def test_the_policy_stops_nothing_that_fava_needs(person: Any, hurt: str) -> None:
    reader = person(hurt, AUDITOR)
    page = reader.page
    article = page.locator("article")
    page.locator("aside").get_by_role("link", name="内行").click()
    for name, sign_of_life in FAVAS.items():
        page.locator(f'aside a[href*="/{name}/"]').click()
        page.wait_for_url(f"**/{name}/**")
        if sign_of_life:
            article.locator(sign_of_life).first.wait_for()
        assert page.locator("img[src=x]").count() == 0, name
    page.locator('aside a[href*="/journal/"]').click()
    first = article.locator("li.transaction").first
    assert HURT[:9] in first.inner_text()
    first.locator("a[href^='#context-']").first.click()
    page.get_by_text("Expenses:5101办公用品").locator("visible=true").first.wait_for()
    assert page.locator("img[src=x]").count() == 0
    for path in ("account/Expenses:5101办公用品/", "journal/"):
        page.goto(f"{reader.base}/{path}")
        article.locator("li.transaction").first.wait_for()
        assert page.locator("img[src=x]").count() == 0
    page.goto(f"{reader.base}/query/?query_string=select account, sum(position) group by account")
    article.get_by_text("Assets:1002银行存款:01基本户").first.wait_for()


def test_favas_pages_lead_back_and_nowhere_that_there_is_nothing(person: Any, shared: str) -> None:
    reader = person(shared, AUDITOR)
    page = reader.page
    page.locator("aside").get_by_role("link", name="内行").click()
    page.locator("article a[href*='/account/']").first.wait_for()
    assert [one.split("\n")[0] for one in page.locator("aside a:visible").all_inner_texts()] == [
        *("‹ 回到审阅", "损益表", "资产负债表", "试算表", "日记账", "查询", "事件", "统计", "帮助"),
    ]
    page.keyboard.press("n")
    assert "#" not in page.url
    page.get_by_role("link", name="回到审阅").click()
    reader.says("本期共 85 张凭证")
    reviewer = person(shared, MEMBER)
    assert reviewer.page.get_by_role("link", name="内行").count() == 0


def test_the_keyboard_goes_through_the_sidebar_and_past_it(person: Any, shared: str) -> None:
    director = person(shared, DIRECTOR)
    page = director.page
    titles = page.locator("aside a:visible").all_inner_texts()
    assert titles == list(PAGES.values())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.get_by_role("button", name="退出").focus()
    for title in titles:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == title
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.locator("article h2", has_text=titles[-1]).wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "‹ 上一季"


def test_another_stretch_of_days_goes_along_to_every_page(person: Any, shared: str) -> None:
    reviewer = person(shared, MEMBER)
    reviewer.page.get_by_label("看哪一段时间").select_option("2025年11月")
    reviewer.page.get_by_role("button", name="看这一段").click()
    reviewer.says("2025年11月")
    reviewer.turn_to("现金与限额")
    assert reviewer.page.locator(".period strong").inner_text() == "2025年11月"
    reviewer.page.get_by_role("link", name="下个月").click()
    reviewer.page.locator(".period strong", has_text="2025年12月").wait_for()


def test_who_reads_is_told_that_the_books_changed(person: Any, tmp_path: Path) -> None:
    place = Place(tmp_path)
    with served(place) as address:
        reviewer = person(address, MEMBER)
        news = reviewer.page.get_by_role("button", name="账改过了，点这里重看")
        reviewer.page.wait_for_timeout(5500)
        assert not news.is_visible()
        month = place.main.parent / "2025" / "2025-12.beancount"
        month.write_text(
            month.read_text(encoding="utf-8").replace("年末救助", "年终救助"), encoding="utf-8"
        )
        news.wait_for()
        news.click()
        reviewer.page.wait_for_load_state()
        reviewer.page.wait_for_timeout(5500)
        assert not news.is_visible()


def test_a_scan_stands_beside_its_voucher(person: Any, shared: str) -> None:
    reviewer = person(shared, MEMBER)
    page = reviewer.open("extension/QuarterReview/?time=2025-Q1&voucher=2025-02-0014")
    picture = page.locator(".scans img")
    picture.wait_for()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    card, scan = page.locator(".card").bounding_box(), picture.bounding_box()
    assert card["x"] + card["width"] <= scan["x"]
    page = reviewer.open("extension/QuarterReview/?time=2025-Q1&voucher=2025-03-0022")
    address = page.locator(".scans iframe").get_attribute("src")
    answer = page.request.get(f"{reviewer.address}{address}")
    assert answer.headers["content-type"] == "application/pdf"


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_nothing_sticks_out_or_is_small_or_english(
    chromium: Any, shared: str, size: tuple[int, int]
) -> None:
    """At a plain size, with everything half as large again, and on a telephone."""
    page = new_page(chromium, size)
    page.goto(f"{shared}/juwu/login")
    assert faults_of(page) == []
    page.context.close()
    reviewer = Person(chromium, shared, MEMBER, size)
    for name, path in PLACES.items():
        assert faults_of(reviewer.open(path)) == [], name
    bar = reviewer.open("extension/QuarterReview/?voucher=2025-12-0009").locator(".bar")
    for name in ("已阅", "存疑", "下一张 ›", "下一张没看过的 ›"):
        place = bar.get_by_text(name, exact=True).bounding_box()
        assert place["y"] + place["height"] <= size[1], name
    assert reviewer.wrong == []
    reviewer.page.context.close()


# --- without a mouse ----------------------------------------------------------------------------

FOCUSED = """() => {
  const one = document.activeElement;
  return (one.labels?.[0]?.innerText ?? one.innerText ?? "").trim();
}"""


def tab_to(page: Any, name: str, most: int = 60) -> None:
    """Press the tabulator until something of this name has the focus, and shows it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED).startswith(name):
            styles = "getComputedStyle(document.activeElement)"
            assert page.evaluate(f"{styles}.outlineStyle") != "none", name
            return
    raise AssertionError(name)


def press(page: Any, name: str) -> None:
    tab_to(page, name)
    page.keyboard.press("Enter")


def look_through_by_keys(page: Any, says: Any) -> None:
    """Narrow to spending, go one by one, mark two as seen, be in doubt about the third."""
    press(page, "支出")
    says("支出 52")
    press(page, "从这里开始一张一张看")
    says("支出：第 1 张，共 52 张")
    page.keyboard.press("Tab")
    press(page, "跳到已阅、存疑")
    press(page, "已阅")
    says("支出：第 2 张，共 52 张")
    assert page.evaluate(FOCUSED) == "已阅"
    page.keyboard.press("Enter")
    says("支出：第 3 张，共 52 张")
    page.keyboard.press("ArrowRight")
    says("支出：第 4 张，共 52 张")
    tab_to(page, "记一句给另外两位看")
    page.keyboard.type("金额写得不清")
    press(page, "存疑")
    says(f"{MEMBER}：金额写得不清")
    press(page, "下一张没看过的")
    says("支出：第 5 张，共 52 张")


def test_a_reviewer_needs_no_mouse(chromium: Any, tmp_path: Path) -> None:
    place = Place(tmp_path)
    with served(place) as address:
        page = new_page(chromium, ZOOMED)
        page.goto(address)

        def says(text: str) -> None:
            page.locator("article").get_by_text(text).locator("visible=true").first.wait_for()
            page.wait_for_selector("html.juwu-scripted", state="attached")

        page.wait_for_selector("#name:focus")  # The browser puts it there after the page is loaded.
        page.keyboard.type(MEMBER)
        tab_to(page, "口令")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        says("本期共 85 张凭证，您看过 0 张。")
        look_through_by_keys(page, says)
        press(page, "换一页")
        press(page, "审核签字")
        says("凭证 85 张，您看过 3 张。")
        tab_to(page, "通过")
        page.keyboard.press("Space")
        tab_to(page, "再输一次您的口令")
        page.keyboard.type(PASSWORD)
        press(page, "签字")
        says("算数，签字以后账没有改过")
        assert '"passed"' in (place.main.parent / "reviews.beancount").read_text(encoding="utf-8")
        press(page, "退出")
        page.get_by_role("button", name="登录").wait_for()
        page.context.close()
