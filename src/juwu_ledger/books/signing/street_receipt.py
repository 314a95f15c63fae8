"""What the street office gives for a filing (回执): a statement, its place in the street's log, and signatures.

The statement is a leaf of the log, word for word. So a receipt proves that the street took in these very
bytes on that day, and that it can neither deny nor replace them without the log showing it: the street
is the outside witness that seals by themselves lack (docs/trust.md).
"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.signing.checkpoints import BadCheckpoint, origin_of, read_checkpoint
from juwu_ledger.books.signing.merkle_tree import LONGEST_PROOF, is_included
from juwu_ledger.books.signing.ssh_signatures import flaw, sign

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FORM = "juwu-receipt 1"
NAMESPACE = "juwu-receipt"
FILING, CORRECTION = "filing", "correction"
LARGEST = 100_000
"""Bytes; a receipt has some 3,000."""
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


class BadReceipt(ValueError):
    """A file that is no receipt; the message, in Chinese, says why."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What the street says it took in; every field is text, so that it has one form."""

    street: str
    committee: str
    """Code of the committee."""
    name: str
    period: str
    kind: str
    """``filing``, or ``correction`` where the period was filed before."""
    seal: str
    """Digest that the month was closed with."""
    bundle: str
    """SHA-256 of the bundle's bytes."""
    closing: str
    """SHA-256 over the closing balances of the accounts, which the next month must begin with."""
    received: str
    """Day and time, with the zone."""

    @property
    def leaf(self) -> bytes:
        """The leaf of the log."""
        text = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return text.encode("utf-8")

    @property
    def month(self) -> Period:
        """The period that was filed."""
        return Period.parse(self.period)

    @property
    def day(self) -> dt.date:
        """The day on which it was received."""
        return dt.datetime.fromisoformat(self.received).date()


def read_statement(value: Any) -> Statement:
    """Return a statement from JSON values; raises :class:`BadReceipt`."""
    names = {field.name for field in fields(Statement)}
    if not isinstance(value, dict) or value.keys() != names:
        raise BadReceipt("收件记录的项目不全，或者多了")
    if not all(isinstance(item, str) and item.isprintable() for item in value.values()):
        raise BadReceipt("收件记录里有不是文字的项目")
    said = Statement(**value)
    digests = (said.seal, said.bundle, said.closing)
    if said.kind not in (FILING, CORRECTION) or not all(map(_DIGEST.fullmatch, digests)):
        raise BadReceipt("收件记录的种类或摘要不对")
    try:
        Period.parse(said.period)
        dt.datetime.fromisoformat(said.received)
    except ValueError:
        raise BadReceipt("收件记录的期间或时间不对") from None
    return said


def read_leaf(leaf: bytes) -> Statement:
    """Return the statement of a leaf, which must have the one form; raises :class:`BadReceipt`."""
    try:
        said = read_statement(json.loads(leaf))
    except (ValueError, RecursionError):
        raise BadReceipt("日志里有一行不是收件记录") from None
    if said.leaf != leaf:
        raise BadReceipt("日志里有一行改过")
    return said


@dataclass(frozen=True, slots=True)
class StreetReceipt:
    """A receipt as it is handed out; nothing of it is verified yet."""

    statement: Statement
    index: int
    proof: tuple[bytes, ...]
    checkpoint: str
    signature: str
    """By the street's key over the statement alone, for who has ``ssh-keygen`` and no log tools."""

    @property
    def text(self) -> bytes:
        """The file."""
        value = {
            "form": FORM,
            "statement": asdict(self.statement),
            "index": self.index,
            "proof": [item.hex() for item in self.proof],
            "checkpoint": self.checkpoint,
            "signature": self.signature,
        }
        return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def make_receipt(
    private_key: Ed25519PrivateKey,
    statement: Statement,
    index: int,
    proof: list[bytes],
    checkpoint: str,
) -> StreetReceipt:
    """Return the receipt of a leaf; ``checkpoint`` is the signed head that ``proof`` leads to."""
    signature = sign(private_key, statement.leaf, NAMESPACE)
    return StreetReceipt(statement, index, tuple(proof), checkpoint, signature)


def read_receipt(data: bytes) -> StreetReceipt:
    """Read a receipt's file; raises :class:`BadReceipt`."""
    try:
        if len(data) > LARGEST:
            raise ValueError("too large")
        value = json.loads(data)
        if not isinstance(value, dict) or value.get("form") != FORM:
            raise ValueError("another form")
        texts = (value["checkpoint"], value["signature"])
        index, proof = value["index"], value["proof"]
        if not all(isinstance(text, str) for text in texts) or type(index) is not int:
            raise ValueError("another form")
        if not isinstance(proof, list) or len(proof) > LONGEST_PROOF:
            raise ValueError("another form")
        if not all(isinstance(item, str) and _DIGEST.fullmatch(item) for item in proof):
            raise ValueError("another form")
        said = value["statement"]
    except (ValueError, KeyError, RecursionError):
        raise BadReceipt("不是街道的回执，或者没有下载完") from None
    hashes = tuple(bytes.fromhex(item) for item in proof)
    return StreetReceipt(read_statement(said), index, hashes, *texts)


def receipt_flaw(receipt: StreetReceipt, public_key: str) -> str | None:
    """Return why a receipt does not hold by the street's key, in Chinese; ``None`` when it does."""
    said = receipt.statement
    if flaw(public_key, receipt.signature, said.leaf, NAMESPACE) is not None:
        return "街道的签名不对：不是这把钥匙签的，或者内容改过"
    try:
        head = read_checkpoint(receipt.checkpoint, public_key, origin_of(said.street))
    except BadCheckpoint as error:
        return str(error)
    if not is_included(said.leaf, receipt.index, head.size, receipt.proof, head.root):
        return "收件记录不在街道的日志里：到树头的证明接不上"
    return None
