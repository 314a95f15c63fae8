"""Which findings about sealed months are settled, and which may still change.

A finding dated in sealed months is *settled* when nothing dated later can raise or cure it (its
explanation aside): it is carried with the seal. The others are looked for anew, from what was kept.
"""

from __future__ import annotations

import datetime as dt

from juwu_ledger.books.model.problem import Place
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.cash import cash_income_not_banked
from juwu_ledger.rules.support.rule import Finding

_LASTING = frozenset(rule.code for rule in CATALOGUE if rule.lasting)
NOT_BANKED = cash_income_not_banked.RULE.code


def is_settled(finding: Finding, until: dt.date, waiting: frozenset[Place]) -> bool:
    """Tell whether a finding is one that a seal carries whose months end with ``until``.

    ``waiting``: where the vouchers stand whose cash was in the till on that day still.
    """
    if finding.rule in _LASTING or finding.date is None:
        return False
    if finding.rule == "CSH006":
        # The count at the last month's end is dated the day after it.
        return finding.date < until
    if finding.rule == NOT_BANKED and finding.place in waiting:
        return False
    return finding.date <= until
