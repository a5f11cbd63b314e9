"""Which elements use a connector: in documents that are open, and in the files of a workspace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from connectors.sdk.manifest import Binding, Manifest
from engine.bpmn import Document, DocumentError, Element
from modeler.editing import binding
from modeler.services.catalog import Catalog, CatalogEntry
from modeler.services.storage.file_state import MAX_FILE_BYTES
from modeler.services.storage.operating_system import OperatingSystem


@dataclass(frozen=True, slots=True)
class Use:
    """One element that uses a connector."""

    connector: str
    element_id: str
    name: str
    path: Path | None = None


def uses_in_document(document: Document, manifests: Sequence[Manifest], path: Path | None = None) -> list[Use]:
    """The elements of a document that use one of some connectors or its forms of tasks, switched on or not."""
    only = only_these(manifests)
    return [
        Use(manifest.id, element.id or "", element.get("name") or element.id or "", path)
        for element in document.elements(Element)
        for manifest in _used_by(element, only)
    ]


def uses_in_files(paths: Iterable[Path], manifests: Sequence[Manifest]) -> Iterator[Use]:
    """As `uses_in_document`, for files; one that cannot be read uses nothing. Most files are not even parsed."""
    marks = [mark.encode(code) for mark in _marks(manifests) for code in ("utf-8", "utf-16-le", "utf-16-be")]
    for path in paths:
        data = _content(path)
        if any(mark in data for mark in marks):
            yield from _uses(path, data, manifests)


def only_these(manifests: Sequence[Manifest]) -> Catalog:
    """A catalog that recognizes some connectors and no others."""
    return Catalog(tuple(CatalogEntry(each.id, "", "ready", each) for each in manifests))


def _used_by(element: Element, only: Catalog) -> list[Manifest]:
    """The connector of an element, or those whose companions it has settings of."""
    own = only.connector_of(element)
    if own is not None:
        return [own]
    filled = {each.id for each in only.companions_of(element) if not each.beside and _is_filled(each, element)}
    return [each for each in only.connectors if any(companion.id in filled for companion in each.companions)]


def _is_filled(companion: Manifest, element: Element) -> bool:
    """Whether a task has settings of a companion; where a flag switches it on, that alone counts."""
    settings = binding.read(companion, element)
    counted = companion.binding.flags or settings.values
    return bool(settings.error) or any(settings.values.get(name) for name in counted)


def _uses(path: Path, data: bytes, manifests: Sequence[Manifest]) -> list[Use]:
    try:
        return uses_in_document(Document.from_bytes(data, path.name), manifests, path)
    except DocumentError:
        return []


def _content(path: Path) -> bytes:
    try:
        return OperatingSystem().read(path, MAX_FILE_BYTES)
    except OSError:
        return b""


def _marks(manifests: Sequence[Manifest]) -> set[str]:
    """Texts of which a file holds at least one where it uses one of the connectors."""
    return {escape(name) for each in manifests for name in _names(each)}


def _names(manifest: Manifest) -> list[str]:
    """What stands in a file for a connector; the empty text, which every file holds, where that is not one name."""
    companions = [_companion_name(each.binding) for each in manifest.companions]
    stands = manifest.binding
    own = next(iter(stands.marks.values()), "") or next(iter(stands.config_values), "")
    if own:
        return [own, *companions]
    keys = stands.config_keys[:1]
    named = [name for name in (stands.implementation, stands.called_element, *keys) if name] or [""]
    return [*named, *companions]


def _companion_name(stands: Binding) -> str:
    flags = [name for _, name in stands.flags.values()]
    return next(iter([*stands.at[:1], *flags, stands.attribute[1]]))
