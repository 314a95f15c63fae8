"""Bank reconciliations: the table and the form."""
