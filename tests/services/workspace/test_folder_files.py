"""Files of the workspace folder: read inside it, refused beyond it, offered by the form, attached to mails."""

from __future__ import annotations

import os

import pytest

from connectors.sdk.host import Hosts
from connectors.sdk.ports import PortError
from modeler.services.catalog import discover
from modeler.services.preview.starting import PreviewOptions, start_preview
from modeler.services.workspace.choices import workspace_choices
from modeler.services.workspace.folder_files import MOST_BYTES, offered_files, workspace_file
from tests.connectors.packages import write_package
from tests.services.connector_processes import document, mail_task


@pytest.fixture
def folder(tmp_path):
    inside = tmp_path / "work"
    (inside / "terms").mkdir(parents=True)
    (inside / "terms" / "general.pdf").write_bytes(b"%PDF-1")
    (inside / "note.txt").write_bytes(b"note")
    (inside / "order.bpmn").write_bytes(b"x")
    (inside / ".env").write_bytes(b"PASSWORD=1")
    (tmp_path / "outside.txt").write_bytes(b"secret")
    return inside


def read(folder, path):
    return workspace_file(folder, {"workspace": path})


def preview(folder, **data):
    rows = [{"source": "workspace", "value": data.pop("value", "terms/{{which}}.pdf"), "variableInArray": ""}]
    with Hosts() as hosts:
        options = PreviewOptions(data={"n": 1, **data}, workspace=folder)
        found = start_preview(document(mail_task(attachments=rows)), discover(), hosts, options)
        found.request.run()
    return found


@pytest.mark.parametrize("path", ["terms/general.pdf", "terms\\general.pdf", " terms/general.pdf "])
def test_a_file_inside_the_folder_is_read(path, folder):
    file = read(folder, path)

    assert (file.name, file.media_type, file.content) == ("general.pdf", "application/pdf", b"%PDF-1")


@pytest.mark.parametrize("path", [
    "../outside.txt", "terms/../../outside.txt", "/etc/hostname", "C:\\Windows\\win.ini", "\\\\server\\share\\x",
    "..\\outside.txt", ".env", "terms/./../.env", "", ".", "..", "~/../x:y", "note.txt\0.pdf", "file:///etc/hostname",
])  # fmt: skip
def test_no_path_leads_out_of_the_folder_or_to_what_is_hidden(path, folder):
    with pytest.raises(PortError) as refused:
        read(folder, path)

    assert refused.value.code == "file.outside"
    assert "inside the folder" in refused.value.message


# Windows lets only administrators make links; the paths that lead out without one are tested on every system.
@pytest.mark.skipif(not hasattr(os, "symlink") or os.name == "nt", reason="links need rights on this system")
@pytest.mark.parametrize(("link", "target"), [("out.txt", "outside.txt"), ("up", ".")])
def test_no_link_leads_out_of_the_folder(link, target, folder):
    (folder / link).symlink_to(folder.parent / target)

    with pytest.raises(PortError, match="inside the folder"):
        read(folder, "out.txt" if link == "out.txt" else "up/outside.txt")


@pytest.mark.parametrize(("path", "code"), [("nowhere.pdf", "file.missing"), ("terms", "file.missing")])
def test_what_is_no_file_is_told(path, code, folder):
    with pytest.raises(PortError) as refused:
        read(folder, path)

    assert refused.value.code == code


def test_a_file_that_is_too_large_is_not_read(folder):
    with (folder / "large.bin").open("wb") as file:
        file.truncate(MOST_BYTES + 1)

    with pytest.raises(PortError, match="more than 25 MB"):
        read(folder, "large.bin")


def test_a_process_in_no_folder_has_no_such_files():
    with pytest.raises(PortError, match="save it"):
        read(None, "note.txt")


def test_the_form_offers_files_but_no_processes_nothing_hidden_and_no_links(folder):
    if os.name != "nt":
        (folder / "link.txt").symlink_to(folder / "note.txt")
    assert offered_files(folder) == ["note.txt", "terms/general.pdf"]
    assert [each.value for each in workspace_choices(folder)("workspace-files")] == ["note.txt", "terms/general.pdf"]
    assert offered_files(None) == []


def test_a_preview_attaches_the_file_that_the_data_name(folder):
    (effect,) = preview(folder, which="general").effects

    (part,) = effect.message().iter_attachments()
    assert (part.get_filename(), part.get_content()) == ("general.pdf", b"%PDF-1")


@pytest.mark.parametrize("which", ["../../outside.txt\0", "../../outside", "x/../../../outside"])
def test_no_data_attach_what_is_outside(which, folder):
    found = preview(folder, which=which)

    assert not found.effects
    assert found.request.errors[0]["code"] == "file.outside"


def test_a_package_without_the_permission_reads_no_file_of_the_folder(folder, tmp_path):
    code = (
        "class Reader:\n    def check(self, config):\n        return []\n"
        "    def run(self, config, data, ports):\n        ports.files.read({'workspace': 'note.txt'})\n"
    )
    permissions = {"files": ["read"]}
    place = write_package(tmp_path / "reader", code, run="run:Reader", permissions=permissions)
    task = '<bpmn:serviceTask id="it" implementation="example/greeter"/>'

    with Hosts() as hosts:
        found = start_preview(document(task), discover(folders=[place]), hosts, PreviewOptions(workspace=folder))
        found.request.run()

    assert found.request.errors[0]["code"] == "permission"
