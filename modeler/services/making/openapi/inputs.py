"""What an operation takes: the resource of the asset that sends it, and the settings of the entry that say it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from connectors.sdk.values import Json, JsonObject, as_object, as_text, compact, texts
from modeler.services.making.openapi.description import Description
from modeler.services.making.openapi.operations import Operation
from modeler.services.making.openapi.schemas import Schemas, shown, variable

JSON_TYPE = re.compile(r"application/([\w.+-]+\+)?json", re.IGNORECASE)
MULTIPART = "multipart/form-data"
_FORMS = ("application/x-www-form-urlencoded", MULTIPART)
_FILE_HELP = "A Request variable that holds a file or a list of files, or the name of a file of the Request."
_FILE: JsonObject = {"type": "string", "x-ui": {"mustache": True, "help": _FILE_HELP}}
_MOST_MEMBERS = 60


@dataclass
class Inputs:
    """The resource's parameters, headers and body, and the settings for them by group of the form."""

    path: str
    params: list[Json] = field(default_factory=list)
    headers: list[Json] = field(default_factory=list)
    body: str = ""
    body_type: str = "json"
    has_files: bool = False
    settings: JsonObject = field(default_factory=dict)
    inputs: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)

    def add(self, name: str, schema: JsonObject, row: JsonObject, *, in_body: bool = False) -> None:
        """One more setting, with the row of `outboundConfig` that it stands in."""
        key, number = name, 2
        while key in self.settings:
            key, number = f"{name}-{number}", number + 1
        whole: JsonObject = {"value": "", **row, "format": "mustache"}
        place: JsonObject = {"type": "config", "path": ["outboundConfig", whole, "value"]}
        is_required = as_object(schema.get("x-ui")).get("required") is True
        self.settings[key] = {**schema, "x-place": place if is_required else {**place, "optional": True}}
        (self.members if in_body else self.inputs).append(key)


def inputs_of(description: Description, operation: Operation, notes: list[str]) -> Inputs:
    """The inputs of an operation."""
    schemas = Schemas(description)
    found = Inputs(operation.path)
    cookies = [each for each in operation.parameters if each.get("in") == "cookie"]
    for parameter in operation.parameters:
        _add_parameter(found, parameter, schemas)
    if cookies:
        _add_cookies(found, cookies)
    _add_body(found, description.resolved(operation.data.get("requestBody")), schemas, operation, notes)
    if not found.params and "{" in operation.path:
        # Without declared parameters ProcessMaker appends every value to the query, those of the path as well.
        found.params.append({"id": 1, "key": "_", "value": "", "required": False})
    return found


def _add_parameter(found: Inputs, parameter: JsonObject, schemas: Schemas) -> None:
    name, where = as_text(parameter.get("name")), as_text(parameter.get("in"))
    schema = _titled(_simple(schemas.setting(_schema_of(parameter))), name, parameter)
    if where == "path":
        key = variable(name)
        found.path = found.path.replace("{" + name + "}", "{{{" + key + "}}}")
        found.add(name, _required(schema), {"type": "PARAM", "key": key})
    elif where == "query":
        required = parameter.get("required") is True
        found.params.append({"id": len(found.params) + 1, "key": name, "value": "", "required": required})
        found.add(name, schema, {"type": "PARAM", "key": name})
    elif where == "header" and name.lower() not in ("accept", "content-type", "authorization"):
        found.headers.append({"key": name, "value": "", "required": False})
        found.add(name, schema, {"type": "HEADER", "key": name})


def _simple(schema: JsonObject) -> JsonObject:
    """A setting that goes into an address or a header: a list is a text with commas there."""
    if as_object(schema.get("x-ui")).get("language") != "json":
        return schema
    return {"type": "string", "x-ui": {"mustache": True, "help": "Several values with commas between them."}}


def _schema_of(parameter: JsonObject) -> Json:
    """The schema of a parameter, which may stand below a media type."""
    content = [as_object(each).get("schema") for each in as_object(parameter.get("content")).values()]
    return parameter.get("schema", content[0] if content else {})


def _titled(schema: JsonObject, name: str, source: JsonObject) -> JsonObject:
    """A setting's schema with the words about it."""
    hints = as_object(schema.get("x-ui"))
    words = " ".join(as_text(source.get("description")).split())
    example = source.get("example", as_object(source.get("schema")).get("example"))
    extra: JsonObject = {"help": words[:300]} if words else {}
    if example is not None:
        extra["placeholder"] = shown(example)[:100]
    found: JsonObject = {"type": schema.get("type"), "title": name, **schema, "x-ui": {**hints, **extra}}
    return _required(found) if source.get("required") is True else found


def _required(schema: JsonObject) -> JsonObject:
    hints = {**as_object(schema.get("x-ui")), "required": True}
    return {**schema, "x-ui": hints}


def _add_cookies(found: Inputs, cookies: list[JsonObject]) -> None:
    """All cookies are one header, so they are one setting."""
    names = [as_text(each.get("name")) for each in cookies]
    default = "; ".join(f"{name}={{{{{variable(name)}}}}}" for name in names)
    schema: JsonObject = {"type": "string", "title": "Cookies", "default": default, "x-ui": {"mustache": True}}
    found.add("Cookie", schema, {"type": "HEADER", "key": "Cookie"})


