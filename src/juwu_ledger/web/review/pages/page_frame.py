"""The script that all pages share; it has no page of its own."""

from __future__ import annotations

from fava.ext import FavaExtensionBase


class PageFrame(FavaExtensionBase):
    """Large print in the sidebar, our pages first, forms and buttons that post what is written."""

    has_js_module = True
