"""The street's overview and a committee's page behind the same login as books: nothing can be written here."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path

from jinja2 import Template
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Request, Response

from juwu_ledger.books.model.periods import DAY, Period
from juwu_ledger.books.signing.canonical import short_code
from juwu_ledger.render import CannotRender
from juwu_ledger.render.html.html import body
from juwu_ledger.street.committee_page import committee_page
from juwu_ledger.street.kept_bundles import NotKept
from juwu_ledger.street.overview import overview
from juwu_ledger.street.register import BadRegister, Register, read_register
from juwu_ledger.street.street_log import BadLog, StreetLog, read_log
from juwu_ledger.tables.report import Report
from juwu_ledger.web.gate.authenticator import Authenticator
from juwu_ledger.web.gate.gate import Entrance
from juwu_ledger.web.gate.headers import PAGE_POLICY, secured
from juwu_ledger.web.gate.login import Cookies
from juwu_ledger.web.gate.plain_pages import page_environment
from juwu_ledger.web.gate.posted import Refused
from juwu_ledger.web.gate.sessions import Session, Sessions
from juwu_ledger.web.gate.users import Users
from juwu_ledger.web.server import Address

ROLE = "street"
_COMMITTEE = "/committee/"
_MONTHS = 12
"""Months to choose from."""


def make_street_gate(
    root: Path,
    users: Users,
    address: Address,
    *,
    clock: Callable[[], float] = time.monotonic,
    today: Callable[[], dt.date] = dt.date.today,
) -> StreetGate:
    """Return the application for the street's folder ``root``."""
    sessions = Sessions(clock, users.get)
    cookies = Cookies.of(address.port, secure=address.certificate is not None)
    return StreetGate(root, today, Authenticator(users, clock), sessions, cookies, address)


class StreetGate(Entrance):
    """The WSGI application that is served."""

    def __init__(
        self,
        root: Path,
        today: Callable[[], dt.date],
        authenticator: Authenticator,
        sessions: Sessions,
        cookies: Cookies,
        address: Address,
    ) -> None:
        """Show the street in ``root``; ``today`` is the day that lateness is told by."""
        super().__init__(authenticator, sessions, cookies, address.hosts)
        self._root = root
        self._today = today

    def _inside(self, request: Request, session: Session) -> Response:
        """Answer somebody who is logged in."""
        if request.method not in ("GET", "HEAD"):
            raise NotFound
        if session.user.role != ROLE:
            raise Refused(403, "这里是街道的页面，您的身份不能看。")
        try:
            register = read_register(self._root)
            return self._page(request, session, register, read_log(register))
        except (BadRegister, BadLog, NotKept, CannotRender) as error:
            raise Refused(503, str(error)) from None

    def _page(
        self, request: Request, session: Session, register: Register, log: StreetLog
    ) -> Response:
        today = self._today()
        last = Period.month_of(today.replace(day=1) - DAY)
        if request.path == "/":
            report = overview(register, log, _chosen(request, last), today)
        elif request.path.startswith(_COMMITTEE):
            member = register.members.get(request.path.removeprefix(_COMMITTEE))
            if member is None:
                raise NotFound
            report = committee_page(register, log, member, today)
        else:
            raise NotFound
        return secured(_html(report, register, session, last), PAGE_POLICY)


def _chosen(request: Request, last: Period) -> Period:
    """Return the period that the page is asked for; raises :class:`Refused`."""
    text = request.args.get("period", "")
    try:
        return Period.parse(text) if text else last
    except ValueError:
        raise Refused(400, "期间写得不对：月 2026-03、季 2026Q1、年 2026。") from None


def _html(report: Report, register: Register, session: Session, last: Period) -> Response:
    months = [last]
    while len(months) < _MONTHS:
        months.append(Period.month_of(months[-1].first - DAY))
    page = _template().render(
        title=f"{report.title} · {register.name}",
        months=months,
        members=register.members.values(),
        user=session.user,
        csrf=session.csrf,
        report=report,
        code=short_code(report.books_digest),
        body=body(report),
    )
    return Response(page, mimetype="text/html")


def _template() -> Template:
    return page_environment().get_template("web/street.html.j2")
