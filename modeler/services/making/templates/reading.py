"""Reading a file of element templates: one, or a list of them, also in several versions."""

from __future__ import annotations

import json
from dataclasses import dataclass

from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text

SCHEMA = "element-templates-json-schema"
ZEEBE_SCHEMA = f"zeebe-{SCHEMA}"
_LARGEST = 10_000_000


class TemplateError(ValueError):
    """A file that holds no usable element template; the message says what is wrong and where."""


@dataclass(frozen=True, slots=True)
class Template:
    """One element template as its file has it."""

    data: JsonObject

    @property
    def id(self) -> str:
        """What elements that use it refer to."""
        return as_text(self.data.get("id"))

    @property
    def name(self) -> str:
        """Its name for people."""
        return as_text(self.data.get("name"))

    @property
    def version(self) -> int | None:
        """Its version, where it has one."""
        found = self.data.get("version")
        return found if isinstance(found, int) and not isinstance(found, bool) else None

    @property
    def properties(self) -> list[JsonObject]:
        """Its properties, those of scopes behind its own."""
        return [*map(as_object, as_list(self.data.get("properties"))), *_scoped(self.data.get("scopes"))]

    @property
    def is_for_camunda_8(self) -> bool:
        """Which engine it is for: its schema says, or the words of its bindings."""
        schema = as_text(self.data.get("$schema"))
        if SCHEMA in schema:
            return ZEEBE_SCHEMA in schema
        bindings = [as_object(each.get("binding")) for each in self.properties]
        words = [as_text(each.get(key)) for each in bindings for key in ("type", "name")]
        is_old = bool(self.data.get("scopes")) or any(word.startswith("camunda:") for word in words)
        return any(word.startswith("zeebe:") for word in words) or not is_old


def read_versions(text: str) -> list[list[Template]]:
    """All versions of each template of a file, the newest first; raises `TemplateError`."""
    if len(text) > _LARGEST:
        raise TemplateError(f"the file has more than {_LARGEST // 1_000_000} MB")
    try:
        data: Json = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise TemplateError(f"this is no JSON: {error}") from None
    found = [_checked(each, place) for place, each in enumerate(data if isinstance(data, list) else [data])]
    if not found:
        raise TemplateError("the list of templates is empty")
    by_id: dict[str, list[Template]] = {}
    for template in found:
        by_id.setdefault(template.id, []).append(template)
    return [sorted(each, key=_age) for each in by_id.values()]


def _age(template: Template) -> int:
    """What the newest is the smallest by."""
    return 1 if template.version is None else -template.version


def _checked(data: Json, place: int) -> Template:
    where = f"template {place + 1}"
    if not isinstance(data, dict):
        raise TemplateError(f"{where} is no object")
    template = Template(data)
    for key in ("id", "name"):
        if not as_text(data.get(key)):
            raise TemplateError(f"{where} has no “{key}”, so it is no element template")
    applies = as_list(data.get("appliesTo"))
    if not applies or not all(isinstance(each, str) for each in applies):
        raise TemplateError(f"{where} (“{template.name}”): “appliesTo” must be a list of BPMN types")
    if not isinstance(data.get("properties"), list):
        raise TemplateError(f"{where} (“{template.name}”): “properties” must be a list")
    for number, each in enumerate(template.properties):
        if not as_text(as_object(each.get("binding")).get("type")):
            raise TemplateError(f"{where} (“{template.name}”): property {number + 1} has no binding with a type")
    return template


def _scoped(scopes: Json) -> list[JsonObject]:
    """Properties of Camunda 7's scopes, bound to the connector or to the error that they are about."""
    found: list[JsonObject] = []
    listed = scopes if isinstance(scopes, list) else [{"type": k, **as_object(v)} for k, v in as_object(scopes).items()]
    for scope in map(as_object, listed):
        for each in map(as_object, as_list(scope.get("properties"))):
            found.append({**each, "binding": _in_scope(as_object(each.get("binding")), scope)})
    return found


def _in_scope(binding: JsonObject, scope: JsonObject) -> JsonObject:
    kind = as_text(scope.get("type"))
    if kind == "camunda:Connector" and binding.get("type") == "property":
        return {"type": f"camunda:{as_text(binding.get('name'))}"}
    if kind == "bpmn:Error" and binding.get("type") == "property":
        return {"type": "bpmn:Error#property", "errorRef": scope.get("id"), "name": binding.get("name")}
    return {**binding, "scope": kind}
