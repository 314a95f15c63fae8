"""The example books with some of their months sealed, for tests of the incremental check."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import sys
from pathlib import Path

from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.reading.loading import load_books
from juwu_ledger.rules import CATALOGUE
from juwu_ledger.rules.support.rule import judge
from juwu_ledger.seals.seal_file import Seal, seal_path, seal_text, sha256
from juwu_ledger.seals.sealing import carrying_seal, make_seal

sys.path.append(str(Path(__file__).parents[1] / "rules"))
from mutations import FOLDER, TEXTS

REVIEWS = "reviews.beancount"
_CLOSE = re.compile(r'^(\d{4}-\d\d-\d\d) custom "close" "(2025-\d\d)"\n(?:  .*\n)+', re.M)
CLOSED_ON = {match[2]: dt.date.fromisoformat(match[1]) for match in _CLOSE.finditer(TEXTS[REVIEWS])}


def months_until(last: str) -> list[str]:
    return [month for month in sorted(CLOSED_ON) if month <= last]


def meta_of(seal: Seal) -> str:
    return (
        f'  digest: "{seal.digest}"\n  previous: "{seal.previous}"\n  vouchers: {seal.vouchers}\n'
        f'  documents: "{seal.documents}"\n  seal: "{sha256(seal_text(seal).encode())}"\n'
    )


def with_digests(text: str, metas: dict[str, str]) -> str:
    """Give the closings in ``text`` the digests that they would have had."""
    return _CLOSE.sub(lambda match: match[0] + metas.get(match[2], ""), text)


class SealedBooks:
    """A copy of the example books, sealed up to and including month ``last``.

    The text of the other months is there already when a month is sealed. The last ``carrying`` seals carry
    what later months need, as far as it can be carried.
    """

    def __init__(
        self, folder: Path, last: str, texts: dict[str, str] = TEXTS, carrying: int = 1
    ) -> None:
        self.until = last
        self.folder = folder / f"sealed-{last}"
        shutil.copytree(FOLDER, self.folder)
        self.main = self.folder / "main.beancount"
        self.metas: dict[str, str] = {}
        for file, text in texts.items():
            self._write(file, text)
        for label in months_until(last):
            self._write(REVIEWS, with_digests(texts[REVIEWS], self.metas))
            loaded = load_books(self.main)
            assert loaded.books is not None
            month, day = Period.parse(label), CLOSED_ON[label]
            if label in months_until(last)[-carrying:]:
                findings = judge(loaded.books, CATALOGUE, day)
                files = loaded.options["include"]
                self.seal = carrying_seal(loaded.books, files, month, findings, day)
            else:
                self.seal = make_seal(loaded.books, month)
            path = seal_path(self.folder, month)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(seal_text(self.seal).encode())
            self.metas[label] = meta_of(self.seal)
        self.put(texts)

    def put(self, texts: dict[str, str]) -> None:
        """Make the books those of ``texts``, their closings with digests."""
        for file in [*TEXTS, *texts]:
            text = texts.get(file)
            if text is None:
                continue
            self._write(file, with_digests(text, self.metas) if file == REVIEWS else text)
        for path in self.folder.glob("20*/*.beancount"):
            if path.relative_to(self.folder).as_posix() not in texts:
                path.unlink()

    def _write(self, file: str, text: str) -> None:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
