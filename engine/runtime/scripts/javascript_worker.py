"""The worker that runs JavaScript: started by `javascript`, reads a line of JSON, answers with one.

It imports nothing of this program and gives scripts no host object; `javascript` kills it when it is late.
"""

from __future__ import annotations

import json
import sys
import time
import zlib
from pathlib import Path
from typing import Any

STACK = 512 << 10
MAX_PRINTED = 64 << 10
ADDRESS_SPACE = 1 << 30
TO_ASK = 0.2
"""Seconds to say what was printed; the time in which `javascript` waits for a late answer is longer."""
NO_FUNCTION = "return not in a function"


def main() -> None:
    """Answer until the input ends."""
    sys.path.append(sys.argv[1])
    import _quickjs

    _fence()
    prelude = Path(__file__).with_name("javascript_prelude.js").read_text(encoding="utf-8")
    sys.stdout.buffer.write(b"ready\n")
    sys.stdout.buffer.flush()
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(_answer(_quickjs, prelude, json.loads(line)))
        sys.stdout.buffer.flush()


def _fence() -> None:
    """Where the system can: no more memory than that, no child process, no file."""
    try:
        import resource
    except ImportError:
        return
    wanted = ((resource.RLIMIT_AS, ADDRESS_SPACE), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0))
    for limit, value in wanted:
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):
            continue


def _answer(quickjs: Any, prelude: str, question: dict[str, Any]) -> bytes:
    try:
        answer = _run(quickjs, prelude, question)
    except (quickjs.JSException, quickjs.StackOverflow) as error:
        answer = json.dumps(_failure(str(error), question))
    except MemoryError:
        answer = json.dumps(_failure("out of memory", question))
    except (TypeError, ValueError):  # a BigInt or a symbol, which cannot cross over
        answer = json.dumps({"error": "the script's result is no JSON value", "code": "SCRIPT_RESULT"})
    return answer.encode("utf-8", "surrogatepass").replace(b"\n", b" ") + b"\n"


def _run(quickjs: Any, prelude: str, question: dict[str, Any]) -> str:
    context = quickjs.Context()
    context.set_memory_limit(question["bytes"])
    context.set_max_stack_size(STACK)
    context.set_time_limit(question["seconds"])
    prepare = context.eval(prelude)
    seed = zlib.crc32(question["seed"].encode())
    finish = prepare(context.parse_json(json.dumps(question["inputs"])), question["now"], seed, MAX_PRINTED)
    try:
        return _finished(quickjs, context, finish, question)
    except (quickjs.JSException, quickjs.StackOverflow) as error:
        return json.dumps({**_failure(str(error), question), "printed": _printed(quickjs, context, finish, question)})


def _finished(quickjs: Any, context: Any, finish: Any, question: dict[str, Any]) -> str:
    """What the script gave, once everything that it has promised is there."""
    finish("value", _evaluate(quickjs, context, question["code"]))
    until = time.monotonic() + question["seconds"]
    while context.execute_pending_job():
        if time.monotonic() > until:
            return json.dumps(_failure("interrupted", question))
    finish("names", "")
    for name in question["names"]:
        found = f"typeof {name} === 'undefined' || typeof {name} === 'function' ? undefined : {name}"
        try:
            finish(name, context.eval(found))
        except (quickjs.JSException, TypeError):  # a keyword, a name without a value, a value that is not JSON
            continue
    answer: str = finish("end", None)
    return answer


def _printed(quickjs: Any, context: Any, finish: Any, question: dict[str, Any]) -> str:
    """What a script that failed had printed before; nothing where there is no memory left to ask."""
    try:
        context.set_time_limit(question["seconds"] + TO_ASK)  # the clock of the script runs on
        return str(finish("printed!", None))
    except (quickjs.JSException, quickjs.StackOverflow, MemoryError):
        return ""


def _evaluate(quickjs: Any, context: Any, code: str) -> Any:
    """The value of a script; one that returns is the body of a function."""
    if "await" in code:
        return context.eval(f"(async function () {{{code}\n}})()")
    try:
        return context.eval(code)
    except quickjs.JSException as error:
        if NO_FUNCTION not in str(error):
            raise
    return context.eval(f"(function () {{{code}\n}})()")


def _failure(text: str, question: dict[str, Any]) -> dict[str, str]:
    lines = text.splitlines() or [""]
    seconds, mebibytes = question["seconds"], question["bytes"] >> 20
    if "interrupted" in lines[0]:
        return {"error": f"the script did not end within {seconds:g} s", "code": "SCRIPT_TIMEOUT"}
    if "out of memory" in lines[0] or lines[0] == "null":
        return {"error": f"the script needs more than {mebibytes} MiB", "code": "SCRIPT_MEMORY"}
    places = [line.rpartition("<input>:")[2].partition(":")[0] for line in lines[1:] if "<input>:" in line]
    return {"error": f"line {places[-1]}: {lines[0]}" if places else lines[0], "code": "SCRIPT_FAILED"}


if __name__ == "__main__":
    main()
