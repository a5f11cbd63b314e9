"""Script tasks: what goes in and comes out, each vendor's conventions, and the walls around them."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import UTC, datetime
from xml.sax.saxutils import quoteattr

import pytest

from engine.runtime import Request, start
from engine.runtime.scripts import Limits, ScriptError, Scripts, language_of, script_handlers
from tests.runtime.builder import model

QUICK = Limits(seconds=0.1, megabytes=32)


@pytest.fixture(scope="module")
def scripts() -> Iterator[Scripts]:
    with Scripts() as opened:
        yield opened


def ran(scripts: Scripts, language: str, code: str, data: dict[str, object], profile: str, more: str = "") -> Request:
    task = f'<bpmn:scriptTask id="A" scriptFormat="{language}" {more}><bpmn:script><![CDATA[{code}]]></bpmn:script>'
    graph = model("start > A > end", profile, A=f"{task}</bpmn:scriptTask>")
    assert graph.problems == ()
    return start(graph, data, seed=7, handlers=script_handlers(graph, scripts)).run()


@pytest.mark.parametrize(
    ("name", "language"),
    [("text/x-python", "python"), ("Python", "python"), ("JavaScript", "javascript"), ("groovy", None), ("", None)],
)
def test_a_script_format_names_a_language_or_none_that_runs_here(name: str, language: str | None) -> None:
    assert language_of(name) == language


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("python", "total = price * 2\nif total > 5:\n    level = 'high'\nitems.append(1)\nimport math as m"),
        ("javascript", "var total = price * 2;\nlet level = total > 5 ? 'high' : 'low';\nitems.push(1);"),
        ("python", "return {'total': price * 2, 'level': 'high', 'items': items + [1]}"),
        ("javascript", "return {total: price * 2, level: 'high', items: [...items, 1]};"),
    ],
)
def test_without_a_vendor_what_a_script_sets_or_returns_is_written(scripts: Scripts, language: str, code: str) -> None:
    request = ran(scripts, language, code, {"price": 4, "items": []}, "standard")

    assert request.status == "completed"
    assert request.data == {"price": 4, "items": [1], "total": 8, "level": "high"}


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("python", "return {'total': data['price'] * 2}"),
        ("python", "output = {'total': data['price'] * 2}"),
        ("javascript", "const price = data.price; return {total: price * 2, _user: 'nobody'};"),
        ("javascript", "return {total: await Promise.resolve(data.price * 2)}"),
    ],
)
def test_processmaker_merges_what_a_script_returns(scripts: Scripts, language: str, code: str) -> None:
    assert ran(scripts, language, code, {"price": 4}, "processmaker").data == {"price": 4, "total": 8}


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("python", "execution.setVariable('twice', price * 2)\nlocal = 1\nexecution.getVariable('price') + 1"),
        ("javascript", "execution.setVariable('twice', price * 2); var local = 1; execution.getVariable('price') + 1"),
    ],
)
def test_camunda_puts_the_result_into_its_variable(scripts: Scripts, language: str, code: str) -> None:
    request = ran(scripts, language, code, {"price": 4}, "camunda7", 'camunda:resultVariable="next"')

    assert request.data == {"price": 4, "twice": 8, "next": 5}


def test_without_a_result_variable_camunda_keeps_the_result_to_itself(scripts: Scripts) -> None:
    assert ran(scripts, "javascript", "var a = 1; a", {}, "camunda7").data == {}


@pytest.mark.parametrize(("language", "code"), [("python", "1 + 1\nx = 1 / 0"), ("javascript", "1 + 1\nlet x = y.z")])
def test_a_script_that_fails_is_an_incident_that_names_its_line(scripts: Scripts, language: str, code: str) -> None:
    request = ran(scripts, language, code, {}, "standard")

    error = request.errors[0]
    assert (request.status, error["element"], error["code"]) == ("error", "A", "SCRIPT_FAILED")
    assert str(error["message"]).startswith("line 2: ")


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("python", "import datetime, random\nmoment = datetime.datetime.now().isoformat()\nluck = random.random()"),
        ("javascript", "var moment = new Date().toISOString(); var luck = Math.random();"),
    ],
)
def test_clock_and_random_numbers_come_from_the_request(scripts: Scripts, language: str, code: str) -> None:
    runs = [ran(scripts, language, code, {}, "standard").data for _ in range(20)]

    assert all(run == runs[0] and "luck" in run for run in runs)
    assert str(runs[0]["moment"]).startswith("2026-01-05T09:00:00")


ESCAPES = {
    "python": (
        "open('/etc/passwd').read()",
        "import os\nos.system('true')",
        "import os\nos.environ['PATH']",
        "import os\nos.listdir('/')",
        "import subprocess",
        "import socket",
        "import ctypes",
        "import importlib",
        "__import__('os').system('true')",
        "eval(\"__import__('os')\")",
        "().__class__.__bases__[0].__subclasses__()",
        "(lambda: 0).__globals__['__builtins__']",
        "(lambda: 0).__code__.co_consts",
        "'{0.__class__.__mro__}'.format(print)[100]",
        "print.__self__.open",
        "import pathlib\npathlib.Path('/etc/passwd').read_text()",
        "import sys\nsys._getframe()",
        "import sys\nsys.modules['os']",
        "import urllib.request",
        "import pickle",
        "import gc\ngc.get_objects()",
        "try:\n    1/0\nexcept Exception as e:\n    e.__traceback__.tb_frame.f_globals",
        "import inspect\ninspect.stack()",
        "type('X', (), {})().__init__.__globals__",
    ),
    "javascript": (
        "require('fs')",
        "std.loadFile('/etc/passwd')",
        "os.exec(['true'])",
        "process.env.PATH",
        "fetch('http://localhost')",
        "new XMLHttpRequest()",
        "new Worker('x')",
        "Deno.readTextFileSync('/etc/passwd')",
        "await import('os'); return 1",
        "await import('/etc/passwd'); return 1",
        "(0, eval)('std')",
        "new Function('return process')()",
        "(function () { return this })().constructor.constructor('return process')()",
        "print.constructor('return std')()",
        "load('/etc/passwd')",
        "scriptArgs.join()",
        "execution.getVariable.constructor('return globalThis.std.open')()",
    ),
}


@pytest.mark.parametrize(("language", "code"), [(each, code) for each, codes in ESCAPES.items() for code in codes])
def test_a_script_reaches_nothing_outside(scripts: Scripts, language: str, code: str) -> None:
    with pytest.raises(ScriptError):
        scripts.run(language, code, {}, QUICK)


FEEL_ESCAPES = (
    'get value({}, "__class__")',
    'get value("", "__class__")',
    "x.__class__",
    "x.__init__.__globals__",
    'open("/etc/passwd")',
    '__import__("os")',
    'eval("1")',
    'function() external {java: {class: "java.lang.System", method signature: "exit(int)"}}',
    "(function(a) a).__globals__",
    "today.__self__",
)


@pytest.mark.parametrize("code", FEEL_ESCAPES)
def test_feel_reaches_nothing_outside(code: str) -> None:
    task = f'<bpmn:extensionElements><zeebe:script expression={quoteattr("=" + code)} resultVariable="found"/>'
    graph = model(
        "start > A > end", "camunda8", A=f'<bpmn:scriptTask id="A">{task}</bpmn:extensionElements></bpmn:scriptTask>'
    )

    request = start(graph, {"x": {"a": 1}}).run()

    assert request.data.get("found") is None


DENIALS = {
    "python": (
        "while True: pass",
        "'a' * 10**10",
        "def f():\n    return f()\nf()",
        "9 ** 9 ** 9",
        "x = []\nwhile True: x.append('a' * 1000)",
        "sum(range(10**12))",
        "a = [1] * 10\nfor _ in range(9): a = [a] * 10\na",
        "import json\njson.loads('[' * 100000)",
        "b = 'x'\nfor _ in range(40): b += b\nb",
    ),
    "javascript": (
        "while (true) {}",
        "'a'.repeat(2 ** 29)",
        "function f() { return f() }; f()",
        "2n ** (2n ** 40n)",
        "let x = []; while (true) x.push(new Array(1000).fill(1))",
        "/^(a+)+$/.test('a'.repeat(40) + 'b')",
        "new Array(2 ** 32 - 1).join('x')",
        "function f() { Promise.resolve().then(f) }; f()",
        "JSON.parse('['.repeat(1e6))",
        "await new Promise(() => 0); return 1",
    ),
}


@pytest.mark.parametrize(("language", "code"), [(each, code) for each, codes in DENIALS.items() for code in codes])
def test_a_script_that_takes_too_much_is_stopped_and_the_next_one_runs(
    scripts: Scripts, language: str, code: str
) -> None:
    with pytest.raises(ScriptError):
        scripts.run(language, code, {}, QUICK)

    assert scripts.run(language, "1 + 1", {}, QUICK).value == 2


@pytest.mark.parametrize(
    ("language", "code"),
    [("python", "{1, 2}"), ("python", "float('nan')"), ("javascript", "3n")],
)
def test_a_result_that_is_no_json_is_refused(scripts: Scripts, language: str, code: str) -> None:
    with pytest.raises(ScriptError) as refused:
        scripts.run(language, code, {}, QUICK)

    assert refused.value.code == "SCRIPT_RESULT"


def test_what_one_script_leaves_behind_the_next_does_not_see(scripts: Scripts) -> None:
    scripts.run("javascript", "globalThis.left = 1; Array.prototype.map = null; JSON.stringify = null; 1", {}, QUICK)
    scripts.run("python", "left = 1", {}, QUICK)

    assert scripts.run("javascript", "typeof left + typeof [].map", {}, QUICK).value == "undefinedfunction"
    with pytest.raises(ScriptError, match="NameError"):
        scripts.run("python", "left", {}, QUICK)


def test_the_moment_of_the_request_is_the_scripts_clock(scripts: Scripts) -> None:
    limits = Limits(now=datetime(2030, 5, 6, 7, 8, 9, tzinfo=UTC))

    seen = scripts.run("javascript", "new Date().toISOString()", {}, limits).value
    also = scripts.run("python", "import datetime\ndatetime.datetime.now().isoformat()", {}, limits).value

    assert (seen, also) == ("2030-05-06T07:08:09.000Z", "2030-05-06T07:08:09")


def test_output_of_a_script_is_kept_within_bounds(scripts: Scripts) -> None:
    assert scripts.run("python", "print('hello')", {}, QUICK).printed == "hello\n"
    assert scripts.run("javascript", "console.log('hello', {a: 1})", {}, QUICK).printed == 'hello {"a":1}\n'


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("python", "print('before')\n1 / 0"),
        ("javascript", "console.log('before'); throw new Error('x')"),
        ("javascript", "console.log('before'); Promise.reject(new Error('x'))"),
        ("javascript", "console.log('before'); while (true) {}"),
    ],
)
def test_what_a_script_printed_before_it_failed_is_kept(
    scripts: Scripts, language: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.runtime.scripts.javascript.GRACE", 60.0)  # the script's own limit is processor time

    with pytest.raises(ScriptError) as raised:
        scripts.run(language, code, {}, Limits(seconds=0.2))

    assert raised.value.printed == "before\n"


def test_a_variable_may_be_called_printed(scripts: Scripts) -> None:
    assert scripts.run("javascript", "printed = 5", {"printed": 1}, QUICK).changed == {"printed": 5}


def test_a_global_script_task_runs_its_script(scripts: Scripts) -> None:
    task = '<bpmn:globalScriptTask id="G" scriptLanguage="python"><bpmn:script>total = 3</bpmn:script>'
    graph = model(
        "start > A > end",
        A='<bpmn:callActivity id="A" calledElement="G"/>',
        roots=f"{task}</bpmn:globalScriptTask>",
    )

    request = start(graph, {}, handlers=script_handlers(graph, scripts)).run()

    assert (request.status, request.data) == ("completed", {"total": 3})


def test_a_script_kept_on_a_server_is_named_and_waits() -> None:
    graph = model("start > A > end", "processmaker", A='<bpmn:scriptTask id="A" pm:scriptRef="21"/>')

    assert graph.problems[0].message.startswith("A: the script 21 does not run here")
    assert start(graph).run().waiting == ["A"]


def test_workers_end_when_nobody_holds_them() -> None:
    held = Scripts()
    held.run("python", "1", {}, QUICK)
    held.run("javascript", "1", {}, QUICK)
    runners = list(held._runners.values())
    endings = [runners[0]._end, runners[1]._worker._finalizer]

    del held, runners
    gc.collect()

    assert [ending.alive for ending in endings] == [False, False]


@pytest.mark.parametrize("language", ["python", "javascript"])
def test_names_that_a_language_keeps_for_itself_are_found_in_data_only(scripts: Scripts, language: str) -> None:
    odd = {"class": 1, "None": 2, "undefined": 3, "globalThis": 4, "two words": 5, "__proto__": 6}

    assert scripts.run(language, "data['class'] + data['two words']", {"data": odd, **odd}, QUICK).value == 6


def test_a_worker_that_ends_for_memory_says_so_in_the_fault_only(capfd: pytest.CaptureFixture[str]) -> None:
    greedy = "parts = ['a' * 1_000_000] * 1_000\nwhole = ','.join(parts)"

    with Scripts() as opened:
        for _ in range(2):
            with pytest.raises(ScriptError, match="more than 32 MiB"):
                opened.run("python", greedy, {}, Limits(megabytes=32))

    assert capfd.readouterr().err == ""