def _add_body(found: Inputs, body: JsonObject, schemas: Schemas, operation: Operation, notes: list[str]) -> None:
    content = as_object(body.get("content"))
    media = next((name for name in content if JSON_TYPE.match(name)), None)
    form = next((name for name in _FORMS if name in content), None)
    if media is not None:
        _add_json(found, as_object(content[media]), body, schemas)
    elif form is not None:
        _add_form(found, as_object(content[form]), schemas, form == MULTIPART)
        if form == MULTIPART:
            notes.append(
                f"{operation.line}: the form is sent as {form}; ProcessMaker itself sends forms without files."
            )
    elif content and schemas.is_file(as_object(next(iter(content.values()))).get("schema")):
        _add_file(found, next(iter(content)), body)
    elif content:
        kind = next(iter(content))
        found.headers.append({"key": "Content-Type", "value": kind, "required": True})
        _add_whole(found, {"type": "string", "title": "Body", "x-ui": {"widget": "multiline", "mustache": True}}, body)
        notes.append(f"{operation.line}: the body is sent as it is written, as {kind}.")


def _add_json(found: Inputs, media: JsonObject, body: JsonObject, schemas: Schemas) -> None:
    schema = schemas.merged(media.get("schema"))
    named = as_object(schema.get("properties"))
    required = [name for name in texts(schema.get("required")) if name in named]
    if required and len(named) <= _MOST_MEMBERS:
        found.body = _members(found, schemas, named, required, in_quotes=False)
        return
    words = "JSON with {{{variables}}} in it."
    code: JsonObject = {"widget": "code", "language": "json", "mustache": True, "help": words}
    sample = json.dumps(_example(media, schemas), indent=2, ensure_ascii=False)
    _add_whole(found, {"type": "string", "title": "Body", "default": sample, "x-ui": code}, body)


def _members(
    found: Inputs,
    schemas: Schemas,
    named: JsonObject,
    required: Sequence[str],
    *,
    in_quotes: bool,
    with_files: bool = False,
) -> str:
    """The template of a body whose members are settings; those that may be missing come after one that may not."""
    pieces: list[str] = []
    for name in [*required, *(each for each in named if each not in required)]:
        source = {**schemas.merged(named[name]), "required": name in required}
        if source.get("readOnly") is True:
            continue
        is_file = with_files and schemas.is_file(named[name])
        schema = {**_FILE} if is_file else schemas.setting(named[name])
        found.has_files = found.has_files or is_file
        key = f"body_{variable(name)}"
        is_text = as_object(schema.get("x-ui")).get("language") != "json" and schema.get("type") == "string"
        value = '"{{{' + key + '}}}"' if is_text or in_quotes else "{{{" + key + "}}}"
        value = '{"file":' + value + "}" if is_file else value
        member = f"{',' if pieces else ''}{compact(name)}:{value}"
        pieces.append(member if name in required or not pieces else "{{#" + key + "}}" + member + "{{/" + key + "}}")
        found.add(name, _titled(schema, name, source), {"type": "BODY", "key": key}, in_body=True)
    return "{" + "".join(pieces) + "}"


def _add_form(found: Inputs, media: JsonObject, schemas: Schemas, is_multipart: bool) -> None:
    """A form is written as a JSON object, which is sent as form fields; only one of several parts can hold files."""
    schema = schemas.merged(media.get("schema"))
    named = as_object(schema.get("properties"))
    required = [name for name in texts(schema.get("required")) if name in named]
    found.body = _members(found, schemas, named, required, in_quotes=True, with_files=is_multipart)
    found.body_type = "multipart" if is_multipart else "form-data"


def _add_file(found: Inputs, kind: str, body: JsonObject) -> None:
    """A file is the whole body."""
    if "*" not in kind:
        found.headers.append({"key": "Content-Type", "value": kind, "required": True})
    _add_whole(found, {**_FILE, "title": "File"}, body)
    found.body_type, found.has_files = "file", True


def _add_whole(found: Inputs, schema: JsonObject, body: JsonObject) -> None:
    found.body = "{{{body}}}"
    words = as_text(body.get("description"))
    hints = as_object(schema["x-ui"])
    whole = {**schema, "x-ui": {**hints, "help": words[:300]} if words and "help" not in hints else hints}
    required = body.get("required") is True
    found.add("body", _required(whole) if required else whole, {"type": "BODY", "key": "body"}, in_body=True)


def _example(media: JsonObject, schemas: Schemas) -> Json:
    if "example" in media:
        return media["example"]
    given = [as_object(each) for each in as_object(media.get("examples")).values()]
    values = [each["value"] for each in given if "value" in each]
    return values[0] if values else schemas.sample(media.get("schema"))


def answer_of(description: Description, operation: Operation) -> tuple[Json, JsonObject]:
    """A sample of what an operation answers when all is well, and the schema of it."""
    schemas = Schemas(description)
    responses = as_object(operation.data.get("responses"))
    codes = [*sorted(code for code in responses if code.startswith("2")), "2XX", "default"]
    for code in codes:
        for name, media in as_object(description.resolved(responses.get(code)).get("content")).items():
            if JSON_TYPE.match(name) or name == "*/*":
                return _example(as_object(media), schemas), schemas.output(as_object(media).get("schema"))
    return {}, {}


def tags_of(operation: Operation) -> list[str]:
    """Words that find an operation: its tags and the names in its path."""
    parts = [part for part in re.split(r"[^A-Za-z0-9]+", operation.path) if part]
    return list(dict.fromkeys([*texts(operation.data.get("tags")), *parts, operation.method]))
