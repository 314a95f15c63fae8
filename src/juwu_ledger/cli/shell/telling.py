"""What a writing command says of a change, and of what refused it."""

from __future__ import annotations

import re
from typing import Any

from juwu_ledger.cli.look.checking import finding_lines
from juwu_ledger.cli.shell.console import REFUSED, UNREADABLE, USAGE, error_line, legible, say
from juwu_ledger.journal.engine.disk import NotWritten
from juwu_ledger.journal.engine.journal import Written
from juwu_ledger.journal.engine.refusals import Refusal, RuleBroken, Unsound, WouldNotLoad
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.support.rule import Finding

_PAST = frozenset(rule.code for rule in CATALOGUE if rule.past)
_SIGNATURE = re.compile(r"(-----BEGIN SSH SIGNATURE-----)[^\"]+")
"""Three hundred characters that nobody can read; the books and ``--json`` have them whole."""


def _rule(finding: Finding) -> str:
    """Return a finding's rule with the clauses that it stands for, if there are any."""
    clauses = "、".join(finding.clause)
    return f"{finding.rule}（{clauses}）" if clauses else f"{finding.rule} "


def tell(written: Written, head: str) -> None:
    """Show a change and what the rules say of it."""
    say(where(written, head))
    say("")
    say(legible(_SIGNATURE.sub(r"\1……", written.text.rstrip("\n"))))
    say("")
    live = [finding for finding in written.findings if not _is_past(finding, written)]
    if not live:
        say("查账：没有新问题。")
    for finding in live:
        file = written.books.relative(finding.place.file)
        say(legible(_rule(finding)))
        for line in finding_lines(finding, file):
            say(legible(line))

    past = len(written.findings) - len(live)
    if past:
        say(
            f"另有 {past} 条已成过去、现在改不了的提醒（晚记的凭证号次序、已说明的），juwu check 里看得到。"
        )


def _is_past(finding: Finding, written: Written) -> bool:
    """Tell whether nobody can act on a finding any more; what this very change explains is told."""
    if finding.explanation is not None:
        return f'custom "explanation" "{finding.rule}"' not in written.text
    return finding.rule in _PAST


def where(written: Written, head: str) -> str:
    """Return what was written and in which file and line."""
    place = written.place
    return legible(f"{head}：{written.change.title}（{place.file} 第 {place.line} 行）")


def tell_refusal(error: Exception, *, explained: bool) -> int:
    """Say on standard error why nothing was written; return the status of docs/cli.md."""
    match error:
        case RuleBroken():
            _tell_findings(error, explained=explained)
            return REFUSED
        case WouldNotLoad() | Unsound():
            for wrong in error.errors:
                say(error_line(wrong), error=True)
            say(legible(str(error)), error=True)
            return UNREADABLE if isinstance(error, Unsound) else REFUSED
        case Refusal():
            say(legible(str(error)), error=True)
            return REFUSED
        case NotWritten():
            say(legible(_not_written(error)), error=True)
            return REFUSED
    say(legible(f"{str(error).rstrip('。')}。"), error=True)
    return USAGE


def _tell_findings(refusal: RuleBroken, *, explained: bool) -> None:
    for finding in refusal.findings:
        say(legible(f"{_rule(finding)}{finding.message}"), error=True)
        say(legible(f"    改法：{finding.remedy}"), error=True)
    if explained:
        say(f"{refusal}这一条说明了也不行，请照“改法”改。", error=True)
    else:
        say(f'{refusal}确有理由的，加上 --explain "理由" 再记。', error=True)


def _not_written(failure: NotWritten) -> str:
    if failure.unsure:
        return (
            f"写 {failure.path} 的时候出了错（{failure.reason}），不能保证写上了没有；"
            "请先修好磁盘，再用 juwu check 看账本。"
        )
    return f"写不了 {failure.path}（{failure.reason}）；账本没有改动。"


def as_json(written: Written) -> dict[str, Any]:
    """Return what ``--json`` prints of a change."""
    return {
        "written": {
            "title": written.change.title,
            "ids": list(written.change.ids),
            "file": written.place.file,
            "line": written.place.line,
            "text": written.text,
            "scans": [scan.target for scan in written.change.scans],
            "made": [new.target for new in written.change.made],
        },
        "dry_run": written.dry_run,
        "findings": [finding_json(finding) for finding in written.findings],
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as the writing commands print it."""
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "status": finding.status,
        "clause": list(finding.clause),
        "about": finding.about,
        "voucher": finding.voucher,
        "message": finding.message,
        "remedy": finding.remedy,
    }
