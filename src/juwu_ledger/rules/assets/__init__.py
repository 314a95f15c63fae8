"""AST: what the committee owns."""
