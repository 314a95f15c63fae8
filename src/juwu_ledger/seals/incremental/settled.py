"""Which findings about sealed months are settled, and which may still change.

A finding dated in sealed months is *settled* when nothing dated later can raise or cure it (its
explanation aside): it is carried with the seal. The others are looked for anew, from what was kept.
"""

from __future__ import annotations

import datetime as dt

from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.support.rule import Finding

_LASTING = frozenset(rule.code for rule in CATALOGUE if rule.lasting)


def is_settled(finding: Finding, until: dt.date) -> bool:
    """Tell whether a finding is one that the seal of the month ending on ``until`` carries."""
    if finding.rule in _LASTING or finding.date is None:
        return False
    if finding.rule == "CSH006":
        # The count at the last month's end is dated the day after it.
        return finding.date < until
    return finding.date <= until
