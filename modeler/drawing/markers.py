"""The markers at the bottom of activities, in boxes of 14 by 14 (BPMN 2.0, 10.2.2)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from modeler.drawing.geometry import geometry
from modeler.drawing.glyphs import Glyph, Part, arc, hollow, lines, solid

SIZE = 14.0

LOOP: Glyph = (
    Part(geometry(arc(7, 7, 4.9, 140, 410)), 1.4),
    lines("M3.6 6.6 L3.3 10.3 L7 10.5", 1.4),
)
PARALLEL: Glyph = (lines("M3.4 2 V12 M7 2 V12 M10.6 2 V12", 2.0),)
SEQUENTIAL: Glyph = (lines("M2 3.4 H12 M2 7 H12 M2 10.6 H12", 2.0),)
COMPENSATION: Glyph = (hollow("M7 3 V11 L1.4 7 Z M12.6 3 V11 L7 7 Z", 1.2),)
AD_HOC: Glyph = (
    solid(
        "M1.4 9.6 C2 5.4 4.6 3.6 7.4 5.6 C9.6 7.2 11.4 6.8 12.6 4.4 "
        "C12.6 8.8 9.8 10.8 6.8 8.8 C4.6 7.3 2.8 7.5 1.4 9.6 Z"
    ),
)
COLLAPSED: Glyph = (hollow("M0.6 0.6 H13.4 V13.4 H0.6 Z", 1.2), lines("M7 3 V11 M3 7 H11", 1.3))

MARKERS: Mapping[str, Glyph] = MappingProxyType(
    {
        "loop": LOOP,
        "parallel": PARALLEL,
        "sequential": SEQUENTIAL,
        "compensation": COMPENSATION,
        "ad-hoc": AD_HOC,
        "collapsed": COLLAPSED,
    }
)
"""By name, for `activities`."""
