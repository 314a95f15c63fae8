"""Scans, seal files and the closings themselves: changed, swapped, cut out, made to fit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tampered_vouchers import TONER
from tampering import (
    REVIEWS,
    Change,
    Tampering,
    add,
    cut,
    every,
    in_file,
    nothing,
    put,
    replaced,
    swap,
    then,
    unset,
    without,
)

from juwu_ledger.seals.seal_file import sha256
from rules.mutations import Ledger, custom
from sealed_books import CARD

INVOICE = "documents/2025/2025-03-0022-发票.pdf"
STATEMENT = "documents/2025/2025-06-30-银行对账单.pdf"
POSTED = "documents/2025/2025Q2-财务公开表.png"
STUB = "documents/2025/2025-02-0014-收据存根.png"
APRIL, MAY, JUNE = "seals/2025-04.seal", "seals/2025-05.seal", "seals/2025-06.seal"
MARCH = "seals/2025-03.seal"
TONER_LINE = r"directive [0-9a-f]{64} 2025-03-06 transaction 2025-03-0006 .*\n"
FILE_OF_APRIL = "封账记录 seals/2025-04.seal"


def close(month: str) -> str:
    """The needle of a closing."""
    return custom("close", month)


MAY_CLOSE, JUNE_CLOSE, NEWEST = close("2025-05"), close("2025-06"), close("2025-08")
DIGEST_GONE = "封账码被删去了"


def value(ledger: Ledger, month: str, key: str) -> str:
    found = re.search(rf'  {key}: "?([0-9a-z]+)', ledger.text_of(close(month)))
    assert found, (month, key)
    return found[1]


def fitted(ledger: Ledger, month: str) -> Ledger:
    """Make a closing's ``seal`` fit its seal file, as a careful cheat would."""
    data = ledger.texts[f"seals/{month}.seal"].encode("utf-8")
    return ledger.set(close(month), "seal", sha256(data))


def tampered_scans() -> Iterator[Tampering]:
    """Only ``verify`` reads scans; the rule about missing ones is VCH004."""
    for name, month, scan, data in (
        ("another scan's bytes", "2025-03", INVOICE, b"%PDF-1.4 another invoice"),
        ("one byte more", "2025-03", INVOICE, b""),
        ("bank statement swapped", "2025-06", STATEMENT, b"%PDF-1.4 another statement"),
        ("posted paper swapped", "2025-07", POSTED, b"\x89PNG another paper"),
        ("receipt stub swapped", "2025-02", STUB, b"\x89PNG another stub"),
        ("document directive's scan swapped", "2025-02", CARD, b"\x89PNG another card"),
        ("removed", "2025-03", INVOICE, None),
        ("bank statement removed", "2025-06", STATEMENT, None),
        ("posted paper removed", "2025-07", POSTED, None),
    ):
        yield Tampering(f"scan: {name}", month, scan, nothing, {scan: data}, rule="")
    renamed = INVOICE.replace("发票", "发票2")
    yield Tampering(
        "scan: renamed there and in the books",
        *("2025-03", renamed),
        lambda ledger: ledger.swap('voucher: "2025-03-0022"', INVOICE, renamed),
        {INVOICE: None, renamed: b"%PDF-1.4 another invoice"},
        rule="2025-03",
    )


