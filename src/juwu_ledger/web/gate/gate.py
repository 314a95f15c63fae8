"""The gate: everything that a browser asks for passes here, and what is not allowed does not exist.

Host, login, role and way of asking are looked at before Fava sees a request; what comes back gets the
headers of :mod:`juwu_ledger.web.gate.headers`.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Request, Response

from juwu_ledger.web.fava.one_ledger import SLUG
from juwu_ledger.web.fava.time_filter import LONGEST, why_refused
from juwu_ledger.web.gate.authenticator import Authenticator
from juwu_ledger.web.gate.compression import compressed
from juwu_ledger.web.gate.current_user import CURRENT_USER, ROOM, CurrentUser, Room
from juwu_ledger.web.gate.endpoints import ENDPOINTS, Asked, findings_json
from juwu_ledger.web.gate.headers import PAGE_POLICY, SCAN_POLICY, secured
from juwu_ledger.web.gate.login import Cookies, Login, inner_path
from juwu_ledger.web.gate.own_password import OwnPassword
from juwu_ledger.web.gate.permissions import PERMISSIONS, Permissions
from juwu_ledger.web.gate.plain_pages import (
    FILES,
    LOGIN,
    LOGOUT,
    PASSWORD,
    moved,
    plain_file,
    plain_page,
)
from juwu_ledger.web.gate.posted import NOT_OURS, Refused
from juwu_ledger.web.gate.private_file import NotKept
from juwu_ledger.web.gate.scans import scan_path, send_scan
from juwu_ledger.web.gate.sessions import Session, Sessions

if TYPE_CHECKING:
    from juwu_ledger.web.fava.fava_app import Fava

LOG = logging.getLogger("juwu.gate")
SCAN = "/juwu/scan"
_NEWS = "/api/changed"
"""Fava's page asks for news every five seconds, whether anybody sits there or not."""
_SCANS = frozenset({"statement"})
_NO_PAGE = ("没有这一页", "没有这一页，或者您的身份不能看。", "/", "回到账本")
_NO_LOGIN = "还没有登录，或者登录已经过期，请重新登录。"
_FILTERS = ("account", "filter", "time")
_LONG = f"筛选的条件太长了，最多 {LONGEST} 个字。"


class Entrance:
    """A WSGI application that lets people in by name and password; what is inside, others say."""

    def __init__(
        self,
        authenticator: Authenticator,
        sessions: Sessions,
        cookies: Cookies,
        hosts: Collection[str],
    ) -> None:
        """Take who may come in; ``hosts`` are the names, with port, that it may be asked for by."""
        self._sessions = sessions
        self._cookies = cookies
        self._hosts = frozenset(host.lower() for host in hosts)
        self._login = Login(authenticator, sessions, cookies)
        self._own_password = OwnPassword(authenticator, sessions, cookies)

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        try:
            response = self._answer(request)
        except Refused as refused:
            response = _refusal(request, refused)
        except NotKept as error:
            LOG.error("%s", error)
            response = _refusal(request, Refused(503, str(error)))
        except HTTPException as error:
            response = _refusal(request, _in_words(error))
        except Exception:
            LOG.exception("出错：%s %s", quote(request.method), quote(request.path))
            response = _refusal(request, Refused(500, "程序出错了，请告诉管这台电脑的人。"))
        return compressed(request, response)(environ, start_response)

    def _answer(self, request: Request) -> Response:
        if request.environ.get("HTTP_HOST", "").lower() not in self._hosts:
            raise Refused(403, "请用启动时显示的地址打开。")
        if not _is_welcome(request):
            raise Refused(403, NOT_OURS)
        asked = _asked(request)
        if asked == f"GET {LOGIN}":
            return self._login.show(request)
        if asked == f"POST {LOGIN}":
            return self._login.enter(request)
        if request.path in FILES and asked.startswith("GET "):
            return plain_file(request.path)
        session = self._session(request)
        if session is None:
            return _to_login(request)
        if asked == f"POST {LOGOUT}":
            return self._login.leave(request, session)
        if asked == f"GET {PASSWORD}":
            return self._own_password.show(session)
        if asked == f"POST {PASSWORD}":
            return self._own_password.change(request, session)
        return self._inside(request, session)

    def _session(self, request: Request) -> Session | None:
        token = request.cookies.get(self._cookies.session, "")
        by_person = not request.path.endswith(_NEWS)
        return self._sessions.find(token, by_person=by_person) if token else None

    def _inside(self, request: Request, session: Session) -> Response:
        """Answer somebody who is logged in."""
        raise NotImplementedError


