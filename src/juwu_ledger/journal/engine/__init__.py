"""How the books are changed: text for one file, tried as a whole, put on the disk."""
