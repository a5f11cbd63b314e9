"""Random editing of our own and of published files: whatever is done, undoing all of it gives the very bytes back.

Each run plays random commands; refused ones must leave no trace. In between, the document must stay sound: ids
unique, references as good as before, ends of flows there, coordinates finite, no schema error that was not there.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.bpmn import (
    Activity,
    Bounds,
    BPMNEdge,
    BPMNShape,
    Document,
    Element,
    FlowNode,
    Group,
    Lane,
    Participant,
    Point,
    SequenceFlow,
    SubProcess,
    TextAnnotation,
)
from engine.bpmn.index import REFERENCE_SET
from engine.bpmn.namespaces import local_name
from engine.bpmn.schema import validate
from engine.bpmn.verification import require_same_content
from modeler.editing import CommandRefused, behaviors, commands
from modeler.editing.element_types import ALL
from modeler.editing.rules import replacements
from modeler.editing.structure import CONNECTIONS
from tests.editing.notation import diagram

OWN = (
    "start > A > xor(yes: B, no: C > D) > end",
    "start > events(catch > A, catch > B) > and(C, D, E) > end",
    "start > A > B > C > D > E > end",
)
STEPS = 12
LOOPS = ("none", "loop", "parallel", "sequential")
SIDES = ("left", "right", "top", "bottom")
QUICK = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUICK
@given(seed=st.integers(0, 2**32), own=st.sampled_from(OWN), references=st.booleans())
def test_undoing_everything_gives_the_file_back(seed, own, references):
    document = diagram(own, references=references)

    _play(document, random.Random(seed), STEPS)


@QUICK
@given(seed=st.integers(0, 2**32))
def test_published_files_stay_sound_under_random_edits(seed, published):
    chance = random.Random(seed)
    path = chance.choice(published)
    document = Document.from_bytes(path.read_bytes(), path.name, behaviors.ALL)

    _play(document, chance, 5)


def _play(document: Document, chance: random.Random, steps: int) -> None:
    before = document.to_bytes()
    sound = _faults(document)
    for _ in range(steps):
        _step(document, chance)
    after = document.to_bytes()
    assert _faults(document) <= sound, document.name
    assert len(validate(after)) <= len(validate(before)), document.name
    require_same_content(document, after)
    reopened = Document.from_bytes(after)
    assert reopened.to_bytes() == after
    done = document.history.undo(len(document.history.labels))
    assert document.to_bytes() == before, document.name
    document.history.redo(done)
    assert document.to_bytes() == after, document.name


def _step(document: Document, chance: random.Random) -> None:
    before = document.history.position
    try:
        chance.choice(MOVES)(document, chance)
    except CommandRefused:
        assert document.history.position == before


def _some(document: Document, chance: random.Random, *kinds: type[Element]) -> Element:
    found = [each for each in document.elements() if isinstance(each, kinds) and each.id and _is_editable(each)]
    if not found:
        raise CommandRefused("nothing of that kind")
    return chance.choice(found)


def _is_editable(element: Element) -> bool:
    return not any(each.tag in ("extensionElements", "choreography") for each in element.ancestors())


def _move(document: Document, chance: random.Random) -> None:
    chosen = {
        _some(document, chance, FlowNode, Group, TextAnnotation, Participant) for _ in range(chance.choice((1, 1, 3)))
    }
    parent = _some(document, chance, SubProcess, Participant, Lane) if chance.random() < 0.3 else None
    by = chance.randrange(-300, 300), chance.randrange(-200, 200)
    commands.move(document, sorted(chosen, key=lambda each: each.id), *by, parent)


def _attach(document: Document, chance: random.Random) -> None:
    event, host = _some(document, chance, FlowNode), _some(document, chance, FlowNode)
    commands.move(document, [event], 10, 10, host=host)


def _drop_on_flow(document: Document, chance: random.Random) -> None:
    moved, flow = _some(document, chance, FlowNode), _some(document, chance, SequenceFlow)
    commands.move(document, [moved], 5, 5, flow=flow)


def _create(document: Document, chance: random.Random) -> None:
    at = Point(chance.randrange(0, 1500), chance.randrange(0, 900))
    target = _some(document, chance, SubProcess, Participant, Lane) if chance.random() < 0.4 else None
    commands.create(document, chance.choice(ALL), at=at, parent=target)


def _append(document: Document, chance: random.Random) -> None:
    commands.append(document, _some(document, chance, FlowNode), chance.choice(ALL))


def _insert(document: Document, chance: random.Random) -> None:
    commands.create(document, chance.choice(ALL), flow=_some(document, chance, SequenceFlow))


def _host(document: Document, chance: random.Random) -> None:
    commands.create(document, chance.choice(ALL), host=_some(document, chance, FlowNode))


def _connect(document: Document, chance: random.Random) -> None:
    ends = [_some(document, chance, FlowNode, TextAnnotation, Participant) for _ in range(2)]
    commands.connect(document, *ends)


def _reconnect(document: Document, chance: random.Random) -> None:
    end = {chance.choice(("source", "target")): _some(document, chance, FlowNode)}
    commands.reconnect(document, _some(document, chance, *CONNECTIONS), **end)


def _delete(document: Document, chance: random.Random) -> None:
    chosen = {_some(document, chance, FlowNode, *CONNECTIONS, Lane, Participant) for _ in range(chance.choice((1, 2)))}
    commands.delete(document, sorted(chosen, key=lambda each: each.id))


def _replace(document: Document, chance: random.Random) -> None:
    element = _some(document, chance, FlowNode, Participant)
    kinds = replacements(document, element)
    if kinds:
        commands.replace(document, element, chance.choice(kinds))


def _rename(document: Document, chance: random.Random) -> None:
    commands.rename(document, _some(document, chance, FlowNode, *CONNECTIONS), chance.choice(("New\nname", "", "Ä<&>")))


def _change_id(document: Document, chance: random.Random) -> None:
    commands.set_property(document, _some(document, chance, FlowNode, *CONNECTIONS), "id", f"Id_{chance.random()}")


def _resize(document: Document, chance: random.Random) -> None:
    element = _some(document, chance, FlowNode, Participant, Lane)
    shape = document.shape_of(element)
    if shape is not None:
        box = shape.bounds
        size = box.width + chance.randrange(-50, 200), box.height + chance.randrange(-30, 100)
        commands.resize(document, element, Bounds(box.x, box.y, *size))


def _paste(document: Document, chance: random.Random) -> None:
    chosen = [_some(document, chance, FlowNode, Participant) for _ in range(2)]
    text = commands.copy(document, chosen)
    commands.paste(document, text, at=Point(chance.randrange(1000), chance.randrange(1000)))


def _lane(document: Document, chance: random.Random) -> None:
    where = _some(document, chance, Participant, Lane)
    if chance.random() < 0.5:
        commands.add_lane(document, where, chance.choice(("above", "below")))
    else:
        commands.divide_lane(document, where, chance.choice((2, 3)))


def _default(document: Document, chance: random.Random) -> None:
    commands.set_default_flow(document, _some(document, chance, SequenceFlow))


def _align(document: Document, chance: random.Random) -> None:
    chosen = [_some(document, chance, FlowNode) for _ in range(3)]
    if chance.random() < 0.5:
        commands.align(document, chosen, chance.choice(("left", "center", "right", "top", "middle", "bottom")))
    else:
        commands.distribute(document, chosen, chance.choice(("horizontal", "vertical")))


def _toggle(document: Document, chance: random.Random) -> None:
    commands.toggle_expansion(document, _some(document, chance, SubProcess))


def _duplicate(document: Document, chance: random.Random) -> None:
    chosen = [_some(document, chance, FlowNode, Participant, Group) for _ in range(chance.choice((1, 2, 4)))]
    commands.duplicate(document, chosen)


def _label(document: Document, chance: random.Random) -> None:
    element = _some(document, chance, FlowNode, *CONNECTIONS)
    if chance.random() < 0.5:
        commands.move_label(document, element, chance.randrange(-50, 50), chance.randrange(-50, 50))
    else:
        commands.resize_label(document, element, Bounds(chance.randrange(500), chance.randrange(500), 90, 20))


def _loop(document: Document, chance: random.Random) -> None:
    commands.set_loop(document, _some(document, chance, Activity), chance.choice(LOOPS))


def _space(document: Document, chance: random.Random) -> None:
    planes = [each.plane for each in document.diagrams if each.plane is not None]
    if planes:
        cut = commands.Cut(chance.randrange(1000), chance.choice(SIDES), chance.randrange(-200, 200))
        commands.make_space(document, chance.choice(planes), cut)


def _bend(document: Document, chance: random.Random) -> None:
    points = [Point(chance.randrange(900) + 0.5, chance.randrange(600)) for _ in range(chance.randrange(2, 6))]
    commands.set_waypoints(document, _some(document, chance, *CONNECTIONS), points)


def _route(document: Document, chance: random.Random) -> None:
    commands.lay_out(document, _some(document, chance, *CONNECTIONS))


def _write(document: Document, chance: random.Random) -> None:
    text = chance.choice(("", "a\nb", "<b>&nbsp;</b> ]]>"))
    if chance.random() < 0.5:
        commands.set_documentation(document, _some(document, chance, FlowNode, *CONNECTIONS), text)
    else:
        commands.set_condition(document, _some(document, chance, SequenceFlow), text)


def _color(document: Document, chance: random.Random) -> None:
    element = _some(document, chance, FlowNode, *CONNECTIONS)
    commands.set_color(document, [element], chance.choice((None, "#ff0000")), chance.choice((None, "#123456")))


def _nudge(document: Document, chance: random.Random) -> None:
    commands.nudge(document, [_some(document, chance, FlowNode, Participant)], chance.choice((1, -1, 10)), 0)


def _undo(document: Document, chance: random.Random) -> None:
    document.history.undo()
    if chance.random() < 0.5:
        document.history.redo()


MOVES: tuple[Callable[[Document, random.Random], None], ...] = (
    *(_move, _move, _attach, _drop_on_flow, _create, _append, _append, _insert, _host, _connect, _connect),
    *(
        _reconnect,
        _delete,
        _replace,
        _replace,
        _rename,
        _change_id,
        _resize,
        _paste,
        _lane,
        _default,
        _align,
        _toggle,
        _undo,
    ),
    *(_duplicate, _label, _loop, _space, _bend, _route, _write, _color, _nudge),
)


def _faults(document: Document) -> set[str]:
    """What is wrong: doubled ids, references to nothing, flows without ends, places that are no numbers."""
    found = {f"id {id}" for id in document.duplicate_ids()}
    for element in document.elements():
        for name, value in element.attributes.items():
            if (
                name in REFERENCE_SET
                and value
                and document.find(local_name(value)) is None
                and document.find(value) is None
            ):
                found.add(f"{element.tag} {name} {local_name(value)}")
        if element.tag in ("incoming", "outgoing", "flowNodeRef") and document.find(local_name(element.text)) is None:
            found.add(f"{element.tag} {element.text}")
        if isinstance(element, SequenceFlow) and (element.source is None or element.target is None):
            found.add(f"ends {element.id}")
        if isinstance(element, BPMNShape | BPMNEdge) and not _is_finite(element):
            found.add(f"place {element.id}")
    return found


def _is_finite(drawn: BPMNShape | BPMNEdge) -> bool:
    if isinstance(drawn, BPMNShape):
        box = drawn.bounds
        return all(map(math.isfinite, (box.x, box.y, box.width, box.height))) and box.width >= 0 and box.height >= 0
    return all(math.isfinite(each.x) and math.isfinite(each.y) for each in drawn.waypoints)
