"""Batches: lists of households, helpers or bills, filled in as a spreadsheet, read, checked, made into rows."""
