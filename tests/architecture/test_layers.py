"""The layer table of the architecture, in words: a package imports only what stands to its right."""

from __future__ import annotations

import sys

import pytest

from tests.architecture.source_tree import Import, imports, modules

CORE = {"engine.bpmn", "engine.expressions", "engine.runtime", "engine.whatif", "connectors.sdk"}
BELOW_SERVICES = CORE | {"modeler.editing", "modeler.drawing"}
LAYERS: dict[str, set[str]] = {
    "engine": set(),
    "engine.bpmn": {"lxml", "resources"},
    "engine.expressions": set(),
    "engine.runtime": {"engine.bpmn", "engine.expressions", "networkx"},
    "engine.runtime.scripts": {"engine.runtime", "engine.bpmn", "engine.expressions", "pydantic_monty", "_quickjs"},
    "engine.whatif": {"engine.runtime", "dask"},
    "connectors": set(),
    "connectors.sdk": {"jsonschema", "referencing"},
    "connectors.sdk.live": {"connectors.sdk", "yagmail", "httpx2", "httpcore2"},
    "modeler": set(),
    "modeler.__main__": {"modeler.cli"},
    "modeler.editing": {"engine.bpmn", "connectors.sdk", "networkx"},
    "modeler.drawing": {"engine.bpmn"},
    "modeler.services.making": BELOW_SERVICES | {"modeler.services", "openapi_spec_validator", "yaml", "resources"},
    "modeler.services.packages": BELOW_SERVICES | {"modeler.services", "httpx2", "installer", "packaging"},
    "modeler.services": BELOW_SERVICES
    | {
        "authlib",
        "cryptography",
        "imap_tools",
        "itsdangerous",
        "keyring",
        "platformdirs",
        "nh3",
        "pypdfium2",
        "resources",
    },
    "modeler.cli": BELOW_SERVICES | {"modeler.services", "click", "resources"},
    "modeler.cli.open": {"modeler.cli", "modeler.services", "modeler.app", "click"},
    "modeler.cli.render": {
        "modeler.cli",
        "modeler.services",
        "modeler.drawing",
        "modeler.ui.pictures",
        "engine.bpmn",
        "click",
    },
    "modeler.ui": {
        "modeler.editing",
        "modeler.drawing",
        "modeler.services",
        "engine.bpmn",
        "PySide6",
        "pygments",
        "shiboken6",
        "nh3",
        "resources",
    },
    "modeler.app": BELOW_SERVICES | {"modeler.services", "modeler.ui", "PySide6", "resources"},
    "resources": set(),
}


def layer_of(name: str) -> str:
    """The longest entry of the table that holds the module."""
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        if ".".join(parts[:count]) in LAYERS:
            return ".".join(parts[:count])
    return parts[0]


def is_allowed(found: Import) -> bool:
    top = found.imported.split(".")[0]
    if top in sys.stdlib_module_names:
        return True
    importer = connector_of(found.importer) or layer_of(found.importer)
    if is_inside(found.imported, importer):
        return True
    if importer not in LAYERS:
        return is_inside(found.imported, "connectors.sdk") or top not in {
            "engine",
            "modeler",
            "connectors",
            "PySide6",
        }
    return any(is_inside(found.imported, allowed) for allowed in LAYERS[importer])


def is_inside(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def connector_of(name: str) -> str | None:
    """The connector package that holds a module, if one does."""
    parts = name.split(".")
    if parts[0] == "connectors" and len(parts) > 1 and parts[1] != "sdk":
        return ".".join(parts[:2])
    return None


def described(found: list[Import]) -> str:
    return "\n".join(f"{each.importer}:{each.line} imports {each.imported}" for each in found)


def test_a_package_imports_only_what_stands_to_its_right():
    broken = [found for found in imports() if not is_allowed(found)]

    assert not broken, described(broken)


def test_only_the_document_engine_imports_lxml():
    broken = [found for found in imports() if is_inside(found.imported, "lxml") and not in_document(found)]

    assert not broken, described(broken)


def in_document(found: Import) -> bool:
    return is_inside(found.importer, "engine.bpmn")


@pytest.mark.parametrize("package", ["engine", "connectors", "modeler.editing", "modeler.drawing", "modeler.services"])
def test_there_is_no_qt_below_the_window(package):
    broken = [
        found
        for found in imports()
        if is_inside(found.importer, package) and found.imported.startswith(("PySide6", "shiboken6"))
    ]

    assert not broken, described(broken)


def test_nobody_imports_a_connector():
    broken = [
        found
        for found in imports()
        if connector_of(found.imported) and connector_of(found.importer) != connector_of(found.imported)
    ]

    assert not broken, described(broken)


def test_panels_know_no_canvas_and_the_canvas_knows_no_panel():
    broken = [
        found
        for found in imports()
        for one, other in (
            ("modeler.ui.panels", "modeler.ui.canvas"),
            ("modeler.ui.canvas", "modeler.ui.panels"),
        )
        if is_inside(found.importer, one) and is_inside(found.imported, other)
    ]

    assert not broken, described(broken)


def test_the_package_of_connectors_is_empty_so_that_looking_up_a_manifest_imports_nothing():
    assert not modules()["connectors"].tree.body


def test_packages_import_by_full_name_only():
    relative = [
        f"{module.place}:{node.lineno}"
        for module in modules().values()
        for node in module.tree.body
        if getattr(node, "level", 0)
    ]

    assert not relative
