"""The codec `places`: each setting of a connector says by `x-place` where it stands in BPMN, in Camunda's words.

    {"url": {"type": "string", "x-place": {"type": "zeebe:input", "name": "url"}}}

`vocabulary` says what the words mean, `place` finds and writes one place in the tree, `rows` one row of a JSON
attribute, `codec` turns all settings of an element into values and back, conditions included.
"""

from modeler.editing.places.codec import (
    Placed,
    clear_dropped,
    clear_places,
    new_places,
    placed_settings,
    read_places,
    settled,
    write_places,
)
from modeler.editing.places.vocabulary import place_of

__all__ = [
    "Placed",
    "clear_dropped",
    "clear_places",
    "new_places",
    "place_of",
    "placed_settings",
    "read_places",
    "settled",
    "write_places",
]
