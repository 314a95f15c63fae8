"""质询: queries and answers, with days left; forms to ask and to answer."""

from __future__ import annotations

from typing import NamedTuple

from flask import request

from juwu_ledger.web.review.pages import page
from juwu_ledger.web.review.views.question_list import QuestionList, about_words, question_list


class Asked(NamedTuple):
    """The queries, and what a new one is about where the address says so."""

    questions: QuestionList
    about: str
    about_words: str


class Questions(page.Page):
    """What the review group wants to know."""

    report_title = "质询"

    def view(self, look: page.Look) -> Asked:
        """Return the queries."""
        about = request.args.get("about", "")
        words = about_words(look.books, about)
        return Asked(
            question_list(look.books, look.period, look.today), about if words else "", words
        )
