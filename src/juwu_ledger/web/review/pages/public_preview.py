"""公开预览: the disclosure of the quarter as it would hang on the board, names hidden."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup

from juwu_ledger.books.model.periods import Period
from juwu_ledger.papers.disclosure import disclosure
from juwu_ledger.papers.sections.review_opinions import is_passed
from juwu_ledger.records.figures import Figures
from juwu_ledger.render.html.html import body
from juwu_ledger.tables.face import faced
from juwu_ledger.web.review.pages import page
from juwu_ledger.web.review.views.chosen_period import quarter_of


class Preview(NamedTuple):
    """The paper, and whether it may be posted."""

    quarter: Period
    paper: Markup
    is_reviewed: bool


class PublicPreview(page.Page):
    """What the neighbours will read."""

    report_title = "公开预览"

    def view(self, look: page.Look) -> Preview:
        """Return the paper of the quarter that the days end in."""
        quarter = quarter_of(look.period)
        made = faced(disclosure(look.books, quarter, look.today), look.books, look.findings)
        passed = is_passed(Figures.of(look.books, quarter), look.today)
        return Preview(quarter, body(made), passed)
