"""Trying a mail server: get a token where it wants one, connect, sign in, the same with its mailbox; send nothing."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from connectors.sdk.live import LiveMail
from connectors.sdk.ports import PortError
from modeler.services.live.brake import Brake
from modeler.services.mail_sign_in.mailbox import signed_in
from modeler.services.mail_sign_in.signer import Signer

Part = Literal["token", "sending", "replies"]
_SECURITY = {"starttls": "STARTTLS", "tls": "TLS", "none": "no encryption"}


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a trial and what came of it, in words."""

    part: Part
    is_good: bool
    words: str


@dataclass
class Trial:
    """The trial of one server; `cancel` may be called from any thread and ends it at once."""

    name: str
    signer: Signer
    tls: Callable[[], ssl.SSLContext] = ssl.create_default_context
    _brake: Brake = field(default_factory=Brake)
    is_canceled: bool = False

    def run(self) -> list[Step]:
        """Try one part after the other. What is secret is in none of the words."""
        self._brake.begin()
        account = self.signer.servers.accounts.get(self.name)
        steps = []
        if account is not None:
            steps.append(self._step("token", self._token, f"{account.host} gave an access token."))
            if not steps[0].is_good:
                return steps
        server = self.signer.servers.servers[self.name]
        how = f"{server.host}:{server.port}, {_SECURITY[server.security]}"
        who = f", signed in as “{server.user or server.sender.address}”" if self._is_signed_in else ""
        steps.append(self._step("sending", self._sending, f"{how}{who}."))
        box = self.signer.servers.mailboxes.get(self.name)
        if box is not None and not self.is_canceled:
            how = f"{box.host}:{box.port}, {_SECURITY[box.security]}"
            words = f"{how}, signed in as “{box.user}”, folder “{box.folder}”."
            steps.append(self._step("replies", self._replies, words))
        return steps

    def cancel(self) -> None:
        """Leave it; what is under way ends by itself."""
        self.is_canceled = True
        self._brake.pull(lambda: None)

    @property
    def _is_signed_in(self) -> bool:
        server = self.signer.servers.servers[self.name]
        return bool(server.user) or server.sign_in == "oauth2"

    def _step(self, part: Part, act: Callable[[], object], words: str) -> Step:
        try:
            self._brake.reading(act)
        except PortError as error:
            said = "Canceled." if self.is_canceled else error.message
            return Step(part, False, self.signer.means.mask.text(said))
        return Step(part, True, words)

    def _token(self) -> None:
        self.signer.of_server(self.signer.servers.servers[self.name])

    def _sending(self) -> None:
        servers = self.signer.servers.servers
        LiveMail(servers, self.signer.means.secret, self.tls, self.signer.of_server).try_out(self.name)

    def _replies(self) -> None:
        with signed_in(self.signer.servers.mailboxes[self.name], self.signer.of_mailbox, self.tls):
            pass
