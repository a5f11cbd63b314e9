"""Screens rendered with Request data: what is seen, what is not, and what cannot act."""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, datetime

import pytest

from connectors.sdk.ports import PortError
from engine.runtime.scripts import Scripts
from modeler.services.screens import FolderScreens, PageOptions, Screen, read_screens, render_screen
from modeler.services.screens.computing import with_computed
from modeler.services.screens.scripting import javascript

DOT = "data:image/gif;base64,R0lGODlhAQABAIAAAP8AAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw=="


def item(component, items=None, **config):
    return {"component": component, "config": config, **({"items": items} if items is not None else {})}


def text(content, **config):
    return item("FormHtmlViewer", content=content, **config)


def screen(*items, id="1", computed=(), style=""):
    return Screen(id, f"uuid-{id}", f"Screen {id}", "DISPLAY", (items,), tuple(computed), style)


def rendered(*items, data=None, others=(), look=None, **options):
    return render_screen(screen(*items, **options), data or {}, list(others), look or PageOptions())


def seen(page):
    body = page.partition("<body>")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())


def test_rich_text_is_filled_in_escaped_and_dated():
    page = rendered(
        text("<p>{{name}} {{{name}}} {{on}} {{at}}</p>"),
        data={"name": "A & <b>B</b>", "on": "2026-03-05", "at": "2026-02-01T18:15:00.000Z"},
    )

    assert seen(page) == "A & <b>B</b> A & B 03/05/2026 02/01/2026 6:15 PM"


def test_markup_inside_braces_is_left_by_editors_and_ignored():
    assert seen(rendered(text("<p>{{<span>na</span>me&nbsp;}}</p>"), data={"name": "Ann"})) == "Ann"


def test_a_template_that_is_broken_is_shown_as_it_is():
    assert seen(rendered(text("<p>{{#a}}x</p>"))) == "{{#a}}x"


@pytest.mark.parametrize(
    "evil",
    [
        "<script>x()</script>", '<img src=x onerror="x()">', '<a href="javascript:x()">', "<iframe src=x></iframe>",
        '<a href="data:text/html,x">', "<form action=x><input></form>", "<style>*{}</style>", "<svg onload=x()>",
    ],
)  # fmt: skip
def test_nothing_in_content_or_values_can_act(evil):
    page = rendered(text(evil), text("{{{v}}}"), text("{{v}}", renderVarHtml=True), data={"v": evil})

    body = page.partition("<body>")[2]
    assert not re.search(r"<(script|iframe|form|input|svg|style)|on\w+=|javascript:|data:text", body)


def test_rules_and_devices_hide():
    page = rendered(
        text("A", conditionalHide="n > 1"),
        text("B", conditionalHide="n > 9"),
        text("C", deviceVisibility={"showForDesktop": False, "showForMobile": True}),
        item("FormMultiColumn", [[text("D")], [text("E")]], options=[], conditionalHide="false"),
        data={"n": 2},
    )

    assert seen(page) == "A"


def test_columns_stand_side_by_side_in_their_widths():
    options = [{"value": "1", "content": "3"}, {"value": 2, "content": 9}]

    page = rendered(item("FormMultiColumn", [[text("A")], [text("B"), text("C")]], options=options))

    assert re.findall(r'td style="width: ([\d.]+)%', page) == ["25.00", "75.00"]
    assert seen(page) == "A B C"


def test_loops_repeat_with_the_row_as_data():
    loop = item("FormLoop", [text("{{x}} of {{_parent.total}}")], settings={"type": "existing", "varname": "rows"})
    fresh = item("FormLoop", [text("-")], settings={"type": "new", "varname": "none", "times": "2"})

    page = rendered(loop, fresh, data={"rows": [{"x": 1}, {"x": 2}], "total": 2})

    assert seen(page) == "1 of 2 2 of 2 - -"


def test_a_record_list_is_a_table():
    columns = [
        {"value": "name", "content": "Item"},
        {"value": "{{price}} USD", "content": "Price"},
        {"value": "photo", "content": "Photo"},
    ]
    listed = item("FormRecordList", name="rows", label="Lines", fields={"jsonData": json.dumps(columns)})
    rows = [{"name": "A<b>", "price": 5, "photo": DOT}, {"name": "2026-05-01"}]

    page = rendered(listed, data={"rows": rows})

    assert seen(page) == "Lines Item Price Photo A<b> 5 USD 05/01/2026 USD"
    assert page.count("<img") == 1
    assert seen(rendered(listed)) == "Lines There are no entries."


