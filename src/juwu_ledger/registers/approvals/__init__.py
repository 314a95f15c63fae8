"""Approvals: the sheet, the printed register, the form, their use in a period."""
