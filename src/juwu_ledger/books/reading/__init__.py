"""Text to entries: reading, parsing and booking what a stranger may have written."""
