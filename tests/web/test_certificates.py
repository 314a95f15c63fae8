"""The certificate of our own: kept, renewed, for the names that it is asked for."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from cryptography import x509

from juwu_ledger.web.gate.certificates import DAYS, own_certificate, read_certificate
from juwu_ledger.web.gate.private_file import NotKept

NOW = dt.datetime(2026, 1, 15, 9, 0, tzinfo=dt.UTC)


def names_in(path: Path) -> set[str]:
    found = x509.load_pem_x509_certificate(path.read_bytes())
    names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(name.value) for name in names}


def test_it_is_made_once_and_kept(tmp_path: Path) -> None:
    first = own_certificate(tmp_path / "juwu", ["192.168.1.5", "juwei.lan"], NOW)
    again = own_certificate(tmp_path / "juwu", ["192.168.1.5"], NOW + dt.timedelta(days=90))
    assert again == first
    assert {"192.168.1.5", "juwei.lan", "localhost", "127.0.0.1"} <= names_in(first.certificate)
    assert first.key.stat().st_mode & 0o777 == 0o600
    assert len(first.fingerprint.split(":")) == 32


@pytest.mark.parametrize(
    ("names", "later"),
    [(["192.168.1.6"], 1), (["192.168.1.5"], DAYS - 20), (["192.168.1.5"], -3)],
)
def test_for_other_names_or_when_old_it_is_made_anew(
    names: list[str], later: int, tmp_path: Path
) -> None:
    first = own_certificate(tmp_path, ["192.168.1.5"], NOW)
    other = own_certificate(tmp_path, names, NOW + dt.timedelta(days=later))
    assert other.fingerprint != first.fingerprint


def test_one_that_was_spoilt_is_made_anew(tmp_path: Path) -> None:
    first = own_certificate(tmp_path, ["a.lan"], NOW)
    first.certificate.write_text("nonsense", encoding="utf-8")
    assert own_certificate(tmp_path, ["a.lan"], NOW).fingerprint != first.fingerprint


def test_a_key_of_another_certificate_is_refused(tmp_path: Path) -> None:
    first = own_certificate(tmp_path / "a", ["a.lan"], NOW)
    other = own_certificate(tmp_path / "b", ["a.lan"], NOW)
    with pytest.raises(NotKept, match="用不了"):
        read_certificate(first.certificate, other.key)
    with pytest.raises(NotKept, match="用不了"):
        read_certificate(tmp_path / "none.pem", other.key)
