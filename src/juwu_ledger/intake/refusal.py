"""Why a file was not taken: always in words, with a name by which kinds of refusals are told apart."""

from __future__ import annotations


class FileRefused(Exception):
    """A file that is not taken; ``name`` is ``cut-off``, ``bomb``, ``zip-in-zip``, ``doctype`` …"""

    def __init__(self, name: str, why: str) -> None:
        """Take the kind and the reason in Chinese."""
        super().__init__(why)
        self.name = name

    def __reduce__(self) -> tuple[type[FileRefused], tuple[str, str]]:
        """Let it come back from another process as it was raised there."""
        return FileRefused, (self.name, str(self))
