"""The door of the program: ``juwu`` and ``python -m juwu_ledger``."""

import gc
import io
import os
import sys
from typing import NoReturn


def main() -> None:
    """Run the program. Its life is short: from the first import on, the collector only costs time."""
    gc.disable()
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        try:
            _run()
        finally:
            sys.stdout.flush()
            gc.freeze()  # What is taken down at the end need not be looked through first.
    except BrokenPipeError:
        _print_no_more()
        raise SystemExit(_NOBODY_READS) from None
    except OSError as error:
        _print_no_more()
        _tell(error)


_NOBODY_READS = 1


def _print_no_more() -> None:
    """Let what is still buffered go nowhere: at the end of the process it would fail once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell(error: OSError) -> NoReturn:
    """Say in one line what the system would not do: a full device, a folder that is gone, a long name."""
    from juwu_ledger.books.reading.os_reasons import reason
    from juwu_ledger.cli.shell.console import complain

    about = error.filename
    if isinstance(about, (str, os.PathLike)):
        complain(f"{os.fspath(about)} 用不了（{reason(error)}）。")
    complain(f"系统不让做下去（{reason(error)}）；要是在记账，请用 juwu list 看记上了没有。")


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
    _need_working_folder()
    from juwu_ledger.cli.shell.bare_beancount import spare_imports
    from juwu_ledger.cli.shell.quick import plain_check, run

    if _reads_books(sys.argv[1:]):
        spare_imports()
    given = plain_check(sys.argv[1:])
    if given is not None:
        run(given)
    from juwu_ledger.program import program

    program(sys.argv[1:])(prog_name="juwu")


def _reads_books(words: list[str]) -> bool:
    """Tell whether a command is called that goes through our own reading: Fava needs all of Beancount."""
    called = bool(words) and not words[0].startswith("-") and words[0] != "serve"
    return called and not {"-h", "--help"} & set(words)


def _need_working_folder() -> None:
    """End with one line where the folder that one stands in was removed meanwhile."""
    try:
        os.getcwd()  # noqa: PTH109 - pathlib would be imported for nothing else
    except FileNotFoundError:
        from juwu_ledger.cli.shell.console import complain

        complain("现在所在的文件夹已经不在了，请用 cd 换到别的文件夹再来。")


if __name__ == "__main__":
    main()
