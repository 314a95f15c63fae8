"""Fava behind the gate: our loading, nothing run, nothing written."""
