"""A ProcessMaker screen that is filled in: rules, loops, records, pages, buttons, validation, answers."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from modeler.services.screens import PageOptions, Screen, read_screens
from modeler.services.task_forms.nodes import Button, Columns, Field, Markup, Records, Rows
from modeler.services.task_forms.screen_form import ScreenForm
from modeler.services.workspace.record_collections import Record, RecordCollection

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


def item(component, **config):
    return {"component": component, "config": config}


def screen(*pages, computed=(), id="1", title="Form"):
    return Screen(id, f"u{id}", title, "FORM", tuple(tuple(page) for page in pages), tuple(computed))


def form(*items, data=None, computed=(), screens=()):
    return ScreenForm(screen(items, computed=computed), data or {}, screens, now=NOW)


def fields(made):
    return {".".join(map(str, node.path)): node for node in flat(made.nodes()) if isinstance(node, Field)}


def flat(nodes):
    for node in nodes:
        yield node
        if isinstance(node, Columns):
            for _, cell in node.cells:
                yield from flat(cell)
        elif isinstance(node, Rows):
            for row in node.rows:
                yield from flat(row)


def test_an_entry_changes_what_is_shown_and_computed():
    made = form(
        item("FormCheckbox", name="express", label="Express"),
        item("FormInput", name="hours", dataFormat="int", conditionalHide="express"),
        item("FormInput", name="total"),
        computed=[{"property": "total", "type": "expression", "formula": "hours * 2"}],
    )
    before = set(fields(made))

    made.set(("express",), True)
    made.set(("hours",), "21")

    assert before == {"express", "total"}
    assert fields(made)["hours"].value == 21
    assert (fields(made)["total"].value, fields(made)["total"].is_readonly) == (42, True)
    assert made.answer() == {"express": True, "hours": 21, "total": 42}


def test_a_form_is_sent_only_when_nothing_visible_is_wrong():
    rules = [{"value": "required"}, {"value": "email"}]
    made = form(
        item("FormInput", name="mail", label="Mail", validation=rules),
        item("FormInput", name="ghost", validation="required", conditionalHide="false"),
        item("FormButton", label="Send", event="submit", name="action", fieldValue="sent"),
    )
    (button,) = [node for node in made.nodes() if isinstance(node, Button)]

    empty = made.press(button.id)
    said = fields(made)["mail"].error
    made.set(("mail",), "no address")
    wrong = fields(made)["mail"].error
    made.set(("mail",), "ann@example.org")

    assert (empty, said, wrong) == (False, "This must be filled in.", "Enter an e-mail address.")
    assert made.press(button.id) is True
    assert made.answer() == {"mail": "ann@example.org", "ghost": "", "action": "sent"}


def test_nothing_is_complained_about_before_it_was_touched():
    made = form(item("FormInput", name="mail", validation="required"))

    assert fields(made)["mail"].error == ""
    assert fields(made)["mail"].is_required


@pytest.mark.parametrize(
    ("rule", "wrong", "right"),
    [
        ("min:3", "ab", "abc"), ("max:3", "abcd", "abc"), ("between:2,3", "a", "ab"), ("alpha", "a1", "äß"),
        ("alpha_num", "a-1", "a1"), ("in:a,b", "c", "b"), ("not_in:a,b", "a", "c"), ("url", "ftp:/x", "https://a.b"),
        ("regex:/^[A-Z]{2}$/", "ab", "AB"), ("same:other", "x", "same"), ("after:today", "2026-03-01", "2026-03-02"),
        ("before_or_equal:2026-01-01", "2026-01-02", "2026-01-01"), ("custom_date", "soon", "2026-01-01"),
        ("accepted", "no", "yes"),
    ],
)  # fmt: skip
def test_validation_rules(rule, wrong, right):
    made = form(item("FormInput", name="x", validation=[{"value": rule}]), data={"other": "same"})

    made.set(("x",), wrong)
    error = fields(made)["x"].error
    made.set(("x",), right)

    assert error
    assert fields(made)["x"].error == ""


def test_numbers_are_stored_as_numbers_and_text_in_them_is_said():
    made = form(item("FormInput", name="n", dataFormat="currency"), item("FormInput", name="i", dataFormat="int"))

    made.set(("n",), "12.50")
    made.set(("i",), "many")

    assert made.answer() == {"n": 12.5, "i": "many"}
    assert fields(made)["i"].error == "Enter a whole number."


def test_a_mask_is_filled_with_the_digits():
    made = form(item("FormInput", name="phone", customFormatter="(###) ###-####"))

    made.set(("phone",), "5551234567")

    assert made.answer() == {"phone": "(555) 123-4567"}


def test_a_loop_has_its_empty_rows_and_keeps_what_is_entered():
    inside = [item("FormInput", name="what"), item("FormInput", name="note", conditionalHide='_parent.mode == "long"')]
    loop = {
        **item("FormLoop", settings={"type": "new", "varname": "lines", "times": "2", "add": True}),
        "items": inside,
    }
    made = form(item("FormInput", name="mode"), loop)

    made.set(("lines", 1, "what"), "desk")
    made.add_row(("lines",))
    made.set(("mode",), "long")

    assert sorted(fields(made)) == [
        "lines.0.note", "lines.0.what", "lines.1.note", "lines.1.what", "lines.2.note", "lines.2.what", "mode",
    ]  # fmt: skip
    assert made.answer()["lines"][1] == {"what": "desk"}
    made.remove_row(("lines",), 0)
    assert made.answer()["lines"][0] == {"what": "desk"}


def test_a_record_is_filled_in_on_its_own_page():
    columns = {"jsonData": json.dumps([{"value": "sku", "content": "Article"}])}
    listed = item("FormRecordList", name="rows", label="Rows", editable=True, form="1", fields=columns)
    made = ScreenForm(screen([listed], [item("FormInput", name="sku", validation="required")]), {}, now=NOW)

    entry = made.record(("rows",), None, 1)
    refused = entry.check()
    entry.set(("sku",), "A-1")
    made.keep_record(("rows",), None, entry.entry())

    (node,) = made.nodes()
    assert isinstance(node, Records)
    assert (refused, node.columns, node.rows, node.page) == (False, ("Article",), (("A-1",),), 1)
    assert made.answer() == {"rows": [{"sku": "A-1"}]}


def test_buttons_set_variables_and_turn_pages():
    made = ScreenForm(
        screen(
            [item("FormButton", label="Next", event="pageNavigate", eventData="1")],
            [item("FormButton", label="Yes", event="script", name="ok", fieldValue="yes")],
        ),
        {}, now=NOW,
    )  # fmt: skip

    made.press(next(node.id for node in made.nodes() if isinstance(node, Button)))
    (button,) = made.nodes()

    assert isinstance(button, Button)
    assert made.press(button.id) is False
    assert made.answer() == {"ok": "yes"}


def test_what_is_wrong_on_another_page_brings_it_to_the_front():
    made = ScreenForm(
        screen(
            [item("FormInput", name="a", validation="required")],
            [item("FormButton", label="Send", event="submit")],
        ),
        {}, now=NOW,
    )  # fmt: skip
    made.nodes()
    made._page = 1

    sent = made.press(next(node.id for node in made.nodes() if isinstance(node, Button)))

    assert sent is False
    assert fields(made)["a"].error == "This must be filled in."


@pytest.mark.parametrize(
    ("options", "kind", "values"),
    [
        ({"optionsList": [{"value": 1, "content": "One"}]}, "choice", [(1, "One")]),
        ({"jsonData": '[{"value": "a", "content": "A"}]', "renderAs": "checkbox"}, "radio", [("a", "A")]),
        ({"optionsList": [{"value": "a", "content": "A"}], "allowMultiSelect": True}, "several", [("a", "A")]),
        ({"dataSource": "dataObject", "dataName": "list.rows", "key": "id", "value": "{{data.first}} {{data.last}}"},
         "choice", [(7, "Ann Lee")]),
        ({"dataSource": "dataObject", "dataName": "list.rows", "key": "id", "value": "first",
          "valueTypeReturned": "object"}, "choice", [({"id": 7, "first": "Ann", "last": "Lee"}, "Ann")]),
        ({"dataSource": "dataConnector", "selectedDataSource": 4, "selectedEndPoint": "All", "dataName": "data"},
         "choice", [("x", "X")]),
    ],
)  # fmt: skip
def test_choices_come_from_where_the_control_says(options, kind, values):
    data = {"list": {"rows": [{"id": 7, "first": "Ann", "last": "Lee"}]}}
    answers = {("4", "All"): {"data": [{"value": "x", "content": "X"}]}}
    made = ScreenForm(
        screen([item("FormSelectList", name="x", options=options)]), data, now=NOW,
        lists=lambda connector, resource: answers.get((connector, resource)),
    )  # fmt: skip

    field = fields(made)["x"]

    assert field.kind == kind
    assert [(option.value, option.title) for option in field.options] == values


def test_a_nested_screen_stands_in_its_place_without_its_buttons():
    inner = screen([item("FormInput", name="street"), item("FormButton", event="submit", label="No")], id="2")
    host = item("FormNestedScreen", screen=2, conditionalHide='kind == "post"')
    made = form(item("FormInput", name="kind"), host, screens=[inner])

    made.set(("kind",), "post")

    assert list(fields(made)) == ["kind", "street"]
    assert not [node for node in made.nodes() if isinstance(node, Button)]


def test_a_screen_inside_itself_and_a_missing_one_are_said():
    loop = screen([item("FormNestedScreen", screen=1), item("FormNestedScreen", screen=9)])

    texts = [node.html for node in ScreenForm(loop, {}, [loop], now=NOW).nodes() if isinstance(node, Markup)]

    assert texts == ["<p>Screen Form is inside itself.</p>", "<p>Screen 9 is not in the workspace.</p>"]


def test_texts_are_harmless_and_filled_in():
    made = form(item("FormHtmlViewer", content="<h3>{{who}}</h3><script>x()</script>"), data={"who": "<b>Bo</b>"})

    (text,) = made.nodes()

    assert isinstance(text, Markup)
    assert "script" not in text.html
    assert "&lt;b&gt;" in text.html


def test_the_magic_variables_are_never_answered():
    made = form(item("FormInput", name="_user.name"), item("FormInput", name="a"))

    made.set(("_user", "name"), "Eve")

    assert made.answer() == {"a": ""}


def test_every_published_form_can_be_filled_in(shared_data):
    folder = shared_data / "processmaker" / "screens"
    screens = [each for path in sorted(folder.glob("*.json")) for each in read_screens(json.loads(path.read_bytes()))]

    for each in screens:
        made = ScreenForm(each, {}, screens, now=NOW)
        for field in fields(made).values():
            if not field.is_readonly and field.kind in ("text", "multiline"):
                made.set(field.path, "abc")
        assert made.nodes() or not each.pages[0]
        json.dumps(made.answer())


def test_records_of_collections_are_shown_and_not_changed():
    source = {"sourceOptions": "Collection", "collectionFields": {"collectionId": 7}}
    columns = {"jsonData": '[{"key": "Part", "content": "name"}]'}
    listed = item("FormRecordList", name="rows", editable=True, form="1", source=source, fields=columns)
    one = item("FormCollectionRecordControl", collection={"collectionId": 7, "screen": "2"}, record="{{which}}")
    drawn = screen([item("FormHtmlViewer", content="<b>{{name}}</b>")], id="2")
    parts = RecordCollection("7", "Parts", records=(Record("1", {"name": "Pump"}),))
    options = PageOptions(collections=lambda _: parts)

    table, record = ScreenForm(screen([listed, one]), {"which": 1}, (drawn,), options).nodes()

    assert (table.columns, table.rows, table.is_editable) == (("Part",), (("Pump",),), False)
    assert "<b>Pump</b>" in record.html


@pytest.mark.parametrize(
    ("config", "value", "shown"),
    [
        ({"customFormatter": "(###) ###-####"}, "5551234567", "(555) 123-4567"),
        ({"dataFormat": "currency", "dataMask": {"symbol": "€", "format": "#.###,##"}}, 1234.5, "€ 1.234,50"),
        ({"dataFormat": "percentage"}, 12.5, "12.50 %"),
        ({"dataFormat": "currency"}, "soon", "soon"),
        ({"dataFormat": "int"}, 7, 7),
    ],
)
def test_values_that_nobody_changes_are_shown_in_their_format(config, value, shown):
    made = form(item("FormInput", name="x", readonly=True, **config), data={"x": value})

    assert fields(made)["x"].value == shown
    assert made.answer() == {"x": value}


def test_a_button_that_leads_somewhere_is_a_link():
    (node,) = form(item("LinkButton", label="Shop", linkUrl="https://example.org/{{n}}"), data={"n": 7}).nodes()

    assert node == Markup('<a href="https://example.org/7">Shop</a>')


def test_a_text_on_a_color_is_readable_in_every_theme():
    (node,) = form(item("FormHtmlViewer", content="<p>Late</p>", bgcolor="alert alert-warning")).nodes()

    assert "background-color: #fef9c3" in node.html
    assert "color: #1f2937" in node.html
    assert "<p>Late</p>" in node.html
