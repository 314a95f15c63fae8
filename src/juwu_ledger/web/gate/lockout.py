"""After too many wrong passwords: wait, and every time longer."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

_FORGOTTEN = 24 * 3600.0
_MOST_KEYS = 10_000


class Patience(NamedTuple):
    """How many failures are free, and how long it takes after the next one, at first and at most."""

    free: int
    first: float
    most: float


OF_NAME_HERE = Patience(5, 30.0, 900.0)
"""Of one name at one machine: what others mistype there, or this one elsewhere, is no matter."""
OF_NAME = Patience(30, 30.0, 900.0)
"""Of one name at all the machines together where it never got in."""

Key = tuple[str, ...]


@dataclass
class _Count:
    failures: int = 0
    until: float = 0.0
    last: float = 0.0


class Lockout:
    """Failures by name, or by name and address.

    An attempt counts as failed before the password is looked at, so that many at once are no way
    round; when it turns out right it is forgiven. Names that do not exist are counted like others.
    """

    def __init__(self, patience: Patience, clock: Callable[[], float]) -> None:
        """Begin with nothing."""
        self._patience = patience
        self._clock = clock
        self._lock = threading.Lock()
        self._counts: dict[Key, _Count] = {}

    def attempt(self, *key: str) -> float:
        """Note an attempt; return 0, or the seconds to wait before there may be one."""
        now = self._clock()
        with self._lock:
            count = self._counts.get(key)
            if count is None or now - count.last > _FORGOTTEN:
                self._make_room(now)
                count = self._counts[key] = _Count()
            if now < count.until:
                return count.until - now
            count.failures += 1
            count.last = now
            count.until = now + self._wait(count.failures)
            return 0.0

    def forgive(self, *begin: str) -> None:
        """Forget all failures of the keys that begin so."""
        with self._lock:
            for key in [key for key in self._counts if key[: len(begin)] == begin]:
                del self._counts[key]

    def _wait(self, failures: int) -> float:
        over = failures - self._patience.free
        if over < 0:
            return 0.0
        return min(self._patience.first * 2.0 ** min(over, 30), self._patience.most)

    def _make_room(self, now: float) -> None:
        """Forget the oldest; whoever must still wait is kept as long as there is room at all."""
        if len(self._counts) < _MOST_KEYS:
            return
        done = [key for key, count in self._counts.items() if count.until <= now]
        for key in done or list(self._counts)[: _MOST_KEYS // 10]:
            del self._counts[key]
