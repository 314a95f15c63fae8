"""What the writing commands share, and the commands themselves, one module each."""
