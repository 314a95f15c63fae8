"""Sheets as plain tables, one file each."""
