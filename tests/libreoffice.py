"""Workbooks recalculated by LibreOffice, as an auditor's machine would."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")
needs_soffice = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice (soffice) is not installed: nothing can recalculate"
)


def recalculated(workbook: Path, folder: Path) -> Path:
    """Return the workbook as LibreOffice opens, calculates and saves it."""
    return recalculated_all([workbook], folder)[0]


def recalculated_all(workbooks: Sequence[Path], folder: Path) -> list[Path]:
    """Return several workbooks, of different names, recalculated in one go: starting takes longest."""
    assert SOFFICE is not None
    out = folder / "recalculated"
    profile = (folder / "profile").resolve().as_uri()
    subprocess.run(
        [
            SOFFICE,
            "--headless",
            f"-env:UserInstallation={profile}",
            *("--convert-to", "xlsx", "--outdir", str(out), *map(str, workbooks)),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    return [out / workbook.name for workbook in workbooks]
