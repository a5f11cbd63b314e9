"""What a connector says about its settings comes up in the window, leads to its field, and goes when put right."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from modeler.app import build_window
from modeler.services.profile import Profile
from tests.services.connector_processes import SERVICE, connector_task, process

ROW = {"type": "BODY", "key": "who", "value": "who"}


def test_a_remark_comes_up_and_goes_again(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    config = {"dataSource": 1, "endpoint": "List", "outboundConfig": [ROW]}
    (tmp_path / "x.bpmn").write_bytes(process(connector_task("call", SERVICE, config)))
    window = build_window(qapp, Profile(tmp_path / "profile"))
    window.show()
    window.problem_watch._calm.setInterval(0)
    page = window.open_path(tmp_path / "x.bpmn")
    assert page is not None

    def remarks() -> list[str]:
        return [row.field for row in window.problems_panel.rows if "sends the word" in row.message]

    qtbot.waitUntil(lambda: remarks() == ['settings:["outboundConfig", 0, "value"]'], timeout=10_000)
    element = page.file.document.find("call")
    assert element is not None
    fixed = json.dumps({**config, "outboundConfig": [{**ROW, "value": "{{who}}"}]})
    with page.file.document.edit("Put it right"):
        element.set_foreign("http://processmaker.com/BPMN/2.0/Schema.xsd", "config", fixed)
    qtbot.waitUntil(lambda: remarks() == [], timeout=10_000)

    window.quit_now()
    window.deleteLater()
