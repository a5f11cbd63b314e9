"""Typed child elements of views, declared in the schema's order: the order of the class bodies *is* the child order.

`Child` is one child, `Children` a list of them; `TextRefs` are children whose text names other elements (`incoming`),
`ChildText` is one child's text. Writing puts a new child where the schema wants it and moves nothing else, also where
the file has its children in a wrong order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Final, Generic, Self, TypeVar, overload

from engine.bpmn.fields import V, View, reference_to, resolve
from engine.bpmn.journal import Insert, Node, Remove, SetText
from engine.bpmn.namespaces import PREFERRED_PREFIXES, local_name, split_clark

K = TypeVar("K", bound=View)


class ContentField:
    """What all fields of child elements share: which children are theirs."""

    __slots__ = ("kind", "tags")

    def __init__(self, kind: type[View] | None, tags: tuple[str, ...]) -> None:
        self.kind = kind
        self.tags = tags

    def accepts(self, tag: str, kind: type[View]) -> bool:
        """Whether a child of this tag, seen as this kind of view, belongs to the field."""
        if self.tags:
            return tag in self.tags
        return self.kind is not None and issubclass(kind, self.kind)


def content_of(owner: type[View]) -> tuple[ContentField, ...]:
    """The content fields of a class of views in the order the schema wants its children."""
    return tuple(
        field for part in reversed(owner.__mro__) for field in vars(part).values() if isinstance(field, ContentField)
    )


def rank_of(owner: type[View], tag: str, kind: type[View]) -> int | None:
    """Where a child belongs among its siblings; None for one that the owner does not declare."""
    return _cached_rank(owner, tag, kind)  # type: ignore[arg-type]  # mypy takes classes for unhashable


@cache
def _cached_rank(owner: type[View], tag: str, kind: type[View]) -> int | None:
    for rank, field in enumerate(content_of(owner)):
        if field.accepts(tag, kind):
            return rank
    return None


def place_for(parent: View, child: Node, kind: type[View]) -> int:
    """The index at which a new child keeps the schema's order, after its equals."""
    rank = rank_of(type(parent), child.tag, kind)
    first_known: Node | None = None
    if rank is None:
        return len(parent.node)
    for sibling in parent.node.iterchildren("*", reversed=True):
        other = rank_of(type(parent), sibling.tag, type(parent.host.view(sibling)))
        if other is not None and other <= rank:
            return parent.node.index(sibling) + 1
        first_known = first_known if other is None else sibling
    return len(parent.node) if first_known is None else parent.node.index(first_known)


def insert(parent: View, child: View, before: View | None = None) -> None:
    """Put an element into a parent: before a sibling, or else where the schema wants it, after its equals."""
    remove(child)
    node = child.node
    index = place_for(parent, node, type(child)) if before is None else parent.node.index(before.node)
    parent.host.record(Insert(parent.node, node, index))


def remove(child: View) -> None:
    """Take an element out of its parent; does nothing to one that has none."""
    remove_node(child, child.node)


def remove_node(view: View, node: Node) -> None:
    """Take a node out of its parent, if it has one."""
    parent = node.getparent()
    if parent is not None:
        view.host.record(Remove(parent, node, parent.index(node)))


def new_node(parent: Node, tag: str) -> Node:
    """A node that is not in the tree yet, with the prefix that its namespace has, or should get, at the parent."""
    uri, _ = split_clark(tag)
    if uri is None:
        return parent.makeelement(tag)
    prefix = parent.prefix if split_clark(parent.tag)[0] == uri else _declared_prefix(parent, uri)
    return parent.makeelement(tag, nsmap={prefix: uri})  # type: ignore[dict-item]  # None is legal: the default namespace


def read_text(node: Node) -> str:
    """All text inside a node, without comments."""
    if len(node) == 0:
        return node.text or ""
    return str(node.xpath("string()"))


def write_text(view: View, value: str | None) -> None:
    """Make a text the whole content of an element; child elements of mixed content go."""
    if read_text(view.node) == (value or ""):
        return
    for child in list(view.node):
        remove_node(view, child)
    view.host.record(SetText(view.node, value or None, view.node.text))


