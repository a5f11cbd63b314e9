"""What checks have found at fields, in the words that stand under a field itself: without its label before them."""

from __future__ import annotations

from collections.abc import Mapping

from modeler.ui.forms.element_form import companion_key, companion_of, key_of, path_of
from modeler.ui.panels.form_model import Form


def with_findings(form: Form, findings: Mapping[str, str]) -> Form:
    """The form with its findings (key to message) at the fields that have nothing wrong of their own."""
    labels = {field.key: field.label for group in form.groups for field in group.fields}
    return form.with_findings({key: _bare(message, key, labels) for key, message in findings.items()})


def _bare(message: str, key: str, labels: Mapping[str, str]) -> str:
    """A message that names its setting for a list, as it is said at the setting."""
    path, companion = path_of(key), companion_of(key)
    if not path:
        return message
    top = key_of(path[:1])
    label = labels.get(companion_key(companion, top) if companion else top, "")
    entry = next((f" {step + 1}" for step in path if isinstance(step, int)), "")
    bare = message.removeprefix(f"{label}{entry}: ") if label else message
    return f"{bare[:1].upper()}{bare[1:]}"
