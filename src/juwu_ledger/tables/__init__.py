"""What tables, sheets, forms and reports are made of, and how their figures are tied."""
