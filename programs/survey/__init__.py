"""What people thought of a course."""
