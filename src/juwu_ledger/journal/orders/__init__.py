"""What may be written: one module a thing, each a plan for the journal."""
