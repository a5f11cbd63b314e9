"""What is wrong with a document and its connectors' settings."""
