"""What is in the books, as frozen values: directives, chart, people, periods, money."""
