"""Elements made from element templates are written as Camunda Modeler writes them, and stay so when edited."""

from __future__ import annotations

import json
import re

import pytest

from connectors.sdk.manifest import read_manifest
from connectors.sdk.testing import contract
from engine.bpmn import Document, Element
from engine.bpmn.schema import schema_problems_of
from modeler.editing import binding, commands, forms, script
from modeler.services.making.templates import read_versions
from tests.connectors.template_packages import APPROVAL, MAIL, PAYMENT, REST, catalog_of, one, template_text

ALL = (REST, MAIL, APPROVAL, PAYMENT)
SHOP = """\
<bpmn:extensionElements>
  <zeebe:taskDefinition type="org.example:shop:1" retries="=3"/>
  <zeebe:ioMapping>
    <zeebe:input source="none" target="authentication.type"/>
    <zeebe:input source="get" target="method"/>
    <zeebe:input target="url"/>
    <zeebe:input source="=true" target="follow"/>
  </zeebe:ioMapping>
</bpmn:extensionElements>"""
LETTER = """\
<bpmn:extensionElements>
  <camunda:inputOutput>
    <camunda:inputParameter name="to">${customer.mail}</camunda:inputParameter>
    <camunda:inputParameter name="text">
      <camunda:script scriptFormat="groovy">println 'hello'</camunda:script>
    </camunda:inputParameter>
    <camunda:outputParameter name="mailId">${messageId}</camunda:outputParameter>
    <camunda:outputParameter name="state">
      <camunda:script scriptFormat="groovy">state()</camunda:script>
    </camunda:outputParameter>
  </camunda:inputOutput>
  <camunda:properties>
    <camunda:property name="folder" value="out"/>
  </camunda:properties>
  <camunda:field name="sender">
    <camunda:string>shop@example.org</camunda:string>
  </camunda:field>
  <camunda:field name="subject">
    <camunda:expression>${subject}</camunda:expression>
  </camunda:field>
  <camunda:executionListener event="start" class="org.example.Log"/>
  <camunda:executionListener event="end">
    <camunda:script scriptFormat="javascript">log('end')</camunda:script>
  </camunda:executionListener>
  <camunda:errorEventDefinition id="ID" errorRef="Error_refused_ID" expression="${error.code == 'refused'}"/>
</bpmn:extensionElements>"""
HUMAN = """\
<bpmn:extensionElements>
  <zeebe:userTask/>
  <zeebe:formDefinition formId="approval"/>
  <zeebe:assignmentDefinition assignee="=manager" candidateGroups="buyers"/>
  <zeebe:taskSchedule dueDate="=now() + duration(&quot;P1D&quot;)"/>
  <zeebe:priorityDefinition priority="50"/>
  <zeebe:taskListeners>
    <zeebe:taskListener eventType="completing" type="audit-worker" retries="2"/>
  </zeebe:taskListeners>
  <zeebe:executionListeners>
    <zeebe:executionListener eventType="start" type="start-worker"/>
  </zeebe:executionListeners>
</bpmn:extensionElements>"""


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    texts = [template_text(name) for name in ("rest-camunda-8", "mail-camunda-7", "people-camunda-8")]
    return catalog_of(tmp_path_factory.mktemp("templates"), *texts)


class Desk:
    """One element of a connector in a document, and what is written of it."""

    def __init__(self, catalog, id):
        self.catalog, self.manifest = catalog, catalog.get(id)
        self.document = Document.new("x")
        script.run(self.document, [{"do": "create", "connector": id, "at": [300, 200], "id": "it"}], catalog)

    @property
    def element(self):
        return self.document.get("it", Element)

    @property
    def values(self):
        return binding.read(self.manifest, self.element).values

    def set(self, **values):
        script.run(self.document, [{"do": "configure", "element": "it", "values": values}], self.catalog)

    def inside(self, tag="bpmn:extensionElements"):
        """The element of a tag within the one in question, its lines moved to the left, generated ids evened out."""
        text = self.document.to_bytes().decode()
        found = re.search(rf"^( *)<{tag}>.*?^\1</{tag}>", text, re.MULTILINE | re.DOTALL)
        lines = found[0].splitlines() if found else []
        evened = "\n".join(line[len(found[1]) :] for line in lines) if found else ""
        return re.sub(r'(?<=id=")ErrorEventDefinition_\w+|(?<=Error_refused_)\w+', "ID", evened)


