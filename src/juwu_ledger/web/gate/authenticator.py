"""The one place where a name and a password are looked at."""

from __future__ import annotations

import logging
from collections.abc import Callable

from juwu_ledger.web.gate.lockout import OF_ADDRESS, OF_NAME, Lockout
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
        """The time to wait, in words."""
        if self.seconds > 90:
            return f"{-int(-self.seconds // 60)} 分钟"
        return f"{-int(-self.seconds // 1)} 秒"


class Authenticator:
    """Lets in whoever knows the password; after failures, only with growing patience."""

    def __init__(self, users: Users, clock: Callable[[], float]) -> None:
        """Take the users."""
        self.users = users
        self._names = Lockout(OF_NAME, clock)
        self._addresses = Lockout(OF_ADDRESS, clock)

    def authenticate(self, name: str, password: str, address: str) -> User:
        """Return the user; raise :class:`NotLetIn` or :class:`Locked`."""
        who = plain_name(plain_name(name)[:200])  # Cut, it may end in blanks again.
        waits = [self._addresses.attempt(address)]
        if not waits[0]:
            waits.append(self._names.attempt(who))
        if any(waits):
            if len(waits) > 1:
                self._addresses.take_back(address)
            raise Locked(max(waits))
        user = self.users.check(who, password)
        if user is None:
            LOG.warning("口令不对：%s，来自 %s", _shown(who), address)
            raise NotLetIn
        self._names.forgive(who)
        self._addresses.take_back(address)
        return user


def _shown(name: str) -> str:
    """A name as it may be printed: somebody else chose it, and may have typed a password there."""
    clean = "".join(c for c in name if c.isprintable())
    return f"“{clean[:1]}…”（{len(clean)} 个字）"
