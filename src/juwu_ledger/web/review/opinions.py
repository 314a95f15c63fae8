"""What each reviewer says of a quarter, until all have spoken; and what the group says then.

An opinion is bound to the books by their digest. It is kept beside the books: only when the leader and
both members have signed the same books is the review written into them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import OPINIONS
from juwu_ledger.web.gate.private_file import NotKept, PrivateFile

PASSED, REMARKS, REFUSED = OPINIONS
_HALF = 2


class Opinion(NamedTuple):
    """One reviewer's opinion on a quarter, of the books with this digest."""

    opinion: str
    remarks: str
    digest: str
    at: str


class Opinions:
    """The opinions on one set of books that are not in them yet."""

    def __init__(self, folder: Path, identity: str) -> None:
        """Take the folder of such files and the books' name (``books_id``)."""
        self._file = PrivateFile(folder / f"{identity}.json")

    def of(self, quarter: Period) -> Mapping[str, Opinion]:
        """Return the opinions on a quarter by name."""
        return self._opinions(self._file.read(), quarter)

    @contextmanager
    def giving(self, quarter: Period, name: str, opinion: Opinion) -> Iterator[dict[str, Opinion]]:
        """Note an opinion and give out all there are on the quarter.

        What is taken out of them is forgotten: the review that holds them was written.
        """
        with self._file.changing() as content:
            given = dict(self._opinions(content, quarter))
            given[name] = opinion
            yield given
            quarters = content.setdefault("quarters", {})
            quarters[quarter.label] = {who: said._asdict() for who, said in given.items()}

    def _opinions(self, content: Mapping[str, Any], quarter: Period) -> dict[str, Opinion]:
        try:
            kept = content.get("quarters", {}).get(quarter.label, {})
            return {name: Opinion(**said) for name, said in kept.items()}
        except (TypeError, AttributeError):
            raise NotKept(f"{self._file.path} 的内容坏了，读不懂；请改正或移走这个文件。") from None


class Group(NamedTuple):
    """The review group in office: one leader, two members."""

    leader: str
    members: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Everybody, the leader first."""
        return (self.leader, *self.members)


class Verdict(NamedTuple):
    """What the group says, in the words of the review directive."""

    opinion: str
    remarks: str | None


def verdict(group: Group, given: Mapping[str, Opinion]) -> Verdict:
    """Return the group's opinion: two of three decide, and what the third says is kept.

    Whoever differs is named in the remarks, with his or her own opinion.
    """
    said = [given[name] for name in group.all]
    against = sum(one.opinion == REFUSED for one in said)
    if against >= _HALF:
        opinion = REFUSED
    elif against or any(one.opinion == REMARKS for one in said):
        opinion = REMARKS
    else:
        opinion = PASSED
    return Verdict(opinion, _remarks(group, given, opinion) or None)


def _remarks(group: Group, given: Mapping[str, Opinion], opinion: str) -> str:
    parts: list[str] = []
    for name in group.all:
        differs, remarks = _differs(given[name].opinion, opinion), given[name].remarks
        if differs or remarks:
            parts.append(f"{name}{differs}：{remarks}" if remarks else f"{name}{differs}")
    return "；".join(parts)


def _differs(own: str, common: str) -> str:
    """Say how one's own opinion stands to the group's, where it is another."""
    if (own == REFUSED) == (common == REFUSED):
        return ""
    return "（不同意，认为不予通过）" if own == REFUSED else f"（认为可以{OPINIONS[own]}）"
