"""Finding connectors: by metadata and folders, without importing them, each problem with its reason."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, field

from modeler.services.catalog import discover, package_folder
from tests.connectors.packages import write_package


@dataclass
class FakeElement:
    kind: str = "bpmn:serviceTask"
    attributes: dict[str, str] = field(default_factory=dict)
    config: str | None = None

    def get(self, attribute):
        return self.attributes.get(attribute)

    def foreign(self, uri, name):
        return self.config


def test_the_bundled_connector_is_found_by_its_entry_point():
    catalog = discover()

    assert catalog.get("send-email").name == "Send Email"
    assert [entry.findings for entry in catalog.entries if entry.id == "send-email"] == [()]


def test_discovery_imports_no_connector():
    code = (
        "import sys; from modeler.services.catalog import discover; assert discover().connectors;"
        "print([name for name in sys.modules if name.startswith('connectors.') and 'sdk' not in name])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_a_package_inside_another_is_located_without_importing_either(tmp_path, monkeypatch):
    package = write_package(tmp_path / "outer" / "inner")
    for folder in (tmp_path / "outer", package):
        (folder / "__init__.py").write_text("raise SystemExit('imported')")
    monkeypatch.syspath_prepend(str(tmp_path))

    assert package_folder("outer.inner") == package
    assert package_folder("outer.missing") is None


def test_folders_are_searched_one_level_deep(tmp_path):
    write_package(tmp_path / "one", id="one")
    write_package(tmp_path / "two", id="two")

    catalog = discover([tmp_path, tmp_path / "absent"])

    assert {"one", "two"} <= {manifest.id for manifest in catalog.connectors}


def test_the_second_connector_of_an_id_is_listed_as_shadowed(tmp_path):
    write_package(tmp_path / "one")
    write_package(tmp_path / "two", name="Impostor")

    catalog = discover([tmp_path])

    assert catalog.get("greeter").name == "Greeter"
    assert [entry.state for entry in catalog.entries if entry.id == "greeter"] == ["ready", "shadowed"]


def test_a_connector_whose_elements_another_one_takes_says_so(tmp_path):
    write_package(tmp_path / "one")
    write_package(tmp_path / "two", id="other", name="Impostor")
    write_package(tmp_path / "three", id="third", binding={"implementation": "x/third", "config": "json-attribute"})
    element = FakeElement(attributes={"implementation": "example/greeter"})

    catalog = discover([tmp_path])

    assert catalog.connector_of(element).id == "greeter"
    told = {entry.id: [finding.message for finding in entry.findings] for entry in catalog.entries}
    assert ["Elements of “Impostor” are taken for “Greeter” (greeter)" in words for words in told["other"]] == [True]
    assert (told["greeter"], told["third"]) == ([], [])


def test_a_broken_package_is_listed_with_its_reason(tmp_path):
    write_package(tmp_path / "bad", version=3)

    entry = next(entry for entry in discover([tmp_path]).entries if entry.id == "bad")

    assert entry.state == "broken"
    assert "version" in entry.reason


def test_a_disabled_connector_is_listed_but_not_offered(tmp_path):
    write_package(tmp_path / "one")

    catalog = discover([tmp_path], disabled={"greeter"})

    assert catalog.get("greeter") is None
    assert "disabled" in {entry.state for entry in catalog.entries}


def test_an_element_is_recognized_by_implementation_called_element_or_settings(tmp_path):
    write_package(tmp_path / "a", id="by-name")
    write_package(tmp_path / "b", id="by-call", appliesTo=["bpmn:callActivity"],
                  binding={"calledElement": "hidden", "config": "json-attribute"})  # fmt: skip
    write_package(tmp_path / "c", id="by-keys", appliesTo=["bpmn:callActivity"],
                  binding={"configKeys": ["riddle"], "config": "json-attribute"})  # fmt: skip
    catalog = discover([tmp_path])

    found = [
        catalog.connector_of(FakeElement(attributes={"implementation": "example/greeter"})),
        catalog.connector_of(FakeElement("bpmn:callActivity", {"calledElement": "hidden"})),
        catalog.connector_of(FakeElement("bpmn:callActivity", {}, '{"riddle":[]}')),
        catalog.connector_of(FakeElement("bpmn:callActivity", {}, '{"riddle":')),
        catalog.connector_of(FakeElement()),
    ]

    assert [manifest and manifest.id for manifest in found] == ["by-name", "by-call", "by-keys", None, None]
