"""Small JSON files that only their owner may read, written whole (users, marks, opinions)."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from juwu_ledger.journal.engine import disk

PATIENCE = 20.0
_MODE = 0o600
_OTHERS = 0o077
_LARGEST = 16 * 1024 * 1024


class NotKept(Exception):
    """A file of ours cannot be read or written; the message says why, in Chinese."""


class PrivateFile:
    """One JSON object in a file of its own."""

    def __init__(self, path: Path) -> None:
        """Take the path; there need be no file yet."""
        self.path = path
        self._known: tuple[tuple[int, ...], dict[str, Any]] | None = None

    def read(self) -> dict[str, Any]:
        """Return what is in the file, empty where there is none; not to be changed."""
        try:
            status = self.path.stat()
            state = status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino
            known = self._known
            if known is None or known[0] != state:
                self._refuse_open(status)
                known = self._known = state, self._parsed(self.path.read_bytes())
            return known[1]
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise NotKept(f"读不了 {self.path}（{disk.why_not(error)}）。") from None

    @contextmanager
    def changing(self) -> Iterator[dict[str, Any]]:
        """Hold the file and give out a copy of what is in it; it is written back when all went well."""
        from filelock import FileLock, Timeout

        self._make_folder()
        lock = FileLock(f"{self.path}.lock", timeout=PATIENCE, mode=_MODE)
        try:
            lock.acquire()
        except Timeout:
            raise NotKept(f"另一个程序正在写 {self.path}，请稍后再试。") from None
        except OSError as error:
            raise NotKept(f"写不了 {self.path}（{disk.why_not(error)}）。") from None
        try:
            self._known = None
            content = json.loads(json.dumps(self.read()))
            yield content
            self._write(content)
        finally:
            lock.release()

    def _write(self, content: dict[str, Any]) -> None:
        text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        data = text.encode("utf-8")
        if len(data) > _LARGEST:
            raise NotKept(f"{self.path} 已经太大，放不下了，没有记；请管这台电脑的人清理。")
        try:
            if self.path.exists():
                disk.replace_file(self.path, data)
            else:
                disk.new_file(self.path, data, _MODE)
        except disk.NotWritten as error:
            raise NotKept(f"写不了 {self.path}（{error.reason}）。") from None

    def _make_folder(self) -> None:
        folder = self.path.parent
        if folder.is_dir():
            return
        try:
            disk.make_folders(folder, Path(folder.anchor))
            folder.chmod(0o700)
        except disk.NotWritten as error:
            raise NotKept(f"建不了文件夹 {folder}（{error.reason}）。") from None
        except OSError as error:
            raise NotKept(f"建不了文件夹 {folder}（{disk.why_not(error)}）。") from None

    def _refuse_open(self, status: os.stat_result) -> None:
        """Refuse a file that others on this machine may read or change."""
        if os.name == "posix" and status.st_mode & _OTHERS:
            raise NotKept(f"{self.path} 别的用户也能读写，不能用；请先运行：chmod 600 {self.path}")

    def _parsed(self, data: bytes) -> dict[str, Any]:
        try:
            if len(data) > _LARGEST:
                raise ValueError
            content = json.loads(data or b"{}")
            if not isinstance(content, dict):
                raise ValueError
        except (ValueError, RecursionError):
            raise NotKept(f"{self.path} 的内容坏了，读不懂；请改正或移走这个文件。") from None
        return content
