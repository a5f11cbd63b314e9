"""The contract names each fault of a package, and says what its author can do."""

from __future__ import annotations

import pytest

from connectors.sdk.testing import contract
from tests.connectors.packages import write_package

HEAD = """
from connectors.sdk import ConnectorError, Finding, HttpRequest, Outcome

class Greeter:
    def check(self, config):
        {check}

    def run(self, config, data, ports):
        {run}
"""


def faults(
    folder, *, check="return []", run="return Outcome()", icon="<svg xmlns='http://www.w3.org/2000/svg'/>", **changes
):
    code = HEAD.format(check=check, run=run)
    package = write_package(folder, code, run="run:Greeter", icon="icon.svg", **changes)
    (package / "icon.svg").write_text(icon, encoding="utf-8")
    return contract(package)


def settings(**named):
    return {"type": "object", "properties": named}


def test_a_sound_package_has_none(tmp_path):
    assert faults(tmp_path) == []


@pytest.mark.parametrize(
    ("icon", "said"),
    [
        ("<svg", "it is no SVG"),
        ("<html/>", "it is no SVG"),
        ("<!DOCTYPE svg><svg/>", "it declares a document type"),
        ("<svg><script>x()</script></svg>", "it uses <script>"),
        ("<svg><style>a{}</style></svg>", "it uses <style>"),
        ("<svg><mask/></svg>", "it uses <mask>; save it as plain SVG"),
    ],
)
def test_an_icon_that_cannot_be_drawn_is_named(tmp_path, icon, said):
    assert any(said in fault and "icon.svg" in fault for fault in faults(tmp_path, icon=icon))


def test_a_check_that_raises_is_named_with_the_settings(tmp_path):
    found = faults(tmp_path, check="return [Finding('error', (), config['name'].strip())]")

    assert any(fault.startswith("check() raised with the settings {}") and "KeyError" in fault for fault in found)


def test_a_run_that_breaks_is_told_to_raise_a_connector_error(tmp_path):
    found = faults(tmp_path, run="return Outcome({'greeting': 'Hello ' + config['name']})")

    assert any("run() broke" in fault and "ConnectorError(code, message)" in fault for fault in found)


def test_a_run_that_differs_from_time_to_time_is_named(tmp_path):
    found = faults(tmp_path, run="import uuid; return Outcome({'id': str(uuid.uuid4())})")

    assert any("two previews differ" in fault and "ports.clock" in fault for fault in found)


def test_effects_that_differ_from_time_to_time_are_named(tmp_path):
    call = "HttpRequest('GET', 'https://api.example.org/' + str(uuid.uuid4()))"
    found = faults(
        tmp_path, run=f"import uuid; ports.http.send({call}); return Outcome()", permissions={"hosts": ["*"]}
    )

    assert any("two previews differ" in fault for fault in found)


def test_a_permission_that_is_missing_is_named(tmp_path):
    found = faults(tmp_path, run="ports.http.send(HttpRequest('GET', 'https://api.example.org/')); return Outcome()")

    assert any("api.example.org" in fault and "Add it to “permissions”" in fault for fault in found)


def test_a_secret_in_the_outcome_is_named(tmp_path):
    found = faults(
        tmp_path,
        run="return Outcome({'t': ports.secrets.get(config['token'])} if 'token' in config else {})",
        properties=settings(token={"type": "string", "format": "secret"}),
        permissions={"secrets": ["token"]},
    )

    assert any("hands the value of a secret on" in fault for fault in found)


def test_a_secret_that_no_run_may_read_is_named(tmp_path):
    found = faults(tmp_path, properties=settings(token={"type": "string", "format": "secret"}))

    assert any("“token” is a secret that no run may read" in fault for fault in found)


def test_a_default_that_its_schema_refuses_is_named(tmp_path):
    found = faults(tmp_path, properties=settings(size={"type": "integer", "default": "large"}))

    assert any("the default of “size”" in fault for fault in found)
