"""For which engine a file was made, as its namespaces and its exporter tell."""

from __future__ import annotations

from typing import Literal, TypeAlias

from engine.bpmn.journal import Node
from engine.bpmn.namespaces import ACTIVITI, CAMUNDA, FLOWABLE, PROCESSMAKER, ZEEBE

Profile: TypeAlias = Literal["processmaker", "camunda7", "camunda8", "flowable", "standard"]
BY_NAMESPACE: tuple[tuple[str, Profile], ...] = (
    (PROCESSMAKER, "processmaker"),
    (ZEEBE, "camunda8"),
    (CAMUNDA, "camunda7"),
    (FLOWABLE, "flowable"),
    (ACTIVITI, "flowable"),
)
PLATFORM = "{http://camunda.org/schema/modeler/1.0}executionPlatform"


PLATFORM_VERSION = "{http://camunda.org/schema/modeler/1.0}executionPlatformVersion"


def platform_version_of(root: Node) -> str:
    """The version of the engine that a file is made for, such as `8.5.0`; empty where it does not say."""
    return root.get(PLATFORM_VERSION) or ""


def profile_of(root: Node) -> Profile:
    """The profile of a file: by what it says of its platform and exporter, else by the namespaces it declares."""
    platform = (root.get(PLATFORM) or "").lower()
    if platform:
        return "camunda8" if "cloud" in platform else "camunda7"
    if "processmaker" in (root.get("exporter") or "").lower():
        return "processmaker"
    declared = set(root.nsmap.values())
    return next((profile for uri, profile in BY_NAMESPACE if uri in declared), "standard")