class Gate(Entrance):
    """The application for a committee's books: Fava and our own endpoints, by role."""

    def __init__(
        self,
        fava: Fava,
        room: Room,
        authenticator: Authenticator,
        sessions: Sessions,
        cookies: Cookies,
        hosts: Collection[str],
    ) -> None:
        """Guard ``fava``; ``hosts`` are the names, with port, that it may be asked for by."""
        super().__init__(authenticator, sessions, cookies, hosts)
        self._fava = fava
        self._room = room
        self._authenticator = authenticator

    def _inside(self, request: Request, session: Session) -> Response:
        """Answer somebody who is logged in."""
        user = session.user
        me, may = CurrentUser(user.name, user.role, session.csrf), PERMISSIONS[user.role]
        asked = _asked(request)
        if asked in may.ours:
            return self._ours(asked, Asked(request, me, self._room, self._authenticator))
        if request.method not in ("GET", "HEAD"):
            raise NotFound
        endpoint = self._endpoint(request, may)
        if any(len(v) > LONGEST for key in _FILTERS for v in request.args.getlist(key)):
            raise Refused(400, _LONG)
        refused = why_refused(request.args) if endpoint != "extension_report" else None
        if refused:
            raise Refused(400, refused)
        return self._favas(request, me, endpoint)

    def _ours(self, name: str, asked: Asked) -> Response:
        if name == f"GET {SCAN}":
            path = scan_path(self._room.main.parent, asked.request.args.get("name", ""))
            return secured(send_scan(path, asked.request.environ), SCAN_POLICY)
        return secured(_json(ENDPOINTS[name](asked)))

    def _endpoint(self, request: Request, may: Permissions) -> str:
        """Return the endpoint of Fava that is asked for, if this role may have it."""
        routes = self._fava.app.url_map.bind_to_environ(request.environ)
        try:
            try:
                endpoint, values = routes.match(method="GET")
            except RequestRedirect as moved:  # A slash is missing: it must lead to what is allowed.
                inner = unquote(urlsplit(moved.new_url).path)
                endpoint, values = routes.match(inner, method="GET")
        except (MethodNotAllowed, RequestRedirect):
            raise NotFound from None
        if endpoint not in may.fava or values.get("bfile", SLUG) != SLUG:
            raise NotFound
        if endpoint == "report" and values["report_name"] not in may.reports:
            raise NotFound
        return str(endpoint)

    def _favas(self, request: Request, me: CurrentUser, endpoint: str) -> Response:
        environ = {**request.environ, CURRENT_USER: me, ROOM: self._room, "REQUEST_METHOD": "GET"}
        response = self._fava.answer(environ, endpoint)
        if response.status_code in (401, 404, 405) and response.mimetype == "text/html":
            response.close()
            raise NotFound
        is_scan = endpoint in _SCANS and response.status_code < 400
        return secured(response, SCAN_POLICY if is_scan else PAGE_POLICY, keep=endpoint == "static")


def _asked(request: Request) -> str:
    """Return method and path; what may be got may be asked for its head alone."""
    return f"{'GET' if request.method == 'HEAD' else request.method} {request.path}"


def _is_welcome(request: Request) -> bool:
    """Tell whether a page of ours asks, or a person who opens an address; no other site's page."""
    if request.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin"):
        return True
    navigates = request.headers.get("Sec-Fetch-Mode") == "navigate"
    return (
        navigates
        and request.headers.get("Sec-Fetch-Dest") == "document"
        and request.method in ("GET", "HEAD")
    )


def _wants_json(request: Request) -> bool:
    if request.path in (LOGIN, LOGOUT, PASSWORD):
        return False
    return (
        request.headers.get("Sec-Fetch-Dest", "") == "empty"
        or "/api/" in request.path
        or request.method not in ("GET", "HEAD")
        or f"GET {request.path}" in ENDPOINTS
    )


def _to_login(request: Request) -> Response:
    """Send people to the login page, and tell scripts; whatever they asked for, alike."""
    if _wants_json(request):
        return _refusal(request, Refused(401, _NO_LOGIN))
    asked = inner_path(request.full_path.rstrip("?"))
    following = f"?next={quote(asked, safe='/')}" if asked not in ("", "/") else ""
    return moved(f"{LOGIN}{following}")


def _in_words(error: HTTPException) -> Refused:
    status = error.code or 500
    if status in (404, 405):
        return Refused(404, _NO_PAGE[1])
    return Refused(status, "这个请求看不懂，没有办。")


def _refusal(request: Request, refused: Refused) -> Response:
    if _wants_json(request):
        told = {"error": refused.said, "findings": findings_json(refused.findings)}
        return secured(_json(told, refused.status))
    if refused.status == 404:
        return plain_page(404, *_NO_PAGE)
    return plain_page(refused.status, "没有办", refused.said)


def _json(content: Any, status: int = 200) -> Response:
    body = json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")
    return Response(body, status, mimetype="application/json")
