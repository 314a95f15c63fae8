"""The financial statements."""
