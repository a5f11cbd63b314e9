"""A connector's manifest, `connector.json`: read with care, reported in words, kept as frozen values.

`read_manifest(folder)` never raises for what a package contains: a manifest that cannot be used comes back as
findings with a reason, a newer one as a manifest with a warning. Keys that this version does not know stay
in `raw`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import Literal

from connectors.sdk.companions import companion_data
from connectors.sdk.faults import faults
from connectors.sdk.migrations import Migration, read_migrations
from connectors.sdk.places import place_issues
from connectors.sdk.presets import Preset, read_presets
from connectors.sdk.schema import Issue, problems
from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text, texts
from connectors.sdk.versions import is_newer

SCHEMA_VERSION = 1
MANIFEST_NAME = "connector.json"
PROCESSMAKER = "http://processmaker.com/BPMN/2.0/Schema.xsd"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_MAXIMUM_BYTES = 1_000_000
_MAXIMUM_ICON_BYTES = 100_000
_MOST_REASONS = 5


@dataclass(frozen=True, slots=True)
class ManifestFinding:
    """One remark about a manifest: an error makes it unusable, a warning does not."""

    severity: Literal["error", "warning"]
    message: str


@dataclass(frozen=True, slots=True)
class Binding:
    """How a connector's configuration stands in BPMN, and what marks an element as this connector.

    `at` is where in the JSON of the attribute the settings are, when it holds others too; `flags` are settings that
    stand as true or false in an attribute of their own; `types` says under which condition on the settings the element
    has another BPMN type than a new one; `version` is the attribute that tells which version wrote the settings.
    """

    codec: Literal["json-attribute", "elements", "places", "none"]
    implementation: str | None = None
    called_element: str | None = None
    config_keys: tuple[str, ...] = ()
    config_values: JsonObject = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    event_definition: str = ""
    version: str = ""
    attribute: tuple[str, str] = (PROCESSMAKER, "config")
    element: tuple[str, str] = ("", "")
    at: tuple[str, ...] = ()
    flags: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    types: Mapping[str, JsonObject] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """A titled part of the form."""

    id: str
    label: str
    fields: tuple[str, ...]
    help: str = ""
    collapsed: bool = False


@dataclass(frozen=True, slots=True)
class Permissions:
    """What a run may use; the process that starts it enforces them."""

    hosts: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    ports: frozenset[str] = frozenset()

    def in_words(self) -> tuple[str, ...]:
        """Each permission as a sentence that a user can consent to."""
        said = [f"Calls {host}" if host != "*" else "Calls any host on the network" for host in self.hosts]
        said += [_PORT_WORDS[port] for port in sorted(self.ports)]
        said += [_FILE_WORDS[mode] for mode in self.files]
        return (*said, *(f"Uses the secret in “{name}”" for name in self.secrets))


_FILE_WORDS = {
    "read": "Reads files of the Request",
    "write": "Adds files to the Request",
    "workspace": "Reads files of the workspace folder",
}
_PORT_WORDS = {
    "directory": "Reads names and addresses of the workspace's users",
    "mail": "Sends e-mail",
    "pdf": "Makes PDF files",
    "screens": "Renders screens of the workspace",
    "sources": "Reads the workspace's data connectors",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How long one run may take and how much memory its process may hold."""

    seconds: float = 30.0
    megabytes: int = 512


