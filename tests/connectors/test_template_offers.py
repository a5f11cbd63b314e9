"""How a template is offered: steps with presets, engines and their versions, as a default, and in its own form."""

from __future__ import annotations

import json

import pytest

from engine.bpmn import Document, Element, Point
from engine.bpmn.namespaces import MODELER, ZEEBE, clark
from modeler.editing import behaviors, binding, commands, palette, script
from modeler.editing.behaviors.default_connectors import default_connectors
from modeler.services.catalog import Catalog
from modeler.services.checks.connectors import element_problems
from modeler.services.checks.targets import wrong_version
from modeler.services.making.templates import convert, convert_all, read_versions
from modeler.ui.forms.element_form import element_form
from tests.connectors.template_packages import catalog_of, one


def input_(id, **more):
    return {"id": id, "label": id, "type": "String", "binding": {"type": "zeebe:input", "name": id}, **more}


METHODS = [{"name": name, "value": name} for name in ("post", "create")]
WITH_STEPS = {
    "properties": [
        input_("method", type="Dropdown", choices=METHODS, value="create"), input_("channel", value="general"),
        input_("text", condition={"property": "method", "equals": "post"}, value="Hi"),
    ],
    "presets": [
        {"id": "post", "properties": {"method": "post", "channel": "news"}},
        {"id": "make", "properties": {"method": "create", "gone": 1}}, {"id": "unused", "properties": {}},
    ],
    "steps": [
        {"name": "Messages", "steps": [{"name": "Post message", "presetId": "post", "keywords": ["tell"]}]},
        {"name": "Create channel", "description": "A new one", "presetId": "make"},
        {"name": "Nothing", "presetId": "none"},
    ],
}  # fmt: skip


def offered(catalog: Catalog) -> dict[str, palette.Entry]:
    return {
        f"{each.path} › {each.title}" if each.path else each.title: each
        for each in palette.entries(catalog.connectors)
        if each.connector is not None
    }


def values(document: Document, catalog: Catalog):
    return binding.read(catalog.get("one"), document.get("it", Element)).values


def test_each_step_is_an_entry_that_is_found_by_its_words(tmp_path):
    entries = offered(catalog_of(tmp_path, one(**WITH_STEPS)))

    post = entries["One › Messages › Post message"]
    assert "tell" in post.keywords
    assert post.title == "Post message"
    assert entries["One › Create channel"].help == "One: A new one"
    assert "One" in entries


def test_what_leads_nowhere_is_told():
    notes = convert(read_versions(one(**WITH_STEPS))[0][0]).notes

    assert notes == [
        "“One”: the preset “make” sets “gone”, which there is not.",
        "“One”: the step “Nothing” names no preset that there is.",
        "“One”: no step offers the preset “unused”.",
    ]


def test_a_step_makes_an_element_with_its_values_and_what_depends_on_them(tmp_path):
    catalog = catalog_of(tmp_path, one(**WITH_STEPS))
    document = Document.new("x")

    made = commands.create(
        document, offered(catalog)["One › Messages › Post message"].what, at=Point(300, 200), id="it"
    )

    assert made.get("name") == "Post message"
    assert catalog.connector_of(made).id == "one"
    assert values(document, catalog) == {"method": "post", "channel": "news", "text": "Hi"}


def test_a_step_changes_an_element_that_is_there_and_leaves_what_it_does_not_speak_of(tmp_path):
    catalog = catalog_of(tmp_path, one(**WITH_STEPS))
    document = Document.new("x")
    script.run(document, [{"do": "create", "connector": "one", "at": [300, 200], "id": "it"}], catalog)
    script.run(document, [{"do": "configure", "element": "it", "values": {"channel": "mine"}}], catalog)

    commands.use_connector(document, document.get("it", Element), offered(catalog)["One › Create channel"].what)
    assert values(document, catalog) == {"method": "create", "channel": "mine"}

    commands.use_connector(
        document, document.get("it", Element), offered(catalog)["One › Messages › Post message"].what
    )
    assert values(document, catalog) == {"method": "post", "channel": "news", "text": "Hi"}
    document.history.undo(1)
    assert values(document, catalog) == {"method": "create", "channel": "mine"}


