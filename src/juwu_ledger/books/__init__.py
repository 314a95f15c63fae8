"""What is in the books: typed, dated, frozen. Everything else reads this and nothing below it."""
