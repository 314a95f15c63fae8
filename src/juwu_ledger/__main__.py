"""The door of the program: ``juwu`` and ``python -m juwu_ledger``."""

import gc
import io
import sys


def main() -> None:
    """Run the program. Its life is short: from the first import on, the collector only costs time."""
    gc.disable()
    from juwu_ledger.program import app

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    app()


if __name__ == "__main__":
    main()
