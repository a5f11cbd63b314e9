"""Secrets live in the keyring or in this session, never in a file."""

from __future__ import annotations

import keyring
import pytest
from keyring.backends.fail import Keyring as NoBackend
from keyring.backends.null import Keyring as Forgetful
from keyring.errors import KeyringError

from connectors.sdk.ports import PortError
from modeler.services.catalog import discover
from modeler.services.checks.connectors import connector_checker
from modeler.services.profile import Profile
from modeler.services.secrets.fields import move_to_keyring, uses
from modeler.services.secrets.keyring_store import KeyringMissingError, SecretError, Secrets
from tests.memory_keyring import MemoryKeyring
from tests.services.connector_processes import SLACK, connector_task, document

VALUE = "c4nary-value-7731"


@pytest.fixture
def secrets(profile_folder):
    return Secrets(Profile(profile_folder))


def everything_in(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_value_goes_to_the_keyring_and_only_its_name_to_the_profile(secrets, memory_keyring, profile_folder):
    secrets.keep("TOKEN", VALUE)

    assert secrets.get("secret:TOKEN") == VALUE
    assert list(memory_keyring.secrets.values()) == [VALUE]
    assert secrets.names == ["TOKEN"]
    assert b"TOKEN" in everything_in(profile_folder)
    assert VALUE.encode() not in everything_in(profile_folder)


def test_another_start_finds_it_and_a_deleted_one_is_gone(secrets, memory_keyring, profile_folder):
    secrets.keep("TOKEN", VALUE)
    again = Secrets(Profile(profile_folder))

    assert again.is_set("TOKEN")
    again.forget("TOKEN")

    assert (again.names, again.is_set("TOKEN"), memory_keyring.secrets) == ([], False, {})


def test_a_missing_secret_is_named(secrets):
    with pytest.raises(PortError, match="“SHOP” is not set") as caught:
        secrets.get("secret:SHOP")

    assert caught.value.code == "secret.missing"


@pytest.mark.parametrize("backend", [NoBackend, Forgetful])
def test_without_a_keyring_a_value_is_refused_or_kept_for_this_session_only(secrets, profile_folder, backend):
    keyring.set_keyring(backend())

    with pytest.raises(KeyringMissingError, match="for this session only"):
        secrets.keep("TOKEN", VALUE)
    secrets.keep("TOKEN", VALUE, for_session=True)

    assert secrets.get("secret:TOKEN") == VALUE
    assert secrets.is_for_session("TOKEN")
    assert not secrets.has_keyring
    assert VALUE.encode() not in everything_in(profile_folder)
    assert not Secrets(Profile(profile_folder)).is_set("TOKEN")


class SmallKeyring(MemoryKeyring):
    """Keeps twelve letters, as a store that is too small may do."""

    def set_password(self, service, username, password):
        super().set_password(service, username, password[:12])


class BrokenKeyring(MemoryKeyring):
    def set_password(self, service, username, password):
        raise KeyringError(f"cannot keep {password}")


def test_a_keyring_that_cuts_a_value_is_noticed(secrets):
    keyring.set_keyring(SmallKeyring())

    with pytest.raises(KeyringMissingError, match="did not keep"):
        secrets.keep("TOKEN", VALUE)


def test_an_error_of_the_keyring_never_repeats_the_value(secrets):
    keyring.set_keyring(BrokenKeyring())

    with pytest.raises(SecretError) as caught:
        secrets.keep("TOKEN", VALUE)

    assert VALUE not in str(caught.value)


@pytest.mark.parametrize("name", ["", "a b", "x/y", "ü", "x" * 101])
def test_names_are_plain(secrets, name):
    with pytest.raises(SecretError):
        secrets.keep(name, VALUE)


def slack(token):
    return connector_task("notify", SLACK, {"channel": "#x", "message": "m", "token": token, "delivery": "bot"})


def test_a_plain_secret_is_an_error_until_it_is_moved_to_the_keyring(secrets):
    model, catalog = document(slack(VALUE)), discover()
    (problem,) = connector_checker(catalog)(model)
    element = model.find("notify")
    before = model.to_bytes()

    reference = move_to_keyring(model, element, catalog.connector_of(element), ("token",), secrets)

    assert (problem.severity, problem.rule) == ("error", "secret-in-file")
    assert VALUE not in problem.message
    assert reference == "secret:NOTIFY_TOKEN"
    assert secrets.get(reference) == VALUE
    assert model.to_bytes() == before.replace(VALUE.encode(), reference.encode())
    assert list(connector_checker(catalog)(model)) == []


def test_moving_never_takes_the_name_of_another_secret(secrets):
    model, catalog = document(slack(VALUE)), discover()
    element = model.find("notify")
    secrets.keep("NOTIFY_TOKEN", "another")

    reference = move_to_keyring(model, element, catalog.connector_of(element), ("token",), secrets)

    assert reference == "secret:NOTIFY_TOKEN_2"
    assert secrets.get("secret:NOTIFY_TOKEN") == "another"


def test_without_a_keyring_nothing_is_moved(secrets):
    keyring.set_keyring(NoBackend())
    model, catalog = document(slack(VALUE)), discover()
    element, before = model.find("notify"), model.to_bytes()

    with pytest.raises(KeyringMissingError):
        move_to_keyring(model, element, catalog.connector_of(element), ("token",), secrets)

    assert model.to_bytes() == before


def test_uses_are_found_in_processes_data_connectors_and_mail_servers(tmp_path):
    folder = tmp_path / "data-connectors"
    folder.mkdir()
    (folder / "shop.json").write_text('{"name": "Shop", "credentials": {"token": "secret:SHOP"}}')
    server = '[{"name": "Office", "host": "h", "senderAddress": "a@b.c", "password": "secret:BOX"}]'
    (tmp_path / "mail-servers.json").write_text(server)

    found = uses([("order.bpmn", document(slack("secret:BOT")))], discover(), tmp_path)

    assert [(use.name, use.place, use.element) for use in found] == [
        ("BOT", "order.bpmn: notify", "notify"),
        ("SHOP", "data-connectors: Shop", None),
        ("BOX", "mail-servers.json: Office", None),
    ]
