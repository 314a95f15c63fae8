"""A certificate of our own for TLS in the committee's office: made once, kept, told by its fingerprint."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from juwu_ledger.books.reading.os_reasons import reason
from juwu_ledger.journal.engine import disk
from juwu_ledger.web.gate.private_file import NotKept

DAYS = 825
"""What browsers put up with at most."""
_RENEWED = dt.timedelta(days=30)
_ALWAYS = ("localhost", "127.0.0.1", "::1")


class Certificate(NamedTuple):
    """The two files that TLS needs, and what people compare."""

    certificate: Path
    key: Path
    fingerprint: str


def read_certificate(certificate: Path, key: Path) -> Certificate:
    """Take a certificate that the user has; raise :class:`NotKept` when the two cannot be used."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password="")
        found = x509.load_pem_x509_certificate(certificate.read_bytes())
    except (OSError, ValueError, ssl.SSLError) as error:
        why = reason(error) if isinstance(error, OSError) else str(error)
        raise NotKept(f"证书 {certificate} 和私钥 {key} 用不了（{why}）。") from None
    return Certificate(certificate, key, _fingerprint(found))


def own_certificate(folder: Path, names: Iterable[str], now: dt.datetime) -> Certificate:
    """Return the certificate kept in ``folder``, made anew where it is missing, old, or for others."""
    wanted = list(dict.fromkeys([*names, *_ALWAYS]))
    certificate, key = folder / "certificate.pem", folder / "certificate.key"
    if not _will_do(certificate, key, wanted, now):
        _make(certificate, key, wanted, now)
    return read_certificate(certificate, key)


def _will_do(certificate: Path, key: Path, wanted: Sequence[str], now: dt.datetime) -> bool:
    try:
        found = x509.load_pem_x509_certificate(certificate.read_bytes())
        names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        key.read_bytes()
    except (OSError, ValueError, x509.ExtensionNotFound):
        return False
    lasts = found.not_valid_before_utc <= now and now + _RENEWED < found.not_valid_after_utc
    return lasts and set(map(_name, wanted)) <= set(names)


def _make(certificate: Path, key: Path, names: Sequence[str], now: dt.datetime) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "juwu serve")])
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=DAYS))
        .add_extension(x509.SubjectAlternativeName([_name(name) for name in names]), False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
        .add_extension(usage, False)
        .sign(private, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = private.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    try:
        _put(key, secret)
        _put(certificate, made.public_bytes(pem))
    except disk.NotWritten as error:
        raise NotKept(f"写不了 {error.path}（{error.reason}）。") from None


def _put(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read."""
    disk.make_folders(path.parent, Path(path.anchor))
    if path.exists():
        disk.remove_file(path)
    disk.new_file(path, content, 0o600)


def _name(text: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(text))
    except ValueError:
        return x509.DNSName(text)


def _fingerprint(certificate: x509.Certificate) -> str:
    digest = certificate.fingerprint(hashes.SHA256()).hex().upper()
    return ":".join(digest[at : at + 2] for at in range(0, len(digest), 2))
