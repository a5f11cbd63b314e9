"""A template as a connector: its manifest, its icon, and notes on what could not be taken over."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from connectors.sdk.manifest import manifest_issues
from connectors.sdk.places import place_problem
from connectors.sdk.safe_svg import UnsafeSvgError, check_svg
from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text
from engine.bpmn.namespaces import CAMUNDA, ZEEBE, clark
from modeler.services.making.scaffold import new_icon, slug
from modeler.services.making.templates.conditions import NEVER, Conditions
from modeler.services.making.templates.presets import presets_of
from modeler.services.making.templates.reading import Template, TemplateError
from modeler.services.making.templates.settings import Notes, key_of, plain, setting, value_of
from modeler.services.making.templates.vocabulary import unread_in_property, unread_words
from modeler.services.workspace.package_folder import FolderPlan, json_bytes

WORKED_BY_JOBS = ("bpmn:serviceTask", "bpmn:sendTask", "bpmn:businessRuleTask", "bpmn:scriptTask")
_TASKS = (
    "bpmn:task", "bpmn:serviceTask", "bpmn:userTask", "bpmn:sendTask", "bpmn:receiveTask", "bpmn:manualTask",
    "bpmn:businessRuleTask", "bpmn:scriptTask",
)  # fmt: skip
_EVENTS = (
    "bpmn:startEvent", "bpmn:intermediateCatchEvent", "bpmn:intermediateThrowEvent", "bpmn:boundaryEvent",
    "bpmn:endEvent",
)  # fmt: skip
_SCOPES = ("bpmn:callActivity", "bpmn:subProcess", "bpmn:adHocSubProcess", "bpmn:transaction")
_ABSTRACT = {
    "bpmn:task": _TASKS,
    "bpmn:activity": (*_TASKS, *_SCOPES),
    "bpmn:event": _EVENTS,
    "bpmn:flowNode": (*_TASKS, *_SCOPES, *_EVENTS),
}
_LONGEST_NAME, _LONGEST_DESCRIPTION = 80, 400


@dataclass(frozen=True, slots=True)
class Converted:
    """A connector made from a template."""

    manifest: JsonObject
    icon: bytes
    notes: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The connector's id."""
        return as_text(self.manifest["id"])

    def plan(self, plan: FolderPlan) -> None:
        """Plan its files, in a folder of its own."""
        plan.files[f"{self.id}/connector.json"] = json_bytes(self.manifest)
        plan.files[f"{self.id}/icon.svg"] = self.icon


def convert_all(versions: Sequence[Template], sample: JsonObject | None = None) -> list[Converted]:
    """The connectors of all versions of a template, the newest first; only that one is offered for new elements."""
    newest = convert(versions[0], sample)
    return [newest, *(convert(each, sample, newest.id) for each in versions[1:] if each.version is not None)]


def convert(template: Template, sample: JsonObject | None = None, older_of: str = "") -> Converted:
    """The connector of a template; `sample` is what the worker answers in a preview. Raises `TemplateError`.

    One that is `older_of` another connector is for the elements of its very version, and can be updated.
    """
    notes = Notes()
    icon = _icon(template, notes)
    manifest = _manifest(template, sample, notes)
    if older_of:
        _make_older(manifest, template, older_of)
    problems = manifest_issues(manifest)
    if problems:
        raise TemplateError(f"“{template.name}” cannot become a connector: {problems[0]}")
    return Converted(manifest, icon, notes)


def _manifest(template: Template, sample: JsonObject | None, notes: Notes) -> JsonObject:
    data = template.data
    notes.extend(unread_words(data))
    settings, fields, presets = _settings(template, notes)
    applies = _applies_to(template)
    kept: JsonObject = {
        "schemaVersion": 1,
        "id": slug(template.id)[:_LONGEST_NAME].strip("-") or "template",
        "name": template.name[:_LONGEST_NAME],
        "version": str(template.version or 0),
        "category": as_text(as_object(data.get("category")).get("name"), "Templates"),
        "description": _description(data)[:_LONGEST_DESCRIPTION],
        "keywords": [each for each in as_list(data.get("keywords")) if isinstance(each, str)],
        "icon": "icon.svg",
        "documentation": as_text(data.get("documentationRef")),
        "appliesTo": list(applies),
        "binding": _binding(template),
        "properties": {"type": "object", "properties": settings},
        "ui": {"groups": _groups(template, fields), **_own_fields(template, notes)},
        "presets": presets,
        "engines": _engines(data),
    }
    if data.get("isDefault") is True:
        kept["isDefault"] = True
        notes.extend(_not_by_default(template, applies))
    if sample is not None or (applies[0] in WORKED_BY_JOBS and _is_job(template)):
        kept["outputs"] = {"type": "object"}
        kept["example"] = sample or {}
    if deprecation := _deprecation(data):
        notes.append(f"“{template.name}”: {deprecation}")
    return {name: value for name, value in kept.items() if value not in ("", [], {})}


