"""What every connector must keep, whatever its purpose: each fault is said with what its author can do about it.

`sdk.testing.contract` is the way in. Nothing here reaches a network: runs go through the ports that are handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from connectors.sdk.connector import ConnectorError
from connectors.sdk.host import Host, HostError, Hosts
from connectors.sdk.manifest import Manifest, read_manifest
from connectors.sdk.ports import Ports
from connectors.sdk.redaction import MASK
from connectors.sdk.safe_svg import UnsafeSvgError, check_svg
from connectors.sdk.schema import validate
from connectors.sdk.translations import unknown_settings
from connectors.sdk.values import Json, JsonObject, as_object, as_text, compact

MakePorts = Callable[[str], Ports]
"""Fresh ports in which the one secret that is stored, `REFERENCE`, has this value."""

SECRET = "the-secret-of-the-contract"
REFERENCE = "secret:CONTRACT"
_ODD: tuple[Json, ...] = (
    None,
    True,
    -1,
    1e308,
    "",
    "\0\u202e{{#x}}{{/y}}" * 50,
    [[]],
    [1, None, {"a": []}],
    {"odd": None},
)
_CHECKED = ("type", "enum", "format", "pattern", "minimum", "maximum")
_SHOWN = 160
_REDRAWN = "save it as plain SVG, with shapes, gradients and attributes only"


def broken(folder: Path, module: str, make_ports: MakePorts) -> list[str]:
    """Everything that a package breaks; empty when it is sound."""
    reading = read_manifest(folder, module)
    faults = [f"connector.json: {finding.message}" for finding in reading.findings]
    if reading.manifest is None:
        return faults
    manifest = reading.manifest
    faults += [*_icon_faults(manifest), *_data_faults(manifest), *_word_faults(manifest), *_secret_faults(manifest)]
    return faults + list(_run_faults(manifest, make_ports))


def _icon_faults(manifest: Manifest) -> Iterator[str]:
    content = manifest.icon_bytes()
    if not manifest.icon:
        yield "there is no icon: put an SVG beside connector.json and name it with “icon”"
    elif content is not None:
        reason = _svg_problem(content)
        if reason:
            yield f"the icon {manifest.icon} cannot be drawn: {reason}"


def _svg_problem(content: bytes) -> str:
    """Why an icon would not be drawn, by the rule that the window has; empty when it would be."""
    try:
        check_svg(content)
    except UnsafeSvgError as error:
        return f"{str(error).replace('the picture', 'it', 1)}; {_REDRAWN}"
    return ""


def _data_faults(manifest: Manifest) -> Iterator[str]:
    """Defaults and example against the schemas that the manifest has for them."""
    for issue in validate(manifest.properties, manifest.defaults):
        if issue.keyword in _CHECKED and len(issue.path) == 1:
            yield f"the default of “{issue.path[0]}” is refused by its schema: {issue.message} Change one of the two"
    for issue in validate(manifest.outputs, manifest.example):
        yield f"an output of the example is not what “outputs” says: {issue}; change “example” or “outputs”"


def _word_faults(manifest: Manifest) -> Iterator[str]:
    """Examples against the schema, and translations of settings that there are not."""
    for example in manifest.examples:
        for issue in validate(manifest.properties, example.settings):
            yield f"the example “{example.title}” cannot be used: {issue}; change its settings or the schema"
    for language, name in unknown_settings(manifest):
        yield f"the translation “{language}” names the unknown setting “{name}”: remove it or correct the name"


def _secret_faults(manifest: Manifest) -> Iterator[str]:
    """Settings that hold secrets and permissions to read them belong together."""
    named = as_object(manifest.properties.get("properties"))
    secret = {name for name, part in named.items() if as_object(part).get("format") == "secret"}
    granted = set(manifest.permissions.secrets)
    for name in sorted(secret - granted) if manifest.run else ():
        yield f'the setting “{name}” is a secret that no run may read: add it to "permissions": {{"secrets": […]}}'
    for name in sorted(granted - secret):
        yield f'permissions.secrets names “{name}”, which is no setting with "format": "secret"'
    for name in sorted(secret):
        default = as_text(as_object(named[name]).get("default"))
        if default and not default.startswith("secret:"):
            yield f"the default of the secret “{name}” is written out: remove it, a secret belongs into the keyring"


def _run_faults(manifest: Manifest, make_ports: MakePorts) -> Iterator[str]:
    if not manifest.run:
        return
    with Hosts() as hosts:
        host = hosts.host(manifest)
        for config in _hostile(manifest):
            fault = _fault_of(host, manifest, config, make_ports)
            if fault:
                yield fault
                if "cannot be started" in fault:
                    return
        first = _told(host, manifest, make_ports(SECRET))
    with Hosts() as hosts:
        second = _told(hosts.host(manifest), manifest, make_ports(SECRET))
    yield from _comparison(first, second)


def _fault_of(host: Host, manifest: Manifest, config: JsonObject, make_ports: MakePorts) -> str:
    """What is wrong with how a configuration is checked and run: both may refuse it, neither may fail."""
    shown = compact(config)
    shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
    try:
        host.check(manifest, config)
    except HostError as error:
        return f"{error.message} (check, with the settings {shown})"
    except ConnectorError as error:
        return f"check() raised with the settings {shown}: {error.message}; it returns findings and never raises"
    try:
        host.run(manifest, config, {}, make_ports(SECRET))
    except HostError as error:
        return f"{error.message} (run, with the settings {shown})"
    except ConnectorError as error:
        if error.code == "connector.failed":
            return (
                f"run() broke with the settings {shown}: {error.message}; "
                "raise ConnectorError(code, message) for settings that cannot be used"
            )
        if error.code == "permission" and config == _filled(manifest):
            return f"run() needs more than the manifest grants: {error.message} Add it to “permissions”"
    return ""


def _hostile(manifest: Manifest) -> Iterator[JsonObject]:
    """The defaults, nothing, filled-in settings, and every setting with values that nobody expects."""
    named = list(as_object(manifest.properties.get("properties")))
    yield manifest.defaults
    yield {}
    yield _filled(manifest)
    for shift in range(len(_ODD)):
        yield {name: _ODD[(shift + index) % len(_ODD)] for index, name in enumerate(named)}
    for odd in _ODD:
        yield dict.fromkeys(named, odd)


def _filled(manifest: Manifest) -> JsonObject:
    """The defaults with a value for every setting that has none: what a designer might have entered."""
    named = as_object(manifest.properties.get("properties"))
    return {name: manifest.defaults.get(name) or _sample(as_object(part)) for name, part in named.items()}


def _sample(schema: JsonObject) -> Json:
    if schema.get("format") == "secret":
        return REFERENCE
    if "default" in schema and schema["default"] not in (None, ""):
        return schema["default"]
    for key in ("examples", "enum"):
        given = schema.get(key)
        if isinstance(given, list) and given:
            return given[0]
    kind = schema.get("type")
    samples: JsonObject = {"string": "sample", "integer": 1, "number": 1.5, "boolean": True, "array": [], "object": {}}
    return samples.get(kind if isinstance(kind, str) else "string", "sample")


def _told(host: Host, manifest: Manifest, ports: Ports) -> tuple[str, str]:
    """What a run says, and what it did with the outside: the ports show that by their `repr`."""
    try:
        outcome = host.run(manifest, _filled(manifest), {"name": "Ann"}, ports)
    except ConnectorError as error:
        said = f"{error.code}: {error.message}"
    else:
        answers: list[Json] = [[each.label, each.data] for each in outcome.answers]
        said = compact([outcome.data, outcome.waits, answers])
    return said, f"{ports.mail!r} {ports.http!r} {ports.files!r}"


def _comparison(first: tuple[str, str], second: tuple[str, str]) -> Iterator[str]:
    """Two runs with the same settings and data, in two processes."""
    for one, other in zip(first, second, strict=True):
        if one != other:
            at = next((place for place, pair in enumerate(zip(one, other, strict=False)) if len(set(pair)) > 1), 0)
            shown = [text[max(0, at - 40) : at + 60] for text in (one, other)]
            yield (
                f"two previews differ: “{shown[0]}” and then “{shown[1]}”; take the time from ports.clock, "
                "names from ports.task, and use neither random numbers nor the order of a set"
            )
    if MASK in first[0]:
        yield "a run hands the value of a secret on, in its outcome or in an error: leave it out"
