"""How mail servers and mailboxes are signed in to: OAuth 2.0 with tokens that are renewed, and trying it out."""
