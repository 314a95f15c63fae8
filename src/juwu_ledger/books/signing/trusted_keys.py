"""Public keys that an auditor or the street office keeps outside of the books.

The file is OpenSSH's ``allowed_signers`` (ssh-keygen(1)): a line is names, options, key. Of the
options ``namespaces``, ``valid-after`` and ``valid-before`` are understood; anything else is refused
rather than passed over.
"""

import datetime as dt
import re
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.reading.os_reasons import reason
from juwu_ledger.books.signing.ssh_wire import KEY_TYPE, public_line, read_public_key

LARGEST_FILE = 1 << 20
"""Bytes; a line is some 150."""
_WORD = re.compile(r'(?:[^\s"]|"(?:[^"\\]|\\.)*")+')
_OPTION = re.compile(r'([A-Za-z-]+)(?:=("(?:[^"\\]|\\.)*"|[^",]*))?(?:,|$)')
_TIME = re.compile(r"(\d{8})(\d{4})?(\d{2})?(Z)?", re.ASCII | re.I)
_KEY_TYPES = ("ssh-", "ecdsa-", "sk-")
_CHINA = dt.timedelta(hours=8)


class BadKeyList(Exception):
    """A list of trusted keys that cannot be used; the message, in Chinese, says why and where."""


class TrustedKey(NamedTuple):
    """One line of the list; times are those of China."""

    names: tuple[str, ...]
    """Patterns in plain form, ``!`` before those that are excepted."""
    key: str
    namespaces: tuple[str, ...] = ()
    after: dt.datetime | None = None
    before: dt.datetime | None = None

    def is_of(self, name: str) -> bool:
        """Tell whether the line names ``name``."""
        return _matches(self.names, plain(name))

    def holds(self, day: dt.date, namespace: str) -> bool:
        """Tell whether the key is valid on ``day``, if only for a part of it, for ``namespace``."""
        if self.namespaces and not _matches(self.namespaces, namespace):
            return False
        begun = self.after is None or self.after.date() <= day
        midnight = dt.datetime.combine(day, dt.time())
        return begun and (self.before is None or self.before > midnight)


class TrustedKeys:
    """The keys of a list from outside."""

    def __init__(self, keys: tuple[TrustedKey, ...]) -> None:
        """Take the lines of the list."""
        self.keys = keys

    def names(self, name: str) -> bool:
        """Tell whether ``name`` is on the list at all."""
        return any(key.is_of(name) for key in self.keys)

    def covers(self, day: dt.date, namespace: str) -> bool:
        """Tell whether any key of the list is valid on ``day`` for ``namespace``."""
        return any(key.holds(day, namespace) for key in self.keys)

    def in_force(self, name: str, day: dt.date, namespace: str) -> tuple[str, ...]:
        """Return the public keys of ``name`` that are valid on ``day`` for ``namespace``."""
        return tuple(k.key for k in self.keys if k.is_of(name) and k.holds(day, namespace))


def read_trusted_keys(path: Path) -> TrustedKeys:
    """Read a list of trusted keys; raises :class:`BadKeyList`."""
    try:
        if path.exists() and not path.is_file():  # A pipe would be waited for without end.
            raise BadKeyList(f"打不开可信公钥名单 {path}（不是普通文件）。")
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise BadKeyList(f"打不开可信公钥名单 {path}（{reason(error)}）。") from None
    except UnicodeDecodeError:
        raise BadKeyList(f"可信公钥名单 {path} 不是 UTF-8 文字。") from None
    if len(content) > LARGEST_FILE:
        raise BadKeyList(f"可信公钥名单 {path} 太大，不像是名单。")
    keys = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            try:
                keys.append(_read_line(line.strip()))
            except ValueError as error:
                raise BadKeyList(f"可信公钥名单 {path} 第 {number} 行：{error}") from None
    if not keys:
        raise BadKeyList(f"可信公钥名单 {path} 里一把公钥也没有。")
    return TrustedKeys(tuple(keys))


def _read_line(line: str) -> TrustedKey:
    words = _words(line)
    if len(words) < 3:
        raise ValueError(f"要写：姓名 {KEY_TYPE} AAAA…")
    options = {} if words[1].startswith(_KEY_TYPES) else _read_options(words[1])
    at = 2 if options else 1
    if len(words) < at + 2 or words[at] != KEY_TYPE:
        raise ValueError(f"只能用 {KEY_TYPE} 的公钥")
    try:
        key = public_line(read_public_key(" ".join(words[at : at + 2])))
    except ValueError:
        raise ValueError("公钥写得不全或抄错了") from None
    return TrustedKey(
        tuple(_folded(name) for name in _unquoted(words[0]).split(",") if name.strip()),
        key,
        tuple(name for name in options.get("namespaces", "").split(",") if name),
        _read_time(options.get("valid-after")),
        _read_time(options.get("valid-before")),
    )


def _words(line: str) -> list[str]:
    """Split at blanks outside of quotes."""
    if _WORD.sub("", line).strip():
        raise ValueError("引号没有成对")
    return _WORD.findall(line)


def _read_options(text: str) -> dict[str, str]:
    options: dict[str, str] = {}
    at = 0
    while at < len(text):
        match = _OPTION.match(text, at)
        if match is None:
            raise ValueError(f"看不懂选项 {text!r}")
        name = match[1].lower()
        if name not in ("namespaces", "valid-after", "valid-before") or not match[2]:
            raise ValueError(f"不支持选项 {match[1]}，可用 namespaces、valid-after、valid-before")
        options[name] = _unquoted(match[2])
        at = match.end()
    return options


def _read_time(text: str | None) -> dt.datetime | None:
    """Read ``YYYYMMDD[HHMM[SS]][Z]``; with ``Z`` it is universal time."""
    if text is None:
        return None
    match = _TIME.fullmatch(text)
    try:
        if match is None:
            raise ValueError
        digits = f"{match[1]}{match[2] or '0000'}{match[3] or '00'}"
        time = dt.datetime.strptime(digits, "%Y%m%d%H%M%S")
        return time + _CHINA if match[4] else time
    except (ValueError, OverflowError):
        raise ValueError(f"日期 {text!r} 不对，写成 20260131 或 202601311200") from None


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text


def _folded(pattern: str) -> str:
    return f"!{plain(pattern[1:])}" if pattern.startswith("!") else plain(pattern)


@lru_cache(maxsize=4096)
def _matches(patterns: tuple[str, ...], text: str) -> bool:
    """Match as OpenSSH does: ``*`` and ``?``; a pattern with ``!`` that matches rules all out."""
    found = False
    for pattern in patterns:
        bare = pattern.removeprefix("!").replace("[", "[[]")
        if fnmatchcase(text, bare):
            if pattern.startswith("!"):
                return False
            found = True
    return found
