"""Many writers at once: every write that was acknowledged is there, once, and numbers are unbroken."""

from __future__ import annotations

import pytest

pytest.importorskip("fcntl")

from faults.many_writers import WRITERS, wait_of_writers
from juwu_ledger.journal.engine.journal import PATIENCE


@pytest.mark.parametrize("each", [6, pytest.param(25, marks=pytest.mark.slow)])
def test_many_writers_at_once(each: int) -> None:
    waits = wait_of_writers(each)

    assert len(waits) == WRITERS * each
    assert max(waits) < PATIENCE


def test_many_writers_at_once_after_a_closing() -> None:
    """Books read from their last seal on are read anew under the lock all the same."""
    wait_of_writers(
        3,
        (
            *("close", "2026-03", "--date", "2026-04-02"),
            *("--books", "books", "--as-of", "2026-04-02"),
        ),
    )
