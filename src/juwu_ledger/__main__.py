"""The door of the program: ``juwu`` and ``python -m juwu_ledger``."""

import gc
import io
import os
import sys


def main() -> None:
    """Run the program. Its life is short: from the first import on, the collector only costs time."""
    gc.disable()
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        _run()
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has gone; what is still buffered must go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None


def _open_closed_streams() -> None:
    """Open what the caller closed (``>&-``): Python has ``None`` there, a file of the books might get in.

    In order, since each takes the lowest number that is free.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            try:
                os.fstat(number)
            except OSError:
                os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, os.fdopen(number, "w" if number else "r", closefd=False))


def _run() -> None:
    from juwu_ledger.cli.shell.quick import plain_check, run

    given = plain_check(sys.argv[1:])
    if given is not None:
        run(given)
    from juwu_ledger.program import program

    program(sys.argv[1:])(prog_name="juwu")


if __name__ == "__main__":
    main()
