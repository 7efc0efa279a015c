"""Which room is free when: what is asked, what the bookings leave, and how it is drawn.

Nothing here reads who booked or why: of a booking only the room and the time it holds are asked.
"""
