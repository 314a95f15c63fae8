"""The layouts that are known, one file a bank or merchant, each with ``LAYOUTS``."""
