"""What the commands share: which books, which day, exit statuses, one way to speak and complain.

Nothing here needs Typer, so that ``juwu check`` can do without it (see :mod:`.quick`).
"""

from __future__ import annotations

import datetime as dt
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from juwu_ledger.books.reading.os_reasons import reason
from juwu_ledger.cli.shell.progress import working

if TYPE_CHECKING:
    from juwu_ledger.books.facts.view import Books
    from juwu_ledger.books.model.periods import Period
    from juwu_ledger.books.model.problem import LoadError
    from juwu_ledger.books.reading.loading import Kept, LoadedBooks
    from juwu_ledger.books.signing.trusted_keys import TrustedKeys

_SIGNS = r"[\s\"'$`\\!*?&|;<>()#~\[\]{}]"
"""What a shell reads as something else than a letter."""
FINE, USAGE, FINDINGS, UNREADABLE, REFUSED = 0, 2, 3, 4, 5


def complain(message: str, status: int = USAGE) -> NoReturn:
    """Say what is wrong on standard error and end with ``status``."""
    say(legible(message), error=True)
    raise SystemExit(status)


def say(text: str, *, error: bool = False) -> None:
    """Print a line to standard output, or to standard error."""
    print(text, file=sys.stderr if error else sys.stdout)


def legible(text: str) -> str:
    """Return text of strangers without the control characters that steer a terminal."""
    if text.isprintable():
        return text
    return "".join(
        c if c.isprintable() or c in "\n\u3000" else "\N{REPLACEMENT CHARACTER}" for c in text
    )


def find_main(books: Path | None) -> Path:
    """Return the main file of the books that the user means (docs/cli.md)."""
    named = books
    if named is None:
        from_environment = os.environ.get("JUWU_BOOKS") or os.environ.get("BEANCOUNT_FILE")
        named = Path(from_environment) if from_environment else None
    try:
        return _search() if named is None else _main_of(named)
    except OSError as error:
        complain(f"打不开 {named or '当前文件夹'}（{reason(error)}）。")


def _search() -> Path:
    here = Path.cwd()
    for folder in (here, *here.parents):
        for candidate in (folder / "ledger" / "main.beancount", folder / "main.beancount"):
            if candidate.is_file():
                return candidate
    complain(
        "这里没有找到账本。请用 --books 指出账本的文件夹，如：juwu check --books ledger；"
        "还没有账本的，先建：juwu init 账本"
    )


def _main_of(named: Path) -> Path:
    if named.is_dir():
        for candidate in (named / "main.beancount", named / "ledger" / "main.beancount"):
            if candidate.is_file():
                return candidate
        complain(f"{named} 里没有 main.beancount。请用 --books 指出账本的主文件。")
    if not named.exists():
        complain(f"没有这个文件：{named}。请检查 --books 后面的路径。")
    return named


def read_day(text: str | None) -> dt.date:
    """Read ``--as-of``; today when it is not given."""
    today = dt.date.today()
    if text is None:
        return today
    from juwu_ledger.books.model.written_days import written_day

    try:
        return written_day(text, today)
    except ValueError:
        complain(f"日期 {text!r} 不对，请写成 2026-04-10 这样。")


def read_period(text: str, *kinds: str) -> Period:
    """Read a period of one of ``kinds`` (``month``, ``quarter``, ``half-year``, ``year``)."""
    from juwu_ledger.books.model.written_days import written_period

    names = {"month": "月（2026-03）", "quarter": "季（2026Q1）"}
    names |= {"half-year": "半年（2026H1）", "year": "年（2026）"}
    try:
        period = written_period(text)
    except ValueError as error:
        complain(str(error))
    if kinds and period.kind not in kinds:
        complain(f"{text} 不合用，这里要写{'或'.join(names[k] for k in kinds)}。")
    return period


def load(books: Path | None, kept: Kept | None = None) -> LoadedBooks:
    """Load the books that the user means, whatever state they are in."""
    from juwu_ledger.books.reading.loading import load_books

    main = find_main(books)
    with working("正在读账本"):
        return load_books(main, kept=kept)


def load_sound(
    books: Path | None, trusted_keys: Path | None = None, kept: Kept | None = None
) -> Books:
    """Load the books; end with status 4 when they do not load or do not balance.

    ``trusted_keys`` is a list of public keys from outside of the books to verify signatures by; ``kept``
    serves several readings of the same books.
    """
    trusted = read_key_list(trusted_keys)
    loaded = load(books, kept)
    if loaded.errors or loaded.books is None:
        for error in loaded.errors:
            say(error_line(error), error=True)
        complain(f"账本有 {len(loaded.errors)} 处错误，改正以后再来。", UNREADABLE)
    return loaded.books.trusting(trusted) if trusted else loaded.books


def read_key_list(path: Path | None) -> TrustedKeys | None:
    """Read ``--trusted-keys``; end with status 2 when it cannot be used."""
    if path is None:
        return None
    from juwu_ledger.books.signing.trusted_keys import BadKeyList, read_trusted_keys

    try:
        return read_trusted_keys(path)
    except BadKeyList as error:
        complain(str(error))


def warn_outside(books: Books, period: Period) -> None:
    """Say on standard error that a paper is asked for a period that the books do not reach."""
    span = books.span
    if span is None:
        say(f"提醒：账本里还没有凭证，{period.title}的表是空的。", error=True)
    elif period.last < span[0] or period.first > span[1]:
        say(f"提醒：{period.title}没有凭证，账本从 {span[0]} 记到 {span[1]}。", error=True)


def error_line(error: LoadError) -> str:
    """Return a loading error as ``file:line message``."""
    place = f"{error.file}:{error.line}" if error.file and error.line else error.file
    return legible(f"{place}  {error.message}" if place else error.message)


def print_json(value: Any) -> None:
    """Print JSON as UTF-8 whatever the terminal's own encoding is."""
    from juwu_ledger.books.model.json_text import json_text

    data = json_text(value) + "\n"
    sys.stdout.flush()
    if hasattr(sys.stdout, "buffer"):
        sys.stdout.buffer.write(data.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()
    else:
        sys.stdout.write(data)


def as_typed(words: Sequence[str]) -> str:
    """Return words as one types them at a shell: those with blanks or signs in quotes."""
    return " ".join(_quoted(word) for word in words)


def _quoted(word: str) -> str:
    if word and not re.search(_SIGNS, word):
        return word
    return "'" + word.replace("'", "'\\''") + "'"
