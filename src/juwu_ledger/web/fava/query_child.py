"""One query in a process of its own, with little time and memory: ``python -m … MAIN`` (see queries).

Reads ``{"path", "query_string"}`` (JSON) from standard input; prints status and body as JSON. Whatever
is not one SELECT is refused after parsing, not by looking at its first word, and Fava's shell with its
commands is never reached.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import Path
from typing import Any

try:
    import resource
except ImportError:  # Windows: the parent's clock alone.
    resource = None  # type: ignore[assignment]

SECONDS = 10
"""Of computing, once the books are loaded."""
_MEMORY = 2 * 1024**3
_LARGEST = 16 * 1024 * 1024
ONLY_SELECT = "查询只能用 SELECT。"


def main() -> None:
    """Answer the one query. The process is short-lived: the collector would only cost time."""
    gc.disable()
    _limit_space()
    asked = json.loads(sys.stdin.buffer.read())
    answer = os.dup(1)
    os.dup2(2, 1)  # Whatever else prints must not get between.
    client = _app(Path(sys.argv[1])).test_client()
    _limit_time()
    reply = client.get(asked["path"], query_string=asked["query_string"])
    told = {"status": reply.status_code, "body": reply.get_data(as_text=True)}
    if len(told["body"]) > _LARGEST:
        told = {"status": 400, "body": json.dumps({"error": "查到的太多了，请把查询写得窄些。"})}
    with os.fdopen(answer, "wb") as out:
        out.write(json.dumps(told).encode("utf-8"))


def _limit_space() -> None:
    """Take no more memory than this, and write no file at all."""
    if resource is None:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time() -> None:
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + 1 + SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (until, until + 1))


def _app(main_file: Path) -> Any:
    """Return Fava on the books, for nothing but a query."""
    from fava.application import create_app
    from fava.core import FavaLedger
    from fava.core.query_shell import FavaBQLShell

    from juwu_ledger.web.fava.one_ledger import OneLedger
    from juwu_ledger.web.fava.safe_ledger import use_query_loading

    use_query_loading()
    FavaBQLShell.run = _run  # type: ignore[assignment]
    app = create_app([str(main_file)], load=False, read_only=True)
    app.config["LEDGERS"] = OneLedger(FavaLedger(str(main_file), poll_watcher=True))
    return app


def _run(shell: Any, entries: Any, query: str) -> Any:
    """Take the place of the shell's ``run``: parse, and go on with a SELECT only."""
    from beanquery import CompilationError, ParseError, connect, parser
    from fava.helpers import FavaAPIError

    ledger = shell.ledger
    try:
        statement = parser.parse(query)
        if not isinstance(statement, parser.ast.Select):
            raise FavaAPIError(ONLY_SELECT)
        context = connect(
            "beancount:", entries=entries, errors=ledger.errors, options=ledger.options
        )
        return context.execute(statement)
    except ParseError as error:
        raise FavaAPIError(f"查询的写法不对：{error}") from error
    except CompilationError as error:
        raise FavaAPIError(f"查询里有没有的栏目或算法：{error}") from error


if __name__ == "__main__":
    main()
