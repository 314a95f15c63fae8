"""``python -m juwu_ledger`` is the same program as ``juwu``."""

from juwu_ledger.program import main

if __name__ == "__main__":
    main()
