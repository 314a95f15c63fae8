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
"""So many objects, of what is left after a test, are worth a collection; a set of books is 100,000."""


def pytest_collection_finish() -> None:
    """What the tests import stays to the end: no collection need look through it."""
    gc.collect()
    gc.freeze()


def pytest_runtest_setup() -> None:
    """Run without the collector, as the program itself does: it took a quarter of all the time."""
    gc.disable()


def pytest_runtest_logfinish() -> None:
    if gc.get_count()[0] > GARBAGE:
        gc.collect()


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
