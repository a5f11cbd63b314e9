"""What the dialog tries in a worker: signing in with the browser, and connecting to a server; either can be ended."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from modeler.editing.connector_types import as_text
from modeler.services.mail_sign_in.keeping import REFRESH_TOKEN, keep_sign_in
from modeler.services.mail_sign_in.sign_in import SignIn, SignInRefused
from modeler.services.mail_sign_in.signer import HttpTo, KeyringMeans, Signer
from modeler.services.mail_sign_in.tokens import AccessTokens
from modeler.services.mail_sign_in.trial import Step, Trial
from modeler.services.secrets.keyring_store import PREFIX, SecretError, Secrets
from modeler.services.workspace.mail_server_list import MailServerList
from modeler.ui.background import Background, Task
from modeler.ui.mail_servers.sign_in_row import SignInRow
from modeler.ui.mail_servers.trial_strip import TrialStrip


class Means(Protocol):
    """Secrets, workers, the browser, and ways to the network."""

    @property
    def secrets(self) -> Secrets:
        """The keyring."""

    @property
    def background(self) -> Background:
        """The workers."""

    @property
    def browser(self) -> Callable[[str], object]:
        """Shows a page."""

    @property
    def http(self) -> HttpTo:
        """Makes ways to call a host."""

    @property
    def tls(self) -> Callable[[], ssl.SSLContext]:
        """Makes what verifies certificates."""


class Attempts(QObject):
    """At most one of each at a time; `signed_in` tells the place of the server whose entry may be another now."""

    signed_in = Signal(int)

    def __init__(self, servers: MailServerList, means: Means, row: SignInRow, strip: TrialStrip) -> None:
        super().__init__(strip)
        self._servers, self._means = servers, means
        self._row, self._strip = row, strip
        self._tokens = AccessTokens()
        self._sign_in: SignIn | None = None
        self._trial: Trial | None = None
        self._tasks: list[Task[object]] = []

    @property
    def background(self) -> Background:
        """Whose workers are used."""
        return self._means.background

    @property
    def is_under_way(self) -> bool:
        """Whether something is waited for."""
        return self._sign_in is not None or self._trial is not None

    def show_state(self, index: int) -> None:
        """Say of the server at a place whether somebody has signed in."""
        if self._sign_in is not None:
            return
        secrets = self._means.secrets
        name = as_text(self._servers.value(index, REFRESH_TOKEN)).removeprefix(PREFIX)
        self._row.show_state(name, bool(name) and secrets.is_set(name), secrets.is_for_session(name))

    def sign_in(self, index: int) -> None:
        """Show the provider's page in the browser and wait for what comes of it."""
        self.end()
        name = self._servers.name(index)
        account = self._servers.servers.accounts.get(name)
        if account is None:
            return
        means = self._keyring()
        try:
            attempt = SignIn(name, account, means)
        except (SignInRefused, OSError) as error:
            self._row.fail(str(error))
            return
        self._sign_in = attempt

        def work() -> str:
            with attempt:
                return attempt.finish()

        def done(token: str) -> None:
            self._sign_in = None
            self._keep(index, token)

        def failed(error: Exception) -> None:
            self._sign_in = None
            self._row.fail(means.mask.text(str(error)))

        address = attempt.address
        self._row.wait(address)
        self._run(work, done, failed)
        self._means.browser(address)

    def test(self, index: int) -> None:
        """Connect to a server and its mailbox."""
        self.end()
        means = self._keyring()
        trial = Trial(self._servers.name(index), Signer(self._servers.servers, self._tokens, means), self._means.tls)
        self._trial = trial

        def done(steps: Sequence[Step]) -> None:
            if self._trial is trial:
                self._trial = None
                self._strip.show_steps(steps)

        def failed(error: Exception) -> None:
            if self._trial is trial:
                self._trial = None
                self._strip.fail(means.mask.text(str(error)))

        self._strip.wait()
        self._run(trial.run, done, failed)

    def end(self) -> None:
        """End whatever is under way; what comes of it later is not heard."""
        for task in self._tasks:
            task.cancel()
        self._tasks = []
        if self._sign_in is not None:
            self._sign_in.cancel()
            self._sign_in = None
            self._row.fail(self.tr("The sign-in was canceled."))
        self._end_test()

    def forget_test(self) -> None:
        """What was tried is not what stands there now."""
        self._end_test()
        self._strip.clear()

    def _end_test(self) -> None:
        if self._trial is not None:
            self._trial.cancel()
            self._trial = None
            self._strip.fail(self.tr("The test was canceled."))

    def _run(self, work: Callable[[], object], done: Callable[..., None], failed: Callable[[Exception], None]) -> None:
        self._tasks.append(self._means.background.run(work, done, failed))

    def _keep(self, index: int, token: str) -> None:
        secrets = self._means.secrets
        try:
            keep_sign_in(self._servers, index, token, secrets, for_session=not secrets.has_keyring)
        except SecretError as error:
            self._row.fail(str(error))
            return
        self.signed_in.emit(index)

    def _keyring(self) -> KeyringMeans:
        is_local = self._strip.loopback.isVisibleTo(self._strip) and self._strip.loopback.isChecked()
        return KeyringMeans(self._means.secrets, calls=self._means.http, loopback=is_local)
