"""Links by which a person answers a task from a mail: whose they are, and signing in by a code that is mailed.

A code is six digits, good for ten minutes and five tries; only its keyed hash is kept. Who has signed in keeps a signed
cookie for some hours.
"""

from __future__ import annotations

import hmac
import json
import secrets
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from connectors.sdk.ports import TaskLink
from connectors.sdk.values import as_object
from connectors.sdk.wire import packed_link, unpacked_link
from modeler.services.live.refused import TooMany, WrongCode

if TYPE_CHECKING:
    from itsdangerous import URLSafeSerializer

SALT = "processwright.signed-in"
GOOD_FOR = timedelta(minutes=10)
PAUSE = timedelta(seconds=30)
MOST_CODES, MOST_TRIES = 5, 5
SESSION = timedelta(hours=8)
SCHEMA = """
CREATE TABLE IF NOT EXISTS task_links (
    nonce TEXT PRIMARY KEY, run TEXT NOT NULL, link TEXT NOT NULL, code TEXT NOT NULL DEFAULT '',
    mailed TEXT NOT NULL DEFAULT '', codes INTEGER NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
"""


@dataclass
class TaskLinks:
    """The links in the store of the questions; `connect` opens it."""

    connect: Callable[[], sqlite3.Connection]
    key: str
    now: Callable[[], datetime]

    def __post_init__(self) -> None:
        with closing(self.connect()) as connection:
            connection.executescript(SCHEMA)

    def expect(self, nonce: str, run: str, link: TaskLink) -> None:
        """A person answers this question; it can be answered as soon as it is asked."""
        with closing(self.connect()) as connection, connection:
            row = (nonce, run, json.dumps(packed_link(link)))
            connection.execute("INSERT OR IGNORE INTO task_links (nonce, run, link) VALUES (?, ?, ?)", row)
            connection.execute("UPDATE questions SET answers = '[]' WHERE nonce = ? AND answers IS NULL", (nonce,))

    def find(self, nonce: str) -> TaskLink | None:
        """Whose link it is; None where a question is no task's."""
        with closing(self.connect()) as connection:
            row = connection.execute("SELECT link FROM task_links WHERE nonce = ?", (nonce,)).fetchone()
        return unpacked_link(as_object(json.loads(row[0]))) if row else None

    def new_code(self, nonce: str) -> str:
        """A code to mail to the person. Raises `TooMany`."""
        code, now = f"{secrets.randbelow(1_000_000):06}", self.now()
        with closing(self.connect()) as connection, connection:
            connection.execute("BEGIN IMMEDIATE")
            row = connection.execute("SELECT codes, mailed FROM task_links WHERE nonce = ?", (nonce,)).fetchone()
            if row[1] and now - datetime.fromisoformat(row[1]) < PAUSE:
                raise TooMany("A code was mailed just now. Look into the mailbox, or try again in half a minute.")
            if row[0] >= MOST_CODES:
                raise TooMany(
                    "Too many codes were asked for. The task can still be answered in Processwright's window."
                )
            connection.execute(
                "UPDATE task_links SET code = ?, mailed = ?, codes = codes + 1, tries = 0 WHERE nonce = ?",
                (self._hash(nonce, code), now.isoformat(), nonce),
            )
        return code

    def take_back(self, nonce: str) -> None:
        """The code could not be mailed: another one may be asked for at once."""
        with closing(self.connect()) as connection, connection:
            connection.execute("UPDATE task_links SET code = '', mailed = '' WHERE nonce = ?", (nonce,))

    def use_code(self, nonce: str, code: str) -> None:
        """Use the code up. Raises `WrongCode`, also for the right one after too many tries or too long."""
        with closing(self.connect()) as connection, connection:
            connection.execute("UPDATE task_links SET tries = tries + 1 WHERE nonce = ?", (nonce,))
            query = "SELECT code, mailed, tries FROM task_links WHERE nonce = ?"
            kept, mailed, tries = connection.execute(query, (nonce,)).fetchone()
            is_good = bool(kept) and tries <= MOST_TRIES and self.now() - datetime.fromisoformat(mailed) <= GOOD_FOR
            if is_good and hmac.compare_digest(kept, self._hash(nonce, code)):
                connection.execute("UPDATE task_links SET code = '' WHERE nonce = ?", (nonce,))
                return
        raise WrongCode("This is not the code, or it is too old. Look again, or ask for another one.")

    def session(self, address: str) -> str:
        """What the browser of somebody who has signed in keeps."""
        kept: str = self._signer().dumps([address, self.now().isoformat()])
        return kept

    def is_session(self, kept: str, address: str) -> bool:
        """Whether somebody with this address has signed in."""
        from itsdangerous import BadData

        try:
            whose, since = self._signer().loads(kept)
            return bool(whose == address and self.now() - datetime.fromisoformat(since) <= SESSION)
        except (BadData, ValueError, TypeError):
            return False

    def forget(self, run: str) -> None:
        """The run is gone."""
        with closing(self.connect()) as connection, connection:
            connection.execute("DELETE FROM task_links WHERE run = ?", (run,))

    def _hash(self, nonce: str, code: str) -> str:
        return hmac.new(self.key.encode(), f"{nonce}\n{code}".encode(), sha256).hexdigest()

    def _signer(self) -> URLSafeSerializer:
        from itsdangerous import URLSafeSerializer

        return URLSafeSerializer(self.key, SALT, signer_kwargs={"digest_method": sha256, "key_derivation": "hmac"})
