"""``street.toml``: the street office, its key, and every committee that files to it.

The register is the street's own and lies outside of every committee's books: whose key a bundle must be
signed by, and which month is due, are told by it alone.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.value_readers import Malformed, read_committee_code
from juwu_ledger.books.reading.os_reasons import reason
from juwu_ledger.books.signing.ssh_wire import public_line, read_public_key

FILE = "street.toml"
FORMAT = 1
KIND = "社区居委会"
"""The kind of a committee whose register says none: like is compared with like."""
LARGEST = 8 * 1024 * 1024
FILING_DAYS = 10


class BadRegister(Exception):
    """A register that cannot be used; the message, in Chinese, says where and why."""


@dataclass(frozen=True, slots=True)
class Member:
    """A committee that files to this street."""

    code: str
    name: str
    since: Period
    """The first month that it files."""
    keys: tuple[str, ...] = ()
    """Public keys of its accountants, past and present."""
    households: int = 0
    kind: str = KIND
    last: Period | None = None
    """The last month that it files, where it was merged into another."""
    merged_into: str = ""
    folder: str = ""
    """Where its books lie, from the register's folder, where the street keeps them (居财街管)."""

    def files(self, month: Period) -> bool:
        """Tell whether a month is one that it files."""
        return self.since <= month and (self.last is None or month <= self.last)


@dataclass(frozen=True, slots=True)
class Register:
    """The street and its committees."""

    root: Path
    name: str
    key: str
    members: Mapping[str, Member]
    """By code, in order of code."""
    filing_days: int = FILING_DAYS
    """Days after a month's end by which it is to be filed."""
    pays_as: tuple[str, ...] = ()
    """Names under which committees book what the street pays them."""

    def named(self, text: str) -> Member | None:
        """Return the committee of that code or name, if just one fits; raise ``ValueError`` for several."""
        wanted = plain(text.strip())
        if wanted in self.members:
            return self.members[wanted]
        exact = [one for one in self.members.values() if plain(one.name) == wanted]
        near = exact or [one for one in self.members.values() if wanted and wanted in one.name]
        if len(near) > 1:
            raise ValueError("、".join(f"{one.name}（{one.code}）" for one in near[:8]))
        return near[0] if near else None


def find_street(folder: Path) -> Path | None:
    """Return the nearest folder from ``folder`` upward that holds a register."""
    return next((one for one in (folder, *folder.parents) if (one / FILE).is_file()), None)


def read_register(root: Path) -> Register:
    """Read the register in a folder; raises :class:`BadRegister`."""
    path = root / FILE
    try:
        if path.stat().st_size > LARGEST or not path.is_file():
            raise BadRegister(f"{path} 太大或不是普通文件。")
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise BadRegister(
            f"{root} 里没有 {FILE}：请到街道的文件夹里来，或先建：juwu street init 街道"
        ) from None
    except OSError as error:
        raise BadRegister(f"打不开 {path}（{reason(error)}）。") from None
    except UnicodeDecodeError:
        raise BadRegister(f"{path} 不是 UTF-8 文字。") from None
    try:
        return register_of(root, tomllib.loads(text))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadRegister(f"{path} 的写法不对：{error!s:.100}") from None
    except ValueError as error:
        raise BadRegister(f"{path}：{error}") from None


def register_of(root: Path, value: Mapping[str, Any]) -> Register:
    """Return the register that the values of ``street.toml`` say; raises ``ValueError``."""
    if value.get("format") != FORMAT:
        raise ValueError(f"format 应是 {FORMAT}")
    read = _Reader("街道", value)
    members: dict[str, Member] = {}
    listed = value.get("committee", [])
    if not isinstance(listed, list):
        raise ValueError("committee 要写成 [[committee]]")
    for item in listed:
        member = _member(item)
        if member.code in members:
            raise ValueError(f"居委会 {member.code} 写了两次")
        members[member.code] = member
    for member in members.values():
        if member.merged_into and member.merged_into not in members:
            raise ValueError(f"{member.name}并入的 {member.merged_into} 不在册")
    made = Register(
        root,
        read.text("name"),
        _key(read.text("key"), "街道"),
        dict(sorted(members.items())),
        read.count("filing-days", FILING_DAYS),
        read.texts("pays-as") or (read.text("name"),),
    )
    read.refuse_others("format", "committee")
    return made


