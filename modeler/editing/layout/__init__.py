"""Where shapes, lines and labels go: pure geometry first, then BPMN's conventions on top of it."""
