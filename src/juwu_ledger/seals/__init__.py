"""Closed months: sealing them, proving them unchanged, and judging only what came after."""
