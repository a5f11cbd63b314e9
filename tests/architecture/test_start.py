"""What a start imports: commands load no Qt, and nothing heavy is loaded before it is used."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.architecture.source_tree import ROOT, modules

HEAVY = ("networkx", "jsonschema", "keyring", "yagmail", "dask", "numpy")


def loaded_by(*names: str) -> set[str]:
    """The modules that a fresh interpreter holds after importing the named ones."""
    code = f"import sys, {', '.join(names)}; print('\\n'.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def of(package: str) -> list[str]:
    return [name for name in modules() if name == package or name.startswith(package + ".")]


@pytest.mark.skipif(not of("modeler.cli"), reason="there is no command line yet to import")
def test_the_command_line_starts_without_qt_or_any_heavy_library():
    loaded = loaded_by("modeler.__main__", "modeler.cli.main")

    assert not {name for name in loaded if name.split(".")[0] in (*HEAVY, "PySide6", "lxml")}


@pytest.mark.skipif(not of("modeler.cli"), reason="there is no command line yet to import")
def test_no_command_imports_qt_before_it_runs():
    loaded = loaded_by(*of("modeler.cli"))

    assert not {name for name in loaded if name.split(".")[0] == "PySide6"}


@pytest.mark.skipif("modeler.app" not in modules(), reason="there is no window yet to import")
def test_an_empty_window_stands_without_what_only_an_open_document_needs():
    build = (
        "import sys, tempfile, pathlib; from PySide6.QtWidgets import QApplication; import modeler.app as app;"
        "from modeler.services.profile import Profile; qt = QApplication([]);"
        "window = app.build_window(qt, Profile(pathlib.Path(tempfile.mkdtemp()))); print('\\n'.join(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", build], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())

    assert "modeler.ui.main_window" in loaded
    assert not {name for name in loaded if name.split(".")[0] in HEAVY}
    assert not {name for name in loaded if name.startswith(("lxml", "engine.", "connectors.", "email."))}
    assert not {name for name in loaded if name.startswith(("modeler.ui.preview.", "modeler.ui.history."))}
    assert not loaded & {"modeler.ui.panels.fields.registry", "modeler.ui.panels.task_form.view", "modeler.drawing"}
    assert not loaded & {"modeler.ui.panels.run", "modeler.ui.outbox.panel", "modeler.ui.live.control"}


@pytest.mark.parametrize(
    "package", ["engine", "connectors.sdk", "modeler.editing", "modeler.drawing", "modeler.services"]
)
def test_packages_below_the_window_load_without_qt(package):
    names = of(package)

    loaded = loaded_by(*names) if names else set()

    assert "PySide6" not in loaded
