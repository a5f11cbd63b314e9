"""Why an answer from outside does not count, in words for whoever gave it."""

from __future__ import annotations


class AnswerRefused(Exception):  # noqa: N818  # says what happened, for the reader of the page
    """A link does not count; `status` is the HTTP status that says so, `title` the heading of the page."""

    status = 403
    title = "No answer was given"


class Forged(AnswerRefused):
    """The link was not made here, or was changed."""

    title = "This link does not work"


class Expired(AnswerRefused):
    """The link is too old."""

    status = 410
    title = "This link is too old"


class AnsweredAlready(AnswerRefused):
    """Somebody has answered before; only the first answer counts."""

    status = 409
    title = "Answered already"


class NotWaiting(AnswerRefused):
    """The task does not wait for an answer any more."""

    status = 410
    title = "No answer is needed any more"


class NotYet(NotWaiting):
    """The task does not wait for an answer yet."""

    title = "Not yet"


class WrongCode(AnswerRefused):
    """Not the code that was mailed, or not any more."""


class TooMany(AnswerRefused):
    """Too often, or too soon after the last time."""

    status = 429
