"""Finding an activity: the list of openings with its conditions, one opening, the directory."""
