"""Judging from the last seal on: what a seal hands on, and when that suffices."""
