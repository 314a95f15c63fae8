"""DTY: who may hold which office beside which other."""
