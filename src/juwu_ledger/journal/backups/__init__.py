"""Backups of the books: making them, proving them, keeping them, and books out of them again."""