def _member(value: Any) -> Member:
    if not isinstance(value, dict):
        raise ValueError("committee 要写成 [[committee]]")
    read = _Reader(f"居委会 {value.get('name', value.get('code', '？'))}", value)
    try:
        code = read_committee_code(read.text("code"))
    except Malformed as error:
        raise ValueError(f"{read.about} 的 code {error}") from None
    last = read.text("last", "")
    made = Member(
        code,
        read.text("name"),
        read.month("since"),
        tuple(_key(key, read.about) for key in read.texts("keys")),
        read.count("households", 0),
        read.text("kind", KIND),
        read.month("last") if last else None,
        read.text("merged-into", ""),
        read.text("folder", ""),
    )
    if made.merged_into and made.last is None:
        raise ValueError(f"{read.about} 写了 merged-into，还要写 last：最后报送哪个月")
    read.refuse_others()
    return made


def _key(text: str, about: str) -> str:
    try:
        return public_line(read_public_key(text))
    except ValueError:
        raise ValueError(f"{about} 的公钥不对，应是 ssh-ed25519 AAAA…") from None


class _Reader:
    """Takes values of one table by name and knows which were asked for."""

    def __init__(self, about: str, value: Mapping[str, Any]) -> None:
        self.about = about
        self._value = value
        self._asked: set[str] = set()

    def text(self, name: str, default: str | None = None) -> str:
        self._asked.add(name)
        found = self._value.get(name, default)
        if not isinstance(found, str) or not found.isprintable():
            raise ValueError(f"{self.about} 没有写 {name}，或者写得不对")
        if not found.strip() and default is None:
            raise ValueError(f"{self.about} 的 {name} 是空的")
        return found.strip()

    def texts(self, name: str) -> tuple[str, ...]:
        self._asked.add(name)
        found = self._value.get(name, [])
        if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
            raise ValueError(f'{self.about} 的 {name} 要写成 ["…", "…"]')
        return tuple(item.strip() for item in found)

    def count(self, name: str, default: int) -> int:
        self._asked.add(name)
        found = self._value.get(name, default)
        if type(found) is not int or not 0 <= found < 10**7:
            raise ValueError(f"{self.about} 的 {name} 应是不带引号的整数")
        return found

    def month(self, name: str) -> Period:
        text = self.text(name)
        try:
            period = Period.parse(text)
        except ValueError:
            period = None
        if period is None or period.kind != "month":
            raise ValueError(f"{self.about} 的 {name} 应是月份，如 2026-01")
        return period

    def refuse_others(self, *known: str) -> None:
        other = sorted(self._value.keys() - self._asked - set(known))
        if other:
            raise ValueError(f"{self.about} 有不认识的项目 {other[0]}")


def register_text(name: str, key: str) -> str:
    """Return the text of a new register."""
    return (
        "# 街道的名册：向街道报送的每一个居委会，和会计的公钥。用 juwu street add 添加，也可以手工改。\n"
        f"format = {FORMAT}\n"
        f"name = {_quoted(name)}\n"
        f"key = {_quoted(key)}\n"
        f"filing-days = {FILING_DAYS}\n"
        f"pays-as = [{_quoted(name)}]\n"
    )


def member_text(member: Member) -> str:
    """Return the lines that a committee has in the register."""
    lines = [
        "",
        "[[committee]]",
        f"code = {_quoted(member.code)}",
        f"name = {_quoted(member.name)}",
    ]
    lines.append(f"since = {_quoted(member.since.label)}")
    lines.append(f"keys = [{', '.join(map(_quoted, member.keys))}]")
    lines.append(f"households = {member.households}")
    lines.append(f"kind = {_quoted(member.kind)}")
    if member.folder:
        lines.append(f"folder = {_quoted(member.folder)}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """Return a text as TOML quotes it: as JSON does, for text that can be printed."""
    return json.dumps(text, ensure_ascii=False)