def made_for(version: str) -> Document:
    text = Document.new("x").to_bytes().decode()
    said = f' xmlns:modeler="{MODELER}" modeler:executionPlatform="Camunda Cloud"'
    said += f' modeler:executionPlatformVersion="{version}"' if version else ""
    return Document.from_bytes(text.replace(' id="Definitions_1"', f'{said} id="Definitions_1"', 1).encode())


@pytest.mark.parametrize(("version", "fits"), [("8.5.0", True), ("8.4.2", False), ("", True)])
def test_a_template_for_other_versions_of_the_engine_says_so(tmp_path, version, fits):
    catalog = catalog_of(tmp_path, one(engines={"camunda": "^8.5"}))
    document = made_for(version)
    script.run(document, [{"do": "create", "connector": "one", "at": [300, 200], "id": "it"}], catalog)

    reason = wrong_version(catalog.get("one"), document)
    told = [(each.severity, each.message) for each in element_problems(catalog.get("one"), document.get("it", Element))]

    wanted = "needs Camunda ^8.5; this file is made for Camunda 8.4.2."
    assert reason == ("" if fits else wanted)
    assert told == ([] if fits else [("warning", f"“One” {wanted}")])


def with_default(catalog: Catalog) -> Document:
    return Document(Document.new("x").to_bytes(), "x", (*behaviors.ALL, default_connectors(lambda: catalog.connectors)))


def test_a_default_template_is_applied_to_each_new_element_of_its_type_in_the_same_step(tmp_path):
    catalog = catalog_of(tmp_path, one(isDefault=True, properties=[input_("url", value="x")]))
    document = with_default(catalog)
    before = document.to_bytes()

    made = commands.create(document, "bpmn:serviceTask", at=Point(300, 200), id="it")
    other = commands.create(document, "bpmn:userTask", at=Point(300, 400))

    assert made.get(clark(ZEEBE, "modelerTemplate")) == "one"
    assert values(document, catalog) == {"url": "x"}
    assert catalog.connector_of(other) is None
    document.history.undo(2)
    assert document.to_bytes() == before


def test_a_default_template_leaves_chosen_connectors_and_pasted_elements_alone(tmp_path):
    catalog = catalog_of(tmp_path, one(isDefault=True))
    document = with_default(catalog)
    plain = commands.create(Document.new("y"), "bpmn:serviceTask", at=Point(0, 0))

    mail = commands.create(document, catalog.get("send-email"), at=Point(300, 200))
    pasted = commands.paste(document, commands.copy(plain.document, [plain]), at=Point(300, 400))

    assert catalog.connector_of(mail).id == "send-email"
    assert [each.get(clark(ZEEBE, "modelerTemplate")) for each in pasted if each.kind == "bpmn:serviceTask"] == [None]


def test_only_the_newest_version_is_default_and_has_steps():
    versions = [json.loads(one(version=number, isDefault=True, **WITH_STEPS)) for number in (1, 2)]

    newest, older = convert_all(read_versions(json.dumps(versions))[0])

    assert newest.manifest["isDefault"] is True
    assert "presets" in newest.manifest
    assert "isDefault" not in older.manifest
    assert "presets" not in older.manifest


@pytest.mark.parametrize(("visible", "shown"), [
    (None, False), (False, False), (True, True), ({"_all": True}, True), ({"outputs": True}, False),
])  # fmt: skip
def test_the_fields_of_the_element_itself_are_shown_where_the_template_says(tmp_path, visible, shown):
    more = {} if visible is None else {"entriesVisible": visible}
    script_task = {"appliesTo": ["bpmn:ScriptTask"], "elementType": {"value": "bpmn:ScriptTask"}}
    catalog = catalog_of(tmp_path, one(properties=[input_("url")], **script_task, **more))
    document = Document.new("x")
    script.run(document, [{"do": "create", "connector": "one", "at": [300, 200], "id": "it"}], catalog)

    form = element_form([document.get("it", Element)], document, catalog)

    assert ("script" in [group.id for group in form.groups]) is shown