def test_a_nested_screen_works_on_the_hosts_data_and_brings_its_computed_values():
    formula = {"type": "expression", "property": "line", "formula": 'zip || " " || city'}
    inner = screen(text("{{line}}"), item("FormButton", label="Never"), id="2", computed=[formula])
    nested = item("FormNestedScreen", screen=2)

    assert seen(rendered(nested, data={"zip": 1000, "city": "X"}, others=[inner])) == "1000 X"
    assert "Screen 2 is not in the workspace" in rendered(nested)
    assert "inside itself" in rendered(nested, others=[screen(nested, id="2")])


def test_computed_values_may_depend_on_each_other():
    computed = [
        {"type": "expression", "property": "c.total", "formula": "b + 1"},
        {"type": "expression", "property": "b", "formula": "a * 2"},
        {"type": "expression", "property": "bad", "formula": "nowhere +"},
        {"type": "javascript", "property": "js", "formula": "return 1"},
    ]

    assert seen(rendered(text("{{c.total}} {{bad}}{{js}}"), data={"a": 2}, computed=computed)) == "5"


def test_a_number_that_json_lacks_is_null():
    computed = [{"name": "n", "type": "expression", "property": name, "formula": text}
                for name, text in (("share", "part / whole"), ("all", "[whole / whole, 1]"))]  # fmt: skip

    known = with_computed(computed, {"part": 5, "whole": 0})

    assert known == {"part": 5, "whole": 0, "share": None, "all": [None, 1]}


def test_formulas_in_javascript_see_the_data_and_the_time_of_the_request():
    computed = [
        {
            "type": "javascript",
            "property": "sum",
            "formula": "var s = 0; this.rows.forEach(r => { s += r.x }); return s",
        },
        {"type": "javascript", "property": "day", "formula": "return new Date()"},
        {"type": "javascript", "property": "bad", "formula": "return nowhere.x"},
        {"type": "expression", "property": "twice", "formula": "sum * 2"},
    ]
    made = screen(text("{{sum}} {{twice}} {{day}} {{bad}}"), computed=computed)

    with Scripts() as scripts:
        options = PageOptions(javascript=javascript(scripts, datetime(2026, 1, 5, 9, tzinfo=UTC)))
        page = render_screen(made, {"rows": [{"x": 1}, {"x": 2}]}, [], options)

    assert seen(page) == "3 6 01/05/2026 9:00 AM"


def test_rules_find_controls_that_nobody_has_filled_in():
    page = rendered(item("FormInput", name="who", label="Who"), text("empty", conditionalHide='who == ""'))

    assert seen(page) == "Who empty"


def test_controls_read_as_label_and_value():
    options = {"key": "id", "value": "title", "optionsList": [{"id": 1, "title": "One"}, {"id": 2, "title": "Two"}]}
    page = rendered(
        item("FormInput", name="sum", label="Sum", dataFormat="currency", dataMask={"symbol": "€", "code": "EUR"}),
        item("FormInput", name="secret", label="Secret", dataFormat="password"),
        item("FormTextArea", name="long", label="Text"),
        item("FormDatePicker", name="day", label="Day"),
        item("FormCheckbox", name="ok", label="Agreed"),
        item("FormSelectList", name="pick", label="Pick", options=options),
        item("FormSelectList", name="pick", label="Radio", options={**options, "renderAs": "checkbox"}),
        item("FileDownload", name="file", label="File"),
        item("Telepathy", label="New"),
        data={"sum": 1234.5, "secret": "abc", "long": "a\n<b>", "day": "2026-03-05", "ok": True, "pick": 2},
    )

    assert seen(page) == (
        "Sum € 1,234.50 EUR Secret ••• Text a <b> Day 03/05/2026 ☑ Agreed Pick Two Radio ○ One ◉ Two "
        "File no files New Telepathy"
    )


