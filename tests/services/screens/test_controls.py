"""The controls of screens one by one: what each shows of its value, and what its variable is before anybody types."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from engine.runtime.scripts import Scripts
from modeler.services.screens import PageOptions, ScreenError, render_screen
from modeler.services.screens.options import options_of
from modeler.services.screens.sample_lists import sample_lists
from modeler.services.screens.scripting import javascript
from modeler.services.workspace.record_collections import Record, RecordCollection
from tests.services.screens.test_page import item, rendered, screen, seen, text

COUNTRIES = [{"id": "se", "title": "Sweden"}, {"id": "no", "title": "Norway"}]


@pytest.mark.parametrize(
    ("config", "value", "shown"),
    [
        ({"dataFormat": "currency", "dataMask": {"symbol": "€", "format": "#.###,##"}}, 1234.5, "€ 1.234,50"),
        ({"dataFormat": "currency", "dataMask": {"symbol": "¥", "format": "#,###"}}, 1234.5, "¥ 1,234"),
        ({"dataFormat": "currency", "dataMask": {"format": "# ###.##", "code": "SEK"}}, 1234.5, "1 234.50 SEK"),
        ({"dataFormat": "currency"}, "soon", "soon"),
        ({"dataFormat": "percentage"}, "12.5", "12.50 %"),
        ({"dataFormat": "date"}, "2026-03-05", "03/05/2026"),
        ({"dataFormat": "boolean"}, True, "☑"),
        ({"customFormatter": "(###) ###-####"}, "5551234567", "(555) 123-4567"),
        ({"type": "password"}, "abc", "•••"),
        ({}, 7.0, "7"),
        ({}, None, ""),
    ],
)
def test_an_input_shows_its_value_in_its_format(config, value, shown):
    assert seen(rendered(item("FormInput", name="v", **config), data={"v": value})) == shown


@pytest.mark.parametrize("value", ["soon", 20260305, None, "2026-13-01", "2026-03-05 and more"])
def test_a_date_that_is_none_is_left_empty(value):
    assert seen(rendered(item("FormDatePicker", name="d", label="Day"), data={"d": value})) == "Day"


@pytest.mark.parametrize(
    "value",
    [
        "2026-03-05T14:30:00.000Z",
        "2026-03-05T14:30:00Z",
        "2026-03-05T16:30:00+02:00",
        "2026-03-05 14:30:00",
        "2026-03-05T14:30",
    ],
)
def test_a_moment_is_shown_in_the_users_form_however_it_is_written(value):
    page = rendered(
        item("FormDatePicker", name="d", dataFormat="datetime"),
        item("FormDatePicker", name="d", dataFormat="date"),
        item("FormInput", name="d", dataFormat="datetime"),
        data={"d": value},
    )

    assert seen(page) == "03/05/2026 2:30 PM 03/05/2026 03/05/2026 2:30 PM"


def test_values_in_rich_text_read_as_javascript_writes_them():
    page = rendered(
        text("{{yes}} {{no}} {{list}} {{days}} {{nothing}} {{#no}}hidden{{/no}}{{#list}}<{{.}}>{{/list}}"),
        item("LinkButton", label="Go", linkUrl="https://example.org/{{list}}"),
        data={"yes": True, "no": False, "list": [1, "b", None, True], "days": ["2026-03-05"], "nothing": None},
    )

    assert seen(page).startswith("true false 1,b,,true 03/05/2026")
    assert 'href="https://example.org/1,b,,true"' in page
    assert "hidden" not in page


@pytest.mark.parametrize("options", [COUNTRIES, {"optionsList": COUNTRIES}], ids=["the oldest form", "as a list"])
def test_radio_buttons_show_all_options(options):
    listed = [{"value": each["id"], "content": each["title"]} for each in COUNTRIES]
    given = listed if isinstance(options, list) else {"optionsList": listed}

    page = rendered(item("FormRadioButtonGroup", name="v", options=given), data={"v": "no"})

    assert seen(page) == "○ Sweden ◉ Norway"


@pytest.mark.parametrize("control", ["FileUpload", "FileDownload", "Viewer"])
def test_files_are_called_by_their_names(control):
    names = {7: "scan.pdf", 8: "photo.png"}
    look = PageOptions(files=lambda value: names.get(value["id"] if isinstance(value, dict) else value, ""))

    page = rendered(
        item(control, name="one"),
        item(control, name="more"),
        item(control, name="gone"),
        look=look,
        data={"one": 7, "more": [{"file": 8, "id": "row"}, {"id": 7}, {"name": "own.txt"}], "gone": 9},
    )

    assert seen(page) == "scan.pdf photo.png, scan.pdf, own.txt 9"


@pytest.mark.parametrize(
    ("options", "value", "shown"),
    [
        ({"dataSource": "dataObject", "dataName": "all"}, "no", "Norway"),
        ({"dataSource": "dataConnector", "selectedDataSource": 4, "selectedEndPoint": "L"}, "no", "Norway"),
        ({"optionsList": COUNTRIES, "valueTypeReturned": "object"}, COUNTRIES[0], "Sweden"),
        ({"optionsList": COUNTRIES, "value": "{{data.title}} ({{id}})"}, "se", "Sweden (se)"),
        ({"optionsList": COUNTRIES, "allowMultiSelect": True}, ["se", "no"], "Sweden, Norway"),
        ({"optionsList": COUNTRIES, "renderAs": "checkbox", "valueTypeReturned": "object"}, COUNTRIES[1],
         "○ Sweden ◉ Norway"),
        ({"optionsList": COUNTRIES}, "dk", "dk"),
    ],
)  # fmt: skip
def test_a_select_list_shows_the_labels_of_what_is_chosen(options, value, shown):
    control = item("FormSelectList", name="v", options={"key": "id", "value": "title", **options})
    look = PageOptions(lists=lambda *_: COUNTRIES)

    page = render_screen(screen(control), {"v": value, "all": COUNTRIES}, [], look)

    assert seen(page) == shown


@pytest.mark.parametrize(
    ("component", "config", "rule"),
    [
        ("FormSelectList", {}, "not v"),
        ("FormSelectList", {"options": {"allowMultiSelect": True}}, "length(v) == 0"),
        ("FormSelectList", {"options": {"defaultOptionKey": "se"}}, 'v == "se"'),
        ("FormCheckbox", {"initiallyChecked": True}, "v"),
        ("FormInput", {"dataFormat": "currency"}, "v == 0"),
        ("FormInput", {"defaultValue": {"mode": "basic", "value": "Hello {{who}}"}}, 'v == "Hello Ann"'),
        ("FormInput", {"defaultValue": {"mode": "js", "value": "return this.who + 1"}}, 'v == "Ann1"'),
        ("FormInput", {"defaultValue": {"mode": "basic", "value": "{{#a}}"}}, 'indexOf("MUSTACHE: ", v) == 0'),
        ("FormLoop", {"settings": {"type": "new", "varname": "v", "times": "{{n}}"}}, "length(v) == 2"),
        ("FormLoop", {"settings": {"type": "existing", "varname": "v"}}, "length(v) == 0"),
        ("SignaturePad", {}, "not v"),
    ],
)
def test_rules_find_the_first_value_of_a_control(component, config, rule):
    control = item(component, [] if component == "FormLoop" else None, name="v", **config)

    with Scripts() as scripts:
        options = PageOptions(javascript=javascript(scripts, datetime(2026, 1, 5, tzinfo=UTC)))
        shown = screen(text("right", conditionalHide=rule), control)
        page = render_screen(shown, {"who": "Ann", "n": 2}, [], options)

    assert "right" in seen(page)


def test_a_control_never_takes_the_place_of_a_value_that_stands_in_its_way():
    page = rendered(item("FormInput", name="who.name"), text("{{who}}"), data={"who": "Ann"})

    assert seen(page) == "Ann"


def test_the_rule_of_a_nested_screen_is_written_behind_the_rule_of_each_item():
    inner = screen(text("A", conditionalHide="yes or no"), text("B"), id="2", style="p { color: red }")
    host = item("FormNestedScreen", screen=2, conditionalHide="no")

    page = rendered(host, data={"yes": True, "no": False}, others=[inner])

    assert seen(page) == "A"
    assert ".screen p { color: red }" in page


def test_each_page_of_a_screen_can_be_shown():
    made = screen(text("one"))
    both = type(made)("1", "u", "Two pages", "FORM", (*made.pages, (text("two"),)))

    assert seen(render_screen(both, {}, [], PageOptions(), 1)) == "two"
    with pytest.raises(ScreenError, match="Two pages has no page 3"):
        render_screen(both, {}, [], PageOptions(), 2)


def test_a_button_that_leads_somewhere_is_a_link():
    page = rendered(item("LinkButton", label="Open", linkUrl="https://example.org/{{n}}"), data={"n": 5})

    assert '<a href="https://example.org/5">Open</a>' in page
    assert "javascript" not in rendered(item("LinkButton", label="x", linkUrl="javascript:x()"))


def test_pictures_keep_their_size_in_pixels_and_percent():
    dot = "data:image/gif;base64,R0lGODlhAQABAIAAAP8AAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw=="

    page = rendered(item("FormImage", image=dot, width="120px", height="50%"), item("FormImage", image=dot, width='"x'))

    assert 'width="120" height="50%"' in page
    assert page.partition("<body>")[2].count("width=") == 1


def test_rows_beyond_what_is_shown_are_told():
    page = rendered(item("FormLoop", [text("x")], name="rows"), data={"rows": [{}] * 1_003})

    assert "… and 3 more entries" in page


COLUMNS = {"jsonData": '[{"key": "Part", "content": "name"}, {"key": "Price", "content": "cost.net"}]'}
OF_PARTS = {"sourceOptions": "Collection", "collectionFields": {"collectionId": 7}}


def parts(*records, **more):
    made = tuple(Record(str(number), data) for number, data in enumerate(records, 1))
    collection = RecordCollection("7", "Parts", records=made, **more)
    return PageOptions(collections=lambda reference: collection if reference == "7" else None)


def test_a_list_of_a_collection_shows_its_records_by_their_columns():
    listed = item("FormRecordList", label="All parts", source=OF_PARTS, fields=COLUMNS)

    page = rendered(listed, look=parts({"name": "Pump <1>", "cost": {"net": 5}}, {"name": "Rod"}))

    assert seen(page) == "All parts Part Price Pump <1> 5 Rod"
    assert "Pump &lt;1&gt;" in page


def test_a_list_of_a_collection_that_is_not_here_says_what_to_do():
    listed = item("FormRecordList", source=OF_PARTS, fields=COLUMNS)

    assert "A file in collections would show some" in seen(rendered(listed))
    assert "The records of “Parts” are on the server" in seen(rendered(listed, look=parts()))


def test_a_record_of_a_collection_is_drawn_by_the_collections_screen_of_its_mode():
    read, update = (screen(text(f"{id}: {{{{name}}}}"), id=id) for id in ("reading", "changing"))
    options = parts({"name": "Pump"}, {"name": "Rod"}, read_screen="reading", update_screen="changing")
    shown = item("FormCollectionRecordControl", collection={"collectionId": 7}, record="{{which}}",
                 collectionmode={"modeId": "View"})  # fmt: skip
    changed = item("FormCollectionRecordControl", collection={"collectionId": 7}, record="1")

    page = rendered(shown, changed, data={"which": 2, "name": "outside"}, look=options, others=(read, update))

    assert seen(page) == "reading: Rod changing: Pump"


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ({"collection": {"collectionId": 7}, "record": 9}, "“Parts” has no record 9 here."),
        ({"collection": {"collectionId": 7}, "record": "{{none}}"}, "has no record without a number"),
        ({"collection": {"collectionId": 8}, "record": 1}, "records of collection 8 are on the server"),
        ({"collection": {"collectionId": 7, "screen": 5}, "record": 1}, "Screen 5 is not in the workspace."),
        ({}, "are on the server"),
    ],
)
def test_a_record_that_cannot_be_drawn_says_why(config, said):
    page = rendered(item("FormCollectionRecordControl", **config), look=parts({"name": "Pump"}))

    assert said in seen(page)


def test_a_select_list_offers_the_records_of_a_collection(tmp_path):
    (tmp_path / "collections").mkdir()
    described = {"id": 7, "name": "Parts", "records": [{"id": 3, "data": {"name": "Pump"}}, {"name": "Rod"}, "x"]}
    (tmp_path / "collections" / "parts.json").write_text(json.dumps(described))
    (tmp_path / "collections" / "broken.json").write_text("{")
    wanted = {
        "dataSource": "collection",
        "collectionOptions": {"collectionId": 7, "labelField": "data.name", "valueField": "id"},
    }

    found = options_of({"options": wanted}, {}, sample_lists(tmp_path))

    assert [(option.value, option.title) for option in found] == [(3, "Pump"), (2, "Rod"), (3, "3")]


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        ("p { color: red; background: url(https://evil.example/x) }", "color: red"),
        ("p { background: u\\72l(https://evil.example/x); margin: 0 }", "margin: 0"),
        ("p { background: image-set('https://evil.example/x' 1x); margin: 0 }", "margin: 0"),
        ("p { background: url(data:image/png;base64,AA;BB) }", "url(data:image/png;base64,AA;BB)"),
        (":is(h1, h2) { margin: 0 }", ".screen :is(h1, h2) {"),
    ],
)
def test_styles_load_nothing(css, kept):
    page = rendered(text(f'<p style="{css[4:-1]}">x</p>'), style=css)

    assert kept in page
    assert "evil" not in page


def test_a_number_is_taken_before_a_title_that_looks_like_one():
    numbered, titled = screen(text("by number"), id="31"), replace(screen(text("by title"), id="7"), title="31")
    host = item("FormNestedScreen", screen=31)

    assert seen(rendered(host, others=[titled, numbered])) == "by number"
    assert seen(rendered(host, others=[titled])) == "by title"


def test_a_circle_under_a_rule_that_hides_is_not_told():
    inside = screen(text("x"), item("FormNestedScreen", screen=2, conditionalHide="false"), id="2")

    assert seen(rendered(item("FormNestedScreen", screen=2), others=[inside])) == "x"
