"""Values that are given by name and never change, made without generating code for each class of them."""

from __future__ import annotations

from typing import Any, ClassVar, Self, dataclass_transform


@dataclass_transform(frozen_default=True, kw_only_default=True, eq_default=False)
class Frozen:
    """What is read like a frozen dataclass: annotated fields, given by name, never changed.

    Its subclasses are no dataclasses, because to generate those that every command needs takes as long
    as to judge a month of books. Each is equal to itself only.
    """

    _fields: ClassVar[frozenset[str]] = frozenset()
    _required: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls) -> None:
        """Note the fields, those of the class above among them, and which have no default."""
        own = frozenset(cls.__annotations__)
        cls._fields = cls._fields | own
        cls._required = cls._required | {name for name in own if name not in cls.__dict__}

    def __init__(self, **fields: Any) -> None:
        """Take the fields; raise ``TypeError`` when one without default is missing."""
        if not self._required <= fields.keys():
            raise TypeError(f"{type(self).__name__} lacks {self._required - fields.keys()}")
        self.__dict__.update(fields)

    def but(self, **fields: Any) -> Self:
        """Return the same with some fields changed; what was worked out from them is not kept."""
        same = {name: value for name, value in self.__dict__.items() if name in self._fields}
        return type(self)(**{**same, **fields})

    def __setattr__(self, name: str, value: Any) -> None:
        """Refuse: what stands in the books does not change."""
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __repr__(self) -> str:
        """Name the class and its fields."""
        return f"{type(self).__name__}({self.__dict__})"
