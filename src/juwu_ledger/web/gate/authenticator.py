"""The one place where a name and a password are looked at."""

from __future__ import annotations

import logging
from collections.abc import Callable

from juwu_ledger.web.gate.lockout import OF_NAME, OF_NAME_HERE, Lockout
from juwu_ledger.web.gate.users import User, Users, plain_name

LOG = logging.getLogger("juwu.login")


class NotLetIn(Exception):
    """The name or the password is wrong; which of the two is not said."""


class Locked(Exception):
    """Too many failures; there may be another attempt after ``seconds``."""

    def __init__(self, seconds: float) -> None:
        """Take the time to wait."""
        super().__init__(seconds)
        self.seconds = seconds

    @property
    def said(self) -> str:
        """What happened and how long it takes, in words that want a "再试" behind them."""
        minutes, seconds = -int(-self.seconds // 60), -int(-self.seconds // 1)
        wait = f"{minutes} 分钟" if self.seconds > 90 else f"{seconds} 秒"
        return f"口令错得太多了，请过 {wait}"


class Authenticator:
    """Lets in whoever knows the password; after failures, only with growing patience.

    Failures are counted by name and machine, so that nobody's mistakes keep others out who share it. Where
    somebody got in once, what is tried in that name elsewhere is no matter either; and whoever looks after
    the users can open a name again at once.
    """

    def __init__(self, users: Users, clock: Callable[[], float]) -> None:
        """Take the users."""
        self.users = users
        self._here = Lockout(OF_NAME_HERE, clock)
        self._names = Lockout(OF_NAME, clock)
        self._at_home: set[tuple[str, str]] = set()
        self._unlocked: dict[str, str] = {}

    def authenticate(self, name: str, password: str, address: str) -> User:
        """Return the user; raise :class:`NotLetIn` or :class:`Locked`."""
        who = plain_name(plain_name(name)[:200])  # Cut, it may end in blanks again.
        self._note_unlocking(who)
        wait = self._here.attempt(who, address)
        if not wait and (who, address) not in self._at_home:
            wait = self._names.attempt(who)
        if wait:
            raise Locked(wait)
        user = self.users.check(who, password)
        if user is None:
            LOG.warning("口令不对：%s，来自 %s", _shown(who), address)
            raise NotLetIn
        self._here.forgive(who, address)
        self._names.forgive(who)
        self._at_home.add((who, address))
        return user

    def _note_unlocking(self, who: str) -> None:
        """Forget the failures of a name that was unlocked since the last attempt."""
        unlocked = self.users.unlocked(who)
        if unlocked != self._unlocked.get(who, ""):
            self._unlocked[who] = unlocked
            self._here.forgive(who)
            self._names.forgive(who)


def _shown(name: str) -> str:
    """A name as it may be printed: somebody else chose it, and may have typed a password there."""
    clean = "".join(c for c in name if c.isprintable())
    return f"“{clean[:1]}…”（{len(clean)} 个字）"