@pytest.mark.parametrize(("id", "written"), [(REST, SHOP), (MAIL, LETTER), (APPROVAL, HUMAN)])
def test_a_new_element_is_what_camunda_modeler_writes(catalog, id, written):
    assert Desk(catalog, id).inside() == written


def test_a_new_element_names_its_template_version_and_icon(catalog):
    shop, letter = (Desk(catalog, id).document.to_bytes().decode() for id in (REST, MAIL))

    assert 'zeebe:modelerTemplate="org.example.shop.rest" zeebe:modelerTemplateVersion="4"' in shop
    assert 'zeebe:modelerTemplateIcon="data:image/svg+xml;utf8,%3Csvg' in shop
    assert 'camunda:modelerTemplate="org.example.mail" camunda:modelerTemplateVersion="2"' in letter
    assert 'camunda:class="org.example.MailDelegate" camunda:asyncBefore="true"' in letter


def test_a_message_event_gets_a_message_of_its_own_with_a_name_that_no_other_has(catalog):
    first, second = (Desk(catalog, PAYMENT).document.to_bytes().decode() for _ in range(2))

    marked = re.compile(r'<bpmn:message [^>]*zeebe:modelerTemplate="org.example.payment" name="([^"]+)"')
    names = [marked.search(text) for text in (first, second)]
    assert '<zeebe:subscription correlationKey="=orderId"/>' in first
    assert re.search(r'<bpmn:messageEventDefinition id="\w+" messageRef="Message_\w+"/>', first)
    assert all(names)
    assert names[0][1] != names[1][1]


def test_an_error_of_the_template_is_made_with_its_code(catalog):
    text = Desk(catalog, MAIL).document.to_bytes().decode()

    assert re.search(r'<bpmn:error id="Error_refused_\w+" errorCode="MAIL_REFUSED"/>', text)


@pytest.mark.parametrize("id", ALL)
def test_what_is_written_is_valid_bpmn(catalog, id):
    assert schema_problems_of(Desk(catalog, id).document.to_bytes()) == []


@pytest.mark.parametrize("id", ALL)
def test_an_element_is_recognized_and_read_after_saving(catalog, id):
    desk = Desk(catalog, id)

    again = Document.from_bytes(desk.document.to_bytes()).get("it", Element)

    assert catalog.connector_of(again) is desk.manifest
    assert binding.read(desk.manifest, again).values == desk.values


def test_a_condition_that_comes_to_hold_brings_its_settings_in_with_their_defaults(catalog):
    desk = Desk(catalog, REST)

    desk.set(authType="bearer", method="post")

    assert '<zeebe:input source="{{secrets.SHOP}}" target="authentication.token"/>' in desk.inside()
    assert '<zeebe:input target="body"/>' in desk.inside()
    assert '<zeebe:property name="audit" value="posted"/>' in desk.inside()


def test_a_condition_that_no_longer_holds_takes_away_what_it_wrote_and_what_depends_on_it(catalog):
    desk = Desk(catalog, REST)
    desk.set(authType="basic", user="ann", method="post", url="https://x.example", body="{}")

    desk.set(authType="none", follow=False)

    assert desk.values == {
        "type": "org.example:shop:1", "retries": 3, "authType": "none", "method": "post",
        "url": "https://x.example", "follow": False,
    }  # fmt: skip
    assert "zeebe:properties" not in desk.inside()
    assert "authentication.user" not in desk.inside()


