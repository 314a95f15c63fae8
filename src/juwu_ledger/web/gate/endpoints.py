"""Our own endpoints: what a page of ours may ask for, and the few things that may be written.

For pages rendered on the server (Fava extensions): who is looking, and what is kept beside the books,
stand in the WSGI environment, put there by the gate (:mod:`juwu_ledger.web.gate.current_user`)::

    from juwu_ledger.web.gate.current_user import current_user, room

    current_user().name, current_user().role, current_user().csrf   # "卫百川", "reviewer", "f3…"
    room().marks.of("卫百川")                        # {"2026-01-0005": Mark(mark, note, at, digest)}
    room().opinions.of(Period.parse("2026Q1"))       # {"卫百川": Opinion(opinion, remarks, digest, at)}
    room().today()                                   # the day that everything is judged from

Reading (``GET``; JSON, needs nothing but the session):

``/juwu/me``
    ``{"name", "role", "role_title", "csrf", "today"}``
``/juwu/marks``
    The user's own marks (reviewers): ``{"marks": {"2026-01-0005": {"mark": "seen"|"doubt",
    "note": "…", "at": "2026-04-09T10:20:30", "changed": false}}}``; ``changed``: the voucher is no
    longer what it was when it was marked.
``/juwu/review?period=2026Q1``
    How far the review of a quarter is::

        {"period": "2026Q1", "title": "2026年一季度",
         "digest": "…64 characters…", "code": "0E2F-33A1-…-…",
         "scans": "…64 characters…", "scans_code": "93B0-…", "scans_count": 57,
         "ready": true, "why_not": null,            # may it be signed at all (months closed, …)
         "can_sign": true,                          # may this user sign
         "group": [{"name": "褚十全", "office": "leader", "office_title": "组长",
                    "opinion": "passed"|"passed-with-remarks"|"refused"|null,
                    "opinion_title": "通过", "remarks": "…", "at": "…", "holds": true,
                    "password": "口令是 2026-01-05 由…设的"}, …],
         "waiting_for": ["卫百川"],
         "with_key": ["褚十全"],                     # who must sign with a key as well, not here
         "filed": null | {"date": "2026-04-12", "opinion": "…", "opinion_title": "…",
                          "leader": "…", "members": ["…"], "remarks": "…", "digest": "…",
                          "holds": true, "passed": true,
                          "changed_scans": ["不见了：documents/…"],
                          "of_scans": true,      # false: of before there was such a thing
                          "unsigned": false}}    # a signature with a key is missing

    ``holds`` is false when the books up to the quarter's end, or its scans, are no longer what was signed.
``/juwu/waiting``
    Approvals that wait for a signature; signing is done with ``juwu`` on the signer's own machine::

        {"approvals": [{"id": "SP-2026-0003", "date": "2026-01-07", "amount": "6000.00",
                        "purpose": "…", "payee": "…", "applicant": "…",
                        "signer": "董大勇", "office": "director"|"street-director",
                        "office_title": "街道办事处主任", "why": "…",
                        "command": "juwu approve --street SP-2026-0003 --date …"}]}

``/juwu/scan?name=documents/2026/2026-01-07.….pdf``
    A scan below ``documents/`` (path as the books write it, from ``documents/`` or the books' folder).
    PDF and bitmaps are shown in place (an ``<iframe>`` or ``<img>`` of ours may hold them), all else
    is handed over as a download.

Writing (``POST``): body a JSON object of at most 16 KiB, ``Content-Type: application/json``, the header
``X-Juwu-CSRF`` with the token of ``/juwu/me``, from a page of ours (``Sec-Fetch-Site: same-origin``).

``/juwu/query`` (reviewer) ``{"about": "2026-01-0005", "text": "…"}``
    Raises a query about a voucher or an approval.
``/juwu/reply`` (treasurer, director) ``{"id": "ZX-2026-001", "text": "…"}``
``/juwu/mark`` (reviewer) ``{"vouchers": ["2026-01-0005"], "digests": ["…16 characters…"],
    "mark": "seen"|"doubt"|"none", "note": "…"}``
    Up to 500 vouchers at once, with what each was as shown (409 when one is no longer; not asked for with
    ``none``); ``note`` may be left out. Answers ``{"marked": 1}``.
``/juwu/review`` (reviewer) ``{"period": "2026Q1", "digest": "…", "scans": "…", "opinion": "passed"|
    "passed-with-remarks"|"refused", "remarks": "…", "password": "…"}``
    Signs the quarter for oneself. ``digest`` and ``scans`` are those of ``GET /juwu/review`` on which the
    page was based; the password is asked for again. When leader and both members have signed the same books,
    the review is written into the books. Answers what ``GET /juwu/review`` answers, and ``"written"``.
``/juwu/logout``
    A plain HTML form with a hidden field ``csrf``; leads back to the login page.

``/juwu/query`` and ``/juwu/reply`` answer ``{"written": {"title", "ids", "text"}, "findings":
[{"rule", "message", "remedy"}]}``.

Refusals are ``{"error": "中文，一句话说明并告诉怎么办", "findings": […]}`` with status 400 (what was sent
makes no sense), 401 (not logged in, or no longer), 403 (not for this role, or not from a page of
ours), 404, 409 (refused, books as they were), 413, 415, 429 (too many wrong passwords).

Content-Security-Policy of every page: no inline ``<script>`` and no ``on…=`` attributes (script comes
from ``extension_js_module`` only), inline styles are fine, nothing from outside, frames of our own
scans only, forms to ourselves only.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from werkzeug.wrappers import Request

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import OPINIONS, REVIEW_OFFICES, Query, Reply
from juwu_ledger.journal.engine.directive_text import Unwritable
from juwu_ledger.journal.engine.disk import NotWritten
from juwu_ledger.journal.engine.journal import Journal, Plan, Written
from juwu_ledger.journal.engine.refusals import BadInput, Refusal, RuleBroken, Unsound
from juwu_ledger.journal.orders.review_papers import OpinionOrder, QueryOrder, ReplyOrder
from juwu_ledger.records.group_opinions import PASSED, Opinion, group_of
from juwu_ledger.records.reviewed_scans import scans_of
from juwu_ledger.rules.support.rule import Finding
from juwu_ledger.seals.operations_log import Operator
from juwu_ledger.web.gate.authenticator import Authenticator, Locked, NotLetIn
from juwu_ledger.web.gate.current_user import CurrentUser, Room
from juwu_ledger.web.gate.permissions import ROLES
from juwu_ledger.web.gate.posted import Refused, optional_text, posted, text
from juwu_ledger.web.review.marks import LONGEST_NOTE, MARKS, NONE, is_changed, voucher_digest
from juwu_ledger.web.review.review_state import review_state, why_not
from juwu_ledger.web.review.waiting import waiting

LOG = logging.getLogger("juwu.endpoints")
MOST_MARKS = 500
MOST_A_DAY = 50
"""Queries, or replies, that one person may write into the books on one day."""
PATIENCE = 20.0


class Asked(NamedTuple):
    """One request, by whom, about which books."""

    request: Request
    user: CurrentUser
    room: Room
    authenticator: Authenticator

    @property
    def books(self) -> Books:
        """The books as they are shown."""
        books = self.room.books()
        if books is None:
            raise Refused(409, "账本现在读不了，请管账的人先用 juwu check 看看。")
        return books

    def posted(self) -> dict[str, Any]:
        """Return what was sent to be written."""
        return posted(self.request, self.user.csrf)

    def write(self, plan: Plan) -> Written:
        """Write into the books as the commands do; refuse in Chinese."""
        try:
            operator = Operator(self.user.name, "login", self.request.path.rpartition("/")[2])
            journal = Journal(
                self.room.main, self.room.today(), patience=PATIENCE, operator=operator
            )
            written = journal.write(plan)
            LOG.info("写入：%s 记了%s", self.user.name, written.change.title)
            return written
        except (BadInput, Unwritable) as error:
            raise Refused(400, f"{str(error).rstrip('。')}。") from None
        except RuleBroken as error:
            raise Refused(409, str(error), error.findings) from None
        except Unsound:
            raise Refused(409, "账本现在有错误，不能记；请管账的人先用 juwu check 改正。") from None
        except Refusal as error:
            raise Refused(409, str(error)) from None
        except NotWritten as error:
            sure = "不能保证写上了没有，请管账的人看看" if error.unsure else "账本没有改动"
            raise Refused(409, f"磁盘写不了（{error.reason}）；{sure}。") from None


def me(asked: Asked) -> dict[str, Any]:
    """Answer ``GET /juwu/me``."""
    name, role, csrf = asked.user
    today = asked.room.today().isoformat()
    return {"name": name, "role": role, "role_title": ROLES[role], "csrf": csrf, "today": today}


def marks(asked: Asked) -> dict[str, Any]:
    """Answer ``GET /juwu/marks``."""
    books = asked.books
    mine = asked.room.marks.of(asked.user.name)
    return {
        "marks": {
            voucher: {
                "mark": mark.mark,
                "note": mark.note,
                "at": mark.at,
                "changed": is_changed(books, voucher, mark),
            }
            for voucher, mark in mine.items()
        }
    }


def mark(asked: Asked) -> dict[str, Any]:
    """Answer ``POST /juwu/mark``."""
    content = asked.posted()
    word = content.get("mark")
    if word not in (*MARKS, NONE):
        raise Refused(400, "标记只能是已阅、存疑，或取消。")
    note = optional_text(content, "note", "备注", LONGEST_NOTE)
    named = content.get("vouchers")
    if not isinstance(named, list) or not 0 < len(named) <= MOST_MARKS:
        raise Refused(400, f"一次标记 1 到 {MOST_MARKS} 张凭证。")
    shown = content.get("digests")
    if word != NONE and (not isinstance(shown, list) or len(shown) != len(named)):
        raise Refused(400, "没有写明看到的是哪一版凭证，请刷新页面再试。")
    books = asked.books
    _refuse_strangers(asked, books)
    found = [_digested(books, identity) for identity in named]
    if word != NONE:
        _refuse_others_than(found, shown or ())
    asked.room.marks.put(asked.user.name, found, word, note, _now(asked))
    return {"marked": len(found)}


def _digested(books: Books, identity: Any) -> tuple[str, str]:
    """Return a voucher's number, and what it is now."""
    voucher = books.facts.by_id.get(identity) if isinstance(identity, str) else None
    if voucher is None:
        raise Refused(404, f"没有凭证 {str(identity)[:40]}。")
    return voucher.id, voucher_digest(books, voucher)


