"""The query page: one SELECT, in a child process that cannot hang or fill this one.

beanquery's regular expressions and joins take as long as they like, and its shell writes files.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from juwu_ledger.web.fava.query_child import ONLY_SELECT

SECONDS = 60.0
"""For one child, loading and all."""
LONGEST = 4000
_PATIENCE = 10.0
"""For one's turn: whoever waits keeps a thread of the server."""
_AT_ONCE = threading.BoundedSemaphore(2)
_KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "HOME", "USERPROFILE", "LANG", "LC_ALL")


def answer(main: Path, path: str, query: str, query_string: str) -> tuple[int, str]:
    """Return status and JSON that Fava answers a query with."""
    if len(query) > LONGEST:
        return _refused("查询太长了。")
    if query.lstrip()[:6].lower() != "select":
        return _refused(ONLY_SELECT)
    if not _AT_ONCE.acquire(timeout=_PATIENCE):
        return _refused("别的查询还没有算完，请稍后再试。", 503)
    try:
        done = _child(main, json.dumps({"path": path, "query_string": query_string}))
    finally:
        _AT_ONCE.release()
    if done is None:
        return _refused("这个查询太费时间，已经停下；请把它写得简单些。")
    try:
        told: dict[str, Any] = json.loads(done)
        return int(told["status"]), str(told["body"])
    except (ValueError, KeyError, TypeError):
        return _refused("这个查询没有算成（太费时间或内存）；请把它写得简单些。")


def _child(main: Path, asked: str) -> bytes | None:
    """Return what the child prints; ``None`` when its time was up."""
    command = [sys.executable, "-P", "-m", "juwu_ledger.web.fava.query_child", str(main)]
    environment = {key: os.environ[key] for key in _KEPT if key in os.environ}
    try:
        done = subprocess.run(
            command,
            input=asked.encode("utf-8"),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout


def _refused(said: str, status: int = 400) -> tuple[int, str]:
    return status, json.dumps({"error": said}, ensure_ascii=False)