def _description(data: JsonObject) -> str:
    """What a template is for; one that is out of use says so first."""
    return " ".join(filter(None, (_deprecation(data), as_text(data.get("description")))))


def _deprecation(data: JsonObject) -> str:
    """That a template is out of use, and what to use instead; empty when it is not."""
    said = data.get("deprecated")
    if said is not True and not as_object(said):
        return ""
    words = " ".join(filter(None, (as_text(as_object(said).get(key)) for key in ("message", "documentationRef"))))
    return f"Deprecated: {words}" if words else "Deprecated."


def _engines(data: JsonObject) -> JsonObject:
    """The versions of Camunda that it is for; those of Camunda's own modelers say nothing about a file."""
    wanted = as_text(as_object(data.get("engines")).get("camunda"))
    return {"camunda": wanted} if wanted else {}


def _not_by_default(template: Template, applies: tuple[str, ...]) -> Iterator[str]:
    """The types that a default template would also turn into its own, which is left to the person who draws."""
    others = [_lower(str(each)) for each in as_list(template.data.get("appliesTo"))]
    names = ", ".join(each.removeprefix("bpmn:") for each in others if each not in applies)
    if names and as_object(template.data.get("elementType")):
        kind = applies[0].removeprefix("bpmn:")
        yield f"“{template.name}” is the default of each new {kind}; new elements of other types ({names}) stay plain."


def _own_fields(template: Template, notes: Notes) -> JsonObject:
    """Whether the form keeps the fields that the element has without the template; single groups are Camunda's own."""
    visible = template.data.get("entriesVisible")
    every = visible is True or as_object(visible).get("_all") is True
    wanted = [name for name, value in as_object(visible).items() if value is True and name != "_all"]
    if wanted and not every:
        names = ", ".join(f"“{name}”" for name in wanted)
        notes.append(f"“{template.name}”: Camunda's own fields {names} are not shown beside it; the file keeps them.")
    return {} if every else {"elementFields": False}


def _make_older(manifest: JsonObject, template: Template, older_of: str) -> None:
    binding = as_object(manifest["binding"])
    marks = {**as_object(binding["marks"]), as_text(binding["version"]): str(template.version)}
    manifest["binding"] = {**binding, "marks": marks}
    manifest["id"] = f"{older_of[: _LONGEST_NAME - 12]}-{template.version}"
    manifest["olderOf"] = older_of
    for word in ("presets", "isDefault"):
        manifest.pop(word, None)


def _is_job(template: Template) -> bool:
    """Whether a worker does the task, so that a preview needs its answer."""
    kinds = {as_text(as_object(each["binding"]).get("type")) for each in template.properties}
    return not kinds & {"zeebe:calledDecision", "zeebe:script"}


def _binding(template: Template) -> JsonObject:
    uri = ZEEBE if template.is_for_camunda_8 else CAMUNDA
    attributes: JsonObject = {}
    if template.version is not None:
        attributes[clark(uri, "modelerTemplateVersion")] = str(template.version)
    contents = as_text(as_object(template.data.get("icon")).get("contents"))
    if contents and template.is_for_camunda_8:
        attributes[clark(uri, "modelerTemplateIcon")] = contents
    binding: JsonObject = {"config": "places", "marks": {clark(uri, "modelerTemplate"): template.id}}
    binding["version"] = clark(uri, "modelerTemplateVersion")
    if attributes:
        binding["attributes"] = attributes
    definition = as_text(as_object(template.data.get("elementType")).get("eventDefinition"))
    if definition:
        binding["eventDefinition"] = _lower(definition)
    return binding


def _applies_to(template: Template) -> tuple[str, ...]:
    """The types of elements that carry it: the one that it turns them into, or each that it may be applied to."""
    element_type = as_text(as_object(template.data.get("elementType")).get("value"))
    if element_type:
        return (_lower(element_type),)
    listed = [_lower(str(each)) for each in as_list(template.data.get("appliesTo"))]
    return tuple(dict.fromkeys(kind for each in listed for kind in _ABSTRACT.get(each, (each,))))


