"""Taking people in: who may, what they say, the queue, series, two registrations of one person."""