def _refuse_others_than(found: Sequence[tuple[str, str]], shown: Sequence[Any]) -> None:
    """Refuse vouchers that are not what they were as ``shown``."""
    for (voucher, digest), seen in zip(found, shown, strict=True):
        if digest != seen:
            raise Refused(
                409,
                f"凭证 {voucher} 或它的扫描件在您看的时候变了，没有标记；请刷新页面，重新看过再标。",
            )


def query(asked: Asked) -> dict[str, Any]:
    """Answer ``POST /juwu/query``."""
    content = asked.posted()
    about, words = (
        plain(text(content, "about", "凭证号或签批号", 60)),
        text(content, "text", "问题"),
    )
    day, name = asked.room.today(), asked.user.name
    _refuse_strangers(asked, asked.books)
    raised = sum(q.date == day and q.raised_by == name for q in asked.books.of(Query))
    _refuse_flood(raised)
    return _written(asked.write(QueryOrder(day, words, about, name).plan))


def reply(asked: Asked) -> dict[str, Any]:
    """Answer ``POST /juwu/reply``."""
    content = asked.posted()
    identity, words = plain(text(content, "id", "质询的编号", 60)), text(content, "text", "答复")
    day, name = asked.room.today(), asked.user.name
    _refuse_flood(sum(r.date == day and r.by == name for r in asked.books.of(Reply)))
    return _written(asked.write(ReplyOrder(day, identity, words, name).plan))


