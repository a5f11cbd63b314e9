"""Links that were forged, changed, mixed, expired or used: none of them counts."""

from __future__ import annotations

import random
import string
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from connectors.sdk.connector import Answer
from modeler.services.live.answering import Desk, Question
from modeler.services.live.ports import Place
from modeler.services.live.refused import AnswerRefused
from tests.reliability.figures import Figures

LETTERS = string.ascii_letters + string.digits + "-_."
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
ANSWERS = (Answer("Yes", {"a": "yes"}), Answer("No", {"a": "no"}))


def prove(count: int, seed: int) -> Figures:
    """Try `count` links on questions that are open, answered, expired, or another one's."""
    figures, chance = Figures(), random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        moment = [NOON]
        desk = Desk(Path(folder) / "a.sqlite", "k" * 64, lambda: moment[0])
        foreign = Desk(Path(folder) / "b.sqlite", "f" * 64, lambda: moment[0])
        questions = [asked(desk, number) for number in range(20)]
        strange = [asked(foreign, number) for number in range(20)]
        good = [desk.token(question, number) for question in questions for number in (1, 2)]
        figures.check(all(counts(desk, token) for token in good), "a good link does not count")
        makers = forgers(chance, good, [foreign.token(each, 1) for each in strange])
        for _ in range(count):
            token = next(makers)
            figures.count("forged or changed")
            figures.check(token in good or not counts(desk, token), f"{token} counts")
        use_up(desk, questions[0])
        figures.check(not any(counts(desk, token) for token in good[:2]), "an answered question counts again")
        moment[0] += timedelta(days=31)
        figures.count("expired", len(good))
        figures.check(not any(counts(desk, token) for token in good), "an expired link counts")
    return figures


def asked(desk: Desk, number: int) -> Question:
    """A question that waits."""
    place = Place(f"live-{number}", "ask", "actions-by-email", number)
    desk.ask(place, "Question")
    desk.offer(place, ANSWERS)
    return desk.questions(place.run)[0]


def counts(desk: Desk, token: str) -> bool:
    """Whether a link would be taken."""
    try:
        question, number = desk.read(token)
        question.outputs(number)
    except AnswerRefused:
        return False
    return True


def use_up(desk: Desk, question: Question) -> None:
    """Somebody answers."""
    mark: Callable[..., None] = desk.using_up(question, 1, "", "")
    connection = desk._open()
    with connection:
        mark(connection)
    connection.close()


def forgers(chance: random.Random, good: list[str], foreign: list[str]) -> Iterator[str]:
    """Links that nobody was given: made up, changed by a letter, put together, cut, or signed with another key."""
    while True:
        token, other = chance.sample(good, 2)
        place = chance.randrange(len(token))
        yield token[:place] + chance.choice(LETTERS) + token[place + 1 :]
        yield token[:place] + token[place + 1 :]
        yield token.rsplit(".", 1)[0] + "." + other.rsplit(".", 1)[1]
        yield token[:place]
        yield token + chance.choice(LETTERS)
        yield "".join(chance.choices(LETTERS, k=chance.randint(1, 150)))
        yield chance.choice(foreign)
        yield token[:place] + token[place : place + 2][::-1] + token[place + 2 :]
