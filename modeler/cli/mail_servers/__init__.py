"""The mail servers of a folder, as live runs use them: list them, sign in with OAuth 2.0, try them out."""
