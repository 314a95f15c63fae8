"""What can become of a signature; apart from the judging, which needs the cryptographic library."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """What became of one signature."""

    VALID = "valid"
    NO_KEY = "no-key"
    """The signer had no key in force on that day: there is nothing to verify with."""
    UNTRUSTED = "untrusted"
    """The books have a key, the list from outside has none for that day."""
    NOT_IN_FORCE = "not-in-force"
    """There is a signature, but the signer's key was not registered yet, or revoked."""
    MISSING = "missing"
    MALFORMED = "malformed"
    OTHER_PURPOSE = "other-purpose"
    OTHER_KEY = "other-key"
    CHANGED = "changed"

    @property
    def fails(self) -> bool:
        """Tell whether a signature was due and does not hold."""
        return self not in (State.VALID, State.NO_KEY)
