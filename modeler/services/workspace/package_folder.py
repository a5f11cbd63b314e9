"""A ProcessMaker package as a workspace folder: plain files, nothing lost, secrets left out.

order.bpmn              each process, its BPMN byte for byte
screens/31-summary.json data-connectors/shop.json scripts/7-level.json
users.json groups.json  whoever the package names
processmaker-package.json   everything, as it was; secrets are references
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from connectors.sdk.safe_names import safe_name
from connectors.sdk.values import Json, JsonObject, as_object, as_text
from engine.bpmn import Document, DocumentError
from modeler.services.profile import Profile
from modeler.services.screens.folder import FOLDER as SCREENS
from modeler.services.storage.durable import Absent, write_durably
from modeler.services.storage.file_errors import FileError, explained
from modeler.services.storage.operating_system import OperatingSystem
from modeler.services.workspace.data_connectors import FOLDER as SOURCES
from modeler.services.workspace.package_calls import Renamed, own_ids, rename_processes
from modeler.services.workspace.package_notes import WHOLE, package_notes
from modeler.services.workspace.package_people import package_people
from modeler.services.workspace.package_references import Mended, mend_references
from modeler.services.workspace.package_secrets import Owners, secret_owners, with_references, without_secrets
from modeler.services.workspace.process_package import Asset, Package
from modeler.services.workspace.record_collections import FOLDER as COLLECTIONS

_ENCODING = re.compile(r"""\ufeff?<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_WORDS = re.compile(r"[^\W_]+")
_LONGEST = 60
_MOST_SHOWN = 3


@dataclass
class FolderPlan:
    """The files that a package becomes, by path within the folder, and what the user should know."""

    files: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def add(self, path: str, content: bytes) -> None:
        """Plan a file; a name that is taken gets a number. Raises `ValueError` for a path that leads elsewhere."""
        if Path(path).is_absolute() or {"", ".", ".."} & set(path.replace("\\", "/").split("/")):
            raise ValueError(f"{path} is no path within the folder")
        stem, dot, suffix = path.rpartition(".")
        chosen, number = path, 2
        while chosen.lower() in {each.lower() for each in self.files}:
            chosen, number = f"{stem}-{number}{dot}{suffix}", number + 1
        self.files[chosen] = content


def plan_folder(package: Package) -> FolderPlan:
    """The files of a package; nothing is written yet."""
    plan = FolderPlan()
    owners, assets = secret_owners(package), {asset.uuid: asset for asset in package.assets}
    processes = package.of_type("Process")
    renamed = own_ids([(each, bpmn_bytes(as_text(each.attributes.get("bpmn")))) for each in processes])
    for asset in processes:
        _add_process(asset, assets, renamed, plan)
    if renamed:
        now = ", ".join(id for each in renamed.values() for id in each.values())
        plan.notes.append(f"Processes that shared an id have one of their own now, and calls name it: {now}.")
    for kind, folder in (("Screen", SCREENS), ("Script", "scripts")):
        for asset in package.of_type(kind):
            number = text_of_number(asset)
            plan.add(f"{folder}/{number}{file_word(asset.name)}.json", json_bytes(asset.attributes))
    for asset in package.of_type("DataConnector"):
        plan.add(f"{SOURCES}/{file_word(asset.name)}.json", json_bytes(_source(asset, owners, plan)))
    for asset in package.of_type("Collection"):
        plan.add(f"{COLLECTIONS}/{file_word(asset.name)}.json", json_bytes({**asset.attributes, "records": []}))
    people = package_people(package)
    for name, entries in (("users.json", people.users), ("groups.json", people.groups)):
        if entries:
            plan.add(name, json_bytes([*entries.values()]))
    plan.notes += package_notes(package)
    plan.add(WHOLE, _whole(package, owners))
    return plan


