"""The window: what a user sees and does first."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from engine.bpmn import Document, Point, Process, Task
from modeler.app import build_window
from modeler.editing import commands
from modeler.services.profile import Profile
from modeler.ui.banner import Banner
from modeler.ui.canvas.context_pad import ContextPad
from modeler.ui.main_window import MainWindow
from modeler.ui.theme import RESOURCES

SAMPLE = RESOURCES / "samples" / "purchase-approval.bpmn"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    copy = tmp_path / "order.bpmn"
    copy.write_bytes(SAMPLE.read_bytes())
    return copy


def test_the_welcome_page_has_the_window_for_itself(window: MainWindow) -> None:
    assert window.page is None
    assert window.welcome.isVisible()
    assert not window.left.isVisible()
    assert not window.actions_by_id["file.save-as"].isEnabled()


def test_an_opened_file_stands_in_a_tab_with_panels_round_it(window: MainWindow, file: Path) -> None:
    window.open_path(file)

    assert window.tabs.tabText(0) == "order.bpmn"
    assert window.left.isVisible()
    assert window.right.isVisible()
    assert window.session.workspace.recent == [file]


def test_when_the_picture_is_complete_spare_moments_prepare_the_first_save(
    window: MainWindow, file: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    complete = watched_preparing(window, monkeypatch)
    page = window.open_path(file)
    assert page is not None

    qtbot.waitUntil(lambda: page.is_prepared)

    assert complete
    assert all(complete)
    assert page.file.document.prepare(1)


def test_a_picture_that_has_moved_before_the_spare_moment_is_waited_for(
    window: MainWindow, file: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    complete = watched_preparing(window, monkeypatch)
    page = window.open_path(file)
    assert page is not None
    qtbot.waitUntil(lambda: page.is_prepared)
    complete.clear()
    page.canvas.hide()
    timers = page.findChildren(QTimer, options=Qt.FindChildOption.FindDirectChildrenOnly)

    page.is_prepared = False
    page.canvas.painted.emit(True)
    page.canvas.is_complete = False
    qtbot.waitUntil(lambda: not any(timer.isActive() for timer in timers))

    assert complete == []
    page.canvas.show()
    qtbot.waitUntil(lambda: page.is_prepared)
    assert complete
    assert all(complete)


def watched_preparing(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether the picture was complete, for each time that something is prepared."""
    complete: list[bool] = []
    prepare = Document.prepare

    def watched(document: Document, tags: int = 2_000) -> bool:
        complete.append(bool(window.page and window.page.canvas.is_complete))
        return prepare(document, tags)

    monkeypatch.setattr(Document, "prepare", watched)
    return complete


def test_another_theme_leaves_the_view_as_it_is(window: MainWindow, file: Path, qtbot: QtBot) -> None:
    page = window.open_path(file)
    assert page is not None
    qtbot.waitUntil(lambda: page.is_prepared)
    page.canvas.zoom_to(1.5)

    window.appearance.set_mode("dark")
    page.hide()
    page.show()
    QApplication.processEvents()

    assert page.canvas.zoom == 1.5


def test_icons_beside_the_selection_follow_the_theme(window: MainWindow, file: Path, qtbot: QtBot) -> None:
    page = window.open_path(file)
    assert page is not None
    qtbot.waitUntil(lambda: page.is_prepared)
    page.canvas.select([next(page.file.document.elements(Task))])
    QApplication.processEvents()
    light = pad_pictures(page.canvas.context_pad)

    window.appearance.set_mode("dark")
    QApplication.processEvents()
    dark = pad_pictures(page.canvas.context_pad)

    assert light.keys() == dark.keys()
    assert len(dark) > 3
    assert [name for name in dark if darkest(dark[name]) < 90] == []


def pad_pictures(pad: ContextPad) -> dict[str, QImage]:
    """What is drawn on each button that is shown, but for the one of the colors themselves."""
    buttons = [each for each in pad.findChildren(QToolButton) if each.isVisible()]
    pictures = {each.objectName(): each.icon().pixmap(20, 20).toImage() for each in buttons}
    return {name: picture for name, picture in pictures.items() if name != "pad.color"}


