"""Who is logged in: sessions live in this process only, and end by themselves."""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from juwu_ledger.web.gate.users import User

IDLE = 30 * 60.0
"""Seconds without a request by the person (the page's own asking for news does not count)."""
LONGEST = 10 * 3600.0
_MOST = 200


@dataclass
class Session:
    """One browser in which a person has logged in."""

    user: User
    """As when logging in: another password or role ends the session."""
    begun: float
    seen: float
    csrf: str = field(default_factory=lambda: secrets.token_hex(32))


class Sessions:
    """All sessions by the hash of their token; the token itself is in the browser's cookie only."""

    def __init__(self, clock: Callable[[], float], current: Callable[[str], User | None]) -> None:
        """``current`` returns a user as he or she is now."""
        self._clock = clock
        self._current = current
        self._lock = threading.Lock()
        self._open: dict[str, Session] = {}

    def begin(self, user: User) -> str:
        """Begin a session; return its token."""
        token, now = secrets.token_urlsafe(32), self._clock()
        with self._lock:
            self._drop_ended(now)
            while len(self._open) >= _MOST:
                del self._open[next(iter(self._open))]
            self._open[_key(token)] = Session(user, now, now)
        return token

    def find(self, token: str, *, by_person: bool = True) -> Session | None:
        """Return the session of a token while it lasts; ``by_person`` makes it last longer."""
        now = self._clock()
        with self._lock:
            session = self._open.get(_key(token))
            if session is None:
                return None
            if self._has_ended(session, now) or self._current(session.user.name) != session.user:
                del self._open[_key(token)]
                return None
            if by_person:
                session.seen = now
            return session

    def end(self, token: str) -> None:
        """End a session."""
        with self._lock:
            self._open.pop(_key(token), None)

    def _drop_ended(self, now: float) -> None:
        for key in [k for k, session in self._open.items() if self._has_ended(session, now)]:
            del self._open[key]

    def _has_ended(self, session: Session, now: float) -> bool:
        return now - session.seen > IDLE or now - session.begun > LONGEST


def _key(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
