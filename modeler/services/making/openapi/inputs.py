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
_BETWEEN = {"pipeDelimited": "|", "spaceDelimited": "spaces"}


@dataclass
class Inputs:
    """The resource's parameters, headers and body, and the settings for them by group of the form."""

    path: str
    reserved: frozenset[str] = frozenset()
    """The names of settings that the entry has beside its inputs."""
    params: list[Json] = field(default_factory=list)
    headers: list[Json] = field(default_factory=list)
    body: str = ""
    body_type: str = "json"
    has_files: bool = False
    rows: list[JsonObject] = field(default_factory=list)
    settings: JsonObject = field(default_factory=dict)
    inputs: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)

    def add(self, name: str, schema: JsonObject, row: JsonObject, *, in_body: bool = False) -> None:
        """One more setting, with the row of `outboundConfig` that it stands in."""
        key, number = name, 2
        while key in self.settings or key in self.reserved:
            key, number = f"{name}-{number}", number + 1
        self.rows.append(row)
        whole: JsonObject = {"value": "", **row, "format": "mustache"}
        place: JsonObject = {"type": "config", "path": ["outboundConfig", whole, "value"]}
        is_required = as_object(schema.get("x-ui")).get("required") is True
        self.settings[key] = {**schema, "x-place": place if is_required else {**place, "optional": True}}
        (self.members if in_body else self.inputs).append(key)


def inputs_of(
    description: Description, operation: Operation, notes: list[str], reserved: frozenset[str] = frozenset()
) -> Inputs:
    """The inputs of an operation; `reserved` are names that its settings must not have."""
    schemas = Schemas(description)
    found = Inputs(operation.path, reserved)
    cookies = [each for each in operation.parameters if each.get("in") == "cookie"]
    queried = {as_text(each.get("name")) for each in operation.parameters if each.get("in") == "query"}
    for parameter in operation.parameters:
        if parameter.get("in") == "path":
            _add_to_path(found, parameter, schemas, queried)
        elif parameter.get("in") == "query":
            _add_to_query(found, parameter, schemas, operation, notes)
        elif parameter.get("in") == "header":
            _add_header(found, parameter, schemas)
    for name in re.findall(r"(?<!\{)\{([^{}]+)\}(?!\})", found.path):
        _add_to_path(found, {"name": name}, schemas, queried)
    if cookies:
        _add_cookies(found, cookies)
    _add_body(found, description.resolved(operation.data.get("requestBody")), schemas, operation, notes)
    if not found.params and "{" in operation.path:
        # Without declared parameters ProcessMaker appends every value to the query, those of the path as well.
        found.params.append({"id": 1, "key": "_", "value": "", "required": False})
    return found


def _add_to_path(found: Inputs, parameter: JsonObject, schemas: Schemas, queried: set[str]) -> None:
    """A part of the path is a variable, whose name is none of the query's: both are in one map."""
    name = as_text(parameter.get("name"))
    taken = queried | {as_text(row.get("key")) for row in map(as_object, found.rows)}
    key = variable(name)
    while key in taken:
        key += "_"
    found.path = found.path.replace("{" + name + "}", "{{{" + key + "}}}")
    schema = _titled(_simple(schemas.setting(_schema_of(parameter)), parameter), name, parameter)
    found.add(name, _required(schema), {"type": "PARAM", "key": key})


def _add_to_query(
    found: Inputs, parameter: JsonObject, schemas: Schemas, operation: Operation, notes: list[str]
) -> None:
    name, required = as_text(parameter.get("name")), parameter.get("required") is True
    whole = schemas.merged(_schema_of(parameter))
    if parameter.get("style") == "deepObject" and whole.get("properties"):
        for inside, part in as_object(whole["properties"]).items():
            needed = required and inside in texts(whole.get("required"))
            _add_query(found, f"{name}[{inside}]", schemas.setting(part), {**schemas.merged(part), "required": needed})
        return
    schema = _simple(schemas.setting(_schema_of(parameter)), parameter)
    if "items" in whole and parameter.get("style", "form") == "form" and parameter.get("explode") is not False:
        notes.append(
            f"{operation.line}: several values of “{name}” are sent as {name}=a,b; "
            f"{name}=a&{name}=b, as described, is nothing that a Data Connector of ProcessMaker can send."
        )
    _add_query(found, name, schema, parameter)


def _add_query(found: Inputs, name: str, schema: JsonObject, source: JsonObject) -> None:
    required = source.get("required") is True
    found.params.append({"id": len(found.params) + 1, "key": name, "value": "", "required": required})
    found.add(name, _titled(schema, name, source), {"type": "PARAM", "key": name})


def _add_header(found: Inputs, parameter: JsonObject, schemas: Schemas) -> None:
    name = as_text(parameter.get("name"))
    if name.lower() not in ("accept", "content-type", "authorization"):
        schema = _titled(_simple(schemas.setting(_schema_of(parameter)), parameter), name, parameter)
        found.headers.append({"key": name, "value": "", "required": False})
        found.add(name, schema, {"type": "HEADER", "key": name})


def _simple(schema: JsonObject, parameter: JsonObject) -> JsonObject:
    """A setting that goes into an address or a header: a list is a text there, unless it is said to be JSON."""
    if as_object(schema.get("x-ui")).get("language") != "json" or parameter.get("content"):
        return schema
    between = _BETWEEN.get(as_text(parameter.get("style")), "commas")
    return {"type": "string", "x-ui": {"mustache": True, "help": f"Several values with {between} between them."}}


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
        while any(row.get("key") == key for row in found.rows):
            key += "_"
        is_text = as_object(schema.get("x-ui")).get("language") != "json" and schema.get("type") == "string"
        value = "{{{" + key + "}}}"
        value = "{{#json}}" + value + "{{/json}}" if is_text or in_quotes else value
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