def darkest(picture: QImage) -> int:
    """How bright the strongest ink of a picture is."""
    colors = [picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height())]
    return max((color.lightness() for color in colors if color.alpha() > 200), default=255)


def test_problems_are_looked_for_once_the_picture_is_complete(window: MainWindow, file: Path, qtbot: QtBot) -> None:
    complete: list[bool] = []
    window.problem_watch.found.connect(lambda *_: complete.append(bool(window.page and window.page.canvas.is_complete)))

    window.open_path(file)
    qtbot.waitUntil(lambda: bool(complete))

    assert all(complete)


def test_the_same_file_is_opened_once(window: MainWindow, file: Path) -> None:
    first = window.open_path(file)

    assert window.open_path(file) is first
    assert window.tabs.count() == 1


def test_a_dropped_file_is_opened(window: MainWindow, file: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    action, button, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier

    window.dropEvent(QDropEvent(QPointF(10, 10), action, data, button, keys))

    assert window.page is not None
    assert window.page.file.path == file


def test_a_sample_is_opened_to_read_only(window: MainWindow) -> None:
    page = window.open_path(SAMPLE)

    assert page is not None
    assert page.file.read_only


def test_renaming_in_the_panel_changes_the_diagram_and_can_be_undone(
    window: MainWindow, file: Path, qtbot: QtBot
) -> None:
    page = window.open_path(file)
    assert page is not None
    document = page.file.document
    window.reveal("Order")
    name = window.properties_panel.groups[0].editors[0].editor
    name.setFocus()
    name.selectAll()

    qtbot.keyClicks(name, "Order it")
    qtbot.keyClick(name, Qt.Key.Key_Return)

    assert document.get("Order").get("name") == "Order it"
    assert "User task: Order it" in [each.toolTip() or each.text() for each in window.status.findChildren(QLabel)]
    assert window.actions_by_id["file.save"].isEnabled()
    window.actions_by_id["edit.undo"].trigger()
    assert document.get("Order").get("name") == "Order the goods"
    qtbot.waitUntil(lambda: name.text() == "Order the goods")
    assert not page.file.is_modified


def test_saving_writes_only_what_was_typed(window: MainWindow, file: Path, qtbot: QtBot) -> None:
    window.open_path(file)
    window.reveal("Order")
    name = window.properties_panel.groups[0].editors[0].editor
    name.setFocus()
    name.selectAll()
    qtbot.keyClicks(name, "Buy")

    window.actions_by_id["file.save"].trigger()

    assert file.read_bytes() == SAMPLE.read_bytes().replace(b'"Order the goods"', b'"Buy"')


def test_saving_takes_the_label_that_is_being_typed(window: MainWindow, file: Path, qtbot: QtBot) -> None:
    window.open_path(file)
    window.reveal("Order")
    window.page.canvas.edit_label()
    qtbot.keyClicks(window.page.canvas.label_editor, "Buy")

    window.actions_by_id["file.save"].trigger()

    assert file.read_bytes() == SAMPLE.read_bytes().replace(b'"Order the goods"', b'"Buy"')


def test_a_problem_leads_to_the_element_and_its_field(window: MainWindow, file: Path, qtbot: QtBot) -> None:
    file.write_text(SAMPLE.read_text("utf-8").replace("Order {{orderNumber}}: {{item}}", ""), "utf-8")
    for folder in ("data-connectors", "screens"):
        shutil.copytree(SAMPLE.parent / folder, file.parent / folder)
    page = window.open_path(file)
    assert page is not None

    rows = window.problem_watch.check()
    window.problems_panel.activated.emit(rows[0])

    assert [row.message for row in rows if row.severity == "error"] == ["Email Subject Is Missing"]
    assert [element.id for element in page.canvas.selected_elements] == ["SendOrder"]
    focus = window.properties_panel.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "Subject"


def test_the_dark_theme_reaches_every_part(window: MainWindow, file: Path) -> None:
    page = window.open_path(file)
    assert page is not None

    window.choose_theme("dark")

    assert page.canvas.stage.style.is_dark
    assert window.session.settings.get("theme", "system") == "dark"


def test_undo_names_the_step(window: MainWindow, file: Path) -> None:
    page = window.open_path(file)
    assert page is not None
    with page.file.document.edit("Paint the shed"):
        page.file.document.get("Order").set("name", "Shed")

    assert window.actions_by_id["edit.undo"].text() == "&Undo paint the shed"


def test_what_was_undone_can_be_redone_at_once(window: MainWindow, file: Path) -> None:
    page = window.open_path(file)
    assert page is not None
    order = page.file.document.get("Order")
    before = order.get("name")
    with page.file.document.edit("Paint the shed"):
        order.set("name", "Shed")

    window.actions_by_id["edit.undo"].trigger()
    assert order.get("name") == before
    assert not window.actions_by_id["edit.undo"].isEnabled()
    assert not window.isWindowModified()
    window.actions_by_id["edit.redo"].trigger()

    assert order.get("name") == "Shed"
    assert window.actions_by_id["edit.undo"].isEnabled()


def test_find_goes_through_the_hits(window: MainWindow, file: Path, qtbot: QtBot) -> None:
    page = window.open_path(file)
    assert page is not None

    window.actions_by_id["edit.find"].trigger()
    qtbot.keyClicks(window.find_bar.line, "tell")
    qtbot.keyClick(window.find_bar.line, Qt.Key.Key_Return)

    assert [element.id for element in page.canvas.selected_elements] == ["TellOrdered"]


def test_find_knows_types_and_notes_and_no_flow_by_its_ends(window: MainWindow, file: Path, qtbot: QtBot) -> None:
    page = window.open_path(file)
    assert page is not None
    window.actions_by_id["edit.find"].trigger()
    qtbot.keyClicks(window.find_bar.line, "user")
    types = set()

    for _ in range(20):
        types |= {element.tag for element in page.canvas.selected_elements}
        qtbot.keyClick(window.find_bar.line, Qt.Key.Key_Down)
    window.find_bar.line.clear()
    qtbot.keyClicks(window.find_bar.line, "nothing is sent")

    assert "userTask" in types
    assert "sequenceFlow" not in types
    assert [element.tag for element in page.canvas.selected_elements] == ["textAnnotation"]


def test_escape_in_find_gives_the_keyboard_back_to_the_diagram(window: MainWindow, file: Path, qtbot: QtBot) -> None:
    page = window.open_path(file)
    assert page is not None
    window.actions_by_id["edit.find"].trigger()

    qtbot.keyClick(window.find_bar.line, Qt.Key.Key_Escape)

    assert not window.find_bar.isVisible()
    assert page.canvas.hasFocus()


def test_panels_below_take_little_room_until_one_needs_more(window: MainWindow, file: Path) -> None:
    window.open_path(file)
    before = window.bottom.height()

    window.bottom.bring(window.run_panel)
    QApplication.processEvents()

    assert before < window.height() / 3
    assert window.bottom.height() > before


def test_the_inside_of_a_sub_process_that_was_just_collapsed_can_be_opened(window: MainWindow) -> None:
    page = window.documents.new()
    inside = commands.create(page.file.document, "bpmn:subProcess", at=Point(300, 200), name="Pack")
    commands.toggle_expansion(page.file.document, inside)
    page.canvas.select([inside])

    page.canvas.context_pad.button("inside").click()

    assert page.canvas.diagram is page.file.document.planes_of(inside)[0].parent
    assert page._selector.isVisible()
    assert page._selector.currentText() == "Pack"
    commands.rename(page.file.document, inside, "Ship")
    assert page._selector.currentText() == "Ship"


def test_the_outline_selects_on_the_canvas_and_follows_it(window: MainWindow, file: Path, qtbot: QtBot) -> None:
    page = window.open_path(file)
    assert page is not None
    window.left.tabs.setCurrentWidget(window.outline_panel)
    qtbot.waitUntil(lambda: window.outline_panel.tree.model().rowCount() == 2)

    window.outline_panel.selected.emit("Approve")
    assert [element.id for element in page.canvas.selected_elements] == ["Approve"]

    window.reveal("Order")
    assert window.outline_panel.tree.currentIndex().data() == "Order the goods"


def test_an_unreadable_file_is_told_and_opens_nothing(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("modeler.ui.questions.tell_error", lambda *words: told.append(words[-1]))
    broken = tmp_path / "broken.bpmn"
    broken.write_text("<no-bpmn/>")

    assert window.open_path(broken) is None
    assert told
    assert window.page is None


def test_closing_asks_about_unsaved_work(window: MainWindow, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = window.open_path(file)
    assert page is not None
    with page.file.document.edit("Rename"):
        page.file.document.get("Order").set("name", "Buy")
    answers = ["cancel", "discard"]
    monkeypatch.setattr("modeler.ui.questions.ask_to_save", lambda *_: answers.pop(0))

    assert not window.documents.close(page)
    assert window.documents.close(page)
    assert file.read_bytes() == SAMPLE.read_bytes()


def test_a_change_outside_is_asked_about_when_saving(
    window: MainWindow, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = window.open_path(file)
    assert page is not None
    with page.file.document.edit("Rename"):
        page.file.document.get("Order").set("name", "Mine")
    file.write_bytes(SAMPLE.read_bytes().replace(b"Order the goods", b"Theirs"))
    asked: list[str] = []
    monkeypatch.setattr("modeler.ui.questions.ask_about_change", lambda *w: asked.append(w[1]) or "theirs")

    window.actions_by_id["file.save"].trigger()

    assert asked == ["order.bpmn"]
    assert window.page is not None
    assert window.page.file.document.get("Order").get("name") == "Theirs"


def test_a_file_that_is_gone_is_told_and_written_again_when_saving(window: MainWindow, file: Path) -> None:
    page = window.open_path(file)
    assert page is not None
    file.unlink()

    window.documents.check_outside()
    (banner,) = page.findChildren(Banner)
    window.actions_by_id["file.save"].trigger()

    assert banner.text == ""
    assert file.read_bytes() == SAMPLE.read_bytes()


def test_a_recent_file_that_cannot_be_opened_is_not_offered_again(
    window: MainWindow, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = window.open_path(file)
    assert page is not None
    window.documents.close(page)
    file.unlink()
    told: list[str] = []
    monkeypatch.setattr("modeler.ui.questions.tell_error", lambda *words: told.append(words[2]))
    button = next(
        each for each in window.welcome.findChildren(QAbstractButton) if "order.bpmn" in each.accessibleName()
    )

    button.click()

    names = [each.accessibleName() for each in window.welcome.findChildren(QAbstractButton) if each.isVisible()]
    assert told == ["order.bpmn"]
    assert not any("order.bpmn" in name for name in names)


def test_reloading_a_file_takes_back_what_was_said_of_it(window: MainWindow, file: Path) -> None:
    page = window.open_path(file)
    assert page is not None
    file.write_bytes(SAMPLE.read_bytes().replace(b"Order the goods", b"Theirs"))
    window.documents.check_outside()
    (banner,) = page.findChildren(Banner)
    page.canvas.zoom_to(1.5)
    view = page.canvas.stage.viewport

    banner.findChild(QPushButton).click()

    assert banner.text == ""
    assert page.canvas.stage.viewport == view
    assert page.file.document.get("Order").get("name") == "Theirs"


@pytest.mark.parametrize("menu", ["create", "append", "replace", "align", "color"])
def test_the_menus_of_the_canvas_are_in_the_edit_menu_too(window: MainWindow, file: Path, menu: str) -> None:
    page = window.open_path(file)
    assert page is not None
    window.reveal("Order")

    window.actions_by_id[f"edit.{menu}"].trigger()

    assert page.canvas.menus.popup.isVisible()
    page.canvas.menus.popup.close()


def test_a_small_window_keeps_every_panel_inside(window: MainWindow, file: Path) -> None:
    window.open_path(file)

    window.resize(800, 600)
    QApplication.processEvents()

    assert window.width() == 800
    assert window.right.geometry().right() <= window.width()
    assert window.properties_panel.width() >= 200


def test_the_layout_is_remembered(qapp: QApplication, qtbot: QtBot, tmp_path: Path, file: Path) -> None:
    profile = Profile(tmp_path / "profile")
    first = build_window(qapp, profile)
    first.show()
    first.open_path(file)
    first.actions_by_id["view.bottom"].setChecked(False)
    first.quit_now()
    first.deleteLater()

    second = build_window(qapp, profile)
    second.show()
    second.open_path(file)

    assert second.left.isVisible()
    assert not second.bottom.isVisible()
    second.quit_now()
    second.deleteLater()


def test_the_layout_is_remembered_when_the_window_is_closed_with_what_is_open_in_it(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, file: Path
) -> None:
    profile = Profile(tmp_path / "profile")
    first = build_window(qapp, profile)
    first.show()
    first.open_path(file)
    first.resize(780, 640)
    first.actions_by_id["view.properties"].setChecked(False)
    first.resizeDocks([first.left], [310], Qt.Orientation.Horizontal)
    QApplication.processEvents()
    width = first.left.width()
    first.close()
    first.deleteLater()

    second = build_window(qapp, profile)
    second.show()
    second.open_path(file)
    QApplication.processEvents()

    seen = (second.left.width(), second.width(), second.height(), second.right.isVisible())
    second.quit_now()
    second.deleteLater()
    assert width == pytest.approx(310, abs=5)
    assert seen == (pytest.approx(width, abs=5), 780, 640, False)


def test_the_title_names_the_document_and_marks_unsaved_work(window: MainWindow, file: Path) -> None:
    page = window.open_path(file)
    assert page is not None
    assert window.windowTitle() == "order.bpmn[*] – Processwright"
    assert not window.isWindowModified()

    with page.file.document.edit("Rename"):
        page.file.document.get("Order").set("name", "Buy")

    assert window.isWindowModified()


def test_the_window_shows_before_documents_and_dialogs_are_loaded() -> None:
    code = (
        "import sys; from PySide6.QtWidgets import QApplication; from modeler.app import build_window\n"
        "app = QApplication([]); window = build_window(app); window.show()\n"
        "print([name for name in ('engine.bpmn', 'modeler.drawing', 'modeler.ui.canvas.widget', 'engine.runtime',"
        " 'modeler.ui.dialogs.message', 'modeler.ui.dialogs.recovered', 'jsonschema') if name in sys.modules])\n"
        "window.quit_now()"
    )

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=RESOURCES.parent)

    assert run.stdout.strip() == "[]"


def test_an_answer_that_is_refused_leaves_the_request_where_it_is(window: MainWindow, qtbot: QtBot) -> None:
    page = window.open_path(SAMPLE)
    assert page is not None
    window.preview.run()
    qtbot.waitUntil(lambda: bool(window.run_panel.view.waiting), timeout=20_000)

    window.preview.answer("Approve", {})
    qtbot.waitUntil(lambda: "nothing waits" in window.run_panel.view.message, timeout=20_000)

    assert window.run_panel.view.status == "waiting"
    assert window.preview.can_go_on


def test_a_new_process_that_nobody_touched_closes_without_a_question(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("modeler.ui.questions.ask_to_save", lambda *_: pytest.fail("asked"))
    page = window.documents.new()

    assert window.documents.close(page)


def test_a_new_process_with_something_in_it_is_asked_about(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("modeler.ui.questions.ask_to_save", lambda *_: "cancel")
    page = window.documents.new()
    with page.file.document.edit("Rename"):
        next(page.file.document.elements(Process)).name = "Orders"

    assert not window.documents.close(page)
