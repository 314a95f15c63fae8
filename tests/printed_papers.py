"""What the tests of printed papers share: the parts of a form, and the pages of a PDF as text."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from juwu_ledger.render import CannotRender, render
from juwu_ledger.tables.report import Report


def fields(form: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a form as JSON says them, key to value."""
    return {field["key"]: field["value"] for field in form["fields"]}


def lines(form: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a form's first table."""
    return [tuple(row["values"].values()) for row in form["tables"][0]["rows"]]


def signers(form: dict[str, Any]) -> dict[str, Any]:
    """Return the boxes to sign in, label to name."""
    return {box["label"]: box["name"] for box in form["signatures"]}


def pages_of(report: Report, folder: Path) -> list[str]:
    """Return the text of each page of the PDF, as poppler reads it."""
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler is missing")
    try:
        data = render(report, "pdf")
    except CannotRender as error:
        pytest.skip(str(error))
    (folder / "x.pdf").write_bytes(data)
    done = subprocess.run(
        ["pdftotext", "-layout", str(folder / "x.pdf"), "-"], capture_output=True, check=True
    )
    return done.stdout.decode("utf-8").split("\f")[:-1]