class ViewList(Generic[V]):
    """The children of one kind, live: each look reads the tree, each write is a recorded change."""

    __slots__ = ("_field", "_owner")

    def __init__(self, owner: View, field: Children[V]) -> None:
        self._owner = owner
        self._field = field

    def __iter__(self) -> Iterator[V]:
        return iter(self._items())

    def __len__(self) -> int:
        return len(self._items())

    def __bool__(self) -> bool:
        return next(_matching(self._owner, self._field, self._field.item), None) is not None

    def __contains__(self, item: object) -> bool:
        return any(item is found for found in self._items())

    @overload
    def __getitem__(self, index: int) -> V: ...

    @overload
    def __getitem__(self, index: slice) -> list[V]: ...

    def __getitem__(self, index: int | slice) -> V | list[V]:
        return self._items()[index]

    def __repr__(self) -> str:
        return f"ViewList({self._items()!r})"

    def index(self, item: V) -> int:
        """Where an item stands in the list."""
        return next(place for place, found in enumerate(self._items()) if found is item)

    def append(self, item: V) -> None:
        """Add an item behind the others of its kind."""
        insert(self._owner, item)

    def insert(self, index: int, item: V) -> None:
        """Add an item before the one that stands at `index`."""
        items = self._items()
        insert(self._owner, item, before=items[index] if -len(items) <= index < len(items) else None)

    def remove(self, item: V) -> None:
        """Take an item out; one that is not in the list raises ValueError."""
        if item not in self:
            raise ValueError("The element is not in this list")
        remove(item)

    def _items(self) -> list[V]:
        return list(_matching(self._owner, self._field, self._field.item))


class Children(ContentField, Generic[V]):
    """Any number of child elements of one kind; with tags, only those under these names."""

    __slots__ = ("item",)

    def __init__(self, kind: type[V], *tags: str) -> None:
        super().__init__(kind, tags)
        self.item = kind

    @overload
    def __get__(self, view: None, owner: type) -> Self: ...

    @overload
    def __get__(self, view: View, owner: type) -> ViewList[V]: ...

    def __get__(self, view: View | None, owner: type) -> Self | ViewList[V]:
        return self if view is None else ViewList(view, self)


class Child(ContentField, Generic[V]):
    """At most one child element. Setting replaces it in place, or adds it where the schema wants it; None removes."""

    __slots__ = ("item",)

    def __init__(self, kind: type[V], *tags: str) -> None:
        super().__init__(kind, tags)
        self.item = kind

    @overload
    def __get__(self, view: None, owner: type) -> Self: ...

    @overload
    def __get__(self, view: View, owner: type) -> V | None: ...

    def __get__(self, view: View | None, owner: type) -> Self | V | None:
        return self if view is None else next(_matching(view, self, self.item), None)

    def __set__(self, view: View, value: V | None) -> None:
        before = next(_matching(view, self, self.item), None)
        if before is value:
            return
        if value is not None:
            insert(view, value, before)
        if before is not None:
            remove(before)


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
        self.insert(len(self), target)

    def insert(self, index: int, target: str | View) -> None:
        """Refer to an element before the reference that stands at `index`."""
        owner, nodes = self._owner, list(self._nodes())
        sample = nodes[0].text if nodes else None
        node = new_node(owner.node, self._tag)
        node.text = target if isinstance(target, str) else reference_to(target, sample)
        place = owner.node.index(nodes[index]) if 0 <= index < len(nodes) else self._end(node)
        owner.host.record(Insert(owner.node, node, place))

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
            return text == target or local_name(text) == target
        return resolve(self._owner.host, text) is target

    def _nodes(self) -> Iterator[Node]:
        return self._owner.node.iterchildren(self._tag)

    def _end(self, node: Node) -> int:
        return place_for(self._owner, node, View)


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


class ChildText(ContentField):
    """The text of one child; None without it. Setting writes that text only, or adds or removes the child."""

    __slots__ = ()

    def __init__(self, tag: str) -> None:
        super().__init__(None, (tag,))

    @overload
    def __get__(self, view: None, owner: type) -> Self: ...

    @overload
    def __get__(self, view: View, owner: type) -> str | None: ...

    def __get__(self, view: View | None, owner: type) -> Self | str | None:
        if view is None:
            return self
        node = self.node_of(view)
        return None if node is None else read_text(node)

    def __set__(self, view: View, value: str | None) -> None:
        node = self.node_of(view)
        if node is not None and value is None:
            remove_node(view, node)
        elif node is not None:
            write_text(view.host.view(node), value)
        elif value is not None:
            node = new_node(view.node, self.tags[0])
            node.text = value
            view.host.record(Insert(view.node, node, place_for(view, node, View)))

    def node_of(self, view: View) -> Node | None:
        """The child itself, if there is one."""
        return next(view.node.iterchildren(self.tags[0]), None)


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


def _matching(view: View, field: ContentField, kind: type[K]) -> Iterator[K]:
    look: Callable[[Node], View] = view.host.view
    for node in view.node.iterchildren(*(field.tags or _ANY)):
        found = look(node)
        if isinstance(found, kind):
            yield found


def _declared_prefix(parent: Node, uri: str) -> str | None:
    for prefix, declared in parent.nsmap.items():
        if declared == uri and prefix is not None:
            return str(prefix)
    return PREFERRED_PREFIXES.get(uri)


_ANY: Final = ("*",)