def _lower(kind: str) -> str:
    prefix, _, name = kind.rpartition(":")
    return f"{prefix or 'bpmn'}:{name[:1].lower()}{name[1:]}"


def _settings(template: Template, notes: Notes) -> tuple[JsonObject, dict[str, list[str]], list[Json]]:
    """The schemas of all settings, the shown ones by the group that they belong to, and the presets."""
    usable = [each for each in template.properties if _is_usable(each, notes)]
    keys = _keys(usable)
    by_id = {as_text(each.get("id")): each for each in usable if each.get("id")}
    names = {as_text(each.get("id")): key for each, key in zip(usable, keys, strict=True) if each.get("id")}
    conditions = Conditions(by_id, names)
    settings: JsonObject = {}
    fields: dict[str, list[str]] = {}
    for each, key in zip(usable, keys, strict=True):
        condition = conditions.of(each)
        if condition == NEVER:
            notes.append(f"“{key}” is never shown: its condition names a property that there is not.")
            continue
        notes.extend(unread_in_property(key, each))
        settings[key] = setting(each, condition, notes, conditions.of)
        if each.get("type") != "Hidden":
            fields.setdefault(as_text(each.get("group")), []).append(key)
    settings.update(_own_settings(template))

    def value(id: str, wanted: Json) -> tuple[str, Json] | None:
        return (names[id], value_of(by_id[id], wanted)) if names.get(id) in settings else None

    return settings, fields, presets_of(template.data, value, notes)


def _is_usable(property: JsonObject, notes: Notes) -> bool:
    problem = place_problem(as_object(property.get("binding")))
    if problem:
        notes.append(f"“{key_of(property)}” was left out: {problem.partition(';')[0]}.")
    return not problem


def _keys(properties: list[JsonObject]) -> list[str]:
    """A name for each setting; one that is taken gets a number."""
    keys: list[str] = []
    for each in properties:
        key, number = key_of(each), 2
        while key in keys:
            key, number = f"{key_of(each)}-{number}", number + 1
        keys.append(key)
    return keys


def _own_settings(template: Template) -> JsonObject:
    """What Camunda Modeler writes although no property says so: a called process gets only what is mapped."""
    bindings = [as_object(each["binding"]) for each in template.properties]
    called = {as_text(each.get("property")) for each in bindings if each.get("type") == "zeebe:calledElement"}
    found: JsonObject = {}
    for name in ("propagateAllChildVariables", "propagateAllParentVariables") if called else ():
        if name not in called:
            place: JsonObject = {"type": "zeebe:calledElement", "property": name}
            found[name] = {"type": "boolean", "default": False, "x-ui": {"hidden": True}, "x-place": place}
    return found


def _groups(template: Template, fields: dict[str, list[str]]) -> list[Json]:
    """The groups of the form in the template's order; what belongs to none comes first."""
    listed = [as_object(each) for each in as_list(template.data.get("groups"))]
    known = [as_text(each.get("id")) for each in listed]
    loose = [key for group, keys in fields.items() if group not in known for key in keys]
    groups: list[Json] = [{"id": "template", "label": template.name, "fields": list(loose)}] if loose else []
    for each in listed:
        keys = fields.get(as_text(each.get("id")), [])
        if keys:
            group: JsonObject = {
                "id": each["id"],
                "label": as_text(each.get("label"), str(each["id"])),
                "fields": list(keys),
            }
            if each.get("tooltip"):
                group["help"] = plain(each["tooltip"])
            if each.get("openByDefault") is False:
                group["collapsed"] = True
            groups.append(group)
    return groups


def _icon(template: Template, notes: Notes) -> bytes:
    """The template's icon where it is a picture that can be drawn safely; else the plain one."""
    contents = as_text(as_object(template.data.get("icon")).get("contents"))
    if not contents:
        return new_icon()
    kind, _, payload = contents.removeprefix("data:").partition(",")
    try:
        if not contents.startswith("data:image/svg+xml"):
            raise UnsafeSvgError("it is no SVG within the template")
        icon = b64decode(payload) if kind.endswith(";base64") else unquote_to_bytes(payload)
        check_svg(icon)
    except ValueError as error:
        notes.append(f"“{template.name}”: its icon is not shown here: {error}. The file keeps it for Camunda.")
        return new_icon()
    return icon
