"""`open` shows the window, and says so where there is no display."""

from __future__ import annotations

import sys

import pytest


# On Windows and macOS Qt always has a window system, so that there is nothing to refuse.
@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a display")
@pytest.mark.parametrize("arguments", [[], ["open"], ["order.bpmn"]])
def test_without_a_display_it_ends_with_status_2_and_one_line(call, monkeypatch, arguments):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)

    outcome = call(*arguments)

    assert outcome.status == 2
    assert outcome.err.count("\n") == 1
    assert "no display" in outcome.err


@pytest.mark.parametrize("arguments", [[], ["open"], ["a.bpmn", "b.bpmn"], ["open", "a.bpmn"]])
def test_files_alone_and_nothing_at_all_mean_open(call, monkeypatch, arguments):
    opened = []
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr("modeler.app.run", lambda files: opened.extend(map(str, files)) or 0)

    with pytest.raises(SystemExit) as ended:
        call(*arguments)

    assert not ended.value.code
    assert opened == [each for each in arguments if each != "open"]
