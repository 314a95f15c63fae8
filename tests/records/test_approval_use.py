"""What is left of an approval is one figure: in the rule, on every paper, on the page, at the desk.

The second source is the reckoning of this file, which works from the vouchers as they were drawn
and knows neither the walk nor the record.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
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
from juwu_ledger.registers.approvals.approval_use import approval_table
from juwu_ledger.render.xlsx.audit_workbook import write_audit
from juwu_ledger.rules.spending import spending_over_sign_off, spent_after_end
from juwu_ledger.tables.report import ITEM, Table
from juwu_ledger.web.review.views.approval_list import approval_list
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
    """The part on a second line."""
    own: str | None = None
    """The approval that the second line names for itself."""
    target: int = 0


Legs = Mapping[str, int]
Ends = Mapping[str, dt.date]
NO_ENDS: Ends = {}


@dataclass
class Use:
    """What a voucher did to an approval, by this file's reckoning."""

    under: str
    fen: int
    judged: dt.date
    back: Use | None = None
    """What it undoes; ``None`` for a use of its own."""
    paid: Legs = field(default_factory=dict)
    """What lines of a spending paid under it."""
    open: int = 0
    """What of it has not been undone."""

    @property
    def root(self) -> Use:
        return self if self.back is None else self.back.root


@dataclass
class Done:
    """A voucher as it stands in the books, and its uses, by this file's reckoning."""

    number: str
    day: dt.date
    legs: Legs
    step: Step
    named: str
    target: Done | None = None
    uses: list[Use] = field(default_factory=list)
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
        if step.own and PROJECT in target.legs:
            expense = PROJECT
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
        if account == PROJECT and one.step.own:
            lines.append(f'    approval: "{one.step.own}"')
    return "\n".join(lines) + "\n"


def books_of(done: list[Done], ends: Ends = NO_ENDS) -> Books:
    ended = "".join(
        f'{day} custom "approval-end" "{name}" "不用了"\n' for name, day in ends.items()
    )
    with tempfile.TemporaryDirectory() as folder:
        return load(Path(folder), DIRECTIVES + ended + "".join(one.text for one in done))


# --- the reckoning --------------------------------------------------------------------------------


def reckon(done: list[Done]) -> None:
    """Say of each voucher, in order, what it did to which approval."""
    for one in done:
        before = [use for use in one.target.uses if use.fen * one.money > 0] if one.target else []
        if before:
            undo(one, before)
        if not one.uses:
            one.uses = spent(one)
        for use in one.uses:
            use.open = abs(use.fen)


def is_spending(one: Done) -> bool:
    """A red letter on money received is a spending where that money had really come."""
    return one.money < 0 and (
        not one.is_red or (one.target is not None and one.target.really_moves)
    )


def spent_by(one: Done) -> int:
    """The bank takes its charges itself; those handed over in cash are spent like the rest."""
    bank_charges = 0 if PETTY in one.legs else one.legs.get(CHARGE, 0)
    return -one.money - bank_charges


def spent(one: Done) -> list[Use]:
    """Put each line of a spending under the approval that it names, else that of the voucher."""
    if not is_spending(one) or spent_by(one) <= 0:
        return []
    if not (one.step.own and PROJECT in one.legs):
        return [Use(one.named, spent_by(one), one.day)]
    by_bank = PETTY not in one.legs
    lines = {
        name: fen
        for name, fen in one.legs.items()
        if name not in (PETTY, BANK) and not (by_bank and name == CHARGE)
    }
    paid: dict[str, dict[str, int]] = {}
    for name, fen in lines.items():
        under = one.step.own if name == PROJECT else one.named
        paid.setdefault(under, {})[name] = fen
    rest, uses = spent_by(one), []
    for under, own in paid.items():
        fen = min(sum(own.values()), rest)
        if fen > 0:
            uses.append(Use(under, fen, one.day, paid=own))
            rest -= fen
    return uses


