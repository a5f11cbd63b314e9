"""`processwright import`: a package becomes a folder that previews."""

from __future__ import annotations

import json

import pytest

from modeler.cli.main import main
from tests.services.workspace.test_process_package import encrypted, manifest


@pytest.fixture
def package(tmp_path):
    path = tmp_path / "package.json"
    path.write_text(json.dumps(manifest()), encoding="utf-8")
    return path


def test_an_imported_package_previews_with_its_screens(package, tmp_path, capsys):
    status = main(["import", str(package), "-o", str(tmp_path / "out"), "--format", "json"])
    written = json.loads(capsys.readouterr().out)

    previewed = main(["preview", str(tmp_path / "out" / "order-now.bpmn"), "--format", "json"])
    result = json.loads(capsys.readouterr().out)

    assert (status, previewed, result["status"]) == (0, 0, "completed")
    assert [effect["kind"] for effect in result["effects"]] == ["mail"]
    assert len(written["files"]) == 7
    assert [note.split()[0] for note in written["notes"]] == ["“Back", "Scripts", "The"]


def test_importing_twice_overwrites_nothing(package, tmp_path, capsys):
    arguments = ["import", str(package), "-o", str(tmp_path / "out")]

    assert [main(arguments), main(arguments)] == [0, 1]
    assert "is there already" in capsys.readouterr().err


def test_the_password_of_an_encrypted_package_comes_from_a_file(package, tmp_path, capsys):
    sealed = manifest(export=encrypted(manifest()["export"], "horse"), encrypted=True)
    package.write_text(json.dumps(sealed), encoding="utf-8")
    (tmp_path / "password").write_text("horse\n")
    arguments = ["import", str(package), "-o", str(tmp_path / "out")]

    without = main(arguments)
    with_it = main([*arguments, "--password-file", str(tmp_path / "password")])

    assert (without, with_it) == (2, 0)
    assert "its password is needed" in capsys.readouterr().err


def test_a_file_that_is_no_package_is_wrong_use(tmp_path, capsys):
    (tmp_path / "x.json").write_text("{}")

    assert main(["import", str(tmp_path / "x.json"), "-o", str(tmp_path / "out")]) == 2
    assert not (tmp_path / "out").exists()


def test_the_file_that_cannot_be_read_is_the_one_that_is_named(package, tmp_path, capsys):
    folder = ["-o", str(tmp_path / "out")]

    main(["import", str(tmp_path / "gone.json"), *folder])
    main(["import", str(package), *folder, "--password-file", str(tmp_path / "secret")])

    first, second = capsys.readouterr().err.splitlines()
    assert f"Cannot read {tmp_path / 'gone.json'}: there is no such file" in first
    assert f"Cannot read {tmp_path / 'secret'}: there is no such file" in second
