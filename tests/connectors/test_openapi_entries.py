"""Operations of an OpenAPI description: entries whose elements are ProcessMaker's Data Connectors, and preview."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from connectors.sdk.host import Hosts
from connectors.sdk.ports import File
from connectors.sdk.testing import contract
from connectors.sdk.values import compact
from engine.bpmn import Document, Element
from engine.bpmn.namespaces import PROCESSMAKER
from engine.bpmn.schema import schema_problems_of
from modeler.editing import binding, forms, script
from modeler.services.catalog import discover
from modeler.services.making.openapi import chosen, make, operations, read_description
from modeler.services.preview.starting import PreviewOptions, start_preview

BOOKS = Path(__file__).with_name("openapi") / "books.yaml"
LIST, ADD, CHAPTER, ORDER = (
    f"book-shop-{each}"
    for each in ("list-books", "add-book", "get-books-by-book-id-chapters-by-chapter-no", "place-order")
)
EXAMPLE = [{"id": 1, "title": "text", "price": 0, "author": {"name": "text", "mail": "ann@example.org"}}]


@pytest.fixture(scope="module")
def hosts():
    with Hosts() as running:
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A workspace with the asset and the entries."""
    return write(tmp_path_factory.mktemp("books"))


@pytest.fixture(scope="module")
def catalog(folder):
    return discover(folders=[folder / "connectors" / "book-shop"])


def write(folder):
    description = read_description(BOOKS.read_text(encoding="utf-8"))
    for name, content in make(description, chosen(operations(description), ())).plan().files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def process(catalog, connector, **values):
    document = Document.new("x")
    commands = [
        {"do": "create", "type": "startEvent", "at": [100, 200], "id": "start"},
        {"do": "create", "connector": connector, "after": "start", "id": "it"},
        {"do": "create", "type": "endEvent", "after": "it", "id": "end"},
        {"do": "configure", "element": "it", "values": values},
    ]
    script.run(document, commands, catalog)
    return document


def config(document):
    return json.loads(document.get("it", Element).foreign(PROCESSMAKER, "config"))


def run(hosts, catalog, document, workspace, **data):
    preview = start_preview(document, catalog, hosts, PreviewOptions(data=data, workspace=workspace))
    preview.request.run()
    return preview


def request(preview):
    """The HTTP request in the outbox."""
    (effect,) = preview.effects
    return json.loads(effect.files[0].content)["request"]


def test_a_new_element_is_a_data_connector_as_processmaker_writes_it(catalog):
    document = process(catalog, LIST)

    assert document.get("it", Element).get("implementation") == "package-data-sources/data-source-task-service"
    assert compact(config(document)) == (
        '{"dataSource":951987,"endpoint":"listBooks",'
        '"dataMapping":[{"value":"","key":"listBooks","format":"dotNotation"}],'
        '"outboundConfig":[{"value":"20","type":"PARAM","key":"limit","format":"mustache"},'
        '{"value":"sid={{sid}}; lang={{lang}}","type":"HEADER","key":"Cookie","format":"mustache"}],'
        '"callback":false,"callback_url":"callback_url","callback_variable":"callback","callback_methods":["POST"],'
        '"callback_data_types":["FORM"],"callback_authentication":null,"callback_authentication_username":"",'
        '"callback_authentication_password":"","callback_whitelist":[],"type":"REST"}'
    )
    assert schema_problems_of(document.to_bytes()) == []


def test_each_entry_knows_its_own_elements_and_the_data_connector_the_others(catalog):
    document = process(catalog, ADD)
    other = document.to_bytes().decode().replace("addBook", "removeBook")

    assert catalog.connector_of(document.get("it", Element)).id == ADD
    assert catalog.connector_of(Document.from_bytes(other.encode()).get("it", Element)).id == "data-connector"


