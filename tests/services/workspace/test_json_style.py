"""Files of a workspace keep the style of whoever wrote them: a diff shows what was changed and nothing else."""

from __future__ import annotations

import json

import pytest

from modeler.services.storage.operating_system import OperatingSystem
from modeler.services.workspace.json_style import written_again
from modeler.services.workspace.source_files import read_file, write_file

VALUE = {"name": "Büro", "endpoints": {"List": {"url": "a", "method": "GET"}}, "mine": [1, {"b": 2.50}]}


def laid_out(value, indent, newline="\n", end="\n", is_ascii=False):
    return (json.dumps(value, indent=indent, ensure_ascii=is_ascii).replace("\n", newline) + end).encode()


@pytest.mark.parametrize("indent", [1, 2, 3, 4, "\t", None])
@pytest.mark.parametrize(("newline", "end"), [("\n", "\n"), ("\n", ""), ("\r\n", "\r\n")])
@pytest.mark.parametrize("is_ascii", [False, True])
def test_a_file_is_laid_out_as_it_was(indent, newline, end, is_ascii):
    before = laid_out(VALUE, indent, newline, end, is_ascii)
    after = {**VALUE, "endpoints": {"List": {"method": "PUT", "url": "a", "new": []}}}

    data = written_again(before, after)

    wanted = {**VALUE, "endpoints": {"List": {"url": "a", "method": "PUT", "new": []}}}
    assert data == laid_out(wanted, indent, newline, end, is_ascii)
    assert written_again(before, VALUE) == before


def test_a_file_written_by_hand_changes_where_it_must():
    before = b'\xef\xbb\xbf{ "name" :"B\\u00fcro",\n\n  "n": 1.50, "list": [1,2 , 3] }\n'

    data = written_again(before, {"list": [1, 2, 3, 4], "name": "Büro", "n": 2})

    assert data == b'\xef\xbb\xbf{ "name" :"B\\u00fcro",\n\n  "n": 2, "list": [1,2 , 3,4] }\n'


def test_a_member_with_another_name_stays_in_its_place():
    before = laid_out({"a": 1, "b": 2, "c": 3}, 2)

    assert written_again(before, {"a": 1, "x": 2, "c": 3}) == laid_out({"a": 1, "x": 2, "c": 3}, 2)


@pytest.mark.parametrize("before", [None, b"", b"not json", b"\xff\xfe"])
def test_what_cannot_be_kept_is_written_anew(before):
    assert written_again(before, [1], indent=1) == b"[\n 1\n]\n"


@pytest.mark.parametrize("as_text", [False, True])
def test_an_edit_of_a_data_connector_changes_one_line(tmp_path, as_text):
    endpoints = {"List": {"url": "a", "method": "GET"}, "Get": {"method": "GET", "url": "b"}}
    kept = json.dumps(endpoints, separators=(",", ":")) if as_text else endpoints
    path = tmp_path / "data-connectors" / "shop.json"
    path.parent.mkdir()
    path.write_bytes(laid_out({**VALUE, "endpoints": kept}, 3))
    before = path.read_text(encoding="utf-8").splitlines()

    file = read_file(path)
    write_file(OperatingSystem(), file.with_resource("List", {"method": "GET", "url": "c"}))

    after = path.read_text(encoding="utf-8").splitlines()
    changed = [(one, other) for one, other in zip(before, after, strict=True) if one != other]
    assert len(changed) == 1
    assert changed[0][0].replace('"a"', '"c"').replace('\\"a\\"', '\\"c\\"') == changed[0][1]
