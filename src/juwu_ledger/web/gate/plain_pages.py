"""Pages of our own outside of Fava: the login, and what turns people away."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.wrappers import Response

from juwu_ledger.resources import resource_folder
from juwu_ledger.web.gate.headers import PLAIN_POLICY, secured
from juwu_ledger.web.gate.passwords import RULE

LOGIN, LOGOUT, PASSWORD = "/juwu/login", "/juwu/logout", "/juwu/password"
_TYPES = {"plain.css": "text/css", "plain.js": "text/javascript", "drafts.js": "text/javascript"}
FILES = frozenset(f"/juwu/{name}" for name in _TYPES)
"""Style and scripts, which say nothing of the books: they are there before anybody has logged in."""


def login_page(said: str, token: str, name: str, following: str, status: int = 200) -> Response:
    """Return the login page; ``following`` is where it leads."""
    page = page_environment().get_template("web/login.html.j2")
    html = page.render(said=said, token=token, name=name, next=following)
    return secured(Response(html, status, mimetype="text/html"), PLAIN_POLICY)


def password_page(said: str, name: str, csrf: str, status: int = 200) -> Response:
    """Return the page on which a user changes his or her own password."""
    page = page_environment().get_template("web/password.html.j2")
    html = page.render(said=said, name=name, csrf=csrf, rule=RULE)
    return secured(Response(html, status, mimetype="text/html"), PLAIN_POLICY)


def plain_page(
    status: int, title: str, said: str, link: str = "", link_title: str = ""
) -> Response:
    """Return a page with one sentence."""
    page = page_environment().get_template("web/plain.html.j2")
    html = page.render(title=title, said=said, link=link, link_title=link_title)
    return secured(Response(html, status, mimetype="text/html"), PLAIN_POLICY)


def moved(to: str) -> Response:
    """Return an answer that sends the browser elsewhere."""
    return secured(Response("", 303, headers={"Location": to}, mimetype="text/plain"), PLAIN_POLICY)


def plain_file(path: str) -> Response:
    """Return the style, or a script, of these pages: one of :data:`FILES`."""
    name = path.removeprefix("/juwu/")
    text = (resource_folder("templates") / "web" / name).read_text(encoding="utf-8")
    return secured(Response(text, mimetype=_TYPES[name]), PLAIN_POLICY)


@cache
def page_environment() -> Environment:
    """Return what makes the pages outside of Fava: everything escaped, nothing left undefined."""
    return Environment(
        loader=FileSystemLoader(resource_folder("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
