"""Who may log in: names, roles and hashes of passwords, in one file of this machine."""

from __future__ import annotations

import datetime as dt
import unicodedata
from pathlib import Path
from typing import Any, NamedTuple

from juwu_ledger.web.gate.passwords import hashed, matches
from juwu_ledger.web.gate.permissions import ROLES
from juwu_ledger.web.gate.private_file import NotKept, PrivateFile

_LONGEST_NAME = 40


class BadUser(Exception):
    """A user that cannot be added or found; the message says why, in Chinese."""


class User(NamedTuple):
    """One person; ``name`` is the name that the books know."""

    name: str
    role: str
    hash: str
    since: str
    set_on: str = ""
    """The day on which the password was set; empty where nobody wrote it down."""
    set_by: str = ""
    """Who set it: the user, in the browser, or whoever sat at the machine."""

    @property
    def title(self) -> str:
        """The role in Chinese."""
        return ROLES[self.role]

    @property
    def password_set(self) -> str:
        """Who set the password and when, in words; empty where nobody wrote it down."""
        if not self.set_on:
            return ""
        if self.set_by == self.name:
            return f"口令是本人 {self.set_on} 在网页上改的"
        return f"口令是 {self.set_on} 由{self.set_by or '管这台电脑的人'}设的"


class Users:
    """The file of users."""

    def __init__(self, path: Path) -> None:
        """Take its path; there need be no file yet."""
        self.path = path
        self._file = PrivateFile(path)
        self._read: tuple[dict[str, Any], dict[str, User]] | None = None

    def all(self) -> dict[str, User]:
        """Return every user by name; raise :class:`NotKept` when the file cannot be read."""
        content = self._file.read()
        known = self._read
        if known is None or known[0] is not content:
            known = self._read = content, _users(content, self.path)
        return known[1]

    def get(self, name: str) -> User | None:
        """Return one user."""
        return self.all().get(plain_name(name))

    def check(self, name: str, password: str) -> User | None:
        """Return the user whose name and password these are; as slow for names that are unknown."""
        user = self.get(name)
        return user if matches(user.hash if user else None, password) else None

    def password_set(self, name: str) -> str:
        """Return in words who set a user's password, and when; empty where nobody wrote it down."""
        user = self.get(name)
        return user.password_set if user else ""

    def add(self, name: str, role: str, password: str, by: str = "") -> User:
        """Add a user, as ``by`` asks; raise :class:`BadUser` when there is one of that name."""
        day = dt.date.today().isoformat()
        user = User(good_name(name), role, hashed(password), day, day, by)
        with self._file.changing() as content:
            kept = content.setdefault("users", {})
            if user.name in kept:
                raise BadUser(f"已经有用户 {user.name}；改口令用 juwu user password {user.name}。")
            kept[user.name] = {"role": role, "hash": user.hash, "since": day}
            kept[user.name] |= {"set-on": day, "set-by": by}
        return user

    def remove(self, name: str) -> None:
        """Remove a user: he or she is out at once."""
        with self._file.changing() as content:
            if content.get("users", {}).pop(plain_name(name), None) is None:
                raise BadUser(f"没有用户 {name}。")

    def set_password(self, name: str, password: str, by: str = "") -> User:
        """Give a user another password; whoever was logged in by the old one is out.

        ``by``: who asks for it; the user's own name where it is the user.
        """
        kept = {"hash": hashed(password), "set-on": dt.date.today().isoformat(), "set-by": by}
        with self._file.changing() as content:
            _kept(content, name).update(kept)
        user = self.get(name)
        if user is None:
            raise BadUser(f"没有用户 {name}。")
        return user

    def unlock(self, name: str) -> None:
        """Let a user try again at once, wherever too many wrong passwords were tried in that name."""
        with self._file.changing() as content:
            _kept(content, name)
            moment = dt.datetime.now().isoformat(timespec="microseconds")
            content.setdefault("unlocked", {})[plain_name(name)] = moment

    def unlocked(self, name: str) -> str:
        """Return when a user was unlocked last; empty where never."""
        unlocked = self._file.read().get("unlocked")
        return str(unlocked.get(name, "")) if isinstance(unlocked, dict) else ""


def _kept(content: dict[str, Any], name: str) -> dict[str, Any]:
    """Return what the file has of a user; raise :class:`BadUser` where it has nothing."""
    user = content.get("users", {}).get(plain_name(name))
    if not isinstance(user, dict):
        raise BadUser(f"没有用户 {name}。")
    return user


def plain_name(text: str) -> str:
    """Return a name as it is compared: NFC, no blanks around."""
    return unicodedata.normalize("NFC", text).strip()


def good_name(text: str) -> str:
    """Return a name that a user may have; raise :class:`BadUser`."""
    name = plain_name(text)
    if not name or len(name) > _LONGEST_NAME or not name.isprintable() or set(name) & set('"\\<>'):
        raise BadUser(f"姓名 {text!r} 不对，请写本人的姓名，和账本里的一样。")
    return name


def _users(content: dict[str, Any], path: Path) -> dict[str, User]:
    try:
        return {
            name: User(
                name,
                _role(item["role"]),
                str(item["hash"]),
                str(item["since"]),
                str(item.get("set-on", "")),
                str(item.get("set-by", "")),
            )
            for name, item in content.get("users", {}).items()
        }
    except (KeyError, TypeError, AttributeError, ValueError):
        raise NotKept(f"{path} 的内容坏了，读不懂；请改正或移走这个文件。") from None


def _role(word: Any) -> str:
    if word not in ROLES:
        raise ValueError(word)
    return str(word)
