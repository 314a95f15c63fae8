"""What is left of a sign-off is one figure: in the rule, on every paper, on the page, at the desk.

The second source is the reckoning of this file, which works from the vouchers as they were drawn
and knows neither the walk nor the record.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from audit_books import audit_books, sheet_rows
from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.money import to_fen
from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import Approval
from juwu_ledger.cli.write.approval_choice import open_approvals
from juwu_ledger.records.figures import Figures
from juwu_ledger.registers.approvals.approval_form import approval_report
from juwu_ledger.registers.approvals.approval_register import approval_register
from juwu_ledger.registers.approvals.sign_off_use import sign_off_table
from juwu_ledger.render.xlsx.audit_workbook import write_audit
from juwu_ledger.rules.spending import spending_over_sign_off
from juwu_ledger.tables.report import ITEM, Table
from juwu_ledger.web.review.views.sign_off_list import sign_off_list
from paper_books import BANK, CHARGE, DINNER, OFFICE, PETTY, PROJECT, SERVICE, load
from random_books import Draft, drafts, random_books

YEAR = Period.parse("2025")
AS_OF = dt.date(2026, 1, 31)
FIRST = dt.date(2025, 1, 10)
APPROVED = {"SP-1": 500_00, "SP-2": 80_00}
WIDE = {"SP-1": "ＳＰ－１", "SP-2": "sp-２"}
DIRECTIVES = "".join(
    f'2025-01-0{n} custom "approval" "{name}" {Decimal(fen).scaleb(-2)} CNY "用途"\n'
    for n, (name, fen) in enumerate(APPROVED.items(), 2)
)


@dataclass(frozen=True)
class Step:
    """One voucher as it is drawn; ``target`` is the place of an earlier one, counted round."""

    kind: str
    """``spend``, ``refund`` (money comes back), ``undo`` (red letter of all), ``half`` (of half)."""
    fen: int = 100_00
    named: str | None = "SP-1"
    wide: bool = False
    cash: bool = True
    cleared: bool = True
    charge: int = 0
    beside: int = 0
    """Income of its own that came on the same voucher."""
    second: int = 0
    """The part that another fund bears."""
    target: int = 0


Legs = Mapping[str, int]


@dataclass
class Done:
    """A voucher as it stands in the books, and what it did to a sign-off, by this file's reckoning."""

    number: str
    day: dt.date
    legs: Legs
    step: Step
    named: str
    target: Done | None = None
    under: str = ""
    fen: int = 0
    judged: dt.date = FIRST
    open: int = 0
    """What of its effect has not been undone."""
    back: Done | None = None
    """What its effect undoes; ``None`` for a use of its own."""
    cancelled: bool = False
    text: str = field(default="", repr=False)

    @property
    def money(self) -> int:
        return self.legs.get(PETTY, 0) + self.legs.get(BANK, 0)

    @property
    def is_red(self) -> bool:
        """It takes back on the same accounts what it names, which is no red letter itself."""
        return self.target is not None and takes_back(self, self.target) and not self.target.is_red

    @property
    def really_moves(self) -> bool:
        """Its money is known to have come: in cash, or on the bank's statement."""
        return PETTY in self.legs or self.step.cleared


def takes_back(red: Done, first: Done) -> bool:
    return bool(red.legs) and all(
        name in first.legs and fen * first.legs[name] < 0 and abs(fen) <= abs(first.legs[name])
        for name, fen in red.legs.items()
    )


# --- the books ------------------------------------------------------------------------------------


def lay_out(plan: list[Step]) -> list[Done]:
    """Make vouchers of the steps, each on a day of its own."""
    done: list[Done] = []
    for place, step in enumerate(plan):
        day = FIRST + dt.timedelta(days=9 * place)
        number = f"{day:%Y-%m}-{1 + sum(one.day.month == day.month for one in done):04d}"
        target = done[step.target % len(done)] if done and step.kind != "spend" else None
        legs = legs_of(step, target)
        takes = sum(legs.get(name, 0) for name in (PETTY, BANK)) < 0
        named = step.named or "" if takes else ""
        one = Done(number, day, legs, step, named, target)
        one.text = written(one)
        done.append(one)
    return done


