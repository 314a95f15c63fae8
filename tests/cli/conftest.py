"""Books to write to."""

from __future__ import annotations

from pathlib import Path

import pytest
from hand_kept import Desk


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Small books on a quiet disk, with nothing of the environment in the way."""
    monkeypatch.delenv("JUWU_BOOKS", raising=False)
    monkeypatch.delenv("BEANCOUNT_FILE", raising=False)
    return Desk(tmp_path / "books")
