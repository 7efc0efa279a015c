"""Hours (活動記録): what was done and how long, confirmed by who was there; and being thanked."""
