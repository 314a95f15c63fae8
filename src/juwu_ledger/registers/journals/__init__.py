"""Ledgers and journals: the sheets and the printed cash and bank journals."""
