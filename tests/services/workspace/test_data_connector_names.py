"""Which data connector a setting means: by number, then by uuid, then by name."""

from __future__ import annotations

import json

import pytest

from connectors.sdk.ports import PortError
from modeler.services.workspace.data_connectors import FOLDER, FolderSources, ReadSources


@pytest.mark.parametrize("sources", [FolderSources, ReadSources])
def test_a_number_is_taken_before_a_name_that_looks_like_one(tmp_path, sources):
    (tmp_path / FOLDER).mkdir()
    for file, values in {"a": {"id": 5, "name": "1"}, "b": {"id": 1, "uuid": "u-1", "name": "Shop"}}.items():
        (tmp_path / FOLDER / f"{file}.json").write_text(json.dumps(values))
    found = sources(tmp_path)

    assert [found.get(each)["name"] for each in (1, "1", "u-1", "Shop", 5)] == ["Shop", "Shop", "Shop", "Shop", "1"]
    with pytest.raises(PortError, match="None is not in the workspace"):
        found.get(None)
