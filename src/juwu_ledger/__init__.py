"""juwu-ledger: public money of a residents' committee, in plain text, judged clause by clause."""


def __getattr__(name: str) -> str:
    """Return ``__version__``, that of the installed package, when it is asked for: most never do."""
    if name != "__version__":
        raise AttributeError(name)
    from importlib.metadata import version

    return version("juwu-ledger")
