"""Logging in and out: a plain form, a random token in a cookie that scripts cannot see."""

from __future__ import annotations

import logging
import secrets
from typing import NamedTuple
from urllib.parse import quote

from werkzeug.wrappers import Request, Response

from juwu_ledger.web.gate.authenticator import Authenticator, Locked, NotLetIn
from juwu_ledger.web.gate.plain_pages import LOGIN, login_page, moved, plain_page
from juwu_ledger.web.gate.posted import NOT_OURS, from_our_page, is_token, posted_form
from juwu_ledger.web.gate.sessions import Session, Sessions

LOG = logging.getLogger("juwu.login")
_WRONG = "姓名或口令不对，请再试一次。"
_ENDED = "登录过期了，请再登录一次，就回到刚才的地方；写了还没有送出的，还在那里。"
_AGAIN = "这一页放得太久了，请再登录一次。"


class Cookies(NamedTuple):
    """The names of our cookies, and whether they travel over TLS only."""

    session: str
    login: str
    secure: bool

    @classmethod
    def of(cls, port: int, *, secure: bool) -> Cookies:
        """Return the names for a port: browsers keep cookies by host, whatever the port."""
        name = f"__Host-juwu-{port}" if secure else f"juwu-{port}"
        return cls(name, f"{name}-login", secure)

    def set(self, response: Response, name: str, value: str) -> None:
        """Set a cookie that ends with the browser."""
        response.set_cookie(
            name, value, path="/", secure=self.secure, httponly=True, samesite="Strict"
        )

    def drop(self, response: Response, name: str) -> None:
        """Take a cookie back."""
        response.delete_cookie(name, path="/", secure=self.secure, httponly=True, samesite="Strict")


class Login:
    """The login page and the way out."""

    def __init__(self, authenticator: Authenticator, sessions: Sessions, cookies: Cookies) -> None:
        """Take what it works with."""
        self._authenticator = authenticator
        self._sessions = sessions
        self._cookies = cookies

    def show(self, request: Request) -> Response:
        """Answer ``GET``; a session that ended by itself has left its cookie behind."""
        following = inner_path(request.args.get("next", ""))
        has_ended = following and request.cookies.get(self._cookies.session)
        return self._page(_ENDED if has_ended else "", "", following)

    def enter(self, request: Request) -> Response:
        """Answer ``POST``: begin a session, or show the page again."""
        form = posted_form(request)
        name, following = form.get("name", ""), inner_path(form.get("next", ""))
        sent = request.cookies.get(self._cookies.login, "")
        if not from_our_page(request) or not sent or not is_token(form.get("token"), sent):
            return self._page(_AGAIN, name, following, 403)
        try:
            user = self._authenticator.authenticate(
                name, form.get("password", ""), request.remote_addr or ""
            )
        except NotLetIn:
            return self._page(_WRONG, name, following, 403)
        except Locked as locked:
            said = f"{locked.said}再试。等不及的，请管这台电脑的人解锁。"
            response = self._page(said, name, following, 429)
            response.headers["Retry-After"] = str(int(locked.seconds) + 1)
            return response
        LOG.info("登录：%s（%s），来自 %s", user.name, user.title, request.remote_addr)
        self._sessions.end(request.cookies.get(self._cookies.session, ""))
        response = moved(quote(following, safe="/?&=%") or "/")
        self._cookies.set(response, self._cookies.session, self._sessions.begin(user))
        self._cookies.drop(response, self._cookies.login)
        return response

    def leave(self, request: Request, session: Session) -> Response:
        """Answer the form that logs out."""
        form = posted_form(request)
        if not from_our_page(request) or not is_token(form.get("csrf"), session.csrf):
            return plain_page(403, "没有办", NOT_OURS, "/", "回到账本")
        self._sessions.end(request.cookies.get(self._cookies.session, ""))
        response = moved(LOGIN)
        self._cookies.drop(response, self._cookies.session)
        return response

    def _page(self, said: str, name: str, following: str, status: int = 200) -> Response:
        token = secrets.token_urlsafe(24)
        response = login_page(said, token, name[:40], following, status)
        self._cookies.set(response, self._cookies.login, token)
        return response


def inner_path(text: str) -> str:
    """Return where to go after logging in: a path of this server, else nothing."""
    inner = text.startswith("/") and not text.startswith(("//", "/\\", LOGIN))
    return text if inner and text.isprintable() and "\\" not in text and len(text) < 2000 else ""
