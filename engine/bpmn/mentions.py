"""References that stand as the text of child elements: `incoming`, `flowNodeRef`, `loopDataInputRef` and their like.

Declared among the content fields of a view, in the schema's order. Reading gives the ids as written; the fields beside
them give the elements.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Generic, Self, overload

from engine.bpmn.content import ChildText, ContentField, new_node, place_for, remove_node
from engine.bpmn.fields import V, View, reference_to, resolve
from engine.bpmn.journal import Insert, Node, SetText
from engine.bpmn.namespaces import bpmn

PLAIN_IDS: Final = frozenset(
    map(
        bpmn,
        (
            *("flowNodeRef", "dataInputRefs", "optionalInputRefs", "whileExecutingInputRefs", "outputSetRefs"),
            *("dataOutputRefs", "optionalOutputRefs", "whileExecutingOutputRefs", "inputSetRefs"),
        ),
    )
)
"""Lists whose entries the schema has without a prefix, whatever a tool has written into them before."""


class RefList(Sequence[str]):
    """The ids that children of one name hold as text (`incoming`), live."""

    __slots__ = ("_owner", "_tag")

    def __init__(self, owner: View, tag: str) -> None:
        self._owner = owner
        self._tag = tag

    def __len__(self) -> int:
        return sum(1 for _ in self._nodes())

    def __iter__(self) -> Iterator[str]:
        return iter([(node.text or "").strip() for node in self._nodes()])

    @overload
    def __getitem__(self, index: int) -> str: ...

    @overload
    def __getitem__(self, index: slice) -> list[str]: ...

    def __getitem__(self, index: int | slice) -> str | list[str]:
        return list(self)[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Iterable) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # a live list has no stable hash

    def __repr__(self) -> str:
        return f"RefList({list(self)!r})"

    def append(self, target: str | View) -> None:
        """Refer to one more element."""
        self._put(target, next(self._nodes(), None), None)

    def insert(self, index: int, target: str | View) -> None:
        """Refer to an element before the reference that stands at `index`."""
        nodes = list(self._nodes())
        self._put(target, nodes[0] if nodes else None, nodes[index] if 0 <= index < len(nodes) else None)

    def remove(self, target: str | View) -> None:
        """Drop the first reference to an element, by id or view; raises ValueError where there is none."""
        for node in self._nodes():
            if self._refers(node, target):
                return remove_node(self._owner, node)
        raise ValueError("There is no such reference")

    def replace(self, old: str | View, new: str | View) -> None:
        """Let the first reference to `old` name `new`, in its place."""
        for node in self._nodes():
            if self._refers(node, old):
                text = new if isinstance(new, str) else reference_to(new, node.text)
                return self._owner.host.record(SetText(node, text, node.text))
        raise ValueError("There is no such reference")

    def refers_to(self, target: str | View) -> bool:
        """Whether an element is among those referred to."""
        return any(self._refers(node, target) for node in self._nodes())

    def _refers(self, node: Node, target: str | View) -> bool:
        text = (node.text or "").strip()
        if isinstance(target, str):
            return text == target or text.rpartition(":")[2] == target
        return resolve(self._owner.host, text) is target

    def _nodes(self) -> Iterator[Node]:
        return self._owner.node.iterchildren(self._tag)

    def _put(self, target: str | View, sample: Node | None, before: Node | None) -> None:
        """Refer to one more element, with the prefix of a sample; behind the others, or before one of them."""
        owner = self._owner
        node = new_node(owner.node, self._tag)
        known = None if sample is None or self._tag in PLAIN_IDS else sample.text
        node.text = target if isinstance(target, str) else reference_to(target, known)
        place = place_for(owner, node, View) if before is None else owner.node.index(before)
        owner.host.record(Insert(owner.node, node, place))


class TextRefs(ContentField):
    """Children that hold ids as text; reads as a live list of the ids as written."""

    __slots__ = ()

    def __init__(self, tag: str) -> None:
        super().__init__(None, (tag,))

    @overload
    def __get__(self, view: None, owner: type) -> Self: ...

    @overload
    def __get__(self, view: View, owner: type) -> RefList: ...

    def __get__(self, view: View | None, owner: type) -> Self | RefList:
        return self if view is None else RefList(view, self.tags[0])


class Refs(Generic[V]):
    """The elements that a `TextRefs` field names, as far as they exist; read only, write the field itself."""

    __slots__ = ("kind", "tag")

    def __init__(self, tag: str, kind: type[V]) -> None:
        self.tag = tag
        self.kind = kind

    @overload
    def __get__(self, view: None, owner: type) -> Self: ...

    @overload
    def __get__(self, view: View, owner: type) -> list[V]: ...

    def __get__(self, view: View | None, owner: type) -> Self | list[V]:
        if view is None:
            return self
        found = [resolve(view.host, node.text) for node in view.node.iterchildren(self.tag)]
        return [target for target in found if isinstance(target, self.kind)]


class ChildRef(Generic[V]):
    """The element that a `ChildText` field names; setting writes that field's text."""

    __slots__ = ("kind", "text")

    def __init__(self, text: ChildText, kind: type[V]) -> None:
        self.text = text
        self.kind = kind

    @overload
    def __get__(self, view: None, owner: type) -> Self: ...

    @overload
    def __get__(self, view: View, owner: type) -> V | None: ...

    def __get__(self, view: View | None, owner: type) -> Self | V | None:
        if view is None:
            return self
        found = resolve(view.host, self.text.__get__(view, owner))
        return found if isinstance(found, self.kind) else None

    def __set__(self, view: View, value: V | None) -> None:
        before = self.text.__get__(view, type(view))
        if value is None:
            self.text.__set__(view, None)
        elif resolve(view.host, before) is not value:
            self.text.__set__(view, reference_to(value, before))
