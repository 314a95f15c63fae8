"""May this bundle be taken in? Held against the register and all that the log says of its committee."""

from __future__ import annotations

import datetime as dt

from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.signing.canonical import short_code
from juwu_ledger.books.signing.street_receipt import CORRECTION, FILING, Statement
from juwu_ledger.bundle.manifest import Manifest
from juwu_ledger.bundle.opened import Opened
from juwu_ledger.intake.refusal import FileRefused
from juwu_ledger.street.register import Member, Register
from juwu_ledger.street.street_log import StreetLog

FORK = "fork"
"""The name of the loudest refusal: there are two stories of one month."""


def member_of(register: Register, manifest: Manifest) -> Member:
    """Return the committee that a bundle says it is of; raises :class:`FileRefused`."""
    member = register.members.get(manifest.code)
    if member is None:
        raise FileRefused(
            "unregistered",
            f"名册里没有代码 {manifest.code}（{manifest.name}）的居委会；"
            f"是本街道的，先登记：juwu street add {manifest.code} {manifest.name}",
        )
    return member


def accepted(
    register: Register, log: StreetLog, opened: Opened, received: dt.datetime
) -> Statement:
    """Return what the street says of a bundle that may be taken in; raises :class:`FileRefused`."""
    manifest = opened.manifest
    member = member_of(register, manifest)
    before = log.of(member.code)
    _refuse_period(member, manifest.period, before)
    _refuse_fork(opened, before)
    _refuse_opening(opened, before)
    if manifest.made_on > received.date():
        raise FileRefused("period", f"报送包是 {manifest.made_on} 做的，比今天还晚：看看两边的日期")
    again = any(said.period == manifest.period.label for said in before)
    return Statement(
        street=register.name,
        committee=member.code,
        name=manifest.name,
        period=manifest.period.label,
        kind=CORRECTION if again else FILING,
        seal=manifest.digest,
        bundle=opened.digest,
        closing=opened.closing,
        received=received.isoformat(timespec="seconds"),
    )


def _refuse_period(member: Member, month: Period, before: list[Statement]) -> None:
    if not member.files(month):
        raise FileRefused(
            "period",
            f"名册上{member.name}从 {member.since.label} 报"
            + (f"到 {member.last.label}" if member.last else "起")
            + f"，不收 {month.label}",
        )
    filed = max((said.month for said in before), default=None)
    expected = filed.following() if filed else member.since
    if month > expected:
        raise FileRefused("skipped", f"{member.name}还缺 {expected.label}，先报那个月；不能跳过")


def _refuse_fork(opened: Opened, before: list[Statement]) -> None:
    """Raise where the chain of seals is not one with what was kept: the past was written anew."""
    chain = {sealed.period.label: sealed.digest for sealed in opened.chain}
    for said in before:
        if said.month > opened.manifest.period:
            continue
        now = chain.get(said.period)
        if now != said.seal:
            was = short_code(said.seal)
            told = f"现在是 {short_code(now)}" if now else "现在封账链里没有这个月"
            raise FileRefused(
                FORK,
                f"封账链分叉！{said.name} {said.period} 报送时封账码是 {was}（{said.day} 收下），{told}："
                "封过的账被改写或删掉重来。请马上与居委会核对，报街道主任",
            )


def _refuse_opening(opened: Opened, before: list[Statement]) -> None:
    month = opened.manifest.period.label
    closings = {said.period: said for said in before}
    if month in closings and closings[month].closing != opened.closing:
        raise FileRefused("sums", "同一个月封的账没有变，期末余额却与以前报的不同")
    earlier = [said for said in before if said.month.following().label == month]
    if earlier and earlier[-1].closing != opened.opening:
        raise FileRefused("sums", f"期初余额与 {earlier[-1].period} 报送的期末余额不一致")
