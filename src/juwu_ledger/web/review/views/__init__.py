"""What the pages show: pure functions from :class:`~juwu_ledger.books.facts.view.Books` to frozen values.

Amounts come as text ready to read; the templates only lay out what they are given.
"""
