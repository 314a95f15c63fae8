"""juwu-ledger: public money of a residents' committee, in plain text, judged clause by clause."""

__version__ = "0.1.0"