def tampered_seal_files() -> Iterator[Tampering]:
    """Rules never open a seal; ``verify`` does."""

    def april(name: str, change: Change, *, fits: bool = False) -> Tampering:
        """A closing made to fit is part of May, when April was closed."""
        months, rule = ("2025-04 2025-05", "2025-05") if fits else ("2025-04", "")
        return Tampering(f"seal file: {name}", months, FILE_OF_APRIL, change, rule=rule)

    yield april("removed", without(APRIL))
    yield april("emptied", in_file(APRIL, lambda text: ""))
    yield april("swapped for another month's", lambda x: x.put(APRIL, x.texts[MAY]))
    yield april("a comment added", in_file(APRIL, lambda text: text + "; x\n"))
    yield april(
        "other words", in_file(APRIL, lambda text: replaced(text, "transaction", "approval"))
    )
    yield april("not text", in_file(APRIL, lambda text: "\0\1\2"))
    first = re.compile(r"directive .*\n")
    yield april("a line taken out", in_file(APRIL, lambda text: first.sub("", text, count=1)))
    for name, change in (
        ("fitted: a line taken out", lambda text: first.sub("", text, count=1)),
        ("fitted: a line twice", lambda text: first.sub(lambda m: m[0] * 2, text, count=1)),
        ("fitted: digest", lambda text: re.sub("(?m)^digest .", "digest g", text)),
        ("fitted: previous", lambda text: re.sub("(?m)^previous .", "previous g", text)),
        ("fitted: no seal any more", lambda text: text.replace("juwu-ledger seal 1", "x")),
        ("fitted: another month", lambda text: text.replace("period 2025-04", "period 2025-05")),
        ("fitted: number of vouchers", lambda text: text.replace("\nvouchers 28", "\nvouchers 27")),
        ("fitted: digest of scans", lambda text: re.sub("(?m)^documents .", "documents g", text)),
    ):
        changed = in_file(APRIL, change)
        yield april(name, lambda x, changed=changed: fitted(changed(x), "2025-04"), fits=True)
    yield Tampering(
        "seal file: fitted: a scan's digest",
        *("2025-06 2025-07", STATEMENT),
        lambda x: fitted(
            in_file(JUNE, lambda text: re.sub("(?m)^scan .", "scan g", text))(x), "2025-06"
        ),
        rule="2025-07",
    )
    yield Tampering(
        "voucher changed, its line in the seal taken out",
        *("2025-03 2025-04", TONER),
        then(
            every(f'voucher: "{TONER}"', "745.00", "754.00"),
            in_file(MARCH, lambda text: re.sub(TONER_LINE, "", text)),
            lambda x: fitted(x, "2025-03"),
        ),
    )
    yield Tampering(
        "voucher changed, the seal removed",
        *("2025-03", "指不出是哪一条"),
        then(every(f'voucher: "{TONER}"', "745.00", "754.00"), without(MARCH)),
    )


