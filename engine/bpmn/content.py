"""Typed child elements of views, declared in the schema's order: the order of the class bodies *is* the child order.

`Child` is one child, `Children` a list of them, `ChildText` one child's text; children whose text names other elements
are in `mentions`. Writing puts a new child where the schema wants it and moves nothing else, also where the file has
its children in a wrong order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from functools import cache
from typing import Final, Generic, Self, TypeVar, overload

from engine.bpmn.fields import V, View
from engine.bpmn.journal import END, Insert, Node, Remove, SetText, place_of
from engine.bpmn.letters import writable
from engine.bpmn.namespaces import PREFERRED_PREFIXES, split_clark

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
    """The index at which a new child keeps the schema's order, after its equals.

    Where equals stand too late, the new child does not: it goes before what they should have stood before.
    """
    rank = rank_of(type(parent), child.tag, kind)
    if rank is None:
        return END
    place = _place_behind_equals(parent, rank)
    if len(parent.node) > _FEW or _must_follow(parent.node, child):
        return place
    for index, sibling in enumerate(parent.node):
        if place != END and index >= place:
            break
        other = rank_of(type(parent), sibling.tag, type(parent.host.view(sibling))) if _is_element(sibling) else None
        if other is not None and other > rank:
            return index
    return place


def _must_follow(parent: Node, child: Node) -> bool:
    """Whether a child is one of several flows from one element: engines evaluate those in the order of the file."""
    source = child.get("sourceRef")
    return bool(source) and any(each.get("sourceRef") == source for each in parent.iterchildren(child.tag))


def _is_element(node: Node) -> bool:
    return isinstance(node.tag, str)


def _place_behind_equals(parent: View, rank: int) -> int:
    first_known: Node | None = None
    for sibling in parent.node.iterchildren("*", reversed=True):
        other = rank_of(type(parent), sibling.tag, type(parent.host.view(sibling)))
        if other is not None and other <= rank:
            return END if sibling.getnext() is None else parent.node.index(sibling) + 1
        first_known = first_known if other is None else sibling
    return END if first_known is None else parent.node.index(first_known)


def insert(parent: View, child: View, before: View | None = None) -> None:
    """Put an element into a parent: before a sibling, or else where the schema wants it, after its equals."""
    remove(child)
    node = child.node
    index = place_for(parent, node, type(child)) if before is None else parent.node.index(before.node)
    parent.host.record(Insert(parent.node, node, index))


def append(parent: View, child: View) -> None:
    """Put an element after its equals, also where those stand too late for the schema."""
    remove(child)
    rank = rank_of(type(parent), child.node.tag, type(child))
    index = END if rank is None else _place_behind_equals(parent, rank)
    parent.host.record(Insert(parent.node, child.node, index))


def append_all(parent: View, children: Iterable[View]) -> None:
    """Put detached elements behind everything in a parent, in time by their number alone."""
    for child in children:
        parent.host.record(Insert(parent.node, child.node, END))


def remove(child: View) -> None:
    """Take an element out of its parent; does nothing to one that has none."""
    remove_node(child, child.node)


def remove_node(view: View, node: Node) -> None:
    """Take a node out of its parent, if it has one."""
    parent = node.getparent()
    if parent is not None:
        view.host.record(Remove(parent, node, place_of(parent, node)))


def new_node(parent: Node, tag: str) -> Node:
    """A node that is not in the tree yet, with the prefix that its namespace has, or should get, at the parent."""
    uri, _ = split_clark(tag)
    if uri is None:
        return parent.makeelement(tag)
    prefix = parent.prefix if split_clark(parent.tag)[0] == uri else _declared_prefix(parent, uri)
    return parent.makeelement(tag, nsmap={prefix: uri})  # type: ignore[dict-item]  # None is legal: the default namespace


def bare_copy(node: Node) -> Node:
    """A copy of a node without its children: the way to names that only a file can bring, such as undeclared prefixes.

    Its attributes stay; others are set and removed by the names that the tree knows.
    """
    made = deepcopy(node)
    for child in list(made):
        made.remove(child)
    made.text = made.tail = None
    return made


def read_text(node: Node) -> str:
    """All text inside a node, without comments."""
    if len(node) == 0:
        return node.text or ""
    return str(node.xpath("string()"))


def write_text(view: View, value: str | None) -> None:
    """Make a text the whole content of an element; child elements of mixed content go."""
    value = writable(value or "")
    if read_text(view.node) == value:
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

    @property
    def first(self) -> V | None:
        """The first of them, found without looking at the others."""
        return next(_matching(self._owner, self._field, self._field.item), None)

    def append(self, item: V) -> None:
        """Add an item behind the others of its kind."""
        append(self._owner, item)

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
        if view is None:
            return self
        kind = self.item
        for node in view.node.iterchildren(*(self.tags or _ANY)):
            found = view.host.view(node)
            if isinstance(found, kind):
                return found
        return None

    def __set__(self, view: View, value: V | None) -> None:
        before = next(_matching(view, self, self.item), None)
        if before is value:
            return
        if value is not None:
            insert(view, value, before)
        if before is not None:
            remove(before)


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
            node.text = writable(value)
            view.host.record(Insert(view.node, node, place_for(view, node, View)))

    def node_of(self, view: View) -> Node | None:
        """The child itself, if there is one."""
        return next(view.node.iterchildren(self.tags[0]), None)


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


_FEW: Final = 300
"""In so many children, and no more, one is looked for that stands too late."""
_ANY: Final = ("*",)
