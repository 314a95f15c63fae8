"""The query page: one SELECT, in a child process that cannot hang or fill this one.

beanquery's regular expressions and joins take as long as they like, and its shell writes files. Everybody has
one query at a time, and a new one takes the place of one's last: who asks what never ends keeps nobody else
from asking.
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
_PATIENCE = 25.0
"""For one's turn: as long as a query may compute, and load the books before."""
_AT_ONCE = threading.BoundedSemaphore(4)
"""A child may take 2 GiB."""
_KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "HOME", "USERPROFILE", "LANG", "LC_ALL")


def answer(main: Path, path: str, query: str, query_string: str, who: str) -> tuple[int, str]:
    """Return status and JSON that Fava answers a query of ``who`` with."""
    if len(query) > LONGEST:
        return _refused("查询太长了。")
    if query.lstrip()[:6].lower() != "select":
        return _refused(ONLY_SELECT)
    child = _Child()
    _LAST.replace(who, child)
    if not _AT_ONCE.acquire(timeout=_PATIENCE):
        return _refused("别的查询还没有算完，请稍后再试。", 503)
    try:
        done = child.ask(main, json.dumps({"path": path, "query_string": query_string}))
    finally:
        _AT_ONCE.release()
        _LAST.forget(who, child)
    if child.is_replaced:
        return _refused("您又问了一个新的查询，这一个不算了。", 409)
    if done is None:
        return _refused("这个查询太费时间，已经停下；请把它写得简单些。")
    try:
        told: dict[str, Any] = json.loads(done)
        return int(told["status"]), str(told["body"])
    except (ValueError, KeyError, TypeError):
        return _refused("这个查询没有算成（太费时间或内存）；请把它写得简单些。")


class _Child:
    """The process of one query, begun or not, that can be ended from another thread."""

    def __init__(self) -> None:
        self.is_replaced = False
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, main: Path, asked: str) -> bytes | None:
        """Return what the child prints; ``None`` when its time was up or it was ended before."""
        command = [sys.executable, "-P", "-m", "juwu_ledger.web.fava.query_child", str(main)]
        environment = {key: os.environ[key] for key in _KEPT if key in os.environ}
        with self._lock:
            if self.is_replaced:
                return None
            self._process = process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
            )
        with process:
            try:
                return process.communicate(asked.encode("utf-8"), timeout=SECONDS)[0]
            except subprocess.TimeoutExpired:
                process.kill()
                return None

    def end(self) -> None:
        """End it, or let it not begin."""
        with self._lock:
            self.is_replaced = True
            if self._process is not None:
                self._process.kill()


class _LastOfEach:
    """Everybody's last query, by name."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._children: dict[str, _Child] = {}

    def replace(self, who: str, child: _Child) -> None:
        with self._lock:
            former = self._children.get(who)
            self._children[who] = child
        if former is not None:
            former.end()

    def forget(self, who: str, child: _Child) -> None:
        with self._lock:
            if self._children.get(who) is child:
                del self._children[who]


_LAST = _LastOfEach()


def _refused(said: str, status: int = 400) -> tuple[int, str]:
    return status, json.dumps({"error": said}, ensure_ascii=False)
