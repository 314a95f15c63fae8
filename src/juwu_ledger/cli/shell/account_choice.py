"""Account names are hard: choose by code, by Chinese name, or by pinyin initials."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from juwu_ledger.books.model.chart import Account, account_label
from juwu_ledger.cli.shell.finding import sounds
from juwu_ledger.cli.shell.reading import folded
from juwu_ledger.journal.engine.refusals import BadInput

_CODE = re.compile(r"\d+")
_MOST_SHOWN = 8


def matching(accounts: Iterable[Account], typed: str) -> list[Account]:
    """Return the accounts that ``typed`` may mean, best first.

    ``typed`` is a full name, a code (``1002``, ``100201``, ``1002-01``), a part of the Chinese
    name, or pinyin initials (``bgyp`` for 办公用品).
    """
    word = folded(typed).lower()
    ranked = []
    for account in accounts:
        rank = _rank(account.name, word)
        if rank is not None:
            ranked.append((rank, account.name, account))
    return [account for _, _, account in sorted(ranked, key=lambda item: item[:2])]


def account_reader(accounts: Iterable[Account]) -> Callable[[str], str]:
    """Return a reader that takes what means exactly one of ``accounts``."""
    among = list(accounts)

    def read(text: str) -> str:
        found = matching(among, text)
        word = folded(text).lower()
        best = [a for a in found if _rank(a.name, word) == _EXACT]
        best = best or [a for a in found if _rank(a.name, word) == _OWN]
        if len(best) == 1 or len(found) == 1:
            return (best or found)[0].name
        if not found:
            raise BadInput(f"没有合用的科目 {text!r}；可用：{_listed(among)}")
        raise BadInput(f"{text!r} 可以是几个科目：{_listed(found)}；请写全一些")

    return read


def parent_reader(accounts: Iterable[Account]) -> Callable[[str], str]:
    """Return a reader that takes one of ``accounts``, or one that stands above some of them."""
    among = {account.name: account for account in accounts}
    for account in list(among.values()):
        above = account.name.rpartition(":")[0]
        while ":" in above:
            parent = Account(above, account.root, account.opened, account.place)
            among.setdefault(above, parent)
            above = above.rpartition(":")[0]
    return account_reader(among.values())


def account_finder(accounts: Iterable[Account]) -> Callable[[str], Iterator[tuple[str, str]]]:
    """Return a finder for ``Asker.search``: account name and what people see."""
    among = list(accounts)

    def find(typed: str) -> Iterator[tuple[str, str]]:
        for account in matching(among, typed):
            yield account.name, f"{code(account.name)} {account_label(account.name)}"

    return find


def by_name(names: Iterable[str]) -> str:
    """Return accounts as people call them: what is told of codes that were typed."""
    return "、".join(map(account_label, names))


def code(name: str) -> str:
    """Return the code of an account: ``Assets:1002银行存款:01基本户`` → ``1002-01``."""
    digits = [match[0] for part in name.split(":")[1:] if (match := _CODE.match(part))]
    return "-".join(digits)


_EXACT, _OWN, _CODED, _NAMED, _INITIALS = range(5)


def _rank(name: str, word: str) -> int | None:
    own = code(name)
    bare = own.replace("-", "")
    if not word:
        return _NAMED
    if word in (name.lower(), own, bare, account_label(name).lower()):
        return _EXACT
    if _is_own_name(name, word):
        return _OWN
    if re.fullmatch(r"[\d.\-]+", word):
        return _CODED if bare.startswith(re.sub(r"[.\-]", "", word)) else None
    if word in name.lower():
        return _NAMED
    if word.isascii() and word.isalpha() and word in sounds(name.partition(":")[2]):
        return _INITIALS
    return None


def _is_own_name(name: str, word: str) -> bool:
    """Tell whether ``word`` is all of the last part's name: ``押金`` or ``yj``, not 备用金."""
    last = name.rpartition(":")[2]
    own = last[len(match[0]) :] if (match := _CODE.match(last)) else last
    if word.isascii() and word.isalpha() and word == sounds(own).partition(" ")[0]:
        return True
    return word == own.lower()


def _listed(accounts: list[Account]) -> str:
    shown = "、".join(f"{code(a.name)} {account_label(a.name)}" for a in accounts[:_MOST_SHOWN])
    return shown + (f" 等 {len(accounts)} 个" if len(accounts) > _MOST_SHOWN else "")