@dataclass(frozen=True, slots=True)
class Example:
    """A filled-in configuration that shows what the connector is for."""

    title: str
    settings: JsonObject
    description: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """What is different for one engine; `unsupported` says why it cannot run the connector."""

    implementation: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    unsupported: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """One connector as its package describes it; `roots` are the folders that its process may import from.

    `engines` are the ranges of versions of engines that it needs, by engine; `is_default` makes it the connector of
    each new element of its types; `shows_own_fields` is whether its form has the element's own fields too; `fixed` are
    the settings of the preset that this is, if it is one.
    """

    id: str
    name: str
    version: str
    schema_version: int
    applies_to: tuple[str, ...]
    binding: Binding
    properties: JsonObject
    folder: Path
    module: str = ""
    roots: tuple[Path, ...] = ()
    category: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    icon: str = ""
    documentation: str = ""
    groups: tuple[Group, ...] = ()
    outputs: JsonObject = field(default_factory=dict)
    example: JsonObject = field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    targets: Mapping[str, Target] = field(default_factory=dict)
    migrations: tuple[Migration, ...] = ()
    translations: JsonObject = field(default_factory=dict)
    permissions: Permissions = Permissions()
    limits: Limits = Limits()
    run: str = ""
    runs_as: str = ""
    older_of: str = ""
    companions: tuple[Manifest, ...] = ()
    beside: tuple[str, ...] = ()
    presets: tuple[Preset, ...] = ()
    engines: Mapping[str, str] = field(default_factory=dict)
    is_default: bool = False
    shows_own_fields: bool = True
    fixed: JsonObject = field(default_factory=dict)
    raw: JsonObject = field(default_factory=dict)

    @property
    def defaults(self) -> JsonObject:
        """The configuration of a new element: the settings that have a default, in the schema's order."""
        named = as_object(self.properties.get("properties"))
        own = {name: as_object(part)["default"] for name, part in named.items() if "default" in as_object(part)}
        return {**own, **self.fixed}

    def begun_with(self, preset: Preset) -> Manifest:
        """The connector as its preset begins it: elements are called by it, and its settings hold from the first."""
        return replace(self, name=preset.title, fixed=preset.settings)

    def icon_bytes(self) -> bytes | None:
        """The icon's SVG, or nothing when there is none of a reasonable size."""
        path = self.folder / self.icon
        if not self.icon or not path.is_file() or path.stat().st_size > _MAXIMUM_ICON_BYTES:
            return None
        return path.read_bytes()


@dataclass(frozen=True, slots=True)
class ManifestReading:
    """What came of reading one manifest: it, or the errors that prevent its use; warnings in both cases."""

    manifest: Manifest | None
    findings: tuple[ManifestFinding, ...] = ()

    @property
    def reason(self) -> str:
        """Why there is no manifest, on one line; the first reasons, where there are many."""
        errors = [finding.message for finding in self.findings if finding.severity == "error"]
        more = len(errors) - _MOST_REASONS
        return "; ".join([*errors[:_MOST_REASONS], *([f"and {more} more"] if more > 0 else [])])


def read_manifest(
    folder: Path, module: str = "", roots: Sequence[Path] | None = None, sound: set[str] | None = None
) -> ManifestReading:
    """Read `connector.json` in `folder`; `module` is the package whose code `run` names, `roots` where that lies.

    `sound` are the SHA-256 sums of manifests that need not be checked again, for that takes long; new ones are added.
    """
    try:
        content = _load(folder / MANIFEST_NAME)
    except OSError as error:
        return ManifestReading(None, (ManifestFinding("error", _load_message(error)),))
    return parse_manifest(content, folder, module, roots, sound)


def parse_manifest(
    content: bytes,
    folder: Path,
    module: str = "",
    roots: Sequence[Path] | None = None,
    sound: set[str] | None = None,
) -> ManifestReading:
    """As `read_manifest`, from what stands in the file; `folder` is where its package is or will be."""
    try:
        if len(content) > _MAXIMUM_BYTES:
            raise ValueError("the file is larger than 1 MB")
        data: Json = json.loads(content)
    except (ValueError, RecursionError) as error:
        return ManifestReading(None, (ManifestFinding("error", _load_message(error)),))
    digest = hashlib.sha256(content).hexdigest()
    if sound is None or digest not in sound:
        errors = [ManifestFinding("error", str(issue)) for issue in manifest_issues(data)]
        if errors:
            return ManifestReading(None, tuple(errors))
        if sound is not None:
            sound.add(digest)
    inside = tuple(roots) if roots is not None else () if module else (folder,)
    manifest = _build(as_object(data), folder, module, inside)
    return ManifestReading(manifest, tuple(_warnings(manifest)))


def manifest_schema() -> JsonObject:
    """The published JSON Schema of `connector.json`."""
    return as_object(json.loads(files("connectors.sdk").joinpath("manifest.schema.json").read_bytes()))


