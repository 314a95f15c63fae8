"""The incremental check: books read from a seal on, the newest that will do.

Every sealed file must still say of the sealed months what it said; then only what was added, what was
kept, and what new vouchers refer to is parsed. What reaches behind a seal is read from the seal before
it; what is out of the ordinary asks for the whole books: that may be slower, never less.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from juwu_ledger.books.facts.carried import NeedsWhole
from juwu_ledger.books.reading.loading import absolute
from juwu_ledger.books.reading.source import NO_TEXTS, Refused
from juwu_ledger.seals.incremental.carried_record import BadCarried, read_carried
from juwu_ledger.seals.incremental.reading_memory import Memory, SinceSeal
from juwu_ledger.seals.incremental.seal_reader import ReachesBehind, SealReader
from juwu_ledger.seals.seal_file import FOLDER, BadSeal, Seal

_MOST_TRIES, _MOST_SEALS = 4, 24
"""Seals from which books are read before the whole is, and seals that are looked at: those that carry
nothing are quickly passed over. What reaches further back is rare."""
_WILL_NOT_DO = (NeedsWhole, Refused, BadSeal, BadCarried)
"""Whatever is wrong, reading the whole books says what."""
_UNTIL = re.compile(r'"until":"(\d{4}-\d\d)-\d\d"')


class Reading(NamedTuple):
    """What came of one seal: the books from it on, or why that will not do, in Chinese."""

    seal: str
    """Name of the seal's file."""
    since: SinceSeal | None
    why: str = ""


def readings(
    main: Path,
    as_of: dt.date,
    texts: Mapping[Path, bytes] = NO_TEXTS,
    wanted: Iterable[str] = (),
    memory: Memory | None = None,
    before: dt.date = dt.date.max,
) -> Iterator[Reading]:
    """Read the books whose main file is ``main`` from each seal on, the newest first, a few in all.

    Only seals are tried whose months, as far as they carry them, end ``before`` a day.

    ``texts`` as in :func:`juwu_ledger.books.reading.loading.load_books`; ``wanted`` names approvals that are
    to be there though no new voucher spends under them (:data:`.seal_reader.ALL`: all that are not spent up);
    ``memory`` serves several readings of the same books, one soon after another.
    """
    main, memory, tries = absolute(main), memory or Memory(), 0
    end = f"{before:%Y-%m}"
    for path in sorted((main.parent / FOLDER).glob("*.seal"), reverse=True)[:_MOST_SEALS]:
        since, why = None, ""
        try:
            if _carries_until(memory.head(path)) >= min(end, memory.first_reached):
                continue
            reader = SealReader(main, texts, as_of, memory, *memory.seal(path))
            since = reader.read(frozenset(wanted))
        except ReachesBehind as error:
            why, memory.first_reached = str(error), error.month
        except BadCarried as error:
            why, tries = f"这一份的结转数读不懂（{error}）", tries + 1
        except _WILL_NOT_DO as error:
            why, tries = str(error), tries + 1
        yield Reading(path.name, since, why)
        if tries == _MOST_TRIES:
            return


def _carries_until(seal: Seal) -> str:
    """Return the last month of which a seal carries the sums, found without reading all it carries."""
    found = _UNTIL.match(seal.carried, seal.carried.rfind('"until":'))
    return found[1] if found else ""


def load_incrementally(
    main: Path,
    as_of: dt.date,
    texts: Mapping[Path, bytes] = NO_TEXTS,
    wanted: Iterable[str] = (),
    memory: Memory | None = None,
    before: dt.date = dt.date.max,
) -> SinceSeal | None:
    """Read the books as :func:`readings` does, from the first seal that will do; ``None`` if none will."""
    found = readings(main, as_of, texts, wanted, memory, before)
    return next((one.since for one in found if one.since is not None), None)


def load_from(seal: Seal, main: Path, as_of: dt.date) -> SinceSeal | None:
    """Read the books from a seal on that is about to be written; ``None`` if that will not do."""
    try:
        record = read_carried(seal.carried)
        return SealReader(absolute(main), NO_TEXTS, as_of, Memory(), seal, "", record).read(
            frozenset()
        )
    except _WILL_NOT_DO:
        return None