def undo(one: Done, before: list[Use]) -> None:
    assert one.target
    own = spent(one)
    named = {use.under: use.fen for use in own if use.under}
    if one.money > 0:
        shares = shared(one, before, returned_by(one))
    elif named:
        shares = [(use, named[use.under]) for use in before if use.under in named]
        rest = sum(use.fen for use in own if not use.under)
        shares += shared(one, [use for use in before if use.under not in named], rest)
    else:
        shares = shared(one, before, taken_by(one, one.target))
    shares = [(use, fen) for use, fen in shares if fen > 0]
    whole = one.is_red and one.legs == {name: -fen for name, fen in one.target.legs.items()}
    # The first red letter cancels, also where refunds had brought all of it back before.
    first = whole and not one.target.cancelled
    one.target.cancelled = one.target.cancelled or whole
    if not shares:
        return
    for use, fen in shares:
        # A second one comes after the first was undone: it has a day of its own.
        judged = use.judged if first and not own else one.day
        one.uses.append(Use(use.under, fen if one.money < 0 else -fen, judged, use))
        sign, earlier = -1, use
        while earlier is not None:
            earlier.open += sign * fen
            sign, earlier = -sign, earlier.back  # type: ignore[assignment]
    one.uses += [use for use in own if use.under and use.under not in {u.under for u in before}]


def shared(one: Done, before: list[Use], fen: int) -> list[tuple[Use, int]]:
    """A line goes to the approval that it names, else to what paid for its account; the rest in order."""
    shares = [0] * len(before)

    def give(at: int, most: int) -> int:
        use = before[at]
        room = min(use.open, use.root.open) if one.money > 0 else use.open
        given = max(0, min(most, fen - sum(shares), room - shares[at]))
        shares[at] += given
        return given

    lines = {name: n for name, n in one.legs.items() if name not in (PETTY, BANK)}
    for name, amount in lines.items() if len(before) > 1 else ():
        own = one.step.own if name == PROJECT else None
        rest = abs(amount) if amount * one.money < 0 else 0
        for at, use in enumerate(before):
            most = rest if own or one.named else min(rest, use.root.paid.get(name, 0))
            if not (own or one.named) or use.under == (own or one.named):
                rest -= give(at, most)
    for at in range(len(before)):
        give(at, fen)
    return list(zip(before, shares, strict=True))


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


def uses_of(done: list[Done], name: str) -> list[tuple[Done, Use]]:
    return [(one, use) for one in done for use in one.uses if use.under == name]


def left(done: list[Done], until: dt.date = AS_OF) -> dict[str, int]:
    return {
        name: fen - sum(use.fen for one, use in uses_of(done, name) if one.day <= until)
        for name, fen in APPROVED.items()
    }


def overspent(done: list[Done]) -> dict[str, str]:
    """Approval → the voucher with which more was spent under it than it allows."""
    found = {}
    for name, approved in APPROVED.items():
        total = 0
        uses = uses_of(done, name)
        for one, use in sorted(uses, key=lambda u: (u[1].judged, u[1].fen > 0, u[0].number)):
            total += use.fen
            if use.fen > 0 and total > approved:
                found[name] = one.number
                break
    return found


def after_end(done: list[Done], ends: Ends) -> set[str]:
    """Vouchers by which money went under an approval after the day of its end."""
    return {
        one.number
        for one in done
        for use in spent(one)
        if use.under in ends and one.day > ends[use.under]
    }


# --- the readers ----------------------------------------------------------------------------------


def monthly_left(books: Books, month: Period) -> dict[str, int]:
    return cells(approval_table(Figures.of(books, month)), "approval")


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
    items = approval_list(books, YEAR, AS_OF, 1).page.items
    return {
        item.id: to_fen(Decimal(item.left.replace(",", "").replace("−", "-"))) for item in items
    }


def form_left(books: Books) -> dict[str, int]:
    found = {}
    for approval in books.of(Approval):
        form = approval_report(books, approval, AS_OF).sections[0].forms[0]
        rows = form.tables[-1].rows
        found[approval.id] = to_fen(rows[-1].values[-1]) if rows else approval.amount  # type: ignore[arg-type]
    return found


def desk_left(books: Books) -> dict[str, int]:
    """What the dialogue of ``spend`` proposes; an approval that is used up is not on the list."""
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


def end_rule_says(books: Books) -> set[str]:
    return {str(finding.voucher) for finding in spent_after_end.find(books, AS_OF)}


def readings(books: Books) -> Iterator[tuple[str, dict[str, int]]]:
    yield "register", register_left(books)
    yield "workbook", workbook_left(books)
    yield "page", page_left(books)
    yield "form", form_left(books)


