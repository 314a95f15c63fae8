"""Cash counts: the table and the form."""