def test_inputs_are_rows_that_come_change_and_go(catalog):
    document = process(catalog, LIST, limit=5, genre="crime", Cookie="")
    rows = config(document)["outboundConfig"]
    assert [(row["key"], row["value"]) for row in rows] == [("limit", "5"), ("genre", "crime")]

    script.run(document, [{"do": "configure", "element": "it", "values": {"limit": "{{n}}", "genre": ""}}], catalog)

    assert [(row["key"], row["value"]) for row in config(document)["outboundConfig"]] == [("limit", "{{n}}")]
    before = document.to_bytes()
    document.history.undo(1)
    assert config(document)["outboundConfig"] == rows
    document.history.redo(1)
    assert document.to_bytes() == before


def test_settings_are_read_back_with_their_types(catalog):
    document = process(catalog, LIST, limit=5, inStock=True, since="2026-01-05", status_variable="code")

    values = binding.read(catalog.get(LIST), document.get("it", Element)).values

    assert {name: values[name] for name in ("limit", "inStock", "since", "status_variable", "answer_variable")} == {
        "limit": 5, "inStock": True, "since": "2026-01-05", "status_variable": "code", "answer_variable": "listBooks",
    }  # fmt: skip


def test_rows_of_others_in_the_settings_are_kept(catalog):
    document = process(catalog, ADD, title="Dune")
    text = document.get("it", Element).foreign(PROCESSMAKER, "config")
    own = '{"value":"1","type":"HEADER","key":"X-Mine","format":"feel"},'
    with document.edit("by hand"):
        mended = text.replace('"outboundConfig":[', f'"outboundConfig":[{own}').replace('"REST"', '"REST","extra":1.0')
        document.get("it", Element).set_foreign(PROCESSMAKER, "config", mended)

    script.run(document, [{"do": "configure", "element": "it", "values": {"title": "Emma"}}], catalog)

    after = document.get("it", Element).foreign(PROCESSMAKER, "config")
    assert after == mended.replace("Dune", "Emma")


def test_settings_that_are_no_json_are_never_overwritten(catalog):
    document = process(catalog, ADD)
    element = document.get("it", Element)
    with document.edit("by hand"):
        element.set_foreign(PROCESSMAKER, "config", '{"dataSource":,')

    assert binding.read(catalog.get(ADD), element).error
    with document.edit("x"), pytest.raises(binding.UnreadableConfigurationError):
        binding.write(catalog.get(ADD), element, {"title": "x"})


def test_a_preview_sends_the_request_and_keeps_the_answer(hosts, catalog, folder):
    document = process(catalog, LIST, limit=5, inStock=True, genre="{{kind}}", Cookie="sid={{sid}}")

    preview = run(hosts, catalog, document, folder, kind="poetry", sid="s1")

    sent = request(preview)
    assert sent["url"] == "https://eu.books.example/v1/books?limit=5&genre=poetry&inStock=true"
    assert [name for name, _ in sent["headers"]] == ["Accept", "Cookie", "Authorization"]
    assert preview.result()["data"]["listBooks"] == EXAMPLE


def test_a_body_is_put_together_from_its_members(hosts, catalog, folder):
    document = process(catalog, ADD, title="{{{book}}}", price=9.5, author='{"name":"Ann"}')

    sent = request(run(hosts, catalog, document, folder, book="Tom & Jerry's", comment="of the Request"))

    assert sent["body"] == {"title": "Tom & Jerry's", "price": 9.5, "author": {"name": "Ann"}}


def test_no_text_breaks_the_json_of_a_body(hosts, catalog, folder):
    document = process(catalog, ADD, title='A "{{{book}}}"\nC:\\new', price=1)

    sent = request(run(hosts, catalog, document, folder, book='B"ook'))

    assert sent["body"]["title"] == 'A "B"ook"\nC:\\new'


def test_a_form_of_parts_is_sent_with_its_file(hosts, catalog, folder):
    document = process(catalog, ORDER, book=5, note="{{{n}}}", cover="picture")
    preview = start_preview(document, catalog, hosts, PreviewOptions(data={"n": "a b", "picture": 1}, workspace=folder))
    preview.bench.files.add(File("cover.txt", "text/plain", b"a picture"))
    preview.request.run()

    sent = request(preview)
    assert dict(sent["headers"])["Content-Type"].startswith("multipart/form-data; boundary=")
    for part in ('name="book"\r\n\r\n5', 'name="note"\r\n\r\na b', 'name="cover"; filename="cover.txt"'):
        assert part in sent["body"]
    assert "a picture" in sent["body"]


