"""Commands that look and write nothing into the books."""