def test_pictures_come_from_the_screen_or_the_data_only():
    page = rendered(
        item("FormImage", renderImage=False, image=DOT, width="40"),
        item("FormImage", renderImage=True, variableName="a.b"),
        item("FormImage", renderImage=True, imageName="missing"),
        data={"a": {"b": "file:///etc/passwd"}},
    )

    assert re.findall(r"<img [^>]*>", page) == [f'<img src="{DOT}" alt="" width="40">']


def test_usual_classes_become_styles_that_mail_programs_keep():
    page = rendered(text('<div class="bg-primary p-3 other" style="margin: 0;"><p class="text-center">x</p></div>'))

    assert 'class="bg-primary p-3 other" style="background-color: #1d4ed8; padding: 16px; margin: 0"' in page
    assert '<p class="text-center" style="text-align: center">' in page


def test_custom_css_stays_within_the_screen():
    css = "h3, [selector='x'] > p { color: red } @media print { td { margin: 0 } } @import url(evil); b { top: 0 }"

    page = rendered(text("x", customCssSelector="x"), style=css)

    assert ".screen h3, .screen [selector='x'] > p { color: red }" in page
    assert "@media print { .screen td { margin: 0 } }" in page
    assert "@import" not in page
    assert 'selector="x"' in page
    assert "evil2" not in rendered(text("x"), style="b { } </style><script>evil2()")


def test_style_sheets_inside_rich_text_stay_within_the_screen():
    sheet = "<style><!-- h4 { color: {{tone}}; background: url(https://evil.example/) } --></style>"

    page = rendered(text(f"{sheet}<h4>Hi</h4>"), text(f"{sheet}<p>there</p>"), data={"tone": "teal"})

    assert page.count(".screen h4 { color: teal}") == 1
    assert "evil" not in page
    assert seen(page) == "Hi there"


def test_a_style_sheet_of_hidden_text_is_not_there():
    assert "teal" not in rendered(text("<style>h4 { color: teal }</style>", conditionalHide="false"))


def test_custom_css_says_what_paper_a_screen_is_printed_on():
    css = (
        "@page :first { size: A5; @bottom-center { content: 'a'; background: url(http://evil.example/) } margin: 1cm }"
    )

    page = rendered(text("x"), style=css)

    assert "@page :first {  size: A5; @bottom-center { content: 'a'}  margin: 1cm  }" in page
    assert "evil" not in page


def test_screens_of_a_folder_are_found_by_number_uuid_title_and_file(tmp_path):
    folder = tmp_path / "screens"
    folder.mkdir()
    config = json.dumps([{"name": "P", "items": [text("Hello {{n}}")]}])
    asset = {"id": 31, "uuid": "u-1", "title": "Greeting", "type": "EMAIL", "config": config, "computed": "[]"}
    (folder / "package.json").write_text(json.dumps({"export": {"u-1": {"type": "Screen", "attributes": asset}}}))
    (folder / "broken.json").write_text("{")
    (folder / "own.html").write_text("<p>{{n}}</p>")
    screens = FolderScreens(tmp_path)

    pages = [screens.render(reference, {"n": "<5>"}) for reference in (31, "31", "u-1", "Greeting", "own")]

    assert [seen(page) for page in pages[:4]] == ["Hello <5>"] * 4
    assert pages[4] == "<p>&lt;5&gt;</p>"
    assert (screens.title(31), screens.title("own")) == ("Greeting", "own")
    with pytest.raises(PortError, match="Screen 32 is not in the workspace"):
        screens.render(32, {})


@pytest.mark.parametrize(
    "name",
    [
        "display-summary",
        "email-body",
        "images-files",
        "nested-host",
        "record-list",
        "approval-form",
        "nested-address",
        "computed-visibility",
        "line-items-loop",
    ],
)
def test_published_samples_show_what_they_must(shared_data, name):
    folder = shared_data / "processmaker" / "screens"
    package = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    expected = json.loads((folder / "data" / f"{name}.json").read_text(encoding="utf-8"))
    screens = list(read_screens(package))
    root = next(each for each in screens if each.uuid == package["root"])

    with Scripts() as scripts:
        options = PageOptions(javascript=javascript(scripts, datetime(2026, 1, 5, tzinfo=UTC)))
        words = seen(render_screen(root, expected["data"], screens, options))

    assert [each for each in expected["text_seen"] if each not in words] == []
    assert [each for each in expected["text_not_seen"] if each in words] == []
