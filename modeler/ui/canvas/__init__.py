"""The canvas: one widget that draws a diagram from tiles and edits it with tools."""
