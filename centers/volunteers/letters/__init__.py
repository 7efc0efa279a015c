"""What volunteers, and those who asked for them, are written."""
