"""Where the program keeps what belongs to this machine and not to the books: users, marks, keys."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


def config_folder() -> Path:
    """Return ``~/.config/juwu``, or its like below ``XDG_CONFIG_HOME``."""
    named = os.environ.get("XDG_CONFIG_HOME", "")
    above = Path(named) if Path(named).is_absolute() else Path.home() / ".config"
    return above / "juwu"


def users_file(named: Path | None) -> Path:
    """Return the list of users: as named, else ``JUWU_USERS``, else in the config folder."""
    if named is not None:
        return named
    from_environment = os.environ.get("JUWU_USERS")
    return Path(from_environment) if from_environment else config_folder() / "users.json"


def books_id(main: Path) -> str:
    """Return a name for the books whose main file is ``main``, for files that are kept about them."""
    return hashlib.sha256(str(main.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
