"""A text as a QR code in inline SVG, which any phone shows as it is: no address, nothing to open."""

from __future__ import annotations

from functools import cache

import segno
from markupsafe import Markup

QUIET = 4
"""White modules around the code, which readers need."""
_LEVEL = "m"


@cache
def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return the code, row by row, dark modules true.

    The text is UTF-8 whatever is in it: otherwise some texts would be taken for Shift JIS.
    """
    code = segno.make_qr(text, error=_LEVEL, mode="byte", encoding="utf-8", boost_error=False)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)


def qr_drawing(text: str) -> Markup:
    """Draw the code; one unit of the drawing is one module."""
    rows = modules(text)
    size = len(rows) + 2 * QUIET
    path = "".join(
        f"M{x + QUIET} {y + QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    return Markup(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="二维码" shape-rendering="crispEdges">'
        '<rect width="{0}" height="{0}" fill="#fff"/><path d="{1}" fill="#000"/></svg>'
    ).format(size, path)
