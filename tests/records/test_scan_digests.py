"""A scan is read again unless nothing on the disk says otherwise."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

from juwu_ledger.records import scan_digests
from juwu_ledger.records.scan_digests import MISSING, file_digest

SECONDS = 1_000_000_000


def is_kept(path: Path) -> bool:
    return any(state[0] == str(path) for state in scan_digests._KNOWN)


def test_a_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    scan = tmp_path / "发票.pdf"
    scan.write_bytes(b"%PDF-1.4\n" * 200_000)
    assert file_digest(scan) == hashlib.sha256(b"%PDF-1.4\n" * 200_000).hexdigest()
    assert file_digest(tmp_path / "没有.pdf") == MISSING
    assert file_digest(tmp_path) == MISSING


def test_what_was_changed_just_now_is_read_again(tmp_path: Path) -> None:
    """Within the clock's step a second change leaves the same times and the same size."""
    scan = tmp_path / "发票.pdf"
    scan.write_bytes(b"old")
    file_digest(scan)
    assert not is_kept(scan)
    scan.write_bytes(b"new")
    assert file_digest(scan) == hashlib.sha256(b"new").hexdigest()


def test_what_has_been_there_for_a_while_is_read_once(tmp_path: Path) -> None:
    scan = tmp_path / "发票.pdf"
    scan.write_bytes(b"old")
    while time.time_ns() - scan.stat().st_ctime_ns <= 2 * SECONDS:
        time.sleep(0.1)
    digest = file_digest(scan)
    assert is_kept(scan)
    assert file_digest(scan) == digest
    scan.write_bytes(b"newer")
    assert file_digest(scan) == hashlib.sha256(b"newer").hexdigest()
