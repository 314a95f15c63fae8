"""SPD: sign-offs, invoices and signatures under what is spent."""
