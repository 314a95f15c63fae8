"""Budget against actual."""
