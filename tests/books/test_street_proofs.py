"""The Merkle tree, heads and receipts of a street's log, against the standards they follow."""

from __future__ import annotations

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from juwu_ledger.books.signing.checkpoints import (
    BadCheckpoint,
    Checkpoint,
    origin_of,
    read_checkpoint,
    signed_checkpoint,
    verifier_key,
)
from juwu_ledger.books.signing.merkle_tree import MerkleTree, is_included
from signing import key_of, public_line

# The leaves and roots that certificate transparency's own reference implementation is tested with.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        *("", "00", "10", "2021", "3031", "40414243", "5051525354555657"),
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
ORIGIN = origin_of("柳荫街道办事处")


def _root(leaves: list[bytes]) -> bytes:
    """The root as RFC 6962 defines it, by recursion over the leaves themselves."""
    if len(leaves) < 2:
        return hashlib.sha256(b"\0" + leaves[0] if leaves else b"").digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\1" + _root(leaves[:split]) + _root(leaves[split:])).digest()


def test_roots_are_those_of_the_reference() -> None:
    tree = MerkleTree(LEAVES)
    assert [tree.root(size).hex() for size in range(1, 9)] == ROOTS
    assert MerkleTree().root() == hashlib.sha256().digest()


def test_every_leaf_of_every_size_is_proved_and_nothing_else() -> None:
    leaves = [f"leaf {number}".encode() for number in range(40)]
    tree = MerkleTree(leaves)
    for size in range(1, 41):
        root = tree.root(size)
        assert root == _root(leaves[:size])
        for index in range(size):
            proof = tree.proof(index, size)
            assert is_included(leaves[index], index, size, proof, root)
            assert not is_included(b"other", index, size, proof, root)
            assert not is_included(leaves[index], index, size, [*proof, root], root)
            if size > 1:
                assert not is_included(leaves[index], (index + 1) % size, size, proof, root)
                assert not is_included(leaves[index], index, size, proof[1:], root)
    with pytest.raises(ValueError, match="smaller"):
        tree.root(41)


def test_a_head_is_a_signed_note_as_c2sp_has_it() -> None:
    key = key_of("street")
    head = Checkpoint(ORIGIN, 8, bytes.fromhex(ROOTS[-1]))
    note = signed_checkpoint(key, head)
    body, _, rest = note.partition("\n\n")
    dash, name, line = rest.rstrip("\n").split(" ")
    blob = base64.b64decode(line)
    raw = key.public_key().public_bytes_raw()

    assert body.split("\n") == [ORIGIN, "8", base64.b64encode(head.root).decode()]
    assert (dash, name) == ("\u2014", ORIGIN)
    assert blob[:4] == hashlib.sha256(ORIGIN.encode() + b"\n\x01" + raw).digest()[:4]
    Ed25519PublicKey.from_public_bytes(raw).verify(blob[4:], f"{body}\n".encode())
    assert read_checkpoint(note, public_line("street"), ORIGIN) == head
    known = verifier_key("柳荫街道办事处", public_line("street")).split("+", 2)
    assert known[:2] == [ORIGIN, blob[:4].hex()]
    assert base64.b64decode(known[2]) == b"\x01" + raw


@pytest.mark.parametrize(
    "spoil",
    [
        lambda note: note.replace("\n8\n", "\n7\n"),
        lambda note: note.replace("\n8\n", "\n08\n"),
        lambda note: note.replace(ORIGIN, "juwu-street/other"),
        lambda note: note[:-8] + "AAAAAA=\n",
        lambda note: note.replace("\n\n", "\nmore\n\n"),
        lambda note: "",
        lambda note: note * 50,
    ],
)
def test_a_head_that_was_changed_does_not_hold(spoil: object) -> None:
    note = signed_checkpoint(key_of("street"), Checkpoint(ORIGIN, 8, bytes.fromhex(ROOTS[-1])))
    assert callable(spoil)
    with pytest.raises(BadCheckpoint):
        read_checkpoint(spoil(note), public_line("street"), ORIGIN)
    with pytest.raises(BadCheckpoint):
        read_checkpoint(note, public_line("someone else"), ORIGIN)
