"""BNK: bank accounts and their statements."""
