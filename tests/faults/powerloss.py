"""A model of what a disk may hold after the power fails.

What was written is for certain only what was synced: the bytes of a file by a sync of the file, the
names in a folder by a sync of the folder. Of the rest anything may be lost: each name on its own,
and of a file's bytes all, the end, or everything but the length. Renames happen whole.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from faults.calls import Call
from faults.sandbox import LEFT_OVER, Node, Tree

_ALL_SUBSETS = 6
"""So many unsynced names in one folder are lost in every combination; of more, runs and singles."""


@dataclass
class _File:
    durable: bytes
    now: bytes

    def after_loss(self) -> list[bytes]:
        """Return what the file may hold after the power failed."""
        old, new = self.durable, self.now
        if old == new:
            return [new]
        kept = os.path.commonprefix([old, new])
        half = kept + new[len(kept) : len(kept) + (len(new) - len(kept)) // 2]
        zeros = kept + bytes(len(new) - len(kept))
        return list(dict.fromkeys([old, b"", half, zeros, new]))


@dataclass
class _Folder:
    durable: dict[str, _Entry] = field(default_factory=dict)
    pending: list[tuple[str, str, _Entry | None]] = field(default_factory=list)
    """Names not synced yet: (new name, or "", name that goes, or "", what the new one stands for)."""

    def now(self) -> dict[str, _Entry]:
        return self.with_some(range(len(self.pending)))

    def with_some(self, chosen: Iterable[int]) -> dict[str, _Entry]:
        """Return the names when of the pending ones only ``chosen`` got to the disk."""
        names = dict(self.durable)
        for index in chosen:
            new, gone, entry = self.pending[index]
            if gone:
                names.pop(gone, None)
            if new and entry is not None:
                names[new] = entry
        return names

    def after_loss(self) -> list[dict[str, _Entry]]:
        """Return the names that may be found after the power failed."""
        count = len(self.pending)
        if count <= _ALL_SUBSETS:
            chosen: Iterable[tuple[int, ...]] = itertools.chain.from_iterable(
                itertools.combinations(range(count), size) for size in range(count + 1)
            )
        else:
            runs = [tuple(range(size)) for size in range(count + 1)]
            without = [tuple(i for i in range(count) if i != lost) for lost in range(count)]
            chosen = [*runs, *without, *((i,) for i in range(count))]
        return [self.with_some(some) for some in chosen]

    def sync(self) -> None:
        """Make the names last."""
        self.durable, self.pending = self.now(), []


_Entry = _File | _Folder | bytes
"""A file, a folder, or a link's target."""


class Disk:
    """A disk with what is durable on it and what is not yet, fed with calls."""

    def __init__(self, tree: Tree) -> None:
        """Begin with ``tree``, all of it durable."""
        self._root = _Folder()
        self._handles: dict[int, tuple[_Entry, int]] = {}
        for path, node in sorted(tree.items()):
            folder, name = self._folder_of(path)
            folder.durable[name] = {
                "folder": lambda data: _Folder(),
                "link": bytes,
                "file": lambda data: _File(data, data),
            }[node.kind](node.data)

    def feed(self, calls: Iterable[Call]) -> Disk:
        """Let calls take effect; returns itself."""
        for call in calls:
            if call.done:
                self._one(call)
        return self

    def after_loss(self) -> Iterator[Tree]:
        """Yield every tree that may be found after the power failed now."""
        return self._trees(self._root, "")

    def _trees(self, folder: _Folder, path: str) -> Iterator[dict[str, Node]]:
        for names in folder.after_loss():
            parts = [self._below(entry, path + name) for name, entry in sorted(names.items())]
            for chosen in itertools.product(*parts):
                yield {name: node for tree in chosen for name, node in tree.items()}

    def _below(self, entry: _Entry, path: str) -> list[dict[str, Node]]:
        """Return what may be found at ``path`` and below."""
        if isinstance(entry, _File):
            return [{path: Node("file", data)} for data in entry.after_loss()]
        if isinstance(entry, bytes):
            return [{path: Node("link", entry)}]
        trees = self._trees(entry, f"{path}/")
        if LEFT_OVER.search(path):  # Nobody looks into it: one is as good as another.
            trees = itertools.islice(trees, 1)
        return [{path: Node("folder"), **tree} for tree in trees]

    # --- calls -----------------------------------------------------------------------------------

    def _folder_of(self, path: str) -> tuple[_Folder, str]:
        parent, name = os.path.split(path)
        folder = self._entry(parent)
        assert isinstance(folder, _Folder), path
        return folder, name

    def _entry(self, path: str) -> _Entry | None:
        entry: _Entry | None = self._root
        for part in path.split("/") if path not in ("", ".") else ():
            assert isinstance(entry, _Folder), path
            entry = entry.now().get(part)
        return entry

    def _file(self, handle: int) -> tuple[_File, int]:
        entry, at = self._handles[handle]
        assert isinstance(entry, _File)
        return entry, at

    def _one(self, call: Call) -> None:
        match call.name:
            case "open":
                self._open(call)
            case "close":
                self._handles.pop(call.handle, None)
            case "write":
                file, at = self._file(call.handle)
                file.now = file.now[:at] + call.data + file.now[at + len(call.data) :]
                self._handles[call.handle] = file, at + len(call.data)
            case "ftruncate":
                file, _ = self._file(call.handle)
                file.now = file.now[: call.number].ljust(call.number, b"\0")
            case "fsync" | "fdatasync":
                entry, _ = self._handles[call.handle]
                if isinstance(entry, _File):
                    entry.durable = entry.now
                elif isinstance(entry, _Folder):
                    entry.sync()
            case "replace" | "link":
                self._rename(call)
            case "unlink" | "rmdir":
                folder, name = self._folder_of(call.path)
                folder.pending.append(("", name, None))
            case "mkdir":
                folder, name = self._folder_of(call.path)
                folder.pending.append((name, "", _Folder()))
            case "symlink":
                folder, name = self._folder_of(call.other)
                folder.pending.append((name, "", os.fsencode(call.path)))
            case "read" | "chmod" | "fchmod" | "flock" | "utime":
                pass
            case _:
                raise NotImplementedError(call.name)

    def _open(self, call: Call) -> None:
        entry = self._entry(call.path)
        if entry is None:
            folder, name = self._folder_of(call.path)
            entry = _File(b"", b"")
            folder.pending.append((name, "", entry))
        if isinstance(entry, _File) and call.number & os.O_TRUNC:
            entry.now = b""
        at = len(entry.now) if isinstance(entry, _File) and call.number & os.O_APPEND else 0
        self._handles[call.handle] = entry, at

    def _rename(self, call: Call) -> None:
        """Rename within a folder, whole; between folders each name is on its own."""
        entry = self._entry(call.path)
        assert entry is not None
        (source, old), (target, new) = self._folder_of(call.path), self._folder_of(call.other)
        if call.name == "link":
            target.pending.append((new, "", entry))
        elif source is target:
            source.pending.append((new, old, entry))
        else:
            target.pending.append((new, "", entry))
            source.pending.append(("", old, None))
