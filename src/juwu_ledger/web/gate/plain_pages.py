"""Pages of our own outside of Fava: the login, and what turns people away."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.wrappers import Response

from juwu_ledger.resources import resource_folder
from juwu_ledger.web.gate.headers import PLAIN_POLICY, secured

LOGIN, LOGOUT, STYLE = "/juwu/login", "/juwu/logout", "/juwu/plain.css"


def login_page(said: str, token: str, name: str, following: str, status: int = 200) -> Response:
    """Return the login page; ``following`` is where it leads."""
    page = _environment().get_template("web/login.html.j2")
    html = page.render(said=said, token=token, name=name, next=following)
    return secured(Response(html, status, mimetype="text/html"), PLAIN_POLICY)


def plain_page(
    status: int, title: str, said: str, link: str = "", link_title: str = ""
) -> Response:
    """Return a page with one sentence."""
    page = _environment().get_template("web/plain.html.j2")
    html = page.render(title=title, said=said, link=link, link_title=link_title)
    return secured(Response(html, status, mimetype="text/html"), PLAIN_POLICY)


def moved(to: str) -> Response:
    """Return an answer that sends the browser elsewhere."""
    return secured(Response("", 303, headers={"Location": to}, mimetype="text/plain"), PLAIN_POLICY)


def style() -> Response:
    """Return the style of these pages."""
    css = (resource_folder("templates") / "web" / "plain.css").read_text(encoding="utf-8")
    return secured(Response(css, mimetype="text/css"), PLAIN_POLICY)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(resource_folder("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
