"""What each kind of element does when a token comes: one module for each family."""