def _add_process(asset: Asset, assets: Mapping[str, Asset], renamed: Renamed, plan: FolderPlan) -> None:
    """The BPMN of a process; where it is missing, cannot be read or refers to what is not meant, the user is told."""
    text, name = as_text(asset.attributes.get("bpmn")), asset.name or "without a name"
    if not text.strip():
        plan.notes.append(f"The process “{name}” comes without its BPMN; nothing can be opened of it.")
        return
    content = bpmn_bytes(text)
    try:
        document = Document.from_bytes(content, name)
        mended = mend_references(document, asset, assets)
        if mended:
            plan.notes.append(f"Numbers that differed from what the package means were put right: {_listed(mended)}.")
            content = document.to_bytes()
        if rename_processes(document, asset, renamed):
            content = document.to_bytes()
    except DocumentError as error:
        plan.notes.append(f"The process “{name}” cannot be opened, its file is kept as it is: {error}")
    plan.add(f"{file_word(asset.name)}.bpmn", content)


def _listed(mended: Sequence[Mended]) -> str:
    shown = [
        f"“{each.element}” uses {each.asset.attributes.get('id')} (“{each.asset.name}”) in place of {each.was}"
        for each in mended[:_MOST_SHOWN]
    ]
    rest = len(mended) - len(shown)
    return ", ".join([*shown, *([f"and {rest} more"] if rest else [])])


def bpmn_bytes(text: str) -> bytes:
    """BPMN from a package as a file, in the encoding that it declares itself."""
    declared = _ENCODING.match(text)
    try:
        return text.encode(declared[1] if declared else "utf-8")
    except (LookupError, UnicodeEncodeError):
        return text.encode("utf-8", "surrogatepass")


def _whole(package: Package, owners: Owners) -> bytes:
    """The package itself: byte for byte where no secret stands in it, else with references in their places."""
    cleaned = without_secrets(package.manifest, owners)
    return package.source if package.source and cleaned == package.manifest else json_bytes(cleaned)


def write_folder(plan: FolderPlan, folder: Path, profile: Profile) -> list[Path]:
    """Write the planned files, or none when one of them is there already: `FileExistsError`. Raises `FileError`."""
    paths = [folder / name for name in plan.files]
    for path in paths:
        if path.exists():
            raise FileExistsError(str(path))
    written: list[Path] = []
    try:
        for path, content in zip(paths, plan.files.values(), strict=True):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_durably(OperatingSystem(), profile, path, content, Absent())
            written.append(path)
    except FileError:
        _take_back(written, folder)
        raise
    except OSError as error:
        _take_back(written, folder)
        raise explained(error, "write", path) from error
    return paths


def _take_back(written: Iterable[Path], folder: Path) -> None:
    """Remove what was written of a folder that could not be written whole."""
    for path in written:
        with suppress(OSError):
            path.unlink()
    for inner in {path.parent for path in written} - {folder}:
        with suppress(OSError):
            inner.rmdir()


def _source(asset: Asset, owners: Owners, plan: FolderPlan) -> JsonObject:
    """A data connector whose secrets are references; their values are not written anywhere."""
    given = as_object(asset.references.get("credentials"))
    credentials = with_references(given, owners[asset.uuid])
    names = [str(value).removeprefix("secret:") for key, value in credentials.items() if value != given.get(key)]
    if names:
        plan.notes.append(f"“{asset.name}” needs the secrets {', '.join(names)}; their values were left out.")
    return {**asset.attributes, "credentials": credentials}


def json_bytes(value: Json) -> bytes:
    """A value as the text of a file that people read too."""
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass")


def file_word(name: str) -> str:
    """The name of an asset as part of a file's name, in the letters of its language, on every system."""
    words = "-".join(_WORDS.findall(unicodedata.normalize("NFC", name))).lower()[:_LONGEST].strip("-")
    return safe_name(words, "unnamed")


def text_of_number(asset: Asset) -> str:
    """The number of an asset as the beginning of a file's name."""
    number = "-".join(_WORDS.findall(str(asset.attributes.get("id", ""))))[:20]
    return f"{number}-" if number else ""
