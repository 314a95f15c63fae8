"""The books in the browser: Fava, read-only, on this machine."""
