"""Sending scans: only what lies below ``documents/``, and in place only what cannot run.

PDF and bitmaps, known by name *and* by their first bytes, may be shown; everything else, SVG and HTML
above all, is handed over as a download.
"""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

from werkzeug.exceptions import NotFound
from werkzeug.utils import send_file
from werkzeug.wrappers import Response

from juwu_ledger.books.reading.documents import document_path

_SIGNS = {
    "application/pdf": (b"%PDF-",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/webp": (b"RIFF",),
    "image/bmp": (b"BM",),
}
_NAMED = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".bmp": "image/bmp",
}
DOWNLOAD = "application/octet-stream"


def scan_path(root: Path, named: str) -> Path:
    """Return the scan that is named from the books' folder, from ``documents/``, or in full.

    Raises :class:`NotFound` for whatever is no regular file below ``documents/``.
    """
    inner = named
    if Path(named).is_absolute():
        try:
            inner = Path(named).relative_to(root).as_posix()
        except ValueError:
            raise NotFound from None
    try:
        path = document_path(root, inner)
        if path is None or any(part.startswith(".") for part in Path(inner).parts):
            raise NotFound
        if not stat.S_ISREG(path.stat().st_mode):
            raise NotFound
    except (OSError, ValueError):
        raise NotFound from None
    return path


def shown_as(path: Path) -> str:
    """Return the type that a file may be shown as, or :data:`DOWNLOAD`."""
    kind = _NAMED.get(path.suffix.lower())
    if kind is None:
        return DOWNLOAD
    with path.open("rb") as file:
        begin = file.read(16)
    return kind if begin.startswith(_SIGNS[kind]) else DOWNLOAD


def _in_one_line(name: str) -> str:
    """A file's name, which may hold anything, as it may stand in a header."""
    return "".join(c if c.isprintable() else "_" for c in name)


def send_scan(path: Path, environ: dict[str, Any]) -> Response:
    """Return the file as a response."""
    try:
        kind = shown_as(path)
        return send_file(
            path,
            environ,
            mimetype=kind,
            as_attachment=kind == DOWNLOAD,
            download_name=_in_one_line(path.name),
            conditional=True,
            max_age=None,
        )
    except OSError:
        raise NotFound from None
