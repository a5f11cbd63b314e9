"""A person signs in at a provider: in the browser, by authorization code with PKCE, as RFC 8252 has it for programs.

    with SignIn("Office", account, means) as attempt:
        open_browser(attempt.address)
        token = attempt.finish()          # the refresh token; `cancel` ends the waiting from another thread

What comes of it is a refresh token, which the caller puts into the keyring.
"""

from __future__ import annotations

from collections.abc import Mapping

from connectors.sdk.ports import PortError
from modeler.services.mail_sign_in.oauth import OAuth
from modeler.services.mail_sign_in.redirect import Redirect
from modeler.services.mail_sign_in.tokens import CODE, WHERE, Means, exchanged

SignInRefused = PortError
"""What the window catches; it does not know the ports."""
SECONDS = 300.0
_BITS = 48


class SignIn:
    """One attempt; close it. Raises `PortError` where the account has no page to sign in at."""

    def __init__(self, name: str, account: OAuth, means: Means, seconds: float = SECONDS) -> None:
        from authlib.common.security import generate_token  # type: ignore[import-untyped]

        if account.grant != "refresh_token":
            raise PortError(CODE, f"“{name}” signs in as an application; nobody needs to.")
        if not account.authorization_url:
            raise PortError(CODE, f"The sign-in address of “{name}” is missing; write it under {WHERE}.")
        self._name, self._account, self._means, self._seconds = name, account, means, seconds
        self._state, self._verifier = generate_token(_BITS), generate_token(_BITS)
        for each in (self._state, self._verifier):
            means.learn(each)
        self._redirect = Redirect(self._state, account.known.redirect_host)

    def __enter__(self) -> SignIn:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def address(self) -> str:
        """The page of the provider that the browser shall show."""
        from authlib.oauth2.client import OAuth2Client  # type: ignore[import-untyped]

        account = self._account
        client = OAuth2Client(
            None, client_id=account.client_id, redirect_uri=self._redirect.address, scope=account.scope or None,
            code_challenge_method="S256",
        )  # fmt: skip
        address, _ = client.create_authorization_url(
            account.authorization_url, self._state, self._verifier, **dict(account.known.extras)
        )
        return str(address)

    def finish(self) -> str:
        """Wait for the browser; returns the refresh token that it is worth. Raises `PortError`."""
        found = self._redirect.wait(self._seconds)
        if "code" not in found:
            raise PortError(CODE, self._denied(found))
        self._means.learn(found["code"])
        asked = {
            "grant_type": "authorization_code",
            "code": found["code"],
            "redirect_uri": self._redirect.address,
            "code_verifier": self._verifier,
        }
        given = exchanged(self._name, self._account, self._means, asked)
        if not given.refresh:
            words = "gave no refresh token; ask for lasting access in its scope, which is often called offline_access"
            raise PortError(CODE, f"{self._account.host} {words}.")
        return given.refresh

    def cancel(self) -> None:
        """End the waiting; may be called from any thread."""
        self._redirect.cancel()

    def close(self) -> None:
        """Stop listening."""
        self._redirect.close()

    def _denied(self, found: Mapping[str, str]) -> str:
        error, said = _line(found.get("error", ""), 60), _line(found.get("error_description", ""), 300)
        if error == "access_denied":
            return f"The sign-in of “{self._name}” was not allowed (access_denied).{f' {said}' if said else ''}"
        return f"The provider did not let “{self._name}” sign in ({error}). {said or f'Check its settings: {WHERE}'}"


def _line(text: str, longest: int) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:longest]
