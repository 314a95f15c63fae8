"""``juwu key new`` under strikes: the key file is there whole, or not at all."""

from __future__ import annotations

import pytest

pytest.importorskip("fcntl")

from faults.calls import FAULTS, KILLS, Fault, applicable
from faults.powerloss import Disk
from faults.sandbox import Node, Tree, fresh, materialise, run, snapshot

START: Tree = {"stick": Node("folder"), "words": Node("file", "小院里的三棵石榴树\n".encode())}
ARGV = ["key", "new", "赵一清", "-o", "stick/赵一清.key", "--passphrase-file", "words"]
END = b"-----END OPENSSH PRIVATE KEY-----\n"


def _made(tree: Tree) -> bool:
    """Tell whether the key is there; it must then be whole."""
    node = tree.get("stick/赵一清.key")
    assert node is None or node.data.endswith(END)
    return node is not None


def test_a_key_file_is_whole_or_not_there() -> None:
    with fresh() as folder:
        materialise(START, folder)
        calls = run(ARGV, folder).log
        assert _made(snapshot(folder))
    for at, call in enumerate(calls, 1):
        kinds = [kind for kind in FAULTS if applicable(kind, call.name)]
        kind = kinds[at % len(kinds)]
        with fresh() as folder:
            materialise(START, folder)
            outcome = run(ARGV, folder, Fault(kind, at))
            made = _made(snapshot(folder))
            after_loss = {_made(tree) for tree in Disk(START).feed(outcome.log).after_loss()}

            assert not outcome.around
            assert outcome.killed == (kind in KILLS)
            assert "Traceback" not in outcome.err
            if outcome.status == 0:
                assert made and after_loss == {True}
            if not made:
                assert run(ARGV, folder).status == 0, "the same again works"
