"""Answers to mails: signed links that can be used once, and which question a reply belongs to.

A link says which answer of which question it gives, is signed with a key that lives in the keyring, and expires. A
question is used up in the same transaction that completes its task; whoever comes later is told so.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from connectors.sdk.connector import Answer
from connectors.sdk.ports import Callback, TaskLink
from connectors.sdk.values import JsonObject, as_list, as_object, as_text
from modeler.services.live.callback_rules import Rules, rules_of
from modeler.services.live.ports import Place
from modeler.services.live.refused import AnsweredAlready, Expired, Forged, NotWaiting, NotYet
from modeler.services.live.sending import key_of
from modeler.services.live.task_links import TaskLinks

if TYPE_CHECKING:
    from itsdangerous import URLSafeSerializer

SALT = "processwright.answer-link"
VALID = timedelta(days=30)
TAG = "PW-"
ANSWERED = "This question has been answered already. The first answer counts."
INVALID = "This link is not valid. Use the link from the mail as it is."
NOWHERE = "http://127.0.0.1"
TASKS = "/tasks/update_variable/"
_TAG = re.compile(r"\[PW-([0-9a-f]{12})\]")
SCHEMA = """
CREATE TABLE IF NOT EXISTS questions (
    nonce TEXT PRIMARY KEY, run TEXT NOT NULL, element TEXT NOT NULL, title TEXT NOT NULL, asked TEXT NOT NULL,
    expires TEXT NOT NULL, message TEXT NOT NULL, answers TEXT, answered TEXT, answer INTEGER,
    comment TEXT NOT NULL DEFAULT '', by TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS lates (
    run TEXT NOT NULL, element TEXT NOT NULL, token INTEGER NOT NULL, label TEXT NOT NULL, data TEXT NOT NULL,
    PRIMARY KEY (run, element, token)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS callbacks (
    nonce TEXT PRIMARY KEY, run TEXT NOT NULL, rules TEXT NOT NULL, early TEXT) WITHOUT ROWID;
"""
_COLUMNS = "nonce, run, element, title, asked, expires, message, answers, answered, answer, comment"


@dataclass(frozen=True, slots=True)
class Question:
    """One mail that asks for an answer."""

    nonce: str
    run: str
    element: str
    title: str
    asked: datetime
    expires: datetime
    message: str
    answers: tuple[Answer, ...] = ()
    is_offered: bool = False
    answered: datetime | None = None
    answer: int | None = None
    remark: str = ""
    """What came of it that is no answer, in words."""

    @property
    def tag(self) -> str:
        """The word in the subject by which a reply is found."""
        return f"[{TAG}{self.nonce[:12]}]"

    def outputs(self, number: int, comment: str = "") -> JsonObject:
        """What an answer, counted from 1, puts into the Request data; a comment fills the places left for it."""
        if not 0 < number <= len(self.answers) or self.answers[number - 1].error is not None:
            raise Forged("This mail has no such answer.")
        return {name: comment if value == "" else value for name, value in self.answers[number - 1].data.items()}


@dataclass
class _Links:
    """The links of one call; the question exists from the first link on."""

    desk: Desk
    place: Place
    title: str
    secret: Callable[[str], str]

    def answer(self, number: int) -> str:
        """Where the reader of the mail gives this answer."""
        question = self.desk.ask(self.place, self.title)
        return f"{self.desk.address}/answer/{self.desk.token(question, number)}"

    def callback(self, callback: Callback) -> str:
        """Where a server calls back."""
        question = self.desk.ask(self.place, self.title)
        self.desk.expect(question, rules_of(callback, self.desk.key, self.secret))
        return f"{self.desk.address}/callback/{self.desk.token(question, 0)}"

    def task(self, link: TaskLink) -> str:
        """Where a person answers a task."""
        question = self.desk.ask(self.place, self.title)
        self.desk.tasks.expect(question.nonce, question.run, link)
        return f"{self.desk.address}{TASKS}{self.desk.token(question, 0)}"


@dataclass
class Desk:
    """Knows every question, makes its links and checks what comes back. `address` is where the answer page is."""

    path: Path
    key: str
    now: Callable[[], datetime]
    address: str = NOWHERE
    valid: timedelta = VALID

    def __post_init__(self) -> None:
        with closing(self._open()) as connection:
            connection.executescript(SCHEMA)
        self.tasks = TaskLinks(self._open, self.key, self.now)

    def links(self, place: Place, title: str, secret: Callable[[str], str]) -> _Links:
        """The links port for one call that may ask a question; `secret` gives what a reference stands for."""
        return _Links(self, place, title, secret)

    def ask(self, place: Place, title: str) -> Question:
        """The question of a call; it is the same one when the call is made again after a crash."""
        nonce = key_of(place.run, place.element, place.counter, "question", 0)
        known = self.find(nonce)
        if known is not None:
            return known
        now = self.now()
        row = (nonce, place.run, place.element, title, now.isoformat(), (now + self.valid).isoformat(), _message(place))
        with closing(self._open()) as connection, connection:
            connection.execute(
                "INSERT OR IGNORE INTO questions (nonce, run, element, title, asked, expires, message)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                row,
            )
        made = self.find(nonce)
        assert made is not None
        return made

    def tag(self, place: Place) -> str:
        """The word for the subject of the question's mail; empty when the call asked nothing."""
        known = self.find(key_of(place.run, place.element, place.counter, "question", 0))
        return known.tag if known is not None else ""

    def offer(self, place: Place, answers: tuple[Answer, ...]) -> None:
        """The task waits now, for one of these."""
        nonce = key_of(place.run, place.element, place.counter, "question", 0)
        stored = json.dumps([{"label": each.label, "data": each.data} for each in answers])
        with closing(self._open()) as connection, connection:
            connection.execute("UPDATE questions SET answers = ? WHERE nonce = ?", (stored, nonce))

    def token(self, question: Question, number: int) -> str:
        """What a link carries: the question and the answer, signed."""
        signed: str = self._signer().dumps([question.nonce, question.run, question.element, number])
        return signed

    def read(self, token: str) -> tuple[Question, int]:
        """The question and the answer that a link means. Raises `AnswerRefused` of a kind; changes nothing."""
        question, number = self.signed(token)
        if number < 1:
            raise Forged(INVALID)
        return self.open(question), number

    def signed(self, token: str) -> tuple[Question, int]:
        """The question and the number that were signed, open or not. Raises `AnswerRefused` of a kind."""
        from itsdangerous import BadData

        signer = self._signer()
        try:
            nonce, run, element, number = said = signer.loads(token)
        except (BadData, ValueError, TypeError):
            raise Forged(INVALID) from None
        if signer.dumps(said) != token:
            raise Forged(INVALID)  # some letters of a signature can be changed without changing its bits
        question = self.find(nonce)
        if question is None or (question.run, question.element) != (run, element):
            raise NotWaiting("This question is not open any more.")
        return question, int(number)

    def open(self, question: Question) -> Question:
        """The question, if it can still be answered; raises `AnswerRefused` of a kind."""
        if question.answered is not None:
            raise AnsweredAlready(ANSWERED)
        if self.now() > question.expires:
            raise Expired("This link has expired. Ask whoever sent you the mail.")
        if not question.is_offered:
            raise NotYet("This question cannot be answered yet. Try again in a moment.")
        return question

    def using_up(self, question: Question, number: int, comment: str, by: str) -> Callable[[sqlite3.Connection], None]:
        """Marks the question as answered, as part of the transaction that completes its task."""

        def mark(connection: sqlite3.Connection) -> None:
            done = connection.execute(
                "UPDATE questions SET answered = ?, answer = ?, comment = ?, by = ?"
                " WHERE nonce = ? AND answered IS NULL",
                (self.now().isoformat(), number, comment, by, question.nonce),
            )
            if done.rowcount != 1:
                raise AnsweredAlready(ANSWERED)

        return mark

    def note(self, question: Question, words: str) -> None:
        """Something came of a question that is no answer; shown where the question is."""
        with closing(self._open()) as connection, connection:
            connection.execute(
                "UPDATE questions SET comment = ? WHERE nonce = ? AND answered IS NULL", (words, question.nonce)
            )

    def find(self, nonce: str) -> Question | None:
        """The question with this nonce."""
        return next(iter(self._questions("nonce = ?", nonce)), None)

    def of_reply(self, references: tuple[str, ...], text: str) -> Question | None:
        """The question that a mail replies to: by the messages that it refers to, or by the tag in its text."""
        for reference in references:
            local = reference.strip().strip("<>").partition("@")[0]
            for question in self._questions("message = ?", local):
                return question
        for found in _TAG.findall(text):
            for question in self._questions("substr(nonce, 1, 12) = ?", found):
                return question
        return None

    def open_answers(self, run: str) -> Mapping[str, tuple[Answer, ...]]:
        """The answers that can be given to a run now, by element."""
        return {each.element: each.answers for each in self.questions(run) if each.answered is None and each.answers}

    def open_question(self, run: str, element: str) -> Question | None:
        """The question of an element that nobody has answered yet, the last one where there are several."""
        found = [each for each in self.questions(run) if each.element == element and each.answered is None]
        return found[-1] if found else None

    def keep_late(self, run: str, element: str, token: int, answer: Answer) -> None:
        """What happens at a waiting element when nobody answers in time."""
        row = (run, element, token, answer.label, json.dumps(answer.data))
        with closing(self._open()) as connection, connection:
            connection.execute("INSERT OR REPLACE INTO lates VALUES (?, ?, ?, ?, ?)", row)

    def lates(self, run: str) -> dict[tuple[str, int], Answer]:
        """All of these of a run, by element and token."""
        with closing(self._open()) as connection:
            rows = connection.execute("SELECT element, token, label, data FROM lates WHERE run = ?", (run,)).fetchall()
        return {(element, token): Answer(label, as_object(json.loads(data))) for element, token, label, data in rows}

    def expect(self, question: Question, rules: Rules) -> None:
        """A server shall answer this question, under these rules."""
        row = (question.nonce, question.run, json.dumps(rules.as_json()))
        with closing(self._open()) as connection, connection:
            connection.execute("INSERT OR IGNORE INTO callbacks (nonce, run, rules) VALUES (?, ?, ?)", row)

    def rules(self, question: Question) -> Rules | None:
        """Under which rules a server answers a question; None where no server does."""
        with closing(self._open()) as connection:
            row = connection.execute("SELECT rules FROM callbacks WHERE nonce = ?", (question.nonce,)).fetchone()
        return Rules.from_json(as_object(json.loads(row[0]))) if row else None

    def keep_early(self, question: Question, data: JsonObject) -> bool:
        """Keep what a server sent before its task waits; False where the task waits already, or something was kept."""
        with closing(self._open()) as connection, connection:
            kept = connection.execute(
                "UPDATE callbacks SET early = ? WHERE nonce = ? AND early IS NULL AND EXISTS"
                " (SELECT 1 FROM questions WHERE nonce = callbacks.nonce AND answers IS NULL AND answered IS NULL)",
                (json.dumps(data), question.nonce),
            )
        return kept.rowcount == 1

    def early(self, run: str) -> list[tuple[Question, JsonObject]]:
        """What servers have sent too early to tasks of a run that wait now."""
        with closing(self._open()) as connection:
            rows = connection.execute(
                "SELECT nonce, early FROM callbacks WHERE run = ? AND early IS NOT NULL", (run,)
            ).fetchall()
        kept = ((self.find(nonce), as_object(json.loads(early))) for nonce, early in rows)
        return [(each, data) for each, data in kept if each is not None and each.answers and each.answered is None]

    def questions(self, run: str) -> list[Question]:
        """All questions of a run, oldest first."""
        return self._questions("run = ?", run)

    def forget(self, run: str) -> None:
        """The run is gone, and its questions with it."""
        with closing(self._open()) as connection, connection:
            connection.execute("DELETE FROM questions WHERE run = ?", (run,))
            connection.execute("DELETE FROM lates WHERE run = ?", (run,))
            connection.execute("DELETE FROM callbacks WHERE run = ?", (run,))
        self.tasks.forget(run)

    def _questions(self, condition: str, value: str) -> list[Question]:
        with closing(self._open()) as connection:
            query = f"SELECT {_COLUMNS} FROM questions WHERE {condition} ORDER BY asked, rowid"
            return [_question(row) for row in connection.execute(query, (value,)).fetchall()]

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=10)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        return connection

    def _signer(self) -> URLSafeSerializer:
        from itsdangerous import URLSafeSerializer

        return URLSafeSerializer(self.key, SALT, signer_kwargs={"digest_method": sha256, "key_derivation": "hmac"})


def _message(place: Place) -> str:
    """The name before the `@` of the mail's Message-ID, which letters derive from the same three facts."""
    return sha256(f"{place.run}\n{place.element}\n{place.counter}".encode()).hexdigest()[:32]


def _question(row: tuple[str, ...]) -> Question:
    nonce, run, element, title, asked, expires, message, answers, answered, answer, comment = row
    offered = (as_object(each) for each in as_list(json.loads(answers or "[]")))
    return Question(
        nonce, run, element, title, datetime.fromisoformat(asked), datetime.fromisoformat(expires), message,
        tuple(Answer(as_text(each.get("label")), as_object(each.get("data"))) for each in offered), answers is not None,
        datetime.fromisoformat(answered) if answered else None, int(answer) if answer is not None else None,
        "" if answered else comment,
    )  # fmt: skip