def assert_all_say(books: Books, expected: Mapping[str, int], ends: Ends = NO_ENDS) -> None:
    for where, found in readings(books):
        assert found == expected, where
    proposed = {name: fen for name, fen in expected.items() if fen > 0 and name not in ends}
    assert desk_left(books) == proposed


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
    "a refund taken back by a voucher that names no approval": (
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
TWO = Step("spend", second=30_00, own="SP-2")
"""70 under SP-1, 30 under SP-2."""
DIVIDED = {
    "two on one voucher": ([TWO], 430_00, 50_00),
    "the second of a voucher without one": ([replace(TWO, named=None)], 500_00, 50_00),
    "charges in cash stand under the voucher's": ([replace(TWO, charge=5_00)], 425_00, 50_00),
    "wholly reversed": ([TWO, Step("undo")], 500_00, 80_00),
    "its reversal is reversed": (
        [TWO, Step("undo"), replace(TWO, kind="undo", target=1)],
        430_00,
        50_00,
    ),
    "half of it is taken back": ([TWO, Step("half")], 465_00, 65_00),
    "the first line comes back": ([TWO, Step("refund", 20_00)], 450_00, 50_00),
    "the second line comes back, by name": (
        [TWO, Step("refund", 20_00, own="SP-2")],
        430_00,
        70_00,
    ),
    "more comes back than the line was": ([TWO, Step("refund", 80_00)], 500_00, 60_00),
    "too much is spent on the second": ([replace(TWO, second=80_01)], 480_01, -1),
}


@pytest.mark.parametrize("name", CASES)
def test_right_answers_by_hand(name: str) -> None:
    plan, fen = CASES[name]
    done = lay_out(plan)
    books = books_of(done)
    assert_all_say(books, {"SP-1": fen, "SP-2": 80_00})
    assert rule_says(books) == ({"SP-1": done[-1].number} if fen < 0 else {})


@pytest.mark.parametrize("name", DIVIDED)
def test_right_answers_where_lines_name_approvals(name: str) -> None:
    plan, first, second = DIVIDED[name]
    done = lay_out(plan)
    books = books_of(done)
    assert_all_say(books, {"SP-1": first, "SP-2": second})
    assert rule_says(books) == ({"SP-2": done[-1].number} if second < 0 else {})


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
        draw(st.sampled_from((0, 0, 1, 5_00, 30_00))),
        draw(st.sampled_from((None, None, "SP-1", "SP-2", "SP-2", "SP-8"))),
        draw(st.integers(0, 30)),
    )


@st.composite
def ends(draw: st.DrawFn) -> Ends:
    """Some approvals end, on the day of a voucher or between two."""
    names = draw(st.lists(st.sampled_from(sorted(APPROVED)), unique=True))
    return {name: FIRST + dt.timedelta(days=draw(st.integers(0, 120))) for name in names}


SOUND = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@SOUND
@given(st.lists(steps(), min_size=1, max_size=16), ends())
def test_all_who_tell_of_a_approval_say_the_same(plan: list[Step], ended: Ends) -> None:
    done = lay_out(plan)
    reckon(done)
    books = books_of(done, ended)
    assert_all_say(books, left(done), ended)
    assert rule_says(books) == overspent(done)
    assert end_rule_says(books) == after_end(done, ended)
    for month in YEAR.split_months():
        told = monthly_left(books, month)
        expected = left(done, month.last)
        assert told == {name: expected[name] for name in told}
        assert told.keys() == {
            use.under
            for one in done
            for use in one.uses
            if use.fen and one.day in month and use.under in APPROVED
        }


@SOUND
@given(st.lists(drafts(), min_size=1, max_size=14))
def test_whatever_the_books_hold_all_say_the_same(plan: list[Draft]) -> None:
    books = random_books(plan, 0)
    expected = form_left(books)
    assert desk_left(books) == {name: fen for name, fen in expected.items() if fen > 0}
    items = approval_list(books, YEAR, AS_OF, 1).page.items
    assert {item.id for item in items} <= expected.keys()
    for where, found in readings(books):
        assert found == {name: expected[name] for name in found}, where
    assert {name for name, fen in expected.items() if fen < 0} <= rule_says(books).keys()
