"""Writing the books: a change as text, tried on the whole books, then put on the disk at one stroke."""
