"""Our own element templates in Camunda's format, turned into connectors in a folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from modeler.services.catalog import Catalog, discover
from modeler.services.making.templates import convert_all, read_versions
from modeler.services.workspace.package_folder import FolderPlan

TEMPLATES = Path(__file__).with_name("templates")
REST, MAIL, APPROVAL, PAYMENT = (
    "org-example-shop-rest",
    "org-example-mail",
    "org-example-approval",
    "org-example-payment",
)


def template_text(name: str) -> str:
    """One of the files beside this one."""
    return (TEMPLATES / f"{name}.json").read_text(encoding="utf-8")


def catalog_of(folder: Path, *texts: str, sample: dict[str, Any] | None = None) -> Catalog:
    """A catalog that has the templates of these texts beside the installed connectors."""
    plan = FolderPlan()
    for text in texts:
        for versions in read_versions(text):
            for made in convert_all(versions, sample):
                made.plan(plan)
    for name, content in plan.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return discover(folders=[folder])


def one(**changes: Any) -> str:
    """A template for Camunda 8 with these properties and keys."""
    template = {
        "$schema": "https://unpkg.com/@camunda/zeebe-element-templates-json-schema/resources/schema.json",
        "name": "One", "id": "one", "version": 1, "appliesTo": ["bpmn:ServiceTask"], "properties": [],
    }  # fmt: skip
    return json.dumps({**template, **changes})
