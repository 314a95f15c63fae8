"""What was signed as files that stock tools verify: the message, its signature, the public keys."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import Approval, MonthClose
from juwu_ledger.books.signing.signature_states import State
from juwu_ledger.books.signing.signed_messages import (
    CLOSE,
    DIRECTOR,
    STREET_DIRECTOR,
    Signing,
    signed_message,
)
from juwu_ledger.books.signing.ssh_signatures import armoured
from juwu_ledger.records.signatures import approval_signatures

KEYS = "allowed_signers"
_OFFICES = {DIRECTOR: "主任", STREET_DIRECTOR: "街道主任"}
_STATES = {
    State.VALID: "签名有效",
    State.NO_KEY: "那天没有登记公钥，不要求签名",
    State.UNTRUSTED: "可信公钥名单里没有此人那天有效的公钥",
    State.NOT_IN_FORCE: "有签名，但那天此人没有有效的公钥",
    State.MISSING: "应有签名，没有签",
    State.MALFORMED: "签名写得不全或写错了，读不出来",
    State.OTHER_PURPOSE: "签名不是签批用的",
    State.OTHER_KEY: "签名不是用此人那天有效的钥匙签的",
    State.CHANGED: "签名对不上：签字以后内容改过",
}


class SignedFiles(NamedTuple):
    """Files by name, and what to tell the person who asked for them."""

    files: Mapping[str, bytes]
    told: Sequence[str]


def archived_signatures(books: Books, year: Period) -> Mapping[str, bytes]:
    """Return what was signed in a year, approvals and closings, as files that stock tools verify.

    ``核验.sh`` among them verifies all: the same lines that one would type.
    """
    files: dict[str, bytes] = {}
    listed: list[str] = []
    commands: list[str] = []
    signed: list[tuple[str, Approval | MonthClose, list[_Signer]]] = [
        (item.id, item, _signers(books, item)) for item in books.of(Approval) if item.date in year
    ]
    signed += [
        (f"月结-{close.period.label}", close, _closers(books, close))
        for close in books.sealed
        if close.period.first in year
    ]
    for label, item, signers in signed:
        for signer in signers:
            readable = _armoured(signer.signature)
            if not (readable and signer.keys):
                continue
            name = f"{_safe(label)}.{signer.signing.role}"
            files[f"{name}.txt"] = signed_message(books.raw(item), books.title, signer.signing)
            files[f"{name}.sig"] = readable
            listed += [f"{_safe(signer.name)} {key}" for key in signer.keys]
            commands.append(_command(signer, name))
    if files:
        files[KEYS] = "".join(f"{line}\n" for line in dict.fromkeys(listed)).encode()
        files["核验.sh"] = "".join(f"{line}\n" for line in ("set -e", *commands)).encode()
    return files


class _Signer(NamedTuple):
    signing: Signing
    name: str
    signature: str
    state: State
    keys: tuple[str, ...]


def signed_files(books: Books, approval: Approval) -> SignedFiles:
    """Return the messages of all who signed, their signatures and keys, and how to verify them."""
    files: dict[str, bytes] = {}
    told: list[str] = []
    listed: list[str] = []
    for signer in _signers(books, approval):
        name = f"{_safe(approval.id)}.{signer.signing.role}"
        entry = books.raw(approval)
        files[f"{name}.txt"] = signed_message(entry, books.title, signer.signing)
        told.append(f"{_OFFICES[signer.signing]} {signer.name}：{_STATES[signer.state]}。")
        listed += [f"{_safe(signer.name)} {key}" for key in signer.keys]
        readable = _armoured(signer.signature)
        if readable:
            files[f"{name}.sig"] = readable
            told += [*_how(signer, name), ""]
    if listed:
        files[KEYS] = "".join(f"{line}\n" for line in dict.fromkeys(listed)).encode()
    return SignedFiles(files, told)


def _signers(books: Books, approval: Approval) -> list[_Signer]:
    street_day = approval.street_date or approval.date
    found = []
    for signing, name, day, signature in (
        (DIRECTOR, approval.director, approval.date, approval.signature or ""),
        (STREET_DIRECTOR, approval.street_director, street_day, approval.street_signature or ""),
    ):
        if name:
            state = books.record(approval_signatures).state(approval, signing)
            keys = books.keys.in_force(name, day, signing.namespace)
            found.append(_Signer(signing, name, signature, state, keys))
    return found


def _closers(books: Books, close: MonthClose) -> list[_Signer]:
    if not (close.director and close.signature):
        return []
    keys = books.keys.in_force(close.director, close.date, CLOSE.namespace)
    return [_Signer(CLOSE, close.director, close.signature, State.VALID, keys)]


def _how(signer: _Signer, name: str) -> list[str]:
    """Say how anyone verifies a signature without this program."""
    if not signer.keys:
        return ["  没有公钥，没法核验。"]
    return [
        "  在那个文件夹里运行下面这一行，显示 Good 就是有效：",
        f"  {_command(signer, name)}",
    ]


def _command(signer: _Signer, name: str) -> str:
    who, file = shlex.quote(_safe(signer.name)), shlex.quote(name)
    command = f"ssh-keygen -Y verify -f {KEYS} -I {who} -n {signer.signing.namespace}"
    return f"{command} -s {file}.sig < {file}.txt"


def _armoured(signature: str) -> bytes:
    try:
        return armoured(signature).encode() if signature else b""
    except ValueError:
        return b""


def _safe(text: str) -> str:
    """Return a name that is no path, no pattern and no option, whatever the books hold."""
    return re.sub(r"[^\w.-]", "_", text).lstrip(".-") or "_"
