"""The review group in the browser: its marks, opinions, pages."""
