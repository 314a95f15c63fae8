"""Which findings about sealed months are settled, and which may still change.

A finding dated in sealed months is *settled* when nothing dated later can raise or cure it (its
explanation aside): it is carried with the seal. The others are looked for anew, from what was kept.
"""

from __future__ import annotations

import datetime as dt

from juwu_ledger.rules.rule import Finding

LASTING = frozenset(
    {
        *("AST002", "AST003", "AST004", "AST005", "BNK001", "BNK004"),
        *("DSC001", "DSC002", "DSC003", "DSC004", "DSC005", "DSC006", "DSC007"),
        *("DTY001", "DTY004", "DTY005", "FND003", "LND003", "RCP006", "RCP007"),
        *("PRD001", "PRD002", "PRD003", "PRD004"),
    }
)
"""Rules that the kept directives suffice for, whatever the date of their findings."""


def is_settled(finding: Finding, until: dt.date) -> bool:
    """Tell whether a finding is one that the seal of the month ending on ``until`` carries."""
    if finding.rule in LASTING or finding.date is None:
        return False
    if finding.rule == "CSH006":
        # The count at the last month's end is dated the day after it.
        return finding.date < until
    return finding.date <= until
