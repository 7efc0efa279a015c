"""Finding a course: the list with its conditions and counts, and one course's page."""
