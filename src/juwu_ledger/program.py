"""The ``juwu`` program as a whole: the commands, and the server that one of them starts.

Commands and web pages do not know one another; this module, above both, puts them together.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from juwu_ledger.cli.app import COMMANDS, make_app
from juwu_ledger.cli.console import REFUSED, UNREADABLE, complain, error_line, find_main
from juwu_ledger.cli.options import BooksOption


def serve(
    books: BooksOption = None,
    host: Annotated[str, typer.Option(help="只能是本机地址。")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="端口。")] = 5000,
) -> None:
    """在浏览器里看账（Fava，只读，只限本机）；查账发现列在“错误”页。

    按 Ctrl+C 停止。例：juwu serve --port 5001
    """
    from juwu_ledger.books.loading import load_books
    from juwu_ledger.web.server import LOOPBACK, serve

    if host not in LOOPBACK:
        complain(f"只能在本机浏览，--host 不能是 {host}；请用 127.0.0.1。", REFUSED)
    main_file = find_main(books)
    loaded = load_books(main_file)
    if loaded.books is None:
        for error in loaded.errors:
            typer.echo(error_line(error), err=True)
        complain("账本读不了，改正以后再来。", UNREADABLE)
    gc.enable()

    def announce(address: str) -> None:
        typer.echo(f"请用浏览器打开 {address}（按 Ctrl+C 停止）")
        sys.stdout.flush()

    try:
        serve(main_file, host, port, announce)
    except OSError as error:
        complain(f"端口 {port} 用不了（{error.strerror or error}）；请换一个 --port。", REFUSED)


def program(words: Sequence[str] = ()) -> typer.Typer:
    """Return the program that can run the command line ``words``: with all its commands, or one."""
    only = words[0] if words and words[0] in COMMANDS else None
    made = make_app(only)
    if only is None:
        made.command("serve")(serve)
    return made
