"""This file is about names: namespace URIs, the prefixes people expect for them, and qualified names.

`{uri}local` is Clark notation, as the tree uses it; `prefix:local` is a QName, as files use it in values.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
DC: Final = "http://www.omg.org/spec/DD/20100524/DC"
DI: Final = "http://www.omg.org/spec/DD/20100524/DI"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
XSD: Final = "http://www.w3.org/2001/XMLSchema"
PROCESSMAKER: Final = "http://processmaker.com/BPMN/2.0/Schema.xsd"
CAMUNDA: Final = "http://camunda.org/schema/1.0/bpmn"
ZEEBE: Final = "http://camunda.org/schema/zeebe/1.0"
MODELER: Final = "http://camunda.org/schema/modeler/1.0"
FLOWABLE: Final = "http://flowable.org/bpmn"
ACTIVITI: Final = "http://activiti.org/bpmn"
BIOC: Final = "http://bpmn.io/schema/bpmn/biocolor/1.0"
COLOR: Final = "http://www.omg.org/spec/BPMN/non-normative/color/1.0"
I18N: Final = "http://www.omg.org/spec/BPMN/non-normative/extensions/i18n/1.0"
DMN: Final = "http://www.omg.org/spec/DMN/20151101/dmn.xsd"
SIGNAVIO: Final = "http://www.signavio.com"

PREFERRED_PREFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        BPMN: "bpmn",
        BPMNDI: "bpmndi",
        DC: "dc",
        DI: "di",
        XSI: "xsi",
        XSD: "xsd",
        PROCESSMAKER: "pm",
        CAMUNDA: "camunda",
        ZEEBE: "zeebe",
        MODELER: "modeler",
        FLOWABLE: "flowable",
        ACTIVITI: "activiti",
        BIOC: "bioc",
        COLOR: "color",
        I18N: "i18n",
        DMN: "dmn",
        SIGNAVIO: "signavio",
    }
)
"""What to call a namespace in a file that does not declare it yet."""


def clark(uri: str | None, local: str) -> str:
    """The tree's name of `local` in namespace `uri`; without a namespace the local name itself."""
    return f"{{{uri}}}{local}" if uri else local


def bpmn(local: str) -> str:
    """The tree's name of an element of the BPMN model namespace."""
    return f"{{{BPMN}}}{local}"


PM_COLOR: Final = clark(PROCESSMAKER, "color")
LABEL_COLOR: Final = clark(COLOR, "color")
OLD_BIOC: Final = "http://bpmn.io/schema/bpmn/biocolors/1.0"
STROKES: Final = (clark(COLOR, "border-color"), clark(BIOC, "stroke"), clark(OLD_BIOC, "stroke"))
FILLS: Final = (clark(COLOR, "background-color"), clark(BIOC, "fill"), clark(OLD_BIOC, "fill"))
COLORS: Final = frozenset((*STROKES, *FILLS, LABEL_COLOR, PM_COLOR, "color"))
"""The attributes that color something drawn, in all vocabularies in use."""


@lru_cache(maxsize=4096)
def split_clark(name: str) -> tuple[str | None, str]:
    """Namespace and local name of a name of the tree."""
    if name[:1] != "{":
        return None, name
    uri, _, local = name[1:].partition("}")
    return uri, local


@lru_cache(maxsize=4096)
def local_name(name: str) -> str:
    """The local part of a name of the tree, or of a QName value."""
    return name[name.rfind("}") + 1 :] if name[:1] == "{" else name[name.rfind(":") + 1 :]


@lru_cache(maxsize=4096)
def kind_of(name: str) -> str:
    """How the product speaks of a tag: `bpmn:userTask`, `bpmndi:BPMNShape`; a foreign one in Clark notation."""
    uri, local = split_clark(name)
    prefix = PREFERRED_PREFIXES.get(uri) if uri else None
    return f"{prefix}:{local}" if prefix else name


@lru_cache(maxsize=4096)
def tag_of(kind: str) -> str:
    """The tree's name for a kind as `kind_of` gives it; an unknown prefix raises KeyError."""
    if kind[:1] == "{" or ":" not in kind:
        return kind
    prefix, _, local = kind.partition(":")
    for uri, known in PREFERRED_PREFIXES.items():
        if known == prefix:
            return clark(uri, local)
    raise KeyError(f"{prefix!r} is no prefix of a known namespace, in {kind!r}")
