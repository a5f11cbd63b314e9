"""Elements that still have the settings of an older version are told, and others are not."""

from __future__ import annotations

from connectors.sdk.manifest import read_manifest
from modeler.services.checks.document import check_document
from modeler.services.checks.migrations import RULE, migration_checker
from modeler.services.packages.where_used import only_these
from tests.connectors.packages import write_package
from tests.services.connector_processes import connector_task, document


def test_settings_of_an_older_version_are_told_with_what_to_do(tmp_path):
    migrations = [{"to": "2.0", "steps": [{"do": "rename", "setting": "who", "to": "name"}]}]
    greeter = read_manifest(write_package(tmp_path, version="2.0", migrations=migrations)).manifest
    opened = document(
        connector_task("old", "example/greeter", {"who": "Ann"}),
        connector_task("new", "example/greeter", {"name": "Bo"}),
    )

    found = check_document(opened, (migration_checker(only_these([greeter])),))

    (problem,) = [each for each in found if each.rule == RULE]
    assert (problem.element_id, problem.severity) == ("old", "info")
    assert "connectors migrate" in problem.message
