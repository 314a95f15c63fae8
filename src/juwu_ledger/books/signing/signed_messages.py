"""The exact bytes that people sign: an approval, its end, the closing of a month, a review.

A message is two lines of JSON. The first names the form and its version, what is signed and as
what, and the committee; the second is the directive's canonical form (:mod:`.canonical`) without
the metadata that the signer cannot know yet. So neither comments, white space, the order of
metadata nor the file count, and everything that the directive says does; nor does one person's
signature serve as another's, or for another committee.
"""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

from juwu_ledger.books.signing.canonical import canonical_line
from juwu_ledger.books.signing.ssh_signatures import sign

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

VERSION = 1
"""Of the form; another version of the canonical form would be another one of this too."""


class Signing(NamedTuple):
    """One way of signing: which directive, as what, and what the signature leaves out."""

    word: str
    """The directive's word: ``custom "approval"`` …"""
    role: str
    namespace: str
    """What ``ssh-keygen -Y … -n`` is given."""
    key: str
    """The metadata key that the signature is written under."""
    left_out: frozenset[str]
    """Metadata that is not signed: all signatures, and what comes only after this one."""
    prefix: str | None = None
    """Metadata whose keys begin so is not signed either."""

    def leaves_out(self, key: str) -> bool:
        """Tell whether the metadata ``key`` is no part of what is signed."""
        return key in self.left_out or (self.prefix is not None and key.startswith(self.prefix))


_SIGNATURES = frozenset({"signature", "street-signature"})
# The street office signs after the director, and the books only grow: when the director signs, the
# street director's name and day do not stand there yet.
DIRECTOR = Signing(
    "approval",
    "director",
    "juwu-approval",
    "signature",
    _SIGNATURES | {"street-director", "street-date"},
)
STREET_DIRECTOR = Signing(
    "approval", "street-director", "juwu-approval", "street-signature", _SIGNATURES
)
APPROVAL_END = Signing(
    "approval-end", "director", "juwu-approval", "signature", frozenset({"signature"})
)
"""In the namespace of approvals, whose keys serve for it; the message says that it is an end."""
CLOSE = Signing("close", "director", "juwu-close", "signature", frozenset({"signature"}))
REVIEW = Signing("review", "review-group", "juwu-review", "signature", frozenset(), "signature")
"""Leader and members sign one message, each under a key of its own: ``signature…``."""
SIGNINGS = (DIRECTOR, STREET_DIRECTOR, APPROVAL_END, CLOSE, REVIEW)


def signed_message(entry: Any, committee: str, signing: Signing) -> bytes:
    """Return what is signed of a Beancount ``Custom``; ``committee`` is the books' title.

    Raises ``ValueError`` when the directive is not one that is signed in this way.
    """
    if type(entry).__name__ != "Custom" or entry.type != signing.word:
        raise ValueError(f'no custom "{signing.word}"')
    head = {
        "committee": unicodedata.normalize("NFC", committee),
        "form": f"{signing.namespace} {VERSION}",
        "role": signing.role,
    }
    meta = {key: value for key, value in entry.meta.items() if not signing.leaves_out(key)}
    first = json.dumps(head, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # No paths stand in what is signed, so there is no folder to name them from.
    second = canonical_line(entry._replace(meta=meta), "")
    return first.encode("utf-8", "surrogatepass") + b"\n" + second + b"\n"


def sign_entry(private_key: Ed25519PrivateKey, entry: Any, committee: str, signing: Signing) -> str:
    """Return the signature of a ``Custom``, as it is written under ``signing.key``."""
    return sign(private_key, signed_message(entry, committee, signing), signing.namespace)


def parse_custom(text: str) -> Any:
    """Return the Beancount ``Custom`` that ``text`` writes, before it stands in the books.

    Raises ``ValueError`` unless the text is exactly one ``custom`` without errors.
    """
    from beancount.parser import parser

    entries, errors, _options = parser.parse_string(text)
    if errors or len(entries) != 1 or type(entries[0]).__name__ != "Custom":
        raise ValueError("not one custom directive")
    return entries[0]
