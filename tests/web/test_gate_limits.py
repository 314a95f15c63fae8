"""The measures of the gate in numbers: how long, how many, how large; each at its edge, on both sides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from gate_tools import MEMBER, SAME, TREASURER, Browser, Clock, Place, hidden
from werkzeug.wrappers import Request, Response

from juwu_ledger.web.gate.authenticator import Authenticator, Locked, NotLetIn
from juwu_ledger.web.gate.certificates import own_certificate
from juwu_ledger.web.gate.compression import compressed
from juwu_ledger.web.gate.current_user import CurrentUser
from juwu_ledger.web.gate.lockout import Lockout, Patience
from juwu_ledger.web.gate.login import inner_path
from juwu_ledger.web.gate.passwords import complaint
from juwu_ledger.web.gate.sessions import Sessions
from juwu_ledger.web.gate.users import User, Users, good_name

MINUTE, HOUR = 60.0, 3600.0


# --- sessions: half an hour without a request, ten hours at most, two hundred at once -----------------


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(clock: Clock) -> Sessions:
    return Sessions(clock, user)


def user(name: str) -> User:
    return User(name, "reviewer", "hash", "2026-01-01")


@pytest.mark.parametrize(("after", "lasts"), [(30 * MINUTE, True), (30 * MINUTE + 1, False)])
def test_half_an_hour_without_a_request_ends_a_session(
    after: float, lasts: bool, sessions: Sessions, clock: Clock
) -> None:
    token = sessions.begin(user("甲"))
    clock.now += after
    assert (sessions.find(token) is not None) is lasts


@pytest.mark.parametrize(("after", "lasts"), [(10 * HOUR, True), (10 * HOUR + 1, False)])
def test_ten_hours_end_a_session_whoever_sits_there(
    after: float, lasts: bool, sessions: Sessions, clock: Clock
) -> None:
    token = sessions.begin(user("甲"))
    end = clock.now + after
    while clock.now + 29 * MINUTE < end:
        clock.now += 29 * MINUTE
        assert sessions.find(token)
    clock.now = end
    assert (sessions.find(token) is not None) is lasts


def test_asking_for_news_makes_no_session_last(sessions: Sessions, clock: Clock) -> None:
    asked, idle = sessions.begin(user("甲")), sessions.begin(user("乙"))
    clock.now += 20 * MINUTE
    assert sessions.find(asked)
    assert sessions.find(idle, by_person=False)
    clock.now += 20 * MINUTE
    assert sessions.find(asked)
    assert sessions.find(idle) is None


def test_of_two_hundred_sessions_the_oldest_makes_room(sessions: Sessions) -> None:
    tokens = [sessions.begin(user(f"{n}")) for n in range(200)]
    assert all(map(sessions.find, tokens))
    newest = sessions.begin(user("又一个"))
    assert [bool(sessions.find(token)) for token in (*tokens[:3], newest)] == [
        *(False, True, True),
        True,
    ]


def test_what_has_ended_makes_room_before_anything_that_lasts(
    sessions: Sessions, clock: Clock
) -> None:
    oldest = sessions.begin(user("常在"))
    for n in range(199):
        sessions.begin(user(f"{n}"))
    clock.now += 20 * MINUTE
    assert sessions.find(oldest)
    clock.now += 20 * MINUTE
    newest = sessions.begin(user("又一个"))
    assert sessions.find(oldest)
    assert sessions.find(newest)


def test_a_session_that_was_ended_is_found_no_more(sessions: Sessions) -> None:
    one, other = sessions.begin(user("甲")), sessions.begin(user("甲"))
    sessions.end(one)
    sessions.end("nobody's")
    assert (sessions.find(one), bool(sessions.find(other))) == (None, True)


# --- lock-out: five are free, then half a minute that doubles up to a quarter of an hour ---------------


def waits(lockout: Lockout, clock: Clock, times: int) -> list[float]:
    """Attempts one after another, each as soon as it may be; return how long each had to wait."""
    waited = []
    for _ in range(times):
        wait = lockout.attempt("甲", "here")
        if wait:
            assert lockout.attempt("甲", "here") == wait
            clock.now += wait
            assert lockout.attempt("甲", "here") == 0.0
        waited.append(wait)
    return waited


def test_the_waits_after_wrong_passwords(tmp_path: Path, clock: Clock) -> None:
    """At one machine, and of one name at many, as ``docs/trust.md`` says."""
    authenticator = Authenticator(Users(tmp_path / "users.json"), clock)
    here, everywhere = authenticator._here, authenticator._names
    assert waits(here, clock, 12) == [0] * 5 + [30, 60, 120, 240, 480, 900, 900]
    assert waits(everywhere, clock, 37) == [0] * 30 + [30, 60, 120, 240, 480, 900, 900]


def test_a_thousand_failures_are_no_overflow(clock: Clock) -> None:
    lockout = Lockout(Patience(5, 30.0, 900.0), clock)
    assert waits(lockout, clock, 1100)[-1] == 900


@pytest.mark.parametrize(("after", "free"), [(24 * HOUR, 1), (24 * HOUR + 1, 5)])
def test_a_day_later_failures_are_forgotten(after: float, free: int, clock: Clock) -> None:
    lockout = Lockout(Patience(5, 30.0, 900.0), clock)
    assert waits(lockout, clock, 4) == [0] * 4
    clock.now += after
    assert waits(lockout, clock, free + 1) == [0] * free + [30]


def test_no_crowd_of_names_opens_one_that_must_wait(clock: Clock) -> None:
    lockout = Lockout(Patience(5, 30.0, 900.0), clock)
    waits(lockout, clock, 5)
    for n in range(9_999):
        lockout.attempt(f"某人{n}")
    assert lockout.attempt("甲", "here") == 30
    assert len(lockout._counts) == 10_000
    lockout.attempt("多一个")  # Nobody else must wait: all of them make room.
    assert len(lockout._counts) == 2
    assert lockout.attempt("甲", "here") == 30


def test_where_all_must_wait_the_oldest_tenth_makes_room(clock: Clock) -> None:
    lockout = Lockout(Patience(1, 30.0, 900.0), clock)
    for n in range(10_000):
        lockout.attempt(f"{n}")
    assert lockout.attempt("10000") == 0
    assert len(lockout._counts) == 9_001
    assert [lockout.attempt(f"{n}") for n in (999, 1000)] == [0, 30]


def test_forgiving_a_name_forgives_it_at_every_machine_and_no_other(clock: Clock) -> None:
    lockout = Lockout(Patience(1, 30.0, 900.0), clock)
    keys = [("甲", "here"), ("甲", "there"), ("乙", "here")]
    for key in keys:
        lockout.attempt(*key)
    lockout.forgive("甲")
    assert [lockout.attempt(*key) for key in keys] == [0, 0, 30]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.2, "1 秒"),
        (30.0, "30 秒"),
        (89.1, "90 秒"),
        (90.0, "90 秒"),
        (90.1, "2 分钟"),
        (120.0, "2 分钟"),
        (120.1, "3 分钟"),
        (900.0, "15 分钟"),
    ],
)
def test_how_long_one_must_wait_is_never_said_too_short(seconds: float, said: str) -> None:
    assert Locked(seconds).said == f"口令错得太多了，请过 {said}"


@pytest.mark.parametrize(
    ("name", "shown"),
    [("卫百川", "“卫…”（3 个字）"), ("a\nb\x00", "“a…”（2 个字）"), ("", "“…”（0 个字）")],
)
def test_of_a_name_that_failed_one_letter_is_logged(
    name: str, shown: str, tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    authenticator = Authenticator(Users(tmp_path / "users.json"), clock)
    with pytest.raises(NotLetIn):
        authenticator.authenticate(name, "wrong password", "here")
    assert caplog.messages == [f"口令不对：{shown}，来自 here"]


# --- names and passwords --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("qzv7xk2", "太短"),
        ("qzv7xk2m", None),
        ("槐柳榆杨桐", "太短"),
        ("槐柳榆杨桐椿", None),
        ("槐柳榆杨x", "太短"),  # 4 × 1.5 + 1 = 7
        ("槐柳榆杨xy", None),  # 4 × 1.5 + 2 = 8
        ("qzvqzvqzv", "重复"),
        ("qzvkqzvk", None),
        ("qzv7" * 50, None),
        ("qzv7" * 50 + "x", "太长"),
        ("1953-08.12/ 4", "全是数字"),
        ("我是卫百川呀", "自己的姓名"),
    ],
)
def test_a_password_at_the_edge(password: str, said: str | None) -> None:
    found = complaint(password, "卫百川")
    assert said in found if said and found else found is None and said is None, found


def test_a_name_may_have_forty_letters(tmp_path: Path) -> None:
    assert good_name("a" * 40) == "a" * 40
    assert hidden_name(Place(tmp_path), "b" * 60) == "b" * 40


def hidden_name(place: Place, name: str) -> str:
    """What the login page has in the field of the name, after a failure."""
    page = place.browser().log_in(name, "wrong password")
    return hidden(page, "name")


@pytest.mark.parametrize(("length", "leads"), [(1999, True), (2000, False)])
def test_how_long_an_address_may_be_that_the_login_leads_to(length: int, leads: bool) -> None:
    address = "/" + "x" * (length - 1)
    assert inner_path(address) == (address if leads else "")


# --- the certificate ------------------------------------------------------------------------------

NOW = dt.datetime(2026, 1, 15, 9, 0, tzinfo=dt.UTC)
HOURS, DAYS = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("later", "kept"),
    [
        (-HOURS, True),
        (-HOURS - dt.timedelta(seconds=1), False),
        (795 * DAYS - dt.timedelta(seconds=1), True),
        (795 * DAYS, False),
    ],
)
def test_a_certificate_lasts_825_days_and_is_renewed_thirty_days_before(
    later: dt.timedelta, kept: bool, tmp_path: Path
) -> None:
    first = own_certificate(tmp_path, ["192.168.1.5"], NOW)
    found = x509.load_pem_x509_certificate(first.certificate.read_bytes())
    assert found.not_valid_before_utc == NOW - HOURS
    assert found.not_valid_after_utc == NOW + 825 * DAYS
    assert (own_certificate(tmp_path, ["192.168.1.5"], NOW + later) == first) is kept


def test_a_certificate_is_for_a_server_and_signs_no_other(tmp_path: Path) -> None:
    file = own_certificate(tmp_path, ["192.168.1.5"], NOW).certificate
    extensions = x509.load_pem_x509_certificate(file.read_bytes()).extensions
    basic = extensions.get_extension_for_class(x509.BasicConstraints)
    assert (basic.critical, basic.value.ca, basic.value.path_length) == (True, False, None)
    usage = extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    assert [use.dotted_string for use in usage.value] == ["1.3.6.1.5.5.7.3.1"]
    assert not usage.critical
    assert not extensions.get_extension_for_class(x509.SubjectAlternativeName).critical


# --- bodies ---------------------------------------------------------------------------------------


def answered(status: int, length: int, method: str = "GET", accepts: str = "gzip") -> Response:
    request = Request.from_values(method=method, headers={"Accept-Encoding": accepts})
    return compressed(request, Response("x" * length, status, mimetype="text/html"))


@pytest.mark.parametrize(
    ("answer", "is_small"),
    [
        (lambda: answered(200, 1024), True),
        (lambda: answered(200, 1023), False),
        (lambda: answered(404, 5000), False),
        (lambda: answered(200, 5000, "HEAD"), False),
        (lambda: answered(200, 5000, accepts="br"), False),
        (lambda: answered(200, 5000, accepts="gzip;q=0"), False),
    ],
)
def test_from_a_kilobyte_on_texts_leave_compressed(
    answer: Callable[[], Response], is_small: bool
) -> None:
    response = answer()
    assert ("Content-Encoding" in response.headers) is is_small
    assert response.headers["Vary"] == "Accept-Encoding"


def test_the_mark_of_a_text_becomes_weak_when_its_bytes_change() -> None:
    """A strong one would be of the bytes that were sent; where there is none, none is made."""
    request = Request.from_values(headers={"Accept-Encoding": "gzip"})
    tagged = Response("x" * 2000, mimetype="text/css")
    tagged.set_etag("abc")
    assert compressed(request, tagged).get_etag() == ("abc", True)
    plain = compressed(request, Response("x" * 2000, mimetype="text/css"))
    assert plain.get_etag() == (None, None)


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """For tests that change nothing that others notice."""
    return Place(tmp_path_factory.mktemp("limits"))


@pytest.mark.parametrize(("more", "status"), [(0, 400), (1, 413)])
def test_a_body_may_have_sixteen_kilobytes(more: int, status: int, steady: Place) -> None:
    browser = steady.browser(MEMBER)
    assert sent(browser, "/juwu/mark", 16 * 1024 + more) == status


def sent(browser: Browser, path: str, length: int) -> int:
    """Post an object of so many bytes that says nothing; return the status."""
    body = b'{"x": "' + b"x" * (length - 9) + b'"}'
    headers = {"X-Juwu-CSRF": browser.csrf, **SAME}
    answer = browser.ask("POST", path, data=body, content_type="application/json", headers=headers)
    return answer.status_code


@pytest.mark.parametrize(("more", "status"), [(0, 403), (1, 413)])
def test_a_form_may_have_four_kilobytes(more: int, status: int, steady: Place) -> None:
    body = "name=" + "x" * (4 * 1024 - 5 + more)
    kind = "application/x-www-form-urlencoded"
    answer = steady.browser().ask("POST", "/juwu/login", data=body, content_type=kind, headers=SAME)
    assert answer.status_code == status


@pytest.mark.parametrize(("fields", "status"), [(10, 403), (11, 400)])
def test_a_form_may_have_ten_fields(fields: int, status: int, steady: Place) -> None:
    form = {f"f{n}": "" for n in range(fields)}
    assert (
        steady.browser().ask("POST", "/juwu/login", data=form, headers=SAME).status_code == status
    )


@pytest.mark.parametrize(("filters", "status"), [(300, 400), (301, 400)])
def test_a_filter_may_have_three_hundred_letters(filters: int, status: int, steady: Place) -> None:
    browser = steady.browser(TREASURER)
    answer = browser.get("/ledger/api/journal", query_string={"time": "a" * filters})
    said = answer.get_json()["error"]
    assert (answer.status_code, "太长" in said) == (status, filters > 300)


@pytest.mark.parametrize(
    ("role", "asks", "answers"),
    [
        ("reviewer", True, False),
        ("director", False, True),
        ("treasurer", False, True),
        ("auditor", False, False),
        ("street", False, False),
    ],
)
def test_who_asks_and_who_answers(role: str, asks: bool, answers: bool) -> None:
    one = CurrentUser("某人", role, "token")
    assert (one.is_reviewer, one.may_reply) == (asks, answers)


# --- what one person may write in a day ---------------------------------------------------------------


def queries(number: int) -> str:
    return "".join(
        f'\n2026-01-15 custom "query" "ZX-2026-{100 + n}" "第 {n} 问"\n'
        f'  about: "2025-12-0009"\n  raised-by: "{MEMBER}"\n'
        for n in range(number)
    )


def replies(number: int) -> str:
    return queries(1) + "".join(
        f'\n2026-01-15 custom "reply" "ZX-2026-100" "第 {n} 答"\n  by: "{TREASURER}"\n'
        for n in range(number)
    )


@pytest.mark.parametrize(("before", "status"), [(49, 200), (50, 409)])
@pytest.mark.parametrize(
    ("written", "name", "path", "content"),
    [
        (queries, MEMBER, "/juwu/query", {"about": "2025-12-0009", "text": "为什么？"}),
        (replies, TREASURER, "/juwu/reply", {"id": "ZX-2026-100", "text": "因为。"}),
    ],
)
def test_fifty_queries_or_replies_a_day_are_the_most(
    before: int,
    status: int,
    written: Callable[[int], str],
    name: str,
    path: str,
    content: dict[str, Any],
    tmp_path: Path,
) -> None:
    place = Place(tmp_path)
    with (place.main.parent / "reviews.beancount").open("a", encoding="utf-8") as file:
        file.write(written(before))
    answer = place.browser(name).post(path, content)
    assert answer.status_code == status, answer.get_json()


def test_five_hundred_vouchers_are_marked_at_once(steady: Place) -> None:
    content = {"vouchers": ["2025-12-0001"] * 500, "mark": "none"}
    answer = steady.browser(MEMBER).post("/juwu/mark", content)
    assert (answer.status_code, answer.get_json()) == (200, {"marked": 500})


@pytest.mark.parametrize(
    ("letters", "said"), [(60, "没有"), (61, "凭证号或签批号太长了，最多 60 个字")]
)
def test_what_a_query_is_about_may_have_sixty_letters(
    letters: int, said: str, steady: Place
) -> None:
    content = {"about": "x" * letters, "text": "为什么？"}
    answer = steady.browser(MEMBER).post("/juwu/query", content)
    assert answer.status_code == 400
    assert answer.get_json()["error"].startswith(said)
