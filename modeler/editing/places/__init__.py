"""The codec `places`: each setting of a connector says by `x-place` where it stands in BPMN, in Camunda's words.

    {"url": {"type": "string", "x-place": {"type": "zeebe:input", "name": "url"}}}

`vocabulary` says what the words mean, `place` finds and writes one place in the tree, `rows` one row of a JSON
attribute, `codec` turns all settings of an element into values and back, conditions included.
"""

from modeler.editing.places.codec import clear_places, new_places, read_places, write_places
from modeler.editing.places.vocabulary import place_of

__all__ = ["clear_places", "new_places", "place_of", "read_places", "write_places"]