def manifest_issues(data: Json) -> list[Issue]:
    """Why a manifest's data cannot be used: form first, then the schema it carries."""
    from jsonschema import Draft202012Validator

    errors = Draft202012Validator(manifest_schema()).iter_errors(data)
    found = [Issue(*fault) for fault in faults(errors)]
    if not found:
        schema = as_object(data).get("properties")
        found = [Issue(("properties", *issue.path), issue.message) for issue in problems(schema)]
    return found or _form_issues(as_object(data)) or list(_companion_issues(as_object(data)))


def _companion_issues(data: JsonObject) -> Iterator[Issue]:
    for index, companion in enumerate(companion_data(data)):
        for issue in manifest_issues(companion):
            yield Issue(("companions", index, *issue.path), issue.message)


def _form_issues(data: JsonObject) -> list[Issue]:
    """The settings are the members of an object, and stand where the codec can write them."""
    if as_object(data.get("properties")).get("type", "object") != "object":
        return [Issue(("properties", "type"), "it must be “object”: each setting is one of its `properties`")]
    return _binding_issues(data)


def _binding_issues(data: JsonObject) -> list[Issue]:
    """Settings that are to be elements need a root and names that XML takes; those of the codec `places` a place."""
    binding = as_object(data.get("binding"))
    if binding.get("config") == "places":
        return list(place_issues(data.get("properties")))
    if binding.get("config") != "elements":
        return []
    if _qualified(as_text(binding.get("element"))) is None:
        return [Issue(("binding", "element"), "the codec “elements” needs an element such as {namespace}name")]
    names = _names(data.get("properties"))
    return [
        Issue(("properties", name), "this name cannot be an element") for name in names if not _NAME.fullmatch(name)
    ]


def _names(schema: Json) -> Iterator[str]:
    """Every property that a schema names, at any depth."""
    if isinstance(schema, list):
        for part in schema:
            yield from _names(part)
    if isinstance(schema, dict):
        yield from as_object(schema.get("properties"))
        for key, part in schema.items():
            if key not in ("default", "examples", "enum", "const"):
                yield from _names(part)


def _load(path: Path) -> bytes:
    """At most a byte more than is allowed; a pipe or a device would keep us waiting."""
    if path.exists() and not path.is_file():
        raise OSError("it is not an ordinary file")
    with path.open("rb") as file:
        return file.read(_MAXIMUM_BYTES + 1)


