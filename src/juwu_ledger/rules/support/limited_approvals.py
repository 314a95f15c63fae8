"""Figures from which an approval needs more than the director, and whether one has it."""

from __future__ import annotations

from juwu_ledger.books.model.vocabulary import AMOUNT_LIMITS, Approval

FIGURES = ("street-sign-off", "resolution")
"""Kinds of limits that splitting gets around."""


def has_what_it_needs(approval: Approval, kind: str) -> bool:
    """Tell whether the street's director signed, or the residents decided: then nothing is evaded."""
    if kind == "street-sign-off":
        return approval.street_director is not None
    return approval.resolution is not None


def title(kind: str) -> str:
    """Return what a figure is for, in Chinese."""
    return AMOUNT_LIMITS[kind]