def test_a_form_without_a_file_that_may_be_missing_is_sent_without_it(hosts, catalog, folder):
    sent = request(run(hosts, catalog, process(catalog, ORDER, book=5), folder))

    assert "cover" not in sent["body"]


def test_a_file_that_is_the_whole_body_is_an_input(tmp_path):
    text = (
        BOOKS.read_text(encoding="utf-8")
        .replace("multipart/form-data:", "image/png:")
        .replace("type: object\n              required: [book]", "type: string\n              format: binary")
    )
    description = read_description(text)
    made = make(description, chosen(operations(description), ["placeOrder"]))

    endpoint = made.asset["endpoints"]["placeOrder"]
    assert (endpoint["body"], endpoint["body_type"]) == ("{{{body}}}", "file")
    assert made.entries[0]["permissions"]["files"] == ["read"]
    assert made.entries[0]["properties"]["properties"]["body"]["title"] == "File"


def test_a_plain_form_is_sent_as_fields(hosts, tmp_path):
    description = read_description(
        BOOKS.read_text().replace("multipart/form-data", "application/x-www-form-urlencoded")
    )
    made = make(description, chosen(operations(description), ["placeOrder"]))

    assert made.asset["endpoints"]["placeOrder"]["body_type"] == "form-data"


def test_path_values_stand_in_the_path_only(hosts, catalog, folder):
    document = process(catalog, CHAPTER, bookId=7, **{"chapter-no": "3"})

    sent = request(run(hosts, catalog, document, folder))

    assert sent["url"] == "https://eu.books.example/v1/books/7/chapters/3"


def test_an_entry_previews_without_its_asset_in_the_workspace(hosts, catalog, tmp_path):
    preview = run(hosts, catalog, process(catalog, ADD, title="x"), tmp_path)

    assert preview.result()["data"]["addBook"] == {"id": 17, "title": "Dune"}


def test_the_asset_of_the_workspace_counts_before_the_entry_s_own(hosts, catalog, tmp_path):
    workspace = write(tmp_path)
    asset = workspace / "data-connectors" / "book-shop.json"
    asset.write_text(asset.read_text().replace('"title": "Dune"', '"title": "Mine"'))

    preview = run(hosts, catalog, process(catalog, ADD, title="x"), workspace)

    assert preview.result()["data"]["addBook"]["title"] == "Mine"


def test_without_the_data_connector_the_reason_is_said(hosts, catalog, folder):
    alone = discover(folders=[folder / "connectors" / "book-shop"], disabled=["data-connector"])

    preview = run(hosts, alone, process(catalog, ADD, title="x"), folder)

    assert preview.result()["status"] == "error"
    assert "“data-connector”, which is not installed" in preview.result()["errors"][0]["message"]


def test_the_form_has_typed_inputs_with_limits_and_help(catalog):
    form = forms.build(catalog.get(LIST), {"limit": 1000, "endpoint": "listBooks"})

    limit, genre, stock = (form.field_at((name,)) for name in ("limit", "genre", "inStock"))
    assert (limit.types[0], limit.help, limit.error) == ("integer", "How many", "This must be at most 100.")
    assert [choice.value for choice in genre.choices] == ["crime", "poetry"]
    assert (stock.kind, stock.required) == ("boolean", True)
    assert [group.label for group in form.groups] == ["Inputs", "Answer"]
    assert form.unknown == ()


@pytest.mark.parametrize("id", [LIST, ADD, CHAPTER, ORDER])
def test_each_entry_keeps_the_contract(catalog, id):
    assert contract(catalog.get(id).folder) == []
    assert catalog.get(id).outputs["type"] == "object"
