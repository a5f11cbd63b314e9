"""Reading an OpenAPI description, 3.0 or 3.1, JSON or YAML: checked, local only, its references followed on demand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from connectors.sdk.faults import Fault, faults
from connectors.sdk.values import Json, JsonObject, as_object, as_text

_LARGEST = 10_000_000
_MOST_NODES = 1_000_000
_MOST_FAULTS = 3
_LONGEST_FAULT = 300
_DEEPEST = 200


class OpenApiError(ValueError):
    """A file that is no OpenAPI description to work with; the message says what is wrong and where."""


@dataclass(frozen=True, slots=True)
class Description:
    """A whole description; `resolved` gives what a part means, `notes` tell of samples and defaults that are wrong."""

    data: JsonObject
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The name of the service."""
        return as_text(as_object(self.data.get("info")).get("title")).strip() or "Service"

    def resolved(self, part: Json) -> JsonObject:
        """A part with its reference followed; words beside a reference win, as in 3.1."""
        here = as_object(part)
        for _ in range(_DEEPEST):
            reference = here.get("$ref")
            if not isinstance(reference, str):
                break
            beside = {key: value for key, value in here.items() if key != "$ref"}
            here = {**self._target(reference), **beside}
        return here

    def has(self, reference: str) -> bool:
        """Whether a reference within the file leads to something."""
        return self._at(reference) is not None

    def _target(self, reference: str) -> JsonObject:
        return as_object(self._at(reference))

    def _at(self, reference: str) -> Json:
        here: Json = self.data
        for step in reference.removeprefix("#").split("/")[1:]:
            name = _unquoted(step)
            if isinstance(here, list):
                here = here[int(name)] if name.isdigit() and int(name) < len(here) else None
            else:
                here = as_object(here).get(name)
        return here


def read_description(text: str) -> Description:
    """A description from its text; raises `OpenApiError`."""
    measured(text)
    return checked(parsed(text))


def measured(text: str) -> None:
    """Raise `OpenApiError` for a text that is too large to be looked at."""
    if len(text) > _LARGEST:
        raise OpenApiError(f"the file has more than {_LARGEST // 1_000_000} MB")


def checked(data: Json, is_lenient: bool = False) -> Description:
    """The description in JSON data; raises `OpenApiError` with what is wrong and where.

    Where it `is_lenient`, faults in the details are notes: what can be read of the rest is read.
    """
    if not isinstance(data, dict):
        raise OpenApiError("this is no OpenAPI description: it is not an object")
    version = as_text(data.get("openapi"))
    if not version.startswith(("3.0", "3.1")):
        said = f"OpenAPI {version}" if version else "Swagger 2.0" if data.get("swagger") else "not said"
        raise OpenApiError(f"the version is {said}; descriptions of OpenAPI 3.0 and 3.1 can be read")
    references = list(dict.fromkeys(_references(data)))
    remote = next((each for each in references if not each.startswith("#")), None)
    if remote is not None:
        raise OpenApiError(
            f"the reference “{remote}” leads outside the file; bundle the description into one file first"
        )
    found, remarks = _findings(data, version)
    lost = [each for each in references if not Description(data).has(each)]
    found += [f"the reference “{each}” leads nowhere" for each in lost[:_MOST_FAULTS]]
    if found and not is_lenient:
        said = "; ".join(found)
        raise OpenApiError(f"{said}{'' if said.endswith('?') else '.'} With --lenient the rest is read all the same")
    return Description(data, (*remarks, *(f"The description is wrong: {fault}" for fault in found)))


def parsed(text: str) -> Json:
    """JSON or YAML as data; raises `OpenApiError`."""
    try:
        if text.lstrip()[:1] == "{":
            data: Json = json.loads(text)
            return data
    except (ValueError, RecursionError) as error:
        raise OpenApiError(f"this is no JSON: {error}") from None
    return _yaml(text)


def _yaml(text: str) -> Json:
    """YAML 1.2 as the JSON that it stands for; aliases cannot make it huge."""
    import yaml

    from modeler.services.making.openapi.yaml_loading import loader

    try:
        data = yaml.load(text, loader())
        _measured(data, {}, 0)
        read: Json = json.loads(json.dumps(data))
    except (yaml.YAMLError, TypeError, ValueError, RecursionError) as error:
        raise OpenApiError(f"this is no YAML that can be read: {' '.join(str(error).split())}") from None
    return read


def _measured(value: object, known: dict[int, int], depth: int) -> int:
    """How many values there are once aliases are followed, counted without following them twice."""
    if not isinstance(value, dict | list):
        return 1
    if id(value) in known:
        if known[id(value)] < 0:
            raise ValueError("an alias leads back to itself")
        return known[id(value)]
    if depth > _DEEPEST:
        raise ValueError(f"it is nested deeper than {_DEEPEST} levels")
    known[id(value)] = -1
    inside = value.values() if isinstance(value, dict) else value
    total = 1 + sum(_measured(each, known, depth + 1) for each in inside)
    if total > _MOST_NODES:
        raise ValueError(f"its aliases make more than {_MOST_NODES:,} values")
    known[id(value)] = total
    return total


def _references(value: Json) -> Iterator[str]:
    stack: list[Json] = [value]
    while stack:
        here = stack.pop()
        if isinstance(here, dict):
            reference = here.get("$ref")
            if isinstance(reference, str):
                yield reference
            stack.extend(here.values())
        elif isinstance(here, list):
            stack.extend(here)


def _findings(data: JsonObject, version: str) -> tuple[list[str], list[str]]:
    """What the validator finds, the first few: faults of the description with their place, and remarks on values."""
    from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator
    from openapi_spec_validator.validation.exceptions import DuplicateOperationIDError, OpenAPIValidationError

    validator = OpenAPIV30SpecValidator if version.startswith("3.0") else OpenAPIV31SpecValidator
    found: list[str] = []
    remarks: list[str] = []
    try:
        for error in validator(data).iter_errors():
            place = "/".join(str(step) for step in error.absolute_path)
            is_value = type(error) is OpenAPIValidationError and not place and error.instance is not data
            if isinstance(error, DuplicateOperationIDError):
                remarks.append(f"{_short(error.message)}; it gets another one.")
            elif is_value and len(remarks) < _MOST_FAULTS:
                remarks.append(f"A default or a dialect in the description is wrong: {_short(error.message)}.")
            elif not is_value:
                known = faults([error]) if isinstance(error.validator, str) else [Fault((), str(error.message))]
                found += map(_in_words, known)
            if len(found) >= _MOST_FAULTS:
                break
    except Exception as error:  # the validator raises many kinds of errors for references that lead nowhere
        if not found:
            found.append(f"it cannot be checked: {_short(str(error))}")
    return found[:_MOST_FAULTS], remarks


def _in_words(fault: Fault) -> str:
    place = "/".join(str(step) for step in fault.path)
    return f"{place or 'the description'}: {_short(fault.message)}"


def _short(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_FAULT]


def _unquoted(step: str) -> str:
    from urllib.parse import unquote

    return unquote(step).replace("~1", "/").replace("~0", "~")