def test_an_optional_setting_that_is_cleared_goes_and_another_stays_empty(catalog):
    desk = Desk(catalog, REST)
    desk.set(query="{page: 1}", url="https://x.example", total="sum", variable="answer")
    assert '<zeebe:input source="={page: 1}" target="queryParameters"/>' in desk.inside()
    assert '<zeebe:output source="=order.total" target="sum"/>' in desk.inside()
    assert '<zeebe:header key="resultVariable" value="answer"/>' in desk.inside()

    desk.set(query="", url="", total="", variable="")

    assert "queryParameters" not in desk.inside()
    assert '<zeebe:input source="" target="url"/>' in desk.inside()
    assert "zeebe:output" not in desk.inside()
    assert "zeebe:taskHeaders" not in desk.inside()


def test_inputs_stand_before_outputs_whatever_came_first(catalog):
    desk = Desk(catalog, REST)

    desk.set(total="sum")
    desk.set(query="{page: 1}")

    assert re.findall(r"<zeebe:(input|output) ", desk.inside()) == ["input"] * 5 + ["output"]


@pytest.mark.parametrize("id", ALL)
def test_every_step_is_undone_and_done_again_to_the_byte(catalog, id):
    desk = Desk(catalog, id)
    states = [desk.document.to_bytes()]
    for values in (
        {"authType": "basic", "user": "ann", "to": "x", "who": "", "key": "a"},
        {"authType": "none", "to": ""},
    ):
        desk.set(**{name: value for name, value in values.items() if name in desk.manifest.properties["properties"]})
        states.append(desk.document.to_bytes())

    for state in reversed(states[:-1]):
        if desk.document.to_bytes() != state:
            desk.document.history.undo(1)
        assert desk.document.to_bytes() == state
    desk.document.history.redo(2)

    assert desk.document.to_bytes() == states[-1]


def test_what_stands_beside_the_settings_is_kept(catalog):
    desk = Desk(catalog, REST)
    foreign = '<zeebe:input source="=1" target="own"/>'
    text = (
        desk.document.to_bytes().decode().replace("</zeebe:ioMapping>", f"  {foreign}<!-- mine --></zeebe:ioMapping>")
    )
    desk.document = Document.from_bytes(text.encode())

    desk.set(url="https://x.example", method="post")

    assert foreign in desk.inside()
    assert "<!-- mine -->" in desk.inside()


def test_the_form_shows_groups_conditions_limits_and_help(catalog):
    desk = Desk(catalog, REST)
    form = forms.build(desk.manifest, {**desk.values, "url": "ftp://x", "authType": "basic"})

    shown = {group.label: sorted(field.label for field in group.fields) for group in form.groups}
    assert shown == {
        "Authentication": ["Sign in", "User"],
        "Endpoint": ["Address", "Follow redirects", "Method", "Query"],
        "Output mapping": ["Error expression", "Keep the total as", "Result expression", "Result variable", "Retries"],
    }
    assert form.field_at(("url",)).error == "Begin with http:// or https://."
    assert form.field_at(("url",)).placeholder == "https://shop.example.org"
    assert form.field_at(("user",)).error == "This must be filled in."
    assert form.groups[2].collapsed


def test_an_existing_task_takes_on_a_template_and_keeps_what_it_says(catalog):
    document = Document.new("x")
    script.run(document, [{"do": "create", "type": "task", "at": [300, 200], "id": "it", "name": "Mine"}], catalog)

    made = commands.use_connector(document, document.get("it", Element), catalog.get(REST))

    assert (made.kind, made.get("name"), made.id) == ("bpmn:serviceTask", "Mine", "it")
    assert catalog.connector_of(made) is catalog.get(REST)
    document.history.undo(1)
    assert document.get("it", Element).kind == "bpmn:task"


