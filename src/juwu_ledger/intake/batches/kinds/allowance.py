"""``allowance``: who gets how much this month, with attendance; what is withheld is worked out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from juwu_ledger.books.model.identifiers import plain
from juwu_ledger.books.model.money import show_fen
from juwu_ledger.intake.batches.field import Field, Form
from juwu_ledger.intake.batches.handout import (
    Handout,
    Papers,
    Recipient,
    papers_settings,
    wrong_names,
)
from juwu_ledger.intake.batches.kind import Kind, Line, Values, Wrong


def withheld(said: Values, row: Values) -> int:
    """Return what a row loses, fen: days of private leave and times late at the rates of the list.

    Half days cost half, rounded up to the fen from a half on. Sick leave costs nothing.
    """
    days = (said["private_rate"] * row["private"] + 1) // 2
    return int(days + said["late_rate"] * (row["late"] or 0))


def _make(said: Values, lines: Sequence[Line]) -> Handout:
    recipients = tuple(
        Recipient(line.key, line.values["name"], line.values["fen"] - withheld(said, line.values))
        for line in lines
    )
    lost = sum(withheld(said, line.values) for line in lines)
    due = sum(line.values["fen"] for line in lines)
    narration = f"发放{said['month'].title}{said['whom']}津贴"
    if lost:
        narration += f"，应发 {show_fen(due)} 元，考勤扣 {show_fen(lost)} 元"
    return Handout(
        papers=Papers(**{name: said[name] for name in Papers._fields}),
        payee=f"{said['whom']}（{len(lines)}人）",
        narration=narration,
        invoice="none: 津贴发放表",
        recipients=recipients,
    )


def _check(said: Values, lines: Sequence[Line]) -> Iterator[Wrong]:
    yield from wrong_names(lines)
    for line in lines:
        row = line.values
        counted = row["present"] + row["sick"] + row["private"]
        if counted != row["due"]:
            yield Wrong(
                line.at,
                "due",
                f"出勤、病假、事假加起来是 {counted / 2:g} 天，应出勤写的是 {row['due'] / 2:g} 天",
            )
        lost = withheld(said, row)
        if lost >= row["fen"]:
            yield Wrong(
                line.at, "fen", f"考勤要扣 {show_fen(lost)} 元，扣完没有了；不发的删掉这一行"
            )


KIND = Kind(
    name="allowance",
    title="津贴名单",
    hint="一人一行；病假不扣，事假、迟到照上面两行扣，扣多少不用自己算。不记考勤的，后面几栏空着。",
    settings=(
        Field("month", "月份", Form.MONTH, "2026-04", 28),
        Field("whom", "发给谁", Form.TEXT, "楼组长", 28),
        *papers_settings(
            Field("account", "津贴科目", Form.TEXT, "5201 津贴补贴", 28, choices="handed-out")
        ),
        Field("private_rate", "事假每天扣", Form.RATE, "10.00", 28, required=False),
        Field("late_rate", "迟到每次扣", Form.RATE, "2.00", 28, required=False),
    ),
    fields=(
        Field("name", "姓名", Form.TEXT, "张三立", 16),
        Field("fen", "应发", Form.MONEY, "100.00", 12),
        Field("due", "应出勤", Form.DAYS, "22", 9, required=False),
        Field("present", "出勤", Form.DAYS, "20.5", 9, required=False),
        Field("sick", "病假", Form.DAYS, "1", 9, required=False),
        Field("private", "事假", Form.DAYS, "0.5", 9, required=False),
        Field("late", "迟到", Form.COUNT, "1", 9, required=False),
    ),
    identity=lambda said, row: (said["month"].label, said["account"], plain(row["name"])),
    make=_make,
    check=_check,
)
