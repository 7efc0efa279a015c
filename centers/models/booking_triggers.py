"""What the database itself does with a booking, whichever path wrote it."""

import pgtrigger

# The room is locked first, so that of two who write at once the second finds the first one's row
# (the constraint alone would let both write and end one of them as a deadlock).
HOLD_FOR_CHANGEOVER = pgtrigger.Trigger(
    name="hold_for_changeover",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("period", "room_id"),
    func="""
        NEW.held := tstzrange(
            lower(NEW.period),
            upper(NEW.period) + make_interval(mins => (
                SELECT changeover_minutes FROM centers_room WHERE id = NEW.room_id
                FOR NO KEY UPDATE
            ))
        );
        RETURN NEW;
    """,
)
