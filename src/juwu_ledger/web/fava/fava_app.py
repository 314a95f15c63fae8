"""Fava as it stands behind the gate: read-only, safely loaded, and its weak places mended.

Nothing of Fava is changed on the disk: a template is read through a filter, three views and the loader
are replaced. What else would have to be mended (filters by patterns, documents, the list of errors with
its links to an editor) is left out by the gate's tables.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Request, Response

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.problem import LoadError
from juwu_ledger.web.fava.one_ledger import OneLedger
from juwu_ledger.web.fava.queries import answer
from juwu_ledger.web.fava.safe_ledger import use_safe_loading
from juwu_ledger.web.gate.current_user import CURRENT_USER
from juwu_ledger.web.gate.scans import scan_path, send_scan

if TYPE_CHECKING:
    from flask import Flask

JOURNAL, QUERY = "_journal_table.html", "json_api.get_query"
_UNESCAPED, _ESCAPED = "{% autoescape false %}", "{% autoescape true %}"


class Unreadable(Exception):
    """Books that cannot be shown; ``errors`` says why."""

    def __init__(self, errors: tuple[LoadError, ...]) -> None:
        """Take what is wrong with them."""
        super().__init__(errors)
        self.errors = errors


class Fava:
    """Fava on one set of books, asked by one thread at a time: it reloads books piece by piece."""

    def __init__(self, main: Path) -> None:
        """Load the books; raise :class:`Unreadable`."""
        from juwu_ledger.web.fava.fresh_ledger import FreshLedger

        use_safe_loading()
        self._main = main
        self._ledger = FreshLedger(str(main))
        self.app = _create_app(main, OneLedger(self._ledger))
        self._lock = threading.RLock()
        if self._ledger.read.reading is None:
            raise Unreadable(self._ledger.read.errors)

    def answer(self, environ: dict[str, Any], endpoint: str) -> Response:
        """Answer a request; what Fava does not expect is raised."""
        if endpoint == QUERY:  # Answered by another process: nobody else need wait for it.
            return _query(self._main, Request(environ))
        with self._lock:
            return Response.from_app(self.app.wsgi_app, environ)

    def books(self) -> Books | None:
        """Return the books as Fava has them now, loaded anew if they changed."""
        with self._lock:
            self._ledger.changed()
            reading = self._ledger.read.reading
        return reading.books if reading is not None else None

    def unread(self) -> bool:
        """Tell whether the books have errors of loading: what is shown is not all there is."""
        with self._lock:
            self._ledger.changed()
            return bool(self._ledger.read.errors)


def _create_app(main: Path, ledgers: OneLedger) -> Flask:
    """Return Fava's application for the books, which are loaded already."""
    from fava.application import create_app

    app = create_app([str(main)], load=False, read_only=True)
    app.config["LEDGERS"] = ledgers
    app.config["PROPAGATE_EXCEPTIONS"] = True
    _escape_journal(app)
    _replace_views(app, main)
    return app


def _escape_journal(app: Flask) -> None:
    """Fava writes payees, narrations and metadata into its journal as they are: escape them."""
    from jinja2 import ChoiceLoader, DictLoader

    own = app.jinja_loader
    assert own is not None
    text = own.get_source(app.jinja_env, JOURNAL)[0].replace(_UNESCAPED, _ESCAPED)
    assert "autoescape false" not in text
    app.jinja_loader = ChoiceLoader([DictLoader({JOURNAL: text}), own])


def _replace_views(app: Flask, main: Path) -> None:
    views: dict[str, Callable[..., Any]] = {
        "extension_report": _our_page,
        "statement": lambda: _statement(main),
        "json_api.get_context": _placeless(app.view_functions["json_api.get_context"], main),
    }
    app.view_functions.update(views)


def _our_page(extension_name: str) -> str:
    """Our pages are whole documents: Fava's frame has its own links, letters and shortcuts."""
    from fava.context import g

    from juwu_ledger.web.review.pages.page import Page

    page = g.ledger.extensions.get_extension(extension_name)
    if not isinstance(page, Page):
        raise NotFound
    return page.document()


def _statement(main: Path) -> Response:
    """Send the scan that an entry's metadata names."""
    from fava.context import g
    from fava.helpers import FavaAPIError
    from flask import request

    entry_hash, key = request.args.get("entry_hash", ""), request.args.get("key", "")
    try:
        named = g.ledger.get_entry(entry_hash).meta.get(key)
    except FavaAPIError:
        raise NotFound from None
    if not key.startswith("document") or not isinstance(named, str):
        raise NotFound
    return send_scan(scan_path(main.parent, named), request.environ)


def _query(main: Path, request: Request) -> Response:
    query, who = request.args.get("query_string", ""), request.environ[CURRENT_USER].name
    asked = request.query_string.decode("latin-1")
    status, body = answer(main, request.path, query, asked, who)
    return Response(body, status, mimetype="application/json")


def _placeless(view: Callable[..., Any], main: Path) -> Callable[..., Any]:
    """Name an entry's file as Fava names what stands in no file: it then leaves its editor closed."""

    def wrapped(**values: Any) -> Any:
        reply = view(**values)
        told = reply.get_json()
        meta = told["data"]["entry"]["meta"]
        try:
            named = Path(str(meta["filename"])).relative_to(main.parent).as_posix()
        except ValueError:
            named = main.name
        meta["filename"] = f"<{named}>"
        reply.set_data(json.dumps(told, ensure_ascii=False).encode("utf-8"))
        return reply

    return wrapped
