"""SPD: approvals, invoices and signatures under what is spent."""
