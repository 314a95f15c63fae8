"""Makes what the tests share (``paper_books``) importable from every folder of tests."""
