"""The review group's queries with the committee's answers, and how long there is to answer."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from juwu_ledger.books.facts.view import Books
from juwu_ledger.books.model.periods import Period
from juwu_ledger.records.queries import AskedQuery, asked_queries
from juwu_ledger.records.reviews import is_asked_of
from juwu_ledger.web.review.views.words import days_away, yuan


class Answer(NamedTuple):
    """One answer of the committee."""

    date: dt.date
    by: str
    text: str


class Question(NamedTuple):
    """A query with what it is about in words, and its answers."""

    id: str
    date: dt.date
    who: str
    text: str
    about: str
    about_words: str
    is_voucher: bool
    """``about`` names a voucher that the review shows."""
    due: dt.date
    days: str
    is_late: bool
    answers: tuple[Answer, ...]

    @property
    def is_open(self) -> bool:
        """Nobody has answered."""
        return not self.answers


class QuestionList(NamedTuple):
    """Queries that wait for an answer, whatever their period, and answered ones of the period."""

    waiting: tuple[Question, ...]
    answered: tuple[Question, ...]


def question_list(books: Books, period: Period, today: dt.date) -> QuestionList:
    """Return the queries known today, the newest answered ones first."""
    asked = [_question(books, one, today) for one in asked_queries(books, today)]
    return QuestionList(
        tuple(question for question in asked if question.is_open),
        tuple(
            q
            for q in reversed(asked)
            if not q.is_open and is_asked_of(books, q.date, q.about, period)
        ),
    )


def unanswered_count(books: Books, today: dt.date) -> int:
    """Return how many queries known today have no answer yet."""
    return sum(asked.is_open for asked in asked_queries(books, today))


def _question(books: Books, asked: AskedQuery, today: dt.date) -> Question:
    query, due = asked.query, asked.due
    about = query.about or ""
    return Question(
        query.id,
        query.date,
        query.raised_by or "",
        query.text,
        about,
        about_words(books, about),
        about in books.facts.by_id,
        due,
        days_away(due, today),
        today > due,
        tuple(Answer(reply.date, reply.by or "", reply.text) for reply in asked.replies),
    )


def about_words(books: Books, about: str) -> str:
    """Return what a voucher or approval was for, with its amount."""
    voucher, approval = books.facts.by_id.get(about), books.approval(about)
    if voucher is not None:
        amount = f"，{yuan(abs(voucher.money))} 元" if voucher.money else ""
        return f"{voucher.date} {voucher.payee} {voucher.narration}{amount}"
    if approval is not None:
        return f"签批：{approval.purpose}，{yuan(approval.amount)} 元"
    return ""
