"""Changing one's own password in the browser: a plain form behind the login."""

from __future__ import annotations

import logging

from werkzeug.wrappers import Request, Response

from juwu_ledger.web.gate.authenticator import Authenticator, Locked, NotLetIn
from juwu_ledger.web.gate.login import Cookies
from juwu_ledger.web.gate.passwords import complaint
from juwu_ledger.web.gate.plain_pages import password_page, plain_page
from juwu_ledger.web.gate.posted import NOT_OURS, from_our_page, is_token, posted_form
from juwu_ledger.web.gate.sessions import Session, Sessions

LOG = logging.getLogger("juwu.login")


class OwnPassword:
    """The page on which whoever is logged in changes his or her own password."""

    def __init__(self, authenticator: Authenticator, sessions: Sessions, cookies: Cookies) -> None:
        """Take what it works with."""
        self._authenticator = authenticator
        self._sessions = sessions
        self._cookies = cookies

    def show(self, session: Session) -> Response:
        """Answer ``GET``."""
        return password_page("", session.user.name, session.csrf)

    def change(self, request: Request, session: Session) -> Response:
        """Answer ``POST``: the old password is asked for again, and every other session ends."""
        form, name = posted_form(request), session.user.name
        if not from_our_page(request) or not is_token(form.get("csrf"), session.csrf):
            return plain_page(403, "没有办", NOT_OURS, "/", "回到账本")
        try:
            address = request.remote_addr or ""
            self._authenticator.authenticate(name, form.get("old", ""), address)
        except NotLetIn:
            return password_page("现在的口令不对，没有改。", name, session.csrf, 403)
        except Locked as locked:
            return password_page(f"{locked.said}再试。", name, session.csrf, 429)
        wrong = _wrong(form, name)
        if wrong:
            return password_page(wrong, name, session.csrf, 400)
        user = self._authenticator.users.set_password(name, form["new"], name)
        LOG.info("改了自己的口令：%s，来自 %s", name, request.remote_addr)
        response = plain_page(200, "口令改好了", "下次请用新口令登录。", "/", "回到账本")
        self._cookies.set(response, self._cookies.session, self._sessions.begin(user))
        return response


def _wrong(form: dict[str, str], name: str) -> str | None:
    """Say what is wrong with the new password; ``None`` when it will do."""
    new = form.get("new", "")
    if new != form.get("again"):
        return "两遍新口令不一样，没有改。"
    if new == form.get("old"):
        return "新口令和现在的一样，没有改。"
    return complaint(new, name)
