"""What elements look like."""
