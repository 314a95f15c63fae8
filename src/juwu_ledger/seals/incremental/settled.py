"""Which findings about sealed months are settled, and which may still change.

A finding dated in sealed months is *settled* when nothing dated later can raise or cure it (its
explanation aside): it is carried with the seal. The others are looked for anew, from what was kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from juwu_ledger.books.facts.carried import Carried
from juwu_ledger.books.model.problem import Place
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.cash import cash_income_not_banked
from juwu_ledger.rules.funds import fund_overspent
from juwu_ledger.rules.support.rule import Finding

_LASTING = frozenset(rule.code for rule in CATALOGUE if rule.lasting)
NOT_BANKED = cash_income_not_banked.RULE.code
OVERSPENT = fund_overspent.RULE.code
Unsettled = Mapping[str, frozenset[Place]]
"""Rule → where the vouchers stand of which its findings may still change."""


def unsettled(carried: Carried | None) -> Unsettled:
    """Return what was open on the last day that is carried: cash in the till, funds below zero."""
    if carried is None:
        return {}
    return {
        NOT_BANKED: frozenset(cash.place for cash in carried.till),
        OVERSPENT: frozenset(day.place for day in carried.overspent),
    }


def is_settled(finding: Finding, until: dt.date, open_still: Unsettled) -> bool:
    """Tell whether a finding is one that a seal carries whose months end with ``until``."""
    if finding.rule in _LASTING or finding.date is None:
        return False
    if finding.rule == "CSH006":
        # The count at the last month's end is dated the day after it.
        return finding.date < until
    if finding.place in open_still.get(finding.rule, ()):
        return False
    return finding.date <= until
