"""What a control takes: days within its limits, numbers that JSON has, patterns with flags, words and not spaces."""

from __future__ import annotations

from datetime import date

import pytest

from modeler.services.task_forms.controls import field_of, stored
from modeler.services.task_forms.validation import problem

TODAY = date(2026, 3, 5)
PICKER = {"name": "d", "dataFormat": "date", "minDate": "2026-03-01", "maxDate": "{{last}}"}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2026-03-01", ""),
        ("2026-03-10T23:00:00.000Z", ""),
        ("2026-02-28", "Enter a day from 2026-03-01."),
        ("2026-03-11", "Enter a day until 2026-03-10."),
        ("", ""),
    ],
)
def test_a_day_stands_within_the_limits_of_its_picker(value, words):
    assert problem(PICKER, value, {"last": "2026-03-10"}, TODAY) == words


@pytest.mark.parametrize("limits", [{}, {"minDate": "", "maxDate": None}, {"minDate": "{{#", "maxDate": "{{nothing}}"}])
def test_a_picker_without_limits_takes_any_day(limits):
    assert problem({"dataFormat": "date", **limits}, "1999-01-01", {}, TODAY) == ""


@pytest.mark.parametrize("typed", ["nan", "inf", "1_000", "1e999"])
def test_what_json_has_no_number_for_stays_text_and_is_complained_about(typed):
    kept = stored({"dataFormat": "float"}, "number", typed)

    assert kept == typed


@pytest.mark.parametrize(
    ("rule", "value", "is_right"),
    [
        ("regex:/^[a-z]+$/i", "ABC", True),
        ("regex:/^[a-z]+$/", "ABC", False),
        ("regex:/^a/b$/", "a/b", True),
        ("regex:^[0-9]+$", "12", True),
        ("required|regex:/^(ja|no)$/|max:3", "no", True),
        ("required|regex:/^(ja|no)$/|max:3", "nope", False),
        ("regex:/a\\/b|c/", "c", True),
    ],
)
def test_a_pattern_may_have_flags_behind_it(rule, value, is_right):
    assert (problem({"validation": rule}, value, {}, TODAY) == "") is is_right


def test_spaces_do_not_fill_in_what_must_be():
    assert problem({"validation": "required"}, "  ", {}, TODAY) == "This must be filled in."


def test_an_upload_says_which_files_and_how_many_it_takes():
    config = {"name": "f", "accept": "image/*, .pdf", "multipleUpload": True}

    field = field_of("FileUpload", config, ("f",), {}, lambda *_: None, False)

    assert (field.accepts, field.takes_many) == (("image/*", ".pdf"), True)
