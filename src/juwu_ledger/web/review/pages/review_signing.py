"""审核签字: each of the review group signs the quarter for himself or herself."""

from __future__ import annotations

from typing import Any, NamedTuple

from juwu_ledger.books.model.periods import Period
from juwu_ledger.books.model.vocabulary import OPINIONS
from juwu_ledger.web.gate.current_user import room
from juwu_ledger.web.review.pages import page
from juwu_ledger.web.review.pages.kept_beside import kept_marks
from juwu_ledger.web.review.review_state import review_state
from juwu_ledger.web.review.views.chosen_period import filter_text, quarter_of
from juwu_ledger.web.review.views.clause_check import CheckPage, check_page
from juwu_ledger.web.review.views.mark_state import is_doubted, marks_on, own_mark
from juwu_ledger.web.review.views.question_list import Question, question_list
from juwu_ledger.web.review.views.voucher_list import vouchers_of


class Signing(NamedTuple):
    """What a reviewer should know before signing, and how far the signing is."""

    quarter: Period
    time: str
    """The quarter as Fava's time filter has it."""
    review: dict[str, Any]
    mine: dict[str, Any] | None
    """The reader as one of the group."""
    opinions: dict[str, str]
    vouchers: int
    seen: int
    doubted: tuple[str, ...]
    """Vouchers that somebody of the group is in doubt about."""
    check: CheckPage
    waiting: tuple[Question, ...]

    @property
    def has_opinions(self) -> bool:
        """Somebody has signed, and the review is not in the books yet."""
        return any(one["opinion"] for one in self.review["group"])


class ReviewSigning(page.Page):
    """Opinion, remarks, who has signed, and whether the books changed since."""

    report_title = "审核签字"

    def view(self, look: page.Look) -> Signing:
        """Return the state of the review of the quarter that the days end in."""
        quarter = quarter_of(look.period)
        vouchers = vouchers_of(look.books, quarter)
        marks = marks_on(look.books, kept_marks(look.books), vouchers)
        password = room().password_set
        state = review_state(look.books, quarter, look.me.name, look.today, password)
        return Signing(
            quarter,
            filter_text(quarter),
            state,
            next((one for one in state["group"] if one["name"] == look.me.name), None),
            OPINIONS,
            len(vouchers),
            sum(own_mark(marks, voucher.id, look.me.name) is not None for voucher in vouchers),
            tuple(voucher.id for voucher in vouchers if is_doubted(marks, voucher.id)),
            check_page(look.books, quarter, look.findings, look.today),
            question_list(look.books, quarter, look.today).waiting,
        )
