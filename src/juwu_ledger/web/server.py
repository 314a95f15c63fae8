"""Fava for one set of books, read-only, to browsers on this machine only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

LOOPBACK = ("127.0.0.1", "localhost", "::1")
_SELECT = re.compile(r"\s*select\s", re.I)

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Gate:
    """Lets through only what a reader on this machine asks for.

    A page elsewhere may make a browser call this address: requests with another ``Host`` (DNS
    rebinding) or from another site are turned away. Fava's query shell has commands that write
    files even when read-only: only a SELECT passes.
    """

    def __init__(self, app: Wsgi, port: int) -> None:
        """Guard ``app``, which is served on ``port``."""
        self._app = app
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}"}

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer one request."""
        refusal = self._refusal(environ)
        if refusal is None:
            return self._app(environ, start_response)
        body = refusal.encode("utf-8")
        start_response(
            "403 Forbidden",
            [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))],
        )
        return [body]

    def _refusal(self, environ: dict[str, Any]) -> str | None:
        if environ.get("HTTP_HOST", "") not in self._hosts:
            return "只能在本机浏览：请用 127.0.0.1 打开。"
        if environ.get("REQUEST_METHOD") not in ("GET", "HEAD"):
            return "账本在这里只能看，不能改。"
        site = environ.get("HTTP_SEC_FETCH_SITE", "none")
        if site in ("cross-site", "same-site") and environ.get("PATH_INFO", "/") != "/":
            return "不接受别的网站转来的请求。"
        queries = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
        for query in queries.get("query_string", []):
            if not _SELECT.match(query):
                return "查询只能用 SELECT。"
        return None


def create_app(main: Path) -> Any:
    """Return Fava's WSGI application for the books, read-only and safely loaded."""
    from fava.application import create_app as create_fava

    from juwu_ledger.web.safe_ledger import use_safe_loading

    use_safe_loading()
    return create_fava([str(main)], load=True, read_only=True)


def serve(main: Path, host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serve the books until interrupted; raise ``OSError`` when the port is taken.

    ``announce`` is told the address once the server is ready to answer.
    """
    from cheroot.wsgi import Server

    server = Server((host, port), Gate(create_app(main), port))
    server.prepare()
    shown = "127.0.0.1" if host == "localhost" else host
    announce(f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/")
    try:
        server.serve()
    except KeyboardInterrupt:
        pass
    finally:
        server.stop()
