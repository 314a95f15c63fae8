"""What rules share: what a rule is, the clauses, sums that several of them need."""