def legs_of(step: Step, target: Done | None) -> Legs:
    money = PETTY if step.cash else BANK
    if step.kind == "spend" or target is None:
        second = min(step.second, step.fen - 1)
        paid = {OFFICE: step.fen - second, PROJECT: second, CHARGE: step.charge}
        return tidy({**paid, money: -step.fen - step.charge})
    if step.kind == "refund":
        expense = OFFICE if OFFICE in target.legs else DINNER
        beside = {SERVICE: -step.beside, money: step.fen + step.beside}
        return tidy({expense: -step.fen, **beside})
    share = 2 if step.kind == "half" else 1
    legs = {name: -(fen // share) for name, fen in target.legs.items()}
    money = PETTY if PETTY in legs else BANK
    return tidy({**legs, money: legs.get(money, 0) - sum(legs.values())})


def tidy(legs: Legs) -> Legs:
    return {name: fen for name, fen in legs.items() if fen}


def written(one: Done) -> str:
    lines = [f'{one.day} * "某单位" "事由"', f'  voucher: "{one.number}"']
    if one.named:
        name = WIDE.get(one.named, one.named) if one.step.wide else one.named
        lines.append(f'  approval: "{name}"')
    if one.target:
        lines.append(f'  reverses: "{one.target.number}"')
    for account, fen in one.legs.items():
        lines.append(f"  {account}  {Decimal(fen).scaleb(-2)} CNY")
        if account == BANK and one.step.cleared:
            lines.append(f"    cleared: {one.day}")
    return "\n".join(lines) + "\n"


def books_of(done: list[Done]) -> Books:
    with tempfile.TemporaryDirectory() as folder:
        return load(Path(folder), DIRECTIVES + "".join(one.text for one in done))


# --- the reckoning --------------------------------------------------------------------------------


def reckon(done: list[Done]) -> None:
    """Say of each voucher, in order, what it did to which sign-off."""
    for one in done:
        one.judged = one.day
        target = one.target
        if target and target.fen and target.fen * one.money > 0:
            undo(one, target)
        if one.back is None and one.money < 0 and is_spending(one):
            one.under, one.fen = one.named, spent_by(one)
        one.open = abs(one.fen)


def is_spending(one: Done) -> bool:
    """A red letter on money received is a spending where that money had really come."""
    return not one.is_red or (one.target is not None and one.target.really_moves)


def spent_by(one: Done) -> int:
    """The bank takes its charges itself; those handed over in cash are spent like the rest."""
    bank_charges = 0 if PETTY in one.legs else one.legs.get(CHARGE, 0)
    return -one.money - bank_charges


def undo(one: Done, target: Done) -> None:
    if one.money > 0:
        amount = min(returned_by(one), target.open, root(target).open)
    elif is_spending(one) and one.named:
        if one.named != target.under:
            return
        amount = spent_by(one)
    else:
        amount = min(taken_by(one, target), target.open)
    if amount <= 0:
        return
    one.back, one.under = target, target.under
    one.fen = amount if one.money < 0 else -amount
    sign, before = -1, target
    while before is not None:
        before.open += sign * amount
        sign, before = -sign, before.back  # type: ignore[assignment]
    real = one.money < 0 and is_spending(one)
    if one.is_red and one.legs == {name: -fen for name, fen in target.legs.items()}:
        # A second one comes after the first was undone: it has a day of its own.
        if not real and not target.cancelled:
            one.judged = target.judged
        target.cancelled = True


def root(one: Done) -> Done:
    return one if one.back is None else root(one.back)


def returned_by(one: Done) -> int:
    """A red letter returns what was spent; other vouchers what is not income or a bank charge."""
    assert one.target
    if takes_back(one, one.target):
        return one.money + (0 if PETTY in one.target.legs else one.legs.get(CHARGE, 0))
    return one.money + one.legs.get(SERVICE, 0) + one.legs.get(CHARGE, 0)


def taken_by(one: Done, target: Done) -> int:
    if is_spending(one) and target.is_red:
        return spent_by(one)
    return -(one.money + one.legs.get(SERVICE, 0) + one.legs.get(CHARGE, 0))


def left(done: list[Done], until: dt.date = AS_OF) -> dict[str, int]:
    return {
        name: fen - sum(one.fen for one in done if one.under == name and one.day <= until)
        for name, fen in APPROVED.items()
    }


def overspent(done: list[Done]) -> dict[str, str]:
    """Sign-off → the voucher with which more was spent under it than it allows."""
    found = {}
    for name, approved in APPROVED.items():
        total = 0
        uses = [one for one in done if one.under == name and one.fen]
        for one in sorted(uses, key=lambda u: (u.judged, u.fen > 0, u.number)):
            total += one.fen
            if one.fen > 0 and total > approved:
                found[name] = one.number
                break
    return found


# --- the readers ----------------------------------------------------------------------------------


def monthly_left(books: Books, month: Period) -> dict[str, int]:
    return cells(sign_off_table(Figures.of(books, month)), "approval")


def register_left(books: Books) -> dict[str, int]:
    (section,) = approval_register(books, YEAR, AS_OF).sections[:1]
    return cells(section.tables[0], "id")


def cells(table: Table, key: str) -> dict[str, int]:
    keys = [column.key for column in table.columns]
    at, left_at = keys.index(key), keys.index("left")
    return {
        str(row.values[at]): to_fen(row.values[left_at])  # type: ignore[arg-type]
        for row in table.rows
        if row.role == ITEM and row.values[at] in APPROVED
    }


def workbook_left(books: Books) -> dict[str, int]:
    return {
        str(row["id"]): to_fen(row["left"])  # type: ignore[arg-type]
        for row in sheet_rows(audit_books(books), "approvals")
        if row["line"] == "签批"
    }


def page_left(books: Books) -> dict[str, int]:
    items = sign_off_list(books, YEAR, AS_OF, 1).page.items
    return {
        item.id: to_fen(Decimal(item.left.replace(",", "").replace("−", "-"))) for item in items
    }


def form_left(books: Books) -> dict[str, int]:
    found = {}
    for approval in books.of(Approval):
        form = approval_report(books, approval, AS_OF).sections[0].forms[0]
        rows = form.tables[0].rows
        found[approval.id] = to_fen(rows[-1].values[-1]) if rows else approval.amount  # type: ignore[arg-type]
    return found


def desk_left(books: Books) -> dict[str, int]:
    """What the dialogue of ``spend`` proposes; a sign-off that is used up is not on the list."""
    return {
        choice.value: to_fen(
            Decimal(choice.title.split("还剩 ")[1].split(" 元")[0].replace(",", ""))
        )
        for choice in open_approvals(books)
    }


def rule_says(books: Books) -> dict[str, str]:
    return {
        str(finding.about): str(finding.voucher)
        for finding in spending_over_sign_off.find(books, AS_OF)
    }


def readings(books: Books) -> Iterator[tuple[str, dict[str, int]]]:
    yield "register", register_left(books)
    yield "workbook", workbook_left(books)
    yield "page", page_left(books)
    yield "form", form_left(books)


def assert_all_say(books: Books, expected: Mapping[str, int]) -> None:
    for where, found in readings(books):
        assert found == expected, where
    assert desk_left(books) == {name: fen for name, fen in expected.items() if fen > 0}


# --- by hand --------------------------------------------------------------------------------------

SPENT = Step("spend")
CASES = {
    "a refund booked to the wrong account, wholly reversed, and more spent": (
        [
            Step("spend"),
            Step("refund", 40_00, cash=False, cleared=False),
            Step("undo", named=None, target=1),
            Step("spend", 400_01),
        ],
        -1,
    ),
    "a refund taken back": ([SPENT, Step("refund", 40_00), Step("undo", target=1)], 400_00),
    "a refund taken back by a voucher that names no sign-off": (
        [SPENT, Step("refund", 40_00), Step("undo", named=None, target=1)],
        400_00,
    ),
    "an id in full width": ([Step("spend", wide=True)], 400_00),
    "a refund beside other income": ([SPENT, Step("refund", beside=50_00)], 500_00),
    "wholly reversed": ([SPENT, Step("undo")], 500_00),
    "its reversal is reversed": ([SPENT, Step("undo"), Step("undo", target=1)], 400_00),
    "and that again": (
        [SPENT, Step("undo"), Step("undo", target=1), Step("undo", target=2)],
        500_00,
    ),
    "charges of the bank": ([Step("spend", cash=False, charge=5_00)], 400_00),
    "charges in cash": ([Step("spend", charge=5_00)], 395_00),
    "charges in cash, wholly reversed": ([Step("spend", charge=5_00), Step("undo")], 500_00),
    "more came back than was spent": ([SPENT, Step("refund", 150_00)], 500_00),
}


@pytest.mark.parametrize("name", CASES)
def test_right_answers_by_hand(name: str) -> None:
    plan, fen = CASES[name]
    done = lay_out(plan)
    books = books_of(done)
    assert_all_say(books, {"SP-1": fen, "SP-2": 80_00})
    assert rule_says(books) == ({"SP-1": done[-1].number} if fen < 0 else {})


def test_the_figure_is_in_the_workbook_as_it_is_saved(tmp_path: Path) -> None:
    plan, _ = CASES["a refund booked to the wrong account, wholly reversed, and more spent"]
    path = tmp_path / "audit.xlsx"
    with path.open("wb") as stream:
        write_audit(audit_books(books_of(lay_out(plan))), stream)
    sheet = load_workbook(path)["签批登记"]
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    (line,) = [row for row in values if "SP-1" in row]
    (head,) = [row for row in values if "未用金额" in row]
    assert to_fen(Decimal(str(line[head.index("未用金额")]))) == -1


# --- by chance ------------------------------------------------------------------------------------


@st.composite
def steps(draw: st.DrawFn) -> Step:
    small = st.sampled_from((0, 0, 1, 5_00))
    return Step(
        draw(st.sampled_from(("spend", "spend", "refund", "refund", "undo", "undo", "half"))),
        draw(st.sampled_from((1, 39_99, 40_00, 80_00, 100_00, 250_00))),
        draw(st.sampled_from(("SP-1", "SP-1", "SP-2", "SP-9", None))),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(small),
        draw(small),
        draw(small),
        draw(st.integers(0, 30)),
    )


SOUND = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@SOUND
@given(st.lists(steps(), min_size=1, max_size=16))
def test_all_who_tell_of_a_sign_off_say_the_same(plan: list[Step]) -> None:
    done = lay_out(plan)
    reckon(done)
    books = books_of(done)
    assert_all_say(books, left(done))
    assert rule_says(books) == overspent(done)
    for month in YEAR.split_months():
        told = monthly_left(books, month)
        expected = left(done, month.last)
        assert told == {name: expected[name] for name in told}
        assert told.keys() == {
            one.under for one in done if one.fen and one.day in month and one.under in APPROVED
        }


@SOUND
@given(st.lists(drafts(), min_size=1, max_size=14))
def test_whatever_the_books_hold_all_say_the_same(plan: list[Draft]) -> None:
    books = random_books(plan, 0)
    expected = form_left(books)
    assert desk_left(books) == {name: fen for name, fen in expected.items() if fen > 0}
    items = sign_off_list(books, YEAR, AS_OF, 1).page.items
    assert {item.id for item in items} <= expected.keys()
    for where, found in readings(books):
        assert found == {name: expected[name] for name in found}, where
    assert {name for name, fen in expected.items() if fen < 0} <= rule_says(books).keys()
