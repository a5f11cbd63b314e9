"""What is told in a list with the name of its setting is told at the setting without it."""

from __future__ import annotations

import pytest

from modeler.ui.forms.element_form import companion_key, key_of
from modeler.ui.forms.findings import with_findings
from modeler.ui.panels.form_model import Field, Form, Group, Item

VALUE = key_of(("to", 1, "value"))
FIELDS = (
    Field(key_of(("channel",)), "Channel or person"),
    Field(key_of(("to",)), "Recipients", "list", items=(
        Item("a", (Field(key_of(("to", 0, "value")), "Value"),)), Item("b", (Field(VALUE, "Value"),)),
    )),
    Field(companion_key("x", key_of(("timeout",))), "Timeout"), Field("name", "Name"),
)  # fmt: skip
FORM = Form("it", "It", "Task", (Group("g", "G", FIELDS),))


@pytest.mark.parametrize(("key", "told", "shown"), [
    (key_of(("channel",)), "Channel or person: this must be filled in.", "This must be filled in."),
    (VALUE, "Recipients 2: This must be filled in.", "This must be filled in."),
    (companion_key("x", key_of(("timeout",))), "Timeout: The timeout is too long.", "The timeout is too long."),
    (key_of(("channel",)), "Nobody is called “x”.", "Nobody is called “x”."), ("name", "Name: odd.", "Name: odd."),
])  # fmt: skip
def test_the_label_is_not_said_twice(key, told, shown):
    form = with_findings(FORM, {key: told})

    errors = {field.key: field.error for group in form.groups for top in group.fields for field in top.walk()}

    assert errors[key] == shown
    assert [each for other, each in errors.items() if other != key and each] == []
