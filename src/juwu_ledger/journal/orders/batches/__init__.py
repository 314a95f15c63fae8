"""Batches to be written: many rows at one stroke, one module a kind."""
