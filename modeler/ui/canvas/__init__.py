"""The canvas: one widget (`widget.CanvasWidget`) that draws a diagram from tiles and edits it with tools.

Nothing is imported here, so that exporting pictures loads the painter and not the tools.
"""