def test_a_choice_with_a_condition_is_offered_while_that_holds(tmp_path):
    from modeler.editing import forms

    kinds = [{"name": "A", "value": "a"}, {"name": "B", "value": "b"}]
    only_a = {"name": "Only A", "value": "x", "condition": {"property": "kind", "equals": "a"}}
    properties = [
        input_("kind", type="Dropdown", choices=kinds, value="a"),
        input_("how", type="Dropdown", choices=[only_a, {"name": "Always", "value": "y"}], value="y"),
    ]
    manifest = catalog_of(tmp_path, one(properties=properties)).get("one")

    def choices(**values):
        return [each.label for each in forms.build(manifest, values).field_at(("how",)).choices]

    assert choices() == ["Only A", "Always"]
    assert choices(kind="b") == ["Always"]
    assert choices(kind="b", how="x") == ["Only A", "Always"]


def test_a_listener_takes_headers_along(tmp_path):
    headers = [{"key": "a", "value": "1"}, {"key": "b", "value": "2"}]
    place = {"type": "zeebe:executionListener", "eventType": "start", "retries": "2", "headers": headers}
    catalog = catalog_of(tmp_path, one(properties=[{"type": "Hidden", "value": "audit", "binding": place}]))
    document = Document.new("x")
    script.run(document, [{"do": "create", "connector": "one", "at": [300, 200], "id": "it"}], catalog)

    text = " ".join(document.to_bytes().decode().split())

    assert (
        '<zeebe:executionListener eventType="start" type="audit" retries="2"> <zeebe:taskHeaders> '
        '<zeebe:header key="a" value="1"/> <zeebe:header key="b" value="2"/> </zeebe:taskHeaders>' in text
    )
    assert values(document, catalog) == {"start": ""}


def test_every_word_that_is_not_read_is_told():
    template = one(
        colour="red", metadata={"mine": 1}, engines={"camunda": "^8", "other": "1"}, connections=[],
        groups=[{"id": "g", "label": "G", "order": 1}], deprecated={"message": "Use two"},
        properties=[
            input_("url", mask="x", constraints={"notEmpty": True, "unique": True},
                   binding={"type": "zeebe:input", "name": "url", "mode": "a"}),
            input_("kind", type="Dropdown", choices=[{"name": "A", "value": "a", "icon": "i"}]),
        ],
    )  # fmt: skip

    made = convert(read_versions(template)[0][0])

    assert made.notes == [
        "“One”: “colour” is not read.", "“One”: connections are not offered; write their references.",
        "“One”: “order” is not read.", "“One”: “other” is not read.",
        "“url”: “mask” is not read.", "“url”: “mode” is not read.", "“url”: “unique” is not read.",
        "“kind”: “icon” is not read.", "“One”: Deprecated: Use two",
    ]  # fmt: skip
    assert made.manifest["description"] == "Deprecated: Use two"


def test_values_that_stand_for_nothing_known_are_told():
    properties = [
        input_("a", type="Slider"), input_("b", feel="maybe"), input_("c", generatedValue={"type": "date"}),
        input_("d", condition={"property": "a", "equals": "x", "unless": "y"}),
    ]  # fmt: skip

    made = convert(read_versions(one(properties=properties))[0][0])

    assert made.notes == [
        "“a”: “Slider” is no type that is known; it is edited as text.",
        "“b”: “feel” is “maybe”, which is not known and not read.",
        "“c”: values of the kind “date” are not generated.", "“d”: “unless” is not read.",
    ]  # fmt: skip
    assert made.manifest["properties"]["properties"]["a"]["type"] == "string"


def test_a_default_template_tells_of_which_type_it_is_the_default():
    kinds = {"appliesTo": ["bpmn:Task", "bpmn:ServiceTask"], "elementType": {"value": "bpmn:ServiceTask"}}

    notes = convert(read_versions(one(isDefault=True, **kinds))[0][0]).notes

    assert notes == ["“One” is the default of each new serviceTask; new elements of other types (task) stay plain."]


def test_steps_that_are_nested_without_end_are_told_and_not_followed():
    steps = [{"name": "Leaf", "presetId": "a"}]
    for _ in range(400):
        steps = [{"name": "Deeper", "steps": steps}]

    made = convert(read_versions(one(steps=steps, presets=[{"id": "a", "properties": {}}]))[0][0])

    assert "“One”: steps more than 20 deep are not read." in made.notes
    assert "presets" not in made.manifest
