"""The settings of a user: what there is to choose, the dialog, and what a choice does at once."""
