"""Texts leave compressed where the browser takes it: a page of the books is mostly repetition.

A secret beside a text that a stranger chooses can be guessed from the compressed length; but no other site's
page is answered at all (:mod:`juwu_ledger.web.gate.gate`), so nobody can ask often enough.
"""

from __future__ import annotations

import gzip

from werkzeug.wrappers import Request, Response

_TEXTS = frozenset(
    {"text/html", "text/css", "text/javascript", "application/javascript", "application/json"}
)
_LEAST = 1024
"""Bytes below which it is not worth the trouble."""
_LEVEL = 6


def compressed(request: Request, response: Response) -> Response:
    """Return the response, compressed if it is a text and the browser takes gzip."""
    if response.mimetype not in _TEXTS or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code != 200 or request.method == "HEAD":
        return response
    if not request.accept_encodings["gzip"]:
        return response
    response.direct_passthrough = False
    text = response.get_data()
    if len(text) < _LEAST:
        return response
    response.set_data(gzip.compress(text, _LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    tag, _ = response.get_etag()
    if tag is not None:  # Of the same text, not of the same bytes.
        response.set_etag(tag, weak=True)
    return response
