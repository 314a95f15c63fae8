"""Makes what the tests share (``paper_books``) importable from every folder of tests."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from sealed_books import SealedCopy

settings.register_profile(
    # How long an example takes is measured in scripts/bench: on a busy machine it tells nothing.
    "untimed",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("untimed")

GARBAGE = 700_000
"""Objects made and not yet gone that are worth a look by the collector: some 70 MB. The program itself runs
without it; at Python's own 700 it took a quarter of the time of whatever loads books."""


def pytest_collection_finish() -> None:
    """What the tests import stays to the end: no collection need look through it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE, 10, 10)


@pytest.fixture(scope="session")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example books with every month sealed; not to be changed (see ``sealed_books.py``)."""
    from sealed_books import make_sealed_books

    return make_sealed_books(tmp_path_factory.mktemp("sealed") / "ledger")


@pytest.fixture(scope="session")
def sealed_copy(sealed: Path, tmp_path_factory: pytest.TempPathFactory) -> SealedCopy:
    """One copy of them, which can be changed for one question at a time."""
    from sealed_books import SealedCopy

    return SealedCopy(sealed, tmp_path_factory.mktemp("changed") / "ledger")