def _load_message(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return f"{MANIFEST_NAME} is missing"
    if isinstance(error, json.JSONDecodeError):
        return f"{MANIFEST_NAME} is no JSON: {error}"
    if isinstance(error, UnicodeDecodeError):
        return f"{MANIFEST_NAME} is no text in UTF-8"
    if isinstance(error, RecursionError):
        return f"{MANIFEST_NAME} is nested too deeply"
    return f"{MANIFEST_NAME} cannot be read: {error}"


def _warnings(manifest: Manifest) -> list[ManifestFinding]:
    found = []
    if manifest.schema_version > SCHEMA_VERSION:
        found.append(
            f"The manifest is of version {manifest.schema_version}; this program knows {SCHEMA_VERSION} "
            "and may miss some of it."
        )
    known = as_object(manifest.properties.get("properties"))
    found += [
        f"Group “{group.label}” names the unknown setting “{name}”."
        for group in manifest.groups
        for name in group.fields
        if name not in known
    ]
    if manifest.icon and manifest.icon_bytes() is None:
        found.append(f"The icon “{manifest.icon}” is missing or too large.")
    found += [
        f"A migration leads to version {migration.to}, which is newer than the connector's {manifest.version}."
        for migration in manifest.migrations
        if is_newer(migration.to, manifest.version)
    ]
    return [ManifestFinding("warning", message) for message in found]


def _build(data: JsonObject, folder: Path, module: str, roots: tuple[Path, ...]) -> Manifest:
    version = data.get("schemaVersion")
    return Manifest(
        id=as_text(data.get("id")),
        name=as_text(data.get("name")),
        version=as_text(data.get("version")),
        schema_version=version if isinstance(version, int) else SCHEMA_VERSION,
        applies_to=texts(data.get("appliesTo")),
        binding=_binding(as_object(data.get("binding"))),
        properties=as_object(data.get("properties")),
        folder=folder,
        module=module,
        roots=roots,
        category=as_text(data.get("category")),
        description=as_text(data.get("description")),
        keywords=texts(data.get("keywords")),
        icon=as_text(data.get("icon")),
        documentation=as_text(data.get("documentation")),
        groups=tuple(_group(as_object(part)) for part in as_list(as_object(data.get("ui")).get("groups"))),
        outputs=as_object(data.get("outputs")),
        example=as_object(data.get("example")),
        examples=tuple(_example(as_object(part)) for part in as_list(data.get("examples"))),
        targets={name: _target(as_object(part)) for name, part in as_object(data.get("targets")).items()},
        migrations=read_migrations(data.get("migrations")),
        translations=as_object(data.get("translations")),
        permissions=_permissions(as_object(data.get("permissions"))),
        limits=_limits(as_object(data.get("limits"))),
        run=as_text(data.get("run")),
        runs_as=as_text(data.get("runsAs")),
        older_of=as_text(data.get("olderOf")),
        beside=texts(data.get("beside")),
        presets=read_presets(data.get("presets")),
        engines={name: as_text(value) for name, value in as_object(data.get("engines")).items()},
        is_default=data.get("isDefault") is True,
        shows_own_fields=as_object(data.get("ui")).get("elementFields") is not False,
        companions=tuple(_build(each, folder, module, roots) for each in companion_data(data)),
        raw=data,
    )


def _binding(data: JsonObject) -> Binding:
    codecs: dict[str, Literal["elements", "places", "none"]] = {each: each for each in ("elements", "places", "none")}
    return Binding(
        codec=codecs.get(as_text(data.get("config")), "json-attribute"),
        implementation=as_text(data.get("implementation")) or None,
        called_element=as_text(data.get("calledElement")) or None,
        config_keys=texts(data.get("configKeys")),
        config_values=as_object(data.get("configValues")),
        marks={name: as_text(value) for name, value in as_object(data.get("marks")).items()},
        attributes={name: as_text(value) for name, value in as_object(data.get("attributes")).items()},
        event_definition=as_text(data.get("eventDefinition")),
        version=as_text(data.get("version")),
        attribute=_qualified(as_text(data.get("attribute"))) or (PROCESSMAKER, "config"),
        element=_qualified(as_text(data.get("element"))) or ("", ""),
        at=texts(data.get("at")),
        flags={
            name: place
            for name, text in as_object(data.get("flags")).items()
            if (place := _qualified(as_text(text))) is not None
        },
        types={kind: as_object(condition) for kind, condition in as_object(data.get("types")).items()},
    )


def _qualified(text: str) -> tuple[str, str] | None:
    uri, closed, name = text.removeprefix("{").partition("}")
    return (uri, name) if closed and name else None


def _group(data: JsonObject) -> Group:
    return Group(
        id=as_text(data.get("id")),
        label=as_text(data.get("label")),
        fields=texts(data.get("fields")),
        help=as_text(data.get("help")),
        collapsed=data.get("collapsed") is True,
    )


def _example(data: JsonObject) -> Example:
    return Example(as_text(data.get("title")), as_object(data.get("settings")), as_text(data.get("description")))


def _target(data: JsonObject) -> Target:
    attributes = {name: as_text(value) for name, value in as_object(data.get("attributes")).items()}
    return Target(as_text(data.get("implementation")), attributes, as_text(data.get("unsupported")))


def _permissions(data: Mapping[str, Json]) -> Permissions:
    return Permissions(
        hosts=texts(data.get("hosts")),
        secrets=texts(data.get("secrets")),
        files=texts(data.get("files")),
        ports=frozenset(name for name in _PORT_WORDS if data.get(name) is True),
    )


def _limits(data: Mapping[str, Json]) -> Limits:
    seconds, megabytes = data.get("seconds"), data.get("megabytes")
    return Limits(
        seconds=float(seconds) if isinstance(seconds, int | float) else Limits().seconds,
        megabytes=megabytes if isinstance(megabytes, int) else Limits().megabytes,
    )
