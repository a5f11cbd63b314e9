"""The preview in the window: what drives a Request, and what panels and canvas show of it."""
