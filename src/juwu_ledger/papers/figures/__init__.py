"""Figures over the books that papers, registers and statements share."""
