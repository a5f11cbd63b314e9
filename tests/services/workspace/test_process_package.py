"""ProcessMaker packages: read in every form, written as plain files without their secrets."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from connectors.sdk.host import Hosts
from engine.bpmn import Document
from modeler.services.catalog import discover
from modeler.services.preview.starting import PreviewOptions, start_preview
from modeler.services.profile import Profile
from modeler.services.workspace.package_folder import WHOLE, plan_folder, write_folder
from modeler.services.workspace.process_package import PackageError, PasswordNeededError, read_package
from tests.services.connector_processes import mail_task, process

BPMN = process(mail_task(type="screen", screenRef=31)).decode()
TOKEN = "t0p-s3cret-token"


def asset(kind, name, references=(), **attributes):
    return {"type": kind, "name": name, "attributes": attributes, "references": references or [], "dependents": []}


def manifest(**changes):
    screen = json.dumps([{"name": "P", "items": []}])
    owner = {"type": "user", "fallbackMatches": {"email": "ann@example.org", "username": "ann"}}
    export = {
        "p": {**asset("Process", "Order / now", bpmn=BPMN, user_id=3), "dependents": [owner]},
        "s": asset("Screen", "Summary", id=31, uuid="s", title="Summary", config=screen),
        "t": asset("Screen", "Summary", id=31, uuid="t", title="Summary", config=screen),
        "c": asset("Script", "Level", id=7, code="return 1;", language="php"),
        "d": asset("DataConnector", "Back office", {"credentials": {"token": TOKEN, "verify_certificate": True}},
                   id=4, endpoints="{}"),
        "x": asset("Telepathy", "New"),
    }  # fmt: skip
    return {"type": "process_package", "version": "2", "root": "p", "name": "Order", "export": export, **changes}


def encrypted(value, password):
    plain = json.dumps(value).encode()
    padding = 16 - len(plain) % 16
    encryptor = Cipher(algorithms.AES256(hashlib.sha256(password.encode()).digest()), modes.CBC(b"\1" * 16)).encryptor()
    sealed = encryptor.update(plain + bytes([padding]) * padding) + encryptor.finalize()
    return base64.b64encode(b"\1" * 16 + sealed).decode()


def read(value, password=None):
    return read_package(json.dumps(value).encode(), password)


def test_a_package_becomes_plain_files():
    plan = plan_folder(read(manifest()))

    assert sorted(plan.files) == [
        "data-connectors/back-office.json",
        "order-now.bpmn",
        WHOLE,
        "screens/31-summary-2.json",
        "screens/31-summary.json",
        "scripts/7-level.json",
        "users.json",
    ]
    assert plan.files["order-now.bpmn"].decode() == BPMN
    assert json.loads(plan.files["users.json"]) == [{"id": 3, "fullname": "ann", "email": "ann@example.org"}]
    assert set(json.loads(plan.files[WHOLE])["export"]) == set("pstcdx")


def test_secrets_are_references_in_every_file():
    plan = plan_folder(read(manifest()))

    assert not any(TOKEN.encode() in content for content in plan.files.values())
    source = json.loads(plan.files["data-connectors/back-office.json"])
    assert source["credentials"] == {"token": "secret:BACK_OFFICE_TOKEN", "verify_certificate": True}
    assert plan.notes == [
        "“Back office” needs the secrets BACK_OFFICE_TOKEN; their values were left out.",
        "Scripts in PHP are kept; a preview asks for their answers instead of running them.",
        "The screens “Summary”, “Summary” have the same number 31; where it is used, the first is taken.",
    ]


def test_assigned_users_and_groups_get_the_numbers_that_the_process_uses():
    tasks = '<bpmn:task id="a"/><bpmn:task id="b" pm:assignedUsers="1, 9" pm:assignedGroups="4"/>'
    bpmn = (
        '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t" '
        f'xmlns:pm="http://processmaker.com/BPMN/2.0/Schema.xsd"><bpmn:process id="P">{tasks}</bpmn:process>'
        "</bpmn:definitions>"
    )
    meta = {"path": "/bpmn:definitions/bpmn:process/bpmn:task[2]"}
    named = [{"email": "ann@example.org", "username": "ann"}, {"email": "bo@example.org", "username": "bo"}]
    dependents = [{"type": "user_assignment", "meta": meta, "fallbackMatches": each} for each in named]
    dependents += [{"type": "group_assignment", "meta": meta, "fallbackMatches": {"name": "Buyers"}}]
    dependents += [{"type": "group_assignment", "meta": {"path": "/nowhere[7]"}, "fallbackMatches": {"name": "Lost"}}]
    process = {**asset("Process", "Order", bpmn=bpmn), "dependents": dependents}

    plan = plan_folder(read(manifest(export={"p": process})))

    assert [(each["id"], each["email"]) for each in json.loads(plan.files["users.json"])] == [
        (1, "ann@example.org"), (9, "bo@example.org"),
    ]  # fmt: skip
    assert json.loads(plan.files["groups.json"]) == [{"id": 4, "name": "Buyers", "users": []}]


def test_a_template_holds_a_package():
    inner = json.dumps(manifest())
    outer = manifest(type="process_templates_package", export={"o": asset("ProcessTemplates", "T", manifest=inner)})

    plan = plan_folder(read(outer))

    assert "order-now.bpmn" in plan.files
    assert not any(TOKEN.encode() in content for content in plan.files.values())


def test_an_encrypted_package_needs_its_password():
    sealed = manifest(export=encrypted(manifest()["export"], "horse"), encrypted=True)

    assert read(sealed, "horse").of_type("Process")[0].name == "Order / now"
    with pytest.raises(PasswordNeededError):
        read(sealed)
    for wrong in ("", "donkey", "Horse"):
        with pytest.raises(PackageError, match="password is incorrect"):
            read(sealed, wrong)


@pytest.mark.parametrize("damage", ["", "????", "AAAA", base64.b64encode(b"x" * 17).decode()])
def test_a_damaged_encrypted_package_is_refused(damage):
    with pytest.raises(PackageError, match="damaged"):
        read(manifest(export=damage, encrypted=True), "horse")


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"{", "not JSON"), (b"[]", "not a ProcessMaker package"), (b'{"a": 1}', "not a ProcessMaker"),
     (json.dumps(manifest(version="1")).encode(), "version 1")],
)  # fmt: skip
def test_what_is_no_package_is_refused(data, words):
    with pytest.raises(PackageError, match=words):
        read_package(data)


def test_files_that_are_there_are_never_overwritten(tmp_path):
    plan = plan_folder(read(manifest()))
    (tmp_path / "users.json").write_text("mine")

    with pytest.raises(FileExistsError):
        write_folder(plan, tmp_path, Profile(tmp_path / "profile"))

    assert (tmp_path / "users.json").read_text() == "mine"
    assert not (tmp_path / "order-now.bpmn").exists()


@pytest.mark.parametrize(
    ("name", "password"),
    [("purchase-approval", None), ("leave-request.template", None),
     ("purchase-approval.encrypted", "correct horse battery staple")],
)  # fmt: skip
def test_published_packages_open(shared_data, tmp_path, name, password):
    data = (shared_data / "processmaker" / "packages" / f"{name}.json").read_bytes()

    paths = write_folder(plan_folder(read_package(data, password)), tmp_path, Profile(tmp_path / "profile"))

    diagrams = [path for path in paths if path.suffix == ".bpmn"]
    assert all(Document.from_bytes(path.read_bytes(), path.name).problems is not None for path in diagrams)
    assert len(diagrams) == 1
    assert not any(b"sample-token-not-a-secret" in path.read_bytes() for path in paths)


def test_a_published_process_runs_offline_with_everything_that_its_package_brings(shared_data, tmp_path):
    data = (shared_data / "processmaker" / "packages" / "purchase-approval.json").read_bytes()
    write_folder(plan_folder(read_package(data)), tmp_path, Profile(tmp_path / "profile"))
    path = tmp_path / "purchase-approval.bpmn"
    supplier = {"name": "Nordic", "id": "s1", "email": "sales@example.org"}
    start = {"reference": "PR-1", "amount": 500, "approverEmail": "boss@example.org", "supplier": supplier}

    with Hosts() as hosts:
        options = PreviewOptions(data=start, workspace=tmp_path)
        preview = start_preview(Document.from_bytes(path.read_bytes(), path.name), discover(), hosts, options)
        preview.request.run().complete("node_3")
        preview.answer("node_4", "Approve")
        preview.request.complete("node_8").complete("node_9")

    assert preview.request.status == "completed"
    assert [(effect.element, effect.kind) for effect in preview.effects] == [
        ("node_4", "mail"), ("node_9", "mail"), ("node_10", "pdf"), ("node_11", "http"), ("node_12", "mail"),
    ]  # fmt: skip
    (attached,) = preview.effects[4].message().iter_attachments()
    assert attached.get_filename() == "Order_PR-1.pdf"


def test_the_manager_of_a_process_manages_it_in_the_workspace():
    manager = {"type": "manager", "fallbackMatches": {"email": "mo@example.org", "username": "mo"}}
    process = {**asset("Process", "Order", bpmn=BPMN, properties='{"manager_id": 8}'), "dependents": [manager]}

    plan = plan_folder(read(manifest(export={"p": process})))

    assert json.loads(plan.files["users.json"]) == [
        {"id": 8, "fullname": "mo", "email": "mo@example.org", "manages": ["P"]}
    ]
