"""One dialogue from the first question to the stroke: going back, putting right, taking up again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from juwu_ledger.cli.shell.answers import Answers, KeptDialogue, earlier_call
from juwu_ledger.cli.shell.asking import Question
from juwu_ledger.cli.shell.console import REFUSED, complain
from juwu_ledger.cli.shell.context import Context
from juwu_ledger.cli.shell.finding import found_by
from juwu_ledger.cli.shell.prompts import Choice, Declined, GoBack, PutAside
from juwu_ledger.cli.shell.reading import read_text
from juwu_ledger.cli.shell.telling import tell_refusal
from juwu_ledger.journal.engine.directive_text import Unwritable
from juwu_ledger.journal.engine.disk import ANSWERS
from juwu_ledger.journal.engine.refusals import BadInput, Refusal, RuleBroken

_PATH = "path:"
_CONCERNS = {
    "RCP": ("--receipt",),
    "CSH005": ("--from", "--amount"),
    "CSH007": ("--from", "--amount"),
    "CSH": ("--amount",),
    "SPD003": ("--amount",),
    "SPD004": ("--street-date", "--approval"),
    "SPD007": ("--invoice", "--no-invoice"),
    "SPD008": ("--invoice",),
    "SPD014": ("--invoice",),
    "SPD017": ("--amount", "--invoice"),
    "SPD009": ("--witness", "--handler"),
    "SPD010": ("--for",),
    "SPD012": ("--resolution", "--amount"),
    "SPD": ("--approval", "--director"),
    "FND": ("--fund", "--account"),
    "AST001": ("--account",),
    "AST": ("--asset-id", "--id", "--asset"),
    "DTY": ("--officer", "姓名"),
    "VCH": ("--date",),
}
"""Which answers a rule looks at, by the beginning of its code: where one goes back to when it refuses."""
MENDABLE = (BadInput, Unwritable, Refusal)
"""What another answer can put right; a disk that is full and books that are broken it cannot."""
_EXPLAIN, _DRAFT, _ASIDE, _DROP = "explain", "draft", "aside", "drop"


class Dialogue:
    """One call of a command at a terminal: what it was called with, and what was answered."""

    def __init__(
        self,
        context: Context,
        command: str,
        given: Mapping[str, Any],
        folder: Path,
        keep_draft: Callable[[Mapping[str, Any], Answers], None] | None = None,
    ) -> None:
        """Take up what an earlier call left in ``folder``, if it did and the person wants to.

        ``keep_draft`` makes a draft of options and answers; ``None``: there are no drafts of this command.
        """
        self._keep_draft = keep_draft
        self._context = context
        self._ask = context.ask
        self.given = dict(given)
        """The options, those of the earlier call among them."""
        self._answers = context.ask.answers = Answers()
        if not context.dry_run:
            self._take_up(command, folder / ANSWERS)

    def _take_up(self, command: str, file: Path) -> None:
        plain = {k: _packed(v) for k, v in self.given.items() if v is not None and v is not False}
        earlier = earlier_call(file, command, plain)
        if earlier is not None:
            question = f"上次（{earlier.when}）{command} 没有记完，答过的接着用吗？"
            if self._ask.sure(question):
                self.given |= {k: _unpacked(v) for k, v in earlier.dialogue.given.items()}
                self._answers.keep(earlier.dialogue, earlier.answers)
                return
            earlier.dialogue.forget()
        self._answers.keep(KeptDialogue(file, command, plain), {})

    def carry_out(self, work: Callable[[], None]) -> None:
        """Do the work, its questions included; whatever refuses it leads back to a question."""
        while True:
            self._answers.begin()
            try:
                work()
            except GoBack:
                self._answers.ask_last_anew()
            except PutAside:
                return self._to_draft()
            except Declined:
                if self._put_right(None, REFUSED):
                    return self._to_draft()
            except MENDABLE as error:
                status = tell_refusal(error, explained=self._context.explain is not None)
                if not self._answers.asked:
                    raise SystemExit(status) from None
                if self._put_right(error, status):
                    return self._to_draft()
            else:
                self._answers.done()
                return None
            self._ask.quiet = True

    def _to_draft(self) -> None:
        """Keep what was answered as a draft: then nothing is left of the dialogue."""
        if self._keep_draft is not None:
            self._keep_draft(self.given, self._answers)
        self._answers.done()

    def _put_right(self, error: Exception | None, status: int) -> bool:
        """Let the person say which answer is to be put right, or that all is right as it is.

        Return whether it is all to be a draft.
        """
        self._answers.rest()
        choices = [Choice(one.key, f"{one.words}：{one.shown}") for one in self._answers.trail]
        if isinstance(error, RuleBroken) and self._context.explain is None:
            choices.append(Choice(_EXPLAIN, "都没有错：写明理由，照样记"))
        if self._keep_draft is not None:
            choices.append(Choice(_DRAFT, "放进草稿：以后用 juwu draft 接着记"))
        choices.append(Choice(_ASIDE, "先放下：答过的留着，下次接着来"))
        choices.append(Choice(_DROP, "不记了：答过的都不要了"))
        first = self._concerned(error) if error else _ASIDE
        chosen = self._ask.aside(Question("", "改哪一项", str, first, found_by(choices, str)))
        if chosen == _ASIDE:
            self._ask.put_aside()
        elif chosen == _DROP:
            self._answers.done()
            complain("已取消，账本没有改动。", status)
        elif chosen == _EXPLAIN:
            reason = Question("", "理由（和账记在一起，谁都看得见）", read_text)
            self._context.explain = self._ask.aside(reason)
        elif chosen != _DRAFT:
            self._answers.ask_anew(chosen)
        return chosen == _DRAFT

    def _concerned(self, error: Exception) -> str:
        """Return the key of the answer that a refusal concerns, if it was given in this dialogue."""
        keys = [one.key for one in self._answers.asked]
        if isinstance(error, BadInput):
            return keys[-1]
        if not isinstance(error, RuleBroken):
            return "--date" if "--date" in keys else _ASIDE
        looked_at = (
            key
            for finding in error.findings
            for length in (6, 3)
            for key in _CONCERNS.get(finding.rule[:length], ())
        )
        return next((key for key in looked_at if key in keys), _ASIDE)


def _packed(value: Any) -> Any:
    return f"{_PATH}{value.absolute()}" if isinstance(value, Path) else value


def _unpacked(value: Any) -> Any:
    whole = isinstance(value, str) and value.startswith(_PATH)
    return Path(value.removeprefix(_PATH)) if whole else value
