"""What every answer tells the browser not to do."""

from __future__ import annotations

from werkzeug.wrappers import Response

PAGE_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
"""Fava's scripts are files of its own; its inline ``<script>`` tags hold JSON, which is never run. Its
editor for queries puts ``<style>`` tags into the page, so inline styles must be allowed."""
SCAN_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
"""A scan may stand in a frame of ours, and load nothing."""
PLAIN_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""The login page and the pages that turn people away."""
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def secured(response: Response, policy: str = PAGE_POLICY, *, keep: bool = False) -> Response:
    """Return the response with our headers; ``keep``: the browser may keep it for this user."""
    headers = response.headers
    for name, value in _ALWAYS.items():
        headers[name] = value
    headers["Content-Security-Policy"] = policy
    headers["X-Frame-Options"] = "SAMEORIGIN" if policy == SCAN_POLICY else "DENY"
    headers["Cache-Control"] = "private, no-cache" if keep else "no-store"
    del headers["Server"]
    return response
