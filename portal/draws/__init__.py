"""Drawing lots that anybody can repeat: what the lots of courses and of rooms have in common."""
