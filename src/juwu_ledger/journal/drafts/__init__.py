"""Entries put aside: one value for a draft, as text that a person can edit, and the folder they lie in."""