def review(asked: Asked) -> dict[str, Any]:
    """Answer ``GET /juwu/review``."""
    return _state(asked, asked.books, _quarter(asked.request.args.get("period", "")))


def sign(asked: Asked) -> dict[str, Any]:
    """Answer ``POST /juwu/review``: note one's own opinion; the last of three files the review."""
    content = asked.posted()
    quarter = _quarter(text(content, "period", "季度", 10))
    opinion, remarks = _opinion(content)
    _same_person(asked, content)
    day, name = asked.room.today(), asked.user.name
    digest, scans = _may_sign(asked, quarter, content)
    said = Opinion(opinion, remarks, digest, _now(asked), scans)
    # While this one waited another may have filed the review: the plan is made under the lock.
    written = asked.write(OpinionOrder(day, quarter, name, said).plan)
    filed = (
        _written(written)
        if written.change.ids == (quarter.label,)
        else {"written": None, "findings": []}
    )
    return {**_state(asked, written.books, quarter), **filed}


def _may_sign(asked: Asked, quarter: Period, content: Mapping[str, Any]) -> tuple[str, str]:
    """Return the digests of the books and scans to be signed; refuse whoever may not sign."""
    books, day = asked.books, asked.room.today()
    if asked.room.unread():
        raise Refused(409, "账本有读不懂或不平的地方，不能审核；请管账的人先用 juwu check 改正。")
    refused = why_not(books, quarter, day)
    if refused:
        raise Refused(409, refused)
    group = group_of(books, day)
    if group is None or asked.user.name not in group.all:
        raise Refused(403, "只有在任的民主理财小组组长、组员才能签审核意见。")
    digest = books.digest(quarter.last)
    if content.get("digest") != digest:
        raise Refused(409, f"{quarter.title}的账在您看的时候变了，请刷新页面，重新看过再签。")
    scans = scans_of(books, quarter).digest
    if content.get("scans") != scans:
        raise Refused(409, f"{quarter.title}的扫描件在您看的时候变了，请刷新页面，重新看过再签。")
    return digest, scans


