"""The rules: one module each, listed here, and the Beancount plugin bundle.

``plugin "juwu_ledger.rules"`` runs them all; each also loads alone, e.g.
``plugin "juwu_ledger.rules.receipt_reused"``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from juwu_ledger.rules import (
    accountant_is_cashier,
    amount_unsound,
    cash_income_not_banked,
    cash_negative,
    cash_not_counted,
    cash_payment_too_large,
    committee_borrowing,
    document_missing,
    finance_group_too_small,
    guarantee_given,
    handler_or_witness_missing,
    income_offset_by_spending,
    income_without_receipt,
    invoice_malformed,
    invoice_missing,
    invoice_reused,
    look_alike_id,
    malformed_or_unknown,
    office_vacant,
    petty_cash_over_limit,
    purpose_missing,
    receipt_book_not_kept,
    receipt_books_overlap,
    receipt_not_issued,
    receipt_reused,
    receipt_skipped,
    receipt_void_or_returned,
    red_letter_unexplained,
    resolution_missing,
    review_group_incomplete,
    reviewer_is_officer,
    signed_after_spending,
    signer_is_party,
    signer_not_in_office,
    spending_from_cash_income,
    spending_over_sign_off,
    spending_split,
    spending_without_sign_off,
    staff_borrowing,
    street_sign_off_missing,
    voucher_in_future,
    voucher_numbering,
    voucher_out_of_order,
)
from juwu_ledger.rules.rule import Rule, RuleError, plugin_errors

CATALOGUE: tuple[Rule, ...] = (
    malformed_or_unknown.RULE,
    look_alike_id.RULE,
    income_without_receipt.RULE,
    receipt_not_issued.RULE,
    receipt_reused.RULE,
    receipt_void_or_returned.RULE,
    receipt_skipped.RULE,
    receipt_book_not_kept.RULE,
    receipt_books_overlap.RULE,
    petty_cash_over_limit.RULE,
    cash_income_not_banked.RULE,
    spending_from_cash_income.RULE,
    income_offset_by_spending.RULE,
    cash_negative.RULE,
    cash_not_counted.RULE,
    cash_payment_too_large.RULE,
    spending_without_sign_off.RULE,
    signed_after_spending.RULE,
    spending_over_sign_off.RULE,
    street_sign_off_missing.RULE,
    signer_not_in_office.RULE,
    signer_is_party.RULE,
    invoice_missing.RULE,
    invoice_reused.RULE,
    handler_or_witness_missing.RULE,
    purpose_missing.RULE,
    resolution_missing.RULE,
    spending_split.RULE,
    invoice_malformed.RULE,
    staff_borrowing.RULE,
    committee_borrowing.RULE,
    guarantee_given.RULE,
    accountant_is_cashier.RULE,
    office_vacant.RULE,
    finance_group_too_small.RULE,
    review_group_incomplete.RULE,
    reviewer_is_officer.RULE,
    voucher_numbering.RULE,
    voucher_out_of_order.RULE,
    voucher_in_future.RULE,
    document_missing.RULE,
    amount_unsound.RULE,
    red_letter_unexplained.RULE,
)
"""Every rule in the order of rules.md."""

__plugins__ = ("public_money",)


def public_money(
    entries: list[Any], options_map: Mapping[str, Any]
) -> tuple[list[Any], list[RuleError]]:
    """Run every rule inside a Beancount load (``bean-check``, Fava)."""
    return plugin_errors(entries, options_map, CATALOGUE)
