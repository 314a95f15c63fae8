"""Why a statement was not taken: always in words, with the row it is about where there is one."""

from __future__ import annotations

from juwu_ledger.intake.refusal import FileRefused


class StatementRefused(FileRefused):
    """A statement that is not taken; ``row`` counts from 1 in its table, 0 where no row is meant.

    ``name`` tells kinds of refusals apart: ``cut-off``, ``two-headings``, ``wrong-account`` …
    """

    def __init__(self, name: str, why: str, row: int = 0) -> None:
        """Take the kind, the reason in Chinese, and the row."""
        super().__init__(name, f"第 {row} 行：{why}" if row else why)
        self.row = row
