"""Reports as PDF, made from the HTML by WeasyPrint (the extra ``pdf``), which needs Pango."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from juwu_ledger.render import CannotRender
from juwu_ledger.render.html.html import page
from juwu_ledger.tables.report import Report

_REMEDY = "可以先出 html，用浏览器打开，打印或另存为 PDF。"


def render(report: Report) -> bytes:
    """Return the report as PDF; raise :class:`CannotRender` where WeasyPrint or Pango is missing."""
    try:
        from weasyprint import HTML
    except ImportError:
        raise CannotRender(
            f"没有安装 WeasyPrint，出不了 PDF。请运行 pip install 'juwu-ledger[pdf]'；{_REMEDY}"
        ) from None
    except OSError:
        raise CannotRender(
            f"系统里没有 Pango 库，WeasyPrint 用不了，出不了 PDF。请先安装 Pango；{_REMEDY}"
        ) from None
    with _nothing_collected():
        data: bytes = HTML(string=page(report), url_fetcher=_fetch_nothing).write_pdf()
    return data


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Leave Python's garbage alone meanwhile: all of a paper's boxes live until it is written.

    To look through them again and again takes an eighth of the time.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _fetch_nothing(url: str, *_args: object, **_options: object) -> NoReturn:
    """Refuse every address: a paper is whole in itself, whatever its texts say."""
    raise ValueError(f"not fetched: {url}")