def tampered_closings() -> Iterator[Tampering]:
    """What a closing says of itself and of the one before."""
    zeros = "0" * 64
    for name, months, named, change in (
        ("digest", "2025-05 2025-06", "封账码（digest）被改过", put(MAY_CLOSE, "digest", zeros)),
        ("previous", "2025-05 2025-06", "前码", put(MAY_CLOSE, "previous", zeros)),
        ("previous as the first", "2025-05 2025-06", "前码", put(MAY_CLOSE, "previous", "none")),
        ("no previous", "2025-05 2025-06", "没有写 previous", unset(MAY_CLOSE, "previous")),
        (
            "vouchers",
            "2025-05 2025-06",
            "凭证张数（vouchers）被改过",
            put(MAY_CLOSE, "vouchers", 24),
        ),
        ("no vouchers", "2025-05 2025-06", "没有写 vouchers", unset(MAY_CLOSE, "vouchers")),
        ("no documents", "2025-05 2025-06", "没有写 documents", unset(MAY_CLOSE, "documents")),
        ("no seal", "2025-05 2025-06", "没有写 seal", unset(MAY_CLOSE, "seal")),
        ("first: previous", "2025-01 2025-02", "前码", put(close("2025-01"), "previous", zeros)),
        ("first: no previous", "2025-01 2025-02", "previous", unset(close("2025-01"), "previous")),
        (
            "digest, and the next one's previous",
            *("2025-05 2025-06 2025-07", "封账码（digest）被改过"),
            then(put(MAY_CLOSE, "digest", zeros), put(JUNE_CLOSE, "previous", zeros)),
        ),
        ("digests of two turned", "2025-05 2025-06 2025-07", "前码", _digests_turned),
        ("two of one month", "2025-05 2025-06", "前码", _twice),
        ("day", "2025-06", "月结 2025-05", swap(MAY_CLOSE, "2025-06-04", "2025-06-03")),
        ("accountant", "2025-06", "月结 2025-05", put(MAY_CLOSE, "accountant", "钱二宁")),
        ("no director", "2025-06", "月结 2025-05", unset(MAY_CLOSE, "director")),
        ("digest in capitals", "2025-06", "月结 2025-05", _in_capitals),
        ("from before the books", "2025-01", "2024-12", add(bare_close("2024-12", "2025-01-05"))),
        ("cut out", "2025-06", "2025-05.seal", cut(MAY_CLOSE)),
        ("cut out with its seal", "2025-06", "前码", then(cut(MAY_CLOSE), without(MAY))),
        ("cut out, the next one fitted", "2025-06 2025-07", "中间缺了月份", _cut_and_fitted),
        (
            "first one cut off",
            *("2025-02", "前码"),
            then(cut(close("2025-01")), without("seals/2025-01.seal")),
        ),
    ):
        yield Tampering(f"closing: {name}", months, named, change)
    for name, months, named, change, rule in (
        (
            "documents",
            "2025-06 2025-07",
            "扫描件摘要（documents）被改过",
            put(JUNE_CLOSE, "documents", zeros),
            "2025-07",
        ),
        ("seal", "2025-06 2025-07", "2025-06.seal", put(JUNE_CLOSE, "seal", zeros), "2025-07"),
        ("another, no digest", "", DIGEST_GONE, add(bare_close("2025-05")), "2025-05"),
        ("another of the first", "", DIGEST_GONE, add(bare_close("2025-01")), "2025-01"),
        ("digest left out", "2025-06", DIGEST_GONE, unset(MAY_CLOSE, "digest"), "2025-05 2025-06"),
        (
            "digest left out, its seal removed",
            *("2025-06", DIGEST_GONE),
            then(unset(MAY_CLOSE, "digest"), without(MAY)),
            "2025-05 2025-06",
        ),
        ("newest: digest left out", "", DIGEST_GONE, unset(NEWEST, "digest"), "2025-08"),
        (
            "newest: digest left out, its seal removed",
            *("", DIGEST_GONE),
            then(unset(NEWEST, "digest"), without("seals/2025-08.seal")),
            "2025-08",
        ),
        ("newest cut off, its seal left", "", "2025-08.seal", cut(NEWEST), ""),
        (
            "month turned",
            *("2025-07 2025-09", "2025-06.seal"),
            swap(JUNE_CLOSE, '"2025-06"', '"2025-09"'),
            "2025-07 2025-09",
        ),
    ):
        yield Tampering(f"closing: {name}", months, named, change, rule=rule)


def bare_close(month: str, day: str = "2025-09-08") -> str:
    return f'{day} custom "close" "{month}"\n  director: "赵一清"\n'


def _cut_and_fitted(ledger: Ledger) -> Ledger:
    april = value(ledger, "2025-04", "digest")
    return then(put(JUNE_CLOSE, "previous", april), cut(MAY_CLOSE), without(MAY))(ledger)


def _in_capitals(ledger: Ledger) -> Ledger:
    return ledger.set(MAY_CLOSE, "digest", value(ledger, "2025-05", "digest").upper())


def _digests_turned(ledger: Ledger) -> Ledger:
    may, june = value(ledger, "2025-05", "digest"), value(ledger, "2025-06", "digest")
    return then(put(MAY_CLOSE, "digest", june), put(JUNE_CLOSE, "digest", may))(ledger)


def _twice(ledger: Ledger) -> Ledger:
    return ledger.add(ledger.text_of(MAY_CLOSE), REVIEWS)


def tampered_seals() -> Iterator[Tampering]:
    yield from tampered_scans()
    yield from tampered_seal_files()
    yield from tampered_closings()
