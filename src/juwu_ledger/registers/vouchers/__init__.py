"""Vouchers: the sheets and the printed forms."""
