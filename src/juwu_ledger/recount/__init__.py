"""A second opinion: the figures of a paper counted once more, from the books alone.

``python -m recount 月报.json … -b main.beancount`` in the folder above this one, with Beancount's parser
and nothing of the program. Written from the documents; sums go by own date. ``reading`` reads the
entries, ``books`` says what came in and went out, ``papers`` compares; each of the others knows one
kind of table. What is not recomputed is counted and named, never passed over.
"""

from .books import Books
from .papers import Difference, Result, main, recount
from .reading import Unreadable

__all__ = ["Books", "Difference", "Result", "Unreadable", "main", "recount"]
