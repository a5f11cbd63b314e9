"""Open documents in the window: tabs, outline, problems, finding, importing and exporting."""
