"""Bringing elements of an older version of a connector up to date: first as a plan to look at, then as one step.

    plans = migration_plans(document, catalog.connectors, catalog.connector_of)
    migrate(document, plans)

What an element has already in its new form stays as it is; settings that cannot be read are left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from connectors.sdk.manifest import Manifest
from connectors.sdk.migrations import Migration, due, migrated
from connectors.sdk.values import Json, JsonObject, JsonPath, compact, path_text, same
from engine.bpmn import Document, Element
from modeler.editing import binding, template_update
from modeler.editing.element_types import type_for
from modeler.editing.setting_titles import title_at

ABSENT = "\0absent"
_MARKS = {"implementation": "Implementation", "calledElement": "Called element"}
Recognize = Callable[[Element], Manifest | None]


@dataclass(frozen=True, slots=True)
class Change:
    """One setting before and after; `None` as a text where it is not there. `title` is what a person calls it."""

    setting: str
    before: Json
    after: Json
    title: str


def shown(value: Json) -> str:
    """A value before or after, as a person reads it: texts as they are, nothing as a dash."""
    return "–" if value == ABSENT else value if isinstance(value, str) else compact(value)


@dataclass(frozen=True, slots=True)
class Plan:
    """What would change at one element."""

    element: Element
    manifest: Manifest
    values: JsonObject
    changes: tuple[Change, ...]
    used: Manifest | None = None
    """The older version of the template that the element is brought away from."""

    @property
    def element_id(self) -> str:
        """The id of the element."""
        return self.element.id or ""

    @property
    def name(self) -> str:
        """What the element is called, or its id."""
        return self.element.get("name") or self.element_id

    @property
    def told(self) -> list[Change]:
        """The changes as a person is told them: a value that got another place is one of them, not two."""
        return _with_moves(self.changes)


def migration_plans(
    document: Document, manifests: Sequence[Manifest], recognize: Recognize, since: str | None = None
) -> list[Plan]:
    """What the migrations of some connectors would change; `since` is the version that wrote the settings, if known."""
    planned = planner(manifests, recognize, since)
    if planned is None:
        return []
    return [plan for plan in map(planned, document.elements(Element)) if plan is not None]


def planner(
    manifests: Sequence[Manifest], recognize: Recognize, since: str | None = None
) -> Callable[[Element], Plan | None] | None:
    """What tells of one element how it would change; None where no connector has anything to bring up to date."""
    moving = [(manifest, due(manifest.migrations, since)) for manifest in manifests]
    moving = [(manifest, steps) for manifest, steps in moving if steps]
    versioned = [manifest for manifest in manifests if manifest.binding.version]

    def planned(element: Element) -> Plan | None:
        plan = (update_plan(element, versioned, recognize) if versioned else None) or _plan(element, moving, recognize)
        return plan if plan is not None and plan.changes else None

    return planned if moving or versioned else None


def migrate(document: Document, plans: Sequence[Plan]) -> None:
    """Do what the plans say, as one step."""
    names = ", ".join(sorted({f"{plan.manifest.name} {plan.manifest.version}" for plan in plans}))
    count = f"{len(plans)} elements" if len(plans) > 1 else "one element"
    with document.edit(f"Migrate {count} to {names}"):
        for plan in plans:
            if plan.used is not None:
                template_update.update(plan.used, plan.manifest, plan.element, plan.values)
                continue
            for name, _, after in _marks(plan.element, plan.manifest):
                plan.element.set(name, after)
            binding.write(plan.manifest, plan.element, plan.values)


def update_plan(element: Element, manifests: Sequence[Manifest], recognize: Recognize) -> Plan | None:
    """What an update to a newer version of an element's template would change; None where there is none."""
    used = recognize(element)
    newest = template_update.newest_of(used, element, manifests) if used is not None else None
    if used is None or newest is None:
        return None
    values = template_update.updated(used, newest, element)
    changes = [Change("version", template_update.version_at(newest, element), newest.version, "Version")]
    kind = template_update.new_type(newest, element)
    if kind is not None:
        changes.append(Change("type", _type_name(element), kind.label, "Type"))
    before = binding.read(used, element).values
    changes += _setting_changes(before, values, (newest, used))
    return Plan(element, newest, values, tuple(changes), used)


def _type_name(element: Element) -> str:
    known = type_for(element.kind)
    return known.label if known is not None else element.kind


def _setting_changes(before: JsonObject, after: JsonObject, manifests: Sequence[Manifest]) -> list[Change]:
    """The settings that differ, each by the title that the first of the manifests to know it gives it."""
    found = _differences(before, after, ())
    return [
        Change(path_text(path), old, new, title_at(path, [each.properties for each in manifests]))
        for path, old, new in found
    ]


def _with_moves(changes: Sequence[Change]) -> list[Change]:
    """The changes; a value that only got another place is one of them, where it is clear where it went."""
    told = list(changes)
    for gone in [each for each in changes if each.after == ABSENT]:
        alike = [each for each in changes if same(each.before, gone.before) or same(each.after, gone.before)]
        come = next((each for each in alike if each.before == ABSENT), None)
        if len(alike) == 2 and come is not None:
            names = f"{gone.setting} → {come.setting}", f"{gone.title} → {come.title}"
            told[told.index(come)] = Change(names[0], gone.before, come.after, names[1])
            told.remove(gone)
    return told


def _plan(
    element: Element, moving: Sequence[tuple[Manifest, tuple[Migration, ...]]], recognize: Recognize
) -> Plan | None:
    known = recognize(element)
    for manifest, steps in moving:
        is_new = known is not None and known.id == manifest.id
        if element.kind in manifest.applies_to and (is_new or _has_old_mark(element, steps)):
            return _planned(element, manifest, steps, with_marks=not is_new)
    return None


def _planned(element: Element, manifest: Manifest, steps: Sequence[Migration], with_marks: bool) -> Plan | None:
    before = binding.read(manifest, element)
    if before.error:
        return None
    after = migrated(before.values, steps)
    marks = _marks(element, manifest) if with_marks else ()
    changes = [Change(name, old, new, _MARKS[name]) for name, old, new in marks if old != new]
    changes += _setting_changes(before.values, after, (manifest,))
    return Plan(element, manifest, after, tuple(changes))


def _has_old_mark(element: Element, steps: Sequence[Migration]) -> bool:
    implementation, called = element.get("implementation"), element.get("calledElement")
    return any(
        (implementation and each.implementation == implementation) or (called and each.called_element == called)
        for each in steps
    )


def _marks(element: Element, manifest: Manifest) -> tuple[tuple[str, str | None, str], ...]:
    """The mark that the binding wants: its attribute, its value now and then."""
    called = element.kind == "bpmn:callActivity"
    wanted = manifest.binding.called_element if called else manifest.binding.implementation
    name = "calledElement" if called else "implementation"
    return ((name, element.get(name), wanted),) if wanted else ()


def _differences(before: Json, after: Json, path: JsonPath) -> Iterator[tuple[JsonPath, Json, Json]]:
    """Each setting that is not the same, as deep as both sides have the same shape."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*before, *(key for key in after if key not in before)]:
            yield from _differences(before.get(key, ABSENT), after.get(key, ABSENT), (*path, key))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from _differences(old, new, (*path, index))
    elif not same(before, after):
        yield path, before, after
