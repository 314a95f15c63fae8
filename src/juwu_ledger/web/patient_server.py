"""The HTTP server below the gate: a request is there whole by its deadline, and its length is no riddle.

A thread reads one request. Whoever sends it drop by drop holds a thread, so a whole request has a deadline,
and where all threads are held, those who have kept one the longest are hung up on before.
"""

from __future__ import annotations

import io
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from cheroot.server import HTTPConnection, HTTPRequest
from cheroot.wsgi import Server

DEADLINE = 10.0
"""Seconds for a whole request, head and body, from when its connection is looked at."""
_HURRIED = 1.0
"""Seconds, while somebody waits for a thread."""
_TICK = 0.2
_ONCE = frozenset({b"Content-Length", b"Host", b"Transfer-Encoding"})
_DIGITS = 9

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class PatientServer(Server):
    """cheroot's server with deadlines for requests and strictness about their length."""

    def __init__(self, address: tuple[str, int], gate: Application, threads: int) -> None:
        """Serve ``gate`` with so many threads."""
        self.reading = Reading()
        super().__init__(address, self._whole(gate), numthreads=threads, server_name="juwu")
        self.ConnectionClass = _Connection

    def prepare(self) -> None:
        """Begin to listen, and to look after the deadlines."""
        super().prepare()
        threading.Thread(target=self._keep_deadlines, name="deadlines", daemon=True).start()

    def _keep_deadlines(self) -> None:
        while self.ready:
            self.reading.hang_up(DEADLINE)
            waiting = self.requests.qsize - self.requests.idle
            if waiting > 0:
                self.reading.hang_up(_HURRIED, waiting)
            time.sleep(_TICK)

    def _whole(self, gate: Application) -> Application:
        def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            length = int(environ.get("CONTENT_LENGTH") or 0)
            body = environ["wsgi.input"].read(length) if length else b""
            self.reading.done()
            if len(body) < length:
                start_response("400 Bad Request", [("Content-Length", "0")])
                return []
            return gate({**environ, "wsgi.input": io.BytesIO(body)}, start_response)

        return answer


class Reading:
    """The connections of which a request is being read, and since when, by thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin with none."""
        self._clock = clock
        self._lock = threading.Lock()
        self._begun: dict[int, tuple[float, socket.socket]] = {}

    @contextmanager
    def of(self, connection: socket.socket) -> Iterator[None]:
        """Let this thread read from a connection."""
        with self._lock:
            self._begun[threading.get_ident()] = self._clock(), connection
        try:
            yield
        finally:
            self.done()

    def done(self) -> None:
        """This thread has the whole request."""
        with self._lock:
            self._begun.pop(threading.get_ident(), None)

    def hang_up(self, after: float, most: int | None = None) -> None:
        """End the connections that have been read from for longer than ``after`` seconds, oldest first."""
        with (
            self._lock
        ):  # Held until it is done: a thread that goes on could close what is ended here.
            begun = self._clock() - after
            slow = sorted((at, who) for who, (at, _) in self._begun.items() if at < begun)
            for _, who in slow[:most]:
                _, connection = self._begun.pop(who)
                with suppress(OSError):  # The other end was faster.
                    socket.socket.shutdown(connection, socket.SHUT_RDWR)


class _Strict(dict[bytes, bytes]):
    """Headers of a request; what says where it ends must be said once, and plainly."""

    def __setitem__(self, key: bytes, value: bytes) -> None:
        if b"_" in key:  # It would pass for a header with a hyphen.
            return
        if key in _ONCE and key in self:
            raise ValueError("Said twice.")
        if key == b"Content-Length" and not (value.isdigit() and len(value) <= _DIGITS):
            raise ValueError("Malformed Content-Length Header.")
        if key == b"Transfer-Encoding":
            raise ValueError("No browser sends a request in pieces.")
        super().__setitem__(key, value)


class _Request(HTTPRequest):
    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.inheaders = _Strict()


class _Connection(HTTPConnection):
    RequestHandlerClass = _Request

    def communicate(self) -> bool:
        """Read a request and answer it."""
        with self.server.reading.of(self.socket):
            return bool(super().communicate())  # type: ignore[no-untyped-call]
