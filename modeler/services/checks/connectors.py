"""Problems of connector elements: settings that cannot be read or that the connector's schema refuses.

A checker for `checks.document.check_document`; it imports and runs no connector code.
"""

from __future__ import annotations

from collections.abc import Iterator

from connectors.sdk.manifest import Manifest
from connectors.sdk.schema import Issue
from connectors.sdk.values import JsonObject, as_object, as_text
from engine.bpmn import Document, Element, Problem, ServiceTask
from modeler.editing import binding, commands, forms
from modeler.editing.element_types import type_for
from modeler.services.catalog import Catalog
from modeler.services.checks.checker import Checker, line_of
from modeler.services.checks.targets import VERSION, unsupported, wrong_version
from modeler.services.secrets.fields import plain_secrets

RULE = "connector-settings"
TYPE = "connector-type"
SECRET = "secret-in-file"
UNKNOWN = "unknown-connector"
EXPOSED = "A secret stands in the file in clear text; move it to the keyring."


def connector_checker(catalog: Catalog) -> Checker:
    """A checker that knows the connectors of a catalog."""

    def look(element: Element) -> Iterator[Problem]:
        manifest = catalog.connector_of(element)
        if manifest is not None:
            yield from element_problems(manifest, element, line_of(element))
        else:
            yield from unknown_connector(element, catalog)
        for companion in catalog.companions_of(element):
            yield from _companion_problems(companion, element, line_of(element))

    return Checker(look, kinds=catalog.kinds)


def unknown_connector(element: Element, catalog: Catalog) -> Iterator[Problem]:
    """A service task that names a connector which is not here; BPMN's own words, such as `##WebService`, name none."""
    name = element.get("implementation") if isinstance(element, ServiceTask) else None
    if not name or name.startswith("##"):
        return
    off = catalog.disabled_connector_of(element)
    text = f"No installed connector is called {name!r}; its settings are kept as text."
    if off is not None:
        text = f"The connector “{off.name}” is disabled; its settings are kept as text."
    yield Problem("info", element.id, UNKNOWN, text, line_of(element))


def _companion_problems(companion: Manifest, element: Element, line: int | None) -> Iterator[Problem]:
    """A companion that an element does not use has no problem; text that is no JSON is another checker's."""
    configuration = binding.read(companion, element)
    if configuration.values and not configuration.error:
        yield from element_problems(companion, element, line)


def element_problems(manifest: Manifest, element: Element, line: int | None = None) -> Iterator[Problem]:
    """What is wrong with the settings of one element."""
    configuration = binding.read(manifest, element)
    if configuration.error:
        yield Problem("error", element.id, "connector-unreadable", configuration.error, line)
        return
    if (refused := unsupported(manifest, element, binding.engine_of(element), line)) is not None:
        yield refused
    if isinstance(element.document, Document) and (words := wrong_version(manifest, element.document)):
        yield Problem("warning", element.id, VERSION, f"“{manifest.name}” {words}", line)
    if (other := type_issue(manifest, element, configuration.values)) is not None:
        yield Problem("warning", element.id, TYPE, other.message, line)
    for issue in setting_issues(manifest, configuration.values):
        rule = SECRET if issue.keyword == SECRET else RULE
        yield Problem("error", element.id, rule, forms.worded(manifest, issue), line)


def type_issue(manifest: Manifest, element: Element, values: JsonObject) -> Issue | None:
    """What is wrong with an element that is not of the type that its settings ask for."""
    wanted = commands.wanted_type(manifest, values)
    if wanted == element.kind or wanted not in manifest.binding.types:
        return None
    setting = as_text(manifest.binding.types[wanted].get("field"))
    title = as_text(as_object(as_object(manifest.properties.get("properties")).get(setting)).get("title"), setting)
    kind = type_for(wanted)
    words = f"“{title}” needs a {(kind.label if kind else wanted).lower()}: switch it off and on again to make it one."
    return Issue((setting,), words, TYPE)


def setting_issues(manifest: Manifest, values: JsonObject) -> list[Issue]:
    """What is wrong with the settings themselves; a secret in clear text is named as such, also in a hidden field."""
    exposed = dict.fromkeys(plain_secrets(manifest, values))
    found = [issue for issue in forms.issues(manifest, values) if issue.path not in exposed]
    return [*(Issue(path, EXPOSED, SECRET) for path in exposed), *found]
