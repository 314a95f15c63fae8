"""The tables of the audit workbook: one module a sheet, and the ties between them."""
