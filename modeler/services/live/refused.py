"""Why an answer from outside does not count, in words for whoever gave it."""

from __future__ import annotations


class AnswerRefused(Exception):  # noqa: N818  # says what happened, for the reader of the page
    """A link does not count; `status` is the HTTP status that says so."""

    status = 403


class Forged(AnswerRefused):
    """The link was not made here, or was changed."""


class Expired(AnswerRefused):
    """The link is too old."""

    status = 410


class AnsweredAlready(AnswerRefused):
    """Somebody has answered before; only the first answer counts."""

    status = 409


class NotWaiting(AnswerRefused):
    """The task does not wait for an answer, or not any more."""

    status = 410


class WrongCode(AnswerRefused):
    """Not the code that was mailed, or not any more."""


class TooMany(AnswerRefused):
    """Too often, or too soon after the last time."""

    status = 429
