"""A connector package in the running window: dropped, agreed to, used, switched, upgraded with migration, removed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from modeler.services.packages.store import Packages
from modeler.ui.dialogs.message import MessageDialog
from modeler.ui.forms.element_form import key_of
from modeler.ui.main_window import MainWindow
from modeler.ui.packages.dialog import PackagesDialog
from modeler.ui.panels.palette import EntryButton
from tests.cli.test_connector_packages import MIGRATIONS
from tests.services.connector_processes import connector_task, process
from tests.services.packages.wheels import weather_files, weather_wheel, write_wheel

LEFT = Qt.MouseButton.LeftButton
NO_KEYS = Qt.KeyboardModifier.NoModifier
CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "weather.bpmn"
    path.write_bytes(process(connector_task("sky", "acme/weather", '{"city": "Bern",  "units":"F"}')))
    return path


def drop(window: MainWindow, path: Path) -> None:
    data, at, copy = QMimeData(), QPoint(200, 200), Qt.DropAction.CopyAction
    data.setUrls([QUrl.fromLocalFile(str(path))])
    QApplication.sendEvent(window, QDragEnterEvent(at, copy, data, LEFT, NO_KEYS))
    QApplication.sendEvent(window, QDropEvent(QPointF(at), copy, data, LEFT, NO_KEYS))


def entry(window: MainWindow, title: str = "Weather") -> EntryButton | None:
    return next((each for each in window.palette_panel.buttons if each.entry.title == title), None)


def shown(dialog: PackagesDialog) -> str:
    """All words on the right."""
    page = dialog.offer.page if dialog.is_offering else dialog.detail.page
    return "\n".join(label.text() for label in page.widget().findChildren(QLabel))


def install(window: MainWindow, wheel: Path, qtbot: QtBot) -> PackagesDialog:
    drop(window, wheel)
    dialog = window.packages.dialog
    qtbot.waitUntil(lambda: dialog.is_offering, timeout=20_000)
    qtbot.mouseClick(dialog.offer.accept_button, LEFT)
    qtbot.waitUntil(lambda: "is installed" in dialog.message, timeout=20_000)
    return dialog


def press_in_message(name: str) -> list[str]:
    """Press a button of the question that comes up next; what it says is in the list then."""
    said: list[str] = []

    def press() -> None:
        top = QApplication.activeModalWidget()
        if top is None:
            QTimer.singleShot(10, press)
            return
        assert isinstance(top, MessageDialog)
        said.extend(label.text() for label in top.findChildren(QLabel))
        next(each for each in top.findChildren(QPushButton) if each.text() == name).click()

    QTimer.singleShot(0, press)
    return said


def test_a_package_lives_its_whole_life_in_the_window(
    window: MainWindow, file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    page = window.documents.open(file)
    assert page is not None
    document, before = page.file.document, page.file.document.to_bytes()
    assert entry(window) is None

    drop(window, weather_wheel(tmp_path / "w", "1.0", permissions={"hosts": ["weather.example"]}))
    dialog = window.packages.dialog
    qtbot.waitUntil(lambda: dialog.is_offering, timeout=20_000)
    assert "Calls weather.example" in shown(dialog)
    assert entry(window) is None
    qtbot.mouseClick(dialog.offer.accept_button, LEFT)
    qtbot.waitUntil(lambda: "is installed" in dialog.message, timeout=20_000)
    assert entry(window) is not None
    assert [row.element_id for row in window.problem_watch.check() if "No installed connector" in row.message] == []
    assert any("sky" in each.text() for each in dialog.detail.findChildren(QPushButton))

    qtbot.mouseClick(dialog.detail.buttons["switch"], LEFT)
    qtbot.waitUntil(lambda: entry(window) is None, timeout=20_000)
    qtbot.waitUntil(lambda: dialog.detail.buttons["switch"].text() == "Enable", timeout=20_000)
    qtbot.mouseClick(dialog.detail.buttons["switch"], LEFT)
    qtbot.waitUntil(lambda: entry(window) is not None, timeout=20_000)

    weather_wheel(tmp_path / "w", "2.0", permissions={"hosts": ["weather.example"]}, migrations=MIGRATIONS)
    qtbot.mouseClick(dialog.detail.buttons["upgrade"], LEFT)
    qtbot.waitUntil(lambda: dialog.is_offering, timeout=20_000)
    assert "from 1.0 to 2.0" in shown(dialog)
    qtbot.mouseClick(dialog.offer.accept_button, LEFT)
    qtbot.waitUntil(lambda: window.packages.migration is not None, timeout=20_000)
    migration = window.packages.migration
    assert migration is not None
    assert document.to_bytes() == before
    assert migration.accept_button.text() == "Migrate 1 element"
    qtbot.mouseClick(migration.accept_button, LEFT)
    qtbot.waitUntil(lambda: window.packages.migration is None, timeout=20_000)
    assert "imperial" in document.to_bytes().decode()
    document.history.undo()
    assert document.to_bytes() == before

    press_in_message("Uninstall")
    qtbot.mouseClick(dialog.detail.buttons["uninstall"], LEFT)
    qtbot.waitUntil(lambda: "is uninstalled" in dialog.message, timeout=20_000)
    assert entry(window) is None
    assert document.to_bytes() == before
    dialog.close()


def test_removing_a_package_says_first_which_elements_use_it_also_in_files_of_the_folder(
    window: MainWindow, file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    closed = tmp_path / "folder" / "closed.bpmn"
    closed.parent.mkdir()
    closed.write_bytes(process(connector_task("shore", "acme/weather", "{}")))
    window.session.workspace.open_folder(closed.parent)
    assert window.documents.open(file) is not None
    dialog = install(window, weather_wheel(tmp_path), qtbot)

    said = press_in_message("Keep it")
    qtbot.mouseClick(dialog.detail.buttons["uninstall"], LEFT)
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)

    words = "\n".join(said)
    assert "2 elements use it and will no longer run" in words
    assert "sky – weather.bpmn" in words
    assert "shore – closed.bpmn" in words
    assert entry(window) is not None
    dialog.close()


def test_menus_and_the_open_form_follow_what_is_installed(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, drag: Callable[[QWidget, QMimeData, QWidget, QPoint], None]
) -> None:
    page = window.documents.new()
    qtbot.waitUntil(lambda: page.canvas.is_complete)
    dialog = install(window, weather_wheel(tmp_path), qtbot)
    button = entry(window)
    assert button is not None
    drag(button, button.mime_data(), page.canvas, QPoint(300, 200))
    setting = key_of(("name",))
    qtbot.waitUntil(lambda: setting in keys(window))
    assert "Weather" in offered(window, qtbot)

    qtbot.mouseClick(dialog.detail.buttons["switch"], LEFT)
    qtbot.waitUntil(lambda: entry(window) is None, timeout=20_000)
    qtbot.waitUntil(lambda: setting not in keys(window), timeout=20_000)

    assert "Weather" not in offered(window, qtbot)
    assert any("“Weather” is disabled" in row.message for row in window.problem_watch.check())
    dialog.close()


def test_an_example_fills_in_the_selected_element_as_one_step(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, drag: Callable[[QWidget, QMimeData, QWidget, QPoint], None]
) -> None:
    page = window.documents.new()
    qtbot.waitUntil(lambda: page.canvas.is_complete)
    examples = [{"title": "Ann", "settings": {"name": "Ann"}}]
    dialog = install(window, weather_wheel(tmp_path, examples=examples), qtbot)
    use = dialog.detail.buttons["example/Ann"]
    qtbot.mouseClick(use, LEFT)
    assert "Select one “Weather”" in dialog.message
    button = entry(window)
    assert button is not None
    drag(button, button.mime_data(), page.canvas, QPoint(300, 200))
    before = page.file.document.to_bytes()

    qtbot.mouseClick(use, LEFT)

    assert b"Ann" in page.file.document.to_bytes()
    page.file.document.history.undo()
    assert page.file.document.to_bytes() == before
    dialog.close()


def keys(window: MainWindow) -> set[str]:
    """What the open form lets be edited."""
    form = window.properties_panel.form
    return {field.key for group in form.groups for field in group.fields} if form is not None else set()


def offered(window: MainWindow, qtbot: QtBot) -> list[str]:
    """What the append menu of the selected element offers."""
    assert window.page is not None
    canvas = window.page.canvas
    window.activateWindow()
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_A)
    popup = canvas.menus.popup
    assert popup.isVisible()
    titles = [popup.list.item(row).text() for row in range(popup.list.count())]
    qtbot.keyClick(popup, Qt.Key.Key_Escape)
    return titles


def test_elements_can_be_left_out_of_a_migration_and_it_can_be_refused(
    window: MainWindow, file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    page = window.documents.open(file)
    assert page is not None
    before = page.file.document.to_bytes()
    dialog = install(window, weather_wheel(tmp_path / "w", "2.0", migrations=MIGRATIONS), qtbot)

    qtbot.mouseClick(dialog.detail.buttons["migrate"], LEFT)
    migration = window.packages.migration
    assert migration is not None
    top = migration.tree.topLevelItem(0)
    assert top is not None
    migration.tree.setCurrentItem(top.child(0))
    qtbot.keyClick(migration.tree, Qt.Key.Key_Space)
    assert not migration.accept_button.isEnabled()
    qtbot.keyClick(migration, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.packages.migration is None)

    assert page.file.document.to_bytes() == before
    dialog.close()


def test_the_page_is_reached_and_used_with_the_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    window.documents.new()

    qtbot.keyClick(window, Qt.Key.Key_X, CONTROL_SHIFT)
    dialog = window.packages.dialog
    assert dialog.isVisible()
    assert {row.title for row in dialog.list.rows} >= {"Send Email", "Slack Notification"}

    qtbot.keyClicks(dialog.search, "slack")
    assert [row.title for row in dialog.list.rows] == ["Slack Notification"]
    assert "Calls slack.com" in shown(dialog)
    dialog.search.clear()
    dialog.list.setFocus()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Home)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    assert dialog.list.currentRow() == 1
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_palette_leads_to_the_page(window: MainWindow, qtbot: QtBot) -> None:
    window.documents.new()

    qtbot.mouseClick(window.palette_panel.manage, LEFT)

    assert window.packages.dialog.isVisible()
    window.packages.dialog.close()


def test_a_hostile_package_is_refused_in_place(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    wheel = write_wheel(
        tmp_path, "acme_weather", "1.0", {**weather_files(), "evil.pth": "import os"}, {"a": "acme_weather"}
    )

    drop(window, wheel)

    dialog = window.packages.dialog
    qtbot.waitUntil(lambda: "Python runs by itself" in dialog.message, timeout=20_000)
    assert not dialog.is_offering
    assert entry(window) is None
    dialog.close()


def test_a_folder_and_an_index_are_sources_too(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    weather_wheel(tmp_path / "index", "1.0")
    window.packages.open()
    dialog = window.packages.dialog
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "index"))

    dialog.menu.actions()[1].trigger()
    qtbot.waitUntil(lambda: "connector.json" in dialog.message, timeout=20_000)
    dialog.menu.actions()[2].trigger()
    qtbot.keyClicks(dialog.index_bar.name, "acme-weather")
    qtbot.keyClicks(dialog.index_bar.index, str(tmp_path / "index"))
    qtbot.keyClick(dialog.index_bar.index, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.is_offering, timeout=20_000)
    qtbot.mouseClick(dialog.offer.cancel_button, LEFT)

    assert not dialog.is_offering
    assert window.catalog.get("acme-weather") is None
    dialog.close()


def test_what_a_command_installs_is_seen_when_the_window_comes_to_the_front(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window.documents.new()
    packages = Packages(window.session.profile)
    packages.install(packages.look_at(str(weather_wheel(tmp_path))), consent=True)
    assert entry(window) is None

    window.activateWindow()
    QApplication.sendEvent(window, QEvent(QEvent.Type.ActivationChange))

    qtbot.waitUntil(lambda: entry(window) is not None)


def test_a_connector_that_crashed_is_grayed_and_says_why_until_it_works_again(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "crash.bpmn"
    file.write_bytes(process(connector_task("sky", "acme/weather", {})))
    window.documents.open(file)
    install(window, weather_wheel(tmp_path, body="import os; os._exit(1)"), qtbot).close()

    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: bool((found := entry(window)) and found.entry.trouble), timeout=20_000)

    window.packages.open()
    row = window.packages.dialog.list.rows[0]
    assert (row.title, row.state_word) == ("Weather", "Crashed")
    assert "ended unexpectedly" in row.summary
    window.packages.dialog.close()


def test_a_connector_from_beside_ours_is_enabled_by_agreeing(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.documents.new()
    site = tmp_path / "site"
    for path, content in weather_files(permissions={"mail": True}).items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(str(content))
    (site / "acme-1.0.dist-info").mkdir()
    (site / "acme-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
    points = "[processwright.connectors]\nacme-weather = acme_weather\n"
    (site / "acme-1.0.dist-info" / "entry_points.txt").write_text(points)
    monkeypatch.syspath_prepend(str(site))
    window.packages.open()
    window.packages.refresh("acme-weather")
    dialog = window.packages.dialog
    assert "Sends e-mail" in shown(dialog)
    assert entry(window) is None

    press_in_message("Keep it off")
    qtbot.mouseClick(dialog.detail.buttons["switch"], LEFT)
    assert entry(window) is None
    press_in_message("Enable")
    qtbot.mouseClick(dialog.detail.buttons["switch"], LEFT)

    qtbot.waitUntil(lambda: entry(window) is not None, timeout=20_000)
    dialog.close()


def test_words_of_a_package_are_words(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    bait = tmp_path / "bait.png"
    bait.write_bytes(b"x")
    tag = f"<img src='file://{bait}'><b>bold</b>"
    files = weather_files(name=tag[:80], description=tag, keywords=[tag], documentation=f"javascript:{tag}")
    files["acme_weather/README.md"] = f"# Title\n\n{tag}\n\n![picture](file://{bait})\n\n[link](file:///etc/passwd)"
    wheel = write_wheel(tmp_path, "acme_weather", "1.0", files, {"acme-weather": "acme_weather"})

    dialog = install(window, wheel, qtbot)

    rich = [label for label in dialog.findChildren(QLabel) if label.textFormat() != Qt.TextFormat.PlainText]
    assert not [label.text() for label in rich if "<" in label.text()]
    from modeler.ui.packages.page import DocumentationView

    (view,) = dialog.detail.findChildren(DocumentationView)
    assert "<b>bold</b>" in view.toPlainText()
    assert not view.loadResource(2, QUrl.fromLocalFile(str(bait)))
    dialog.close()


def test_connectors_speak_the_language_that_is_chosen_by_keys(
    window: MainWindow, file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    assert window.documents.open(file) is not None
    german = {"de": {"name": "Wetter", "settings": {"name": {"title": "Ort"}}}}
    dialog = install(window, weather_wheel(tmp_path, translations=german), qtbot)
    choice = dialog.detail.languages
    assert choice is not None
    assert [choice.itemText(index) for index in range(choice.count())] == ["The connector's own", "Deutsch (de)"]

    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: entry(window, "Wetter") is not None, timeout=20_000)

    assert "\nOrt\n" in shown(dialog)
    assert dialog.detail.languages is not None
    qtbot.waitUntil(lambda: dialog.detail.languages is not None and dialog.detail.languages.hasFocus())
    assert dialog.detail.languages.currentData() == "de"
    qtbot.keyClick(dialog.detail.languages, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: entry(window) is not None, timeout=20_000)
    dialog.close()


def test_a_refused_package_is_named(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    evil = tmp_path / "evil.zip"
    with ZipFile(evil, "w") as archive:
        archive.writestr("../x.txt", "no")
    window.packages.open()

    window.packages.look_at(str(evil))
    qtbot.waitUntil(lambda: "was not installed" in window.packages.dialog.message, timeout=20_000)

    assert window.packages.dialog.message.startswith("“evil.zip” was not installed. ")
    assert "../x.txt" in window.packages.dialog.message
    window.packages.dialog.close()
