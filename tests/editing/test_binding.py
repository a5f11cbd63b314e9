"""Settings of a connector on an element: read, written surgically, never lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from connectors.sdk.manifest import PROCESSMAKER, read_manifest
from modeler.editing import binding

CONNECTORS = Path(__file__).resolve().parents[2] / "connectors"
IMPLEMENTATION = "connector-send-email/processmaker-communication-email-send"


@dataclass
class FakeElement:
    attributes: dict[str, str] = field(default_factory=dict)
    config: str | None = None
    kind: str = "bpmn:serviceTask"
    writes: int = 0

    def get(self, attribute):
        return self.attributes.get(attribute)

    def set(self, attribute, value):
        self.attributes[attribute] = value

    def foreign(self, uri, name):
        assert (uri, name) == (PROCESSMAKER, "config")
        return self.config

    def set_foreign(self, uri, name, value):
        self.writes += 1
        self.config = value


@pytest.fixture(scope="module")
def send_email():
    return read_manifest(CONNECTORS / "send_email").manifest


def test_a_new_element_gets_the_marks_and_defaults_in_the_order_that_processmaker_writes(send_email):
    element = FakeElement()

    binding.initialize(send_email, element)

    assert element.attributes == {"implementation": IMPLEMENTATION}
    assert element.config == (
        '{"emailServer":"","type":"text","subject":"","textBody":"","screenRef":null,"users":[],"groups":[],'
        '"toRecipients":[],"ccRecipients":[],"bccRecipients":[],"i":0,"attachments":[]}'
    )
    assert binding.uses(send_email, element)


def test_a_changed_setting_leaves_every_other_character(send_email):
    before = '{"type":"text", "subject":"caf\\u00e9","unknown":{"x":1.0},"i":51}'
    element = FakeElement(config=before)

    values = binding.read(send_email, element).values
    binding.write(send_email, element, {**values, "type": "screen"})

    assert element.config == before.replace('"text"', '"screen"')


def test_unchanged_settings_are_not_written(send_email):
    element = FakeElement(config='{"subject" : "x"}')

    binding.write(send_email, element, {"subject": "x"})

    assert element.writes == 0


@pytest.mark.parametrize("text", ['{"dataSource":,"endpoint":"list"}', "[1]", "plain"])
def test_settings_that_cannot_be_read_are_shown_as_text_and_never_overwritten(send_email, text):
    element = FakeElement(config=text)

    configuration = binding.read(send_email, element)

    assert (configuration.is_readable, configuration.text, configuration.values) == (False, text, {})
    with pytest.raises(binding.UnreadableConfigurationError):
        binding.write(send_email, element, {"subject": "x"})
    assert element.config == text


def test_the_user_may_repair_the_text(send_email):
    element = FakeElement(config="{")

    binding.write_text(send_email, element, '{"subject":"x"}')

    assert binding.read(send_email, element).values == {"subject": "x"}


def test_an_element_without_settings_has_none(send_email):
    assert binding.read(send_email, FakeElement()).values == {}
