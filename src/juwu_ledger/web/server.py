"""The server: Fava for one set of books behind the gate, to browsers here or, over TLS, nearby."""

from __future__ import annotations

import ipaddress
import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from juwu_ledger.web.fava.fava_app import Fava
from juwu_ledger.web.gate.authenticator import Authenticator
from juwu_ledger.web.gate.config_folder import books_id, config_folder
from juwu_ledger.web.gate.current_user import Room
from juwu_ledger.web.gate.gate import Entrance, Gate
from juwu_ledger.web.gate.login import Cookies
from juwu_ledger.web.gate.sessions import Sessions
from juwu_ledger.web.gate.users import Users
from juwu_ledger.web.review.marks import Marks

if TYPE_CHECKING:
    from juwu_ledger.web.gate.certificates import Certificate
    from juwu_ledger.web.patient_server import PatientServer

LOG = logging.getLogger("juwu.server")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
_NAME = re.compile(
    r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z][a-z0-9-]*[a-z0-9]", re.ASCII
)
_LARGEST_BODY = 64 * 1024
_LARGEST_HEAD = 32 * 1024
_STANDARD_PORTS = {False: 80, True: 443}
_THREADS = 64
"""A browser opens connections before it has anything to ask; each keeps a thread for a while."""
_SECONDS = 10


@dataclass(frozen=True)
class Address:
    """Where the server listens, and the names by which it may be asked for."""

    host: str
    port: int
    names: tuple[str, ...] = ()
    certificate: Certificate | None = None

    @property
    def hosts(self) -> frozenset[str]:
        """What the header ``Host`` may say."""
        named = (self.host, *(LOOPBACK if is_loopback(self.host) else ()), *self.names)
        secure = self.certificate is not None
        hosts = {f"{in_brackets(name)}:{self.port}" for name in named}
        if self.port == _STANDARD_PORTS[secure]:
            hosts |= {in_brackets(name) for name in named}
        return frozenset(hosts)

    @property
    def url(self) -> str:
        """What people type."""
        scheme = "https" if self.certificate is not None else "http"
        named = self.names[0] if self.names else self.host
        return (
            f"{scheme}://{in_brackets('127.0.0.1' if named == 'localhost' else named)}:{self.port}/"
        )


class BadHost(Exception):
    """What is no address and no name of a machine, or means every address it has."""


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach ``host``; raise :class:`BadHost`.

    An address that means all there are is refused: then nobody knows the machine's own names.
    """
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        if not _NAME.fullmatch(host.lower()):
            raise BadHost(host) from None
        return host.lower() == "localhost"
    plain = getattr(address, "ipv4_mapped", None) or address
    if plain.is_unspecified or plain.is_multicast:
        raise BadHost(host)
    return plain.is_loopback


def in_brackets(host: str) -> str:
    """Return a host as it stands in an address."""
    try:
        return f"[{host}]" if ipaddress.ip_address(host).version == 6 else host
    except ValueError:
        return host


def make_gate(
    main: Path,
    users: Users,
    address: Address,
    *,
    folder: Path | None = None,
    clock: Callable[[], float] = time.monotonic,
    **day: Any,
) -> Gate:
    """Return the whole application; ``folder`` keeps marks, ``day`` may set ``today``.

    Raises :class:`juwu_ledger.web.fava.fava_app.Unreadable` for books that cannot be read.
    """
    main = main.resolve()
    kept, identity = folder or config_folder(), books_id(main)
    fava = Fava(main)
    room = Room(
        main,
        Marks(kept / "marks", identity),
        fava.books,
        **day,
        unread=fava.unread,
        password_set=users.password_set,
    )
    sessions = Sessions(clock, users.get)
    cookies = Cookies.of(address.port, secure=address.certificate is not None)
    return Gate(fava, room, Authenticator(users, clock), sessions, cookies, address.hosts)


def make_server(gate: Entrance, address: Address) -> PatientServer:
    """Return what listens for the gate, once it is prepared."""
    from juwu_ledger.web.patient_server import PatientServer

    server = PatientServer((address.host, address.port), gate, _THREADS)
    server.max_request_body_size = _LARGEST_BODY
    server.max_request_header_size = _LARGEST_HEAD
    server.timeout = _SECONDS
    server.error_log = _note  # type: ignore[method-assign, assignment]
    if address.certificate is not None:
        server.ssl_adapter = _adapter(address.certificate)
    return server


def serve(gate: Entrance, address: Address, announce: Callable[[str], None]) -> None:
    """Serve until interrupted; raise ``OSError`` when the port is taken.

    ``announce`` is told the address once the server is ready to answer.
    """
    server = make_server(gate, address)
    server.prepare()
    announce(address.url)
    try:
        server.serve()
    except KeyboardInterrupt:
        pass
    finally:
        server.stop()


def _adapter(certificate: Certificate) -> Any:
    import ssl

    from cheroot.ssl.builtin import BuiltinSSLAdapter

    class Adapter(BuiltinSSLAdapter):
        """Leaves the handshake to the connection's own thread: who is silent keeps nobody waiting."""

        def wrap(self, sock: Any) -> tuple[Any, dict[str, str]]:
            wrapped = self.context.wrap_socket(
                sock, server_side=True, do_handshake_on_connect=False
            )
            return wrapped, {"wsgi.url_scheme": "https", "HTTPS": "on"}

    adapter = Adapter(str(certificate.certificate), str(certificate.key))
    adapter.context.minimum_version = ssl.TLSVersion.TLSv1_2
    return adapter


def _note(message: str = "", level: int = logging.INFO, traceback: bool = False) -> None:
    """What goes wrong with connections is the browsers' affair; it is told when asked for."""
    LOG.debug("%r", message, exc_info=traceback)
