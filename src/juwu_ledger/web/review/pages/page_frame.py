"""The script that all pages share; it has no page of its own."""

from __future__ import annotations

from fava.ext import FavaExtensionBase


class PageFrame(FavaExtensionBase):
    """Forms and buttons that post what is written; on Fava's pages, no links that lead nowhere."""

    has_js_module = True
