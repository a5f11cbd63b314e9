"""No module needs itself, at module level or hidden in a function."""

from __future__ import annotations

import networkx

from tests.architecture.source_tree import imports, modules


def test_there_are_no_import_cycles_not_even_hidden_in_functions():
    graph = networkx.DiGraph()
    for found in imports():
        if found.imported in modules() and not found.typing_only:
            graph.add_edge(found.importer, found.imported)

    cycles = [sorted(part) for part in networkx.strongly_connected_components(graph) if len(part) > 1]
    loops = [name for name in graph if graph.has_edge(name, name)]

    assert not cycles
    assert not loops


def test_there_are_no_import_cycles_even_for_types():
    graph = networkx.DiGraph()
    for found in imports():
        if found.imported in modules():
            graph.add_edge(found.importer, found.imported)

    assert not [sorted(part) for part in networkx.strongly_connected_components(graph) if len(part) > 1]
