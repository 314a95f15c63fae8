"""Why a change was not written. Every message is Chinese and says what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from juwu_ledger.books.model.problem import LoadError

if TYPE_CHECKING:
    from juwu_ledger.rules.support.rule import Finding


class Refusal(Exception):
    """The change is not allowed, or not now (exit status 5); the books are as they were."""


class BadInput(Exception):
    """What was asked for makes no sense: a wrong name, a missing number (exit status 2)."""


class Unsound(Exception):
    """The books themselves do not load or do not balance (exit status 4)."""

    def __init__(self, errors: Sequence[LoadError]) -> None:
        """Carry the errors."""
        super().__init__(f"账本有 {len(errors)} 处错误，改正以后再记。")
        self.errors = tuple(errors)


class RuleBroken(Refusal):
    """The change would break rules of severity E; carries the findings."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        """Carry the findings that are new."""
        super().__init__("没有写入：这样记会违反制度。")
        self.findings = tuple(findings)


class WouldNotLoad(Refusal):
    """With the change the books would not load or balance; carries the errors."""

    def __init__(self, errors: Sequence[LoadError]) -> None:
        """Carry the errors that are new."""
        super().__init__("没有写入：这样记，账本就读不了或不平了。")
        self.errors = tuple(errors)
