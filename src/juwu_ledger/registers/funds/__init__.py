"""Earmarked money: the sheets, the printed register, the balances."""