def test_taking_on_a_template_keeps_values_that_are_there_and_renews_fixed_ones(catalog):
    desk = Desk(catalog, REST)
    desk.set(url="https://x.example")
    text = (
        desk.document.to_bytes()
        .decode()
        .replace("org.example:shop:1", "org.example:shop:0")
        .replace('Version="4"', 'Version="3"')
    )
    document = Document.from_bytes(text.encode())

    commands.use_connector(document, document.get("it", Element), desk.manifest)

    assert binding.read(desk.manifest, document.get("it", Element)).values == desk.values
    assert 'zeebe:modelerTemplateVersion="4"' in document.to_bytes().decode()


def test_an_element_changes_from_one_connector_to_another_without_remains(catalog):
    desk = Desk(catalog, REST)
    fresh = Desk(catalog, "send-email").document.to_bytes()
    replace = {"do": "replace", "element": "it"}

    script.run(desk.document, [{**replace, "connector": "send-email"}], catalog)
    assert catalog.connector_of(desk.element).id == "send-email"
    assert "zeebe:" not in re.sub(r'xmlns:zeebe="[^"]*"', "", desk.document.to_bytes().decode())
    assert re.search(rb'pm:config="[^"]*"', desk.document.to_bytes())[0] == re.search(rb'pm:config="[^"]*"', fresh)[0]

    script.run(desk.document, [{**replace, "connector": REST}], catalog)
    assert desk.inside() == SHOP
    assert "pm:config" not in desk.document.to_bytes().decode()
    desk.document.history.undo(2)
    assert catalog.connector_of(desk.element).id == REST


@pytest.mark.parametrize("id", ALL)
def test_what_comes_of_a_template_keeps_the_contract(catalog, id):
    folder = catalog.get(id).folder

    assert contract(folder) == []
    assert read_manifest(folder).findings == ()


def test_two_settings_at_one_place_take_turns(tmp_path):
    place = {"type": "zeebe:input", "name": "size"}
    choices = [{"name": "A", "value": "a"}, {"name": "B", "value": "b"}]
    kind = {"id": "kind", "type": "Dropdown", "value": "a", "choices": choices}
    small = {"id": "small", "type": "String", "value": "1", "condition": {"property": "kind", "equals": "a"}}
    large = {"id": "large", "type": "String", "value": "99", "condition": {"property": "kind", "equals": "b"}}
    properties = [
        {**kind, "binding": {"type": "zeebe:input", "name": "kind"}},
        {**small, "binding": place},
        {**large, "binding": place},
    ]
    desk = Desk(catalog_of(tmp_path, one(properties=properties)), "one")

    desk.set(kind="b")

    assert desk.inside().count('target="size"') == 1
    assert desk.values == {"kind": "b", "large": "99"}
    desk.set(large="7")
    desk.set(kind="a")
    assert desk.values == {"kind": "a", "small": "7"}


CODE = {"type": "property", "name": "errorCode"}


@pytest.mark.parametrize(
    ("template", "vendor"),
    [
        ({"properties": [{"binding": {"type": "property", "name": "camunda:topic"}}]}, "camunda"),
        (
            {"properties": [], "scopes": [{"type": "bpmn:Error", "id": "E", "properties": [{"binding": CODE}]}]},
            "camunda",
        ),
        ({"properties": [{"binding": {"type": "zeebe:input", "name": "a"}}]}, "zeebe"),
        ({"properties": [{"binding": {"type": "property", "name": "name"}}]}, "zeebe"),
        ({"$schema": "https://x/element-templates-json-schema/s.json", "properties": []}, "camunda"),
        ({"$schema": "https://x/zeebe-element-templates-json-schema/s.json", "properties": []}, "zeebe"),
        ({"$schema": "mine", "properties": [{"binding": {"type": "zeebe:input", "name": "a"}}]}, "zeebe"),
    ],
)
def test_the_engine_of_a_template_is_told_by_its_schema_or_by_its_words(template, vendor):
    text = json.dumps({"id": "t", "name": "T", "appliesTo": ["bpmn:Task"], **template})

    ((found,),) = read_versions(text)

    assert found.is_for_camunda_8 is (vendor == "zeebe")
