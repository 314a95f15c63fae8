"""Statements of banks and merchants: reading → checking → rows (docs/CONTRIBUTING.md)."""
