"""FND: earmarked money and budgets."""
