"""Electronic vouchers: invoices, fiscal receipts, tickets, bank advices, as files or as QR text."""