def waits(asked: Asked) -> dict[str, Any]:
    """Answer ``GET /juwu/waiting``."""
    return {"approvals": [w._asdict() for w in waiting(asked.books, asked.room.today())]}


ENDPOINTS: Mapping[str, Callable[[Asked], dict[str, Any]]] = {
    "GET /juwu/me": me,
    "GET /juwu/marks": marks,
    "GET /juwu/review": review,
    "GET /juwu/waiting": waits,
    "POST /juwu/mark": mark,
    "POST /juwu/query": query,
    "POST /juwu/reply": reply,
    "POST /juwu/review": sign,
}


def findings_json(findings: tuple[Finding, ...]) -> list[dict[str, str]]:
    """Return what a page shows of findings."""
    return [{"rule": f.rule, "message": f.message, "remedy": f.remedy} for f in findings]


def _quarter(label: str) -> Period:
    try:
        period = Period.parse(label)
    except ValueError:
        raise Refused(400, "季度请写成 2026Q1 这样。") from None
    if period.kind != "quarter":
        raise Refused(400, "审核按季度来，请写成 2026Q1 这样。")
    return period


def _opinion(content: dict[str, Any]) -> tuple[str, str]:
    opinion = content.get("opinion")
    if not isinstance(opinion, str) or opinion not in OPINIONS:
        raise Refused(400, f"意见只能是{'、'.join(OPINIONS.values())}。")
    remarks = optional_text(content, "remarks", "意见")
    if opinion != PASSED and not remarks:
        raise Refused(400, "附意见或不予通过的，请写明意见。")
    return opinion, remarks


def _same_person(asked: Asked, content: dict[str, Any]) -> None:
    """A signature is given by whoever sits there now, not by whoever logged in."""
    password = content.get("password")
    if not isinstance(password, str) or not password:
        raise Refused(400, "签字要再写一遍自己的口令。")
    address = asked.request.remote_addr or ""
    try:
        asked.authenticator.authenticate(asked.user.name, password, address)
    except NotLetIn:
        raise Refused(403, "口令不对，没有签。") from None
    except Locked as locked:
        raise Refused(429, f"{locked.said}再试。") from None


def _state(asked: Asked, books: Books, quarter: Period) -> dict[str, Any]:
    password = asked.room.password_set
    return review_state(books, quarter, asked.user.name, asked.room.today(), password)


def _refuse_strangers(asked: Asked, books: Books) -> None:
    """Refuse a reviewer who is not, or no longer, of the group by the books: a login is no office."""
    if not REVIEW_OFFICES.intersection(books.people.roles(asked.user.name, asked.room.today())):
        raise Refused(
            403, "账本里您现在不是民主理财小组的人；刚换届的，请居委会先登记任职（juwu officer）。"
        )


def _refuse_flood(today: int) -> None:
    if today >= MOST_A_DAY:
        raise Refused(409, f"一个人一天最多写 {MOST_A_DAY} 条，请明天再写。")


def _written(written: Written) -> dict[str, Any]:
    return {
        "written": {
            "title": written.change.title,
            "ids": list(written.change.ids),
            "text": written.text,
        },
        "findings": findings_json(written.findings),
    }


def _now(asked: Asked) -> str:
    time = dt.datetime.now().time().replace(microsecond=0)
    return dt.datetime.combine(asked.room.today(), time).isoformat()
