"""Panels around the canvas. They show values and send signals; none of them knows the canvas."""
