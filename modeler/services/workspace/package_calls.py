"""Processes of a package that share an id: each gets one of its own, so that a call finds the one that it means.

ProcessMaker tells processes apart by their numbers and calls most of them `ProcessId`; files are told apart by ids.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from connectors.sdk.values import as_object
from engine.bpmn import CallActivity, Document, DocumentError, Process
from engine.bpmn.namespaces import PROCESSMAKER
from modeler.editing.commands.properties import change_id
from modeler.editing.json_text import rewritten
from modeler.services.workspace.process_package import Asset

_PLAIN = re.compile(r"[A-Za-z_][\w.]*", re.ASCII)
"""Ids without a hyphen, at which ProcessMaker would end them in a call."""
Renamed: TypeAlias = Mapping[str, Mapping[str, str]]
"""By the number of an asset: the ids of its processes that were changed, and what they are now."""


def own_ids(processes: Sequence[tuple[Asset, bytes]]) -> Renamed:
    """Which ids must change; the first process keeps the one that it shares."""
    taken: set[str] = set()
    found: dict[str, dict[str, str]] = {}
    for asset, content in processes:
        number = str(asset.attributes.get("id") or "")
        for id in _ids(content):
            wanted = f"{id}_{number}" if id in taken and number.isalnum() else id
            if wanted not in taken and wanted != id and _PLAIN.fullmatch(wanted):
                found.setdefault(number, {})[id] = wanted
            taken.add(wanted)
    return found


def rename_processes(document: Document, asset: Asset, renamed: Renamed) -> bool:
    """Write the ids of a file's own processes, and of those that it calls; whether anything changed."""
    own = renamed.get(str(asset.attributes.get("id")), {})
    changed = False
    for process in [*document.elements(Process)]:
        wanted = own.get(process.id or "")
        if wanted:
            change_id(document, process, wanted)
            changed = True
    for call in [*document.elements(CallActivity)]:
        changed = _called_anew(document, call, renamed) or changed
    return changed


def _ids(content: bytes) -> list[str]:
    try:
        document = Document.from_bytes(content)
    except DocumentError:
        return []
    return [process.id for process in document.elements(Process) if process.id]


def _called_anew(document: Document, call: CallActivity, renamed: Renamed) -> bool:
    """`ProcessId-47` calls the process `ProcessId` of number 47: it is called by what that is now."""
    prefix, colon, name = (call.called_element_ref or "").rpartition(":")
    id, _, number = name.rpartition("-")
    wanted = renamed.get(number, {}).get(id)
    if wanted is None:
        return False
    with document.edit("Import"):
        call.set("calledElement", f"{prefix}{colon}{wanted}-{number}")
        text = call.foreign(PROCESSMAKER, "config")
        if text is not None:
            call.set_foreign(PROCESSMAKER, "config", _config(text, name, f"{wanted}-{number}"))
    return True


def _config(text: str, before: str, now: str) -> str:
    """The settings of a call, in which what is called stands once more."""
    try:
        config = as_object(json.loads(text))
    except (ValueError, RecursionError):
        return text
    return rewritten(text, {**config, "calledElement": now}) if config.get("calledElement") == before else text
