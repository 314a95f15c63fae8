"""Unified receipts: the sheet, the printed register, their use in a period."""
