"""What the database itself does with a booking, whichever path wrote it."""

import pgtrigger

HOLD_FOR_CHANGEOVER = pgtrigger.Trigger(
    name="hold_for_changeover",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("period", "room_id"),
    func="""
        NEW.held := tstzrange(
            lower(NEW.period),
            upper(NEW.period) + make_interval(mins => (
                SELECT changeover_minutes FROM centers_room WHERE id = NEW.room_id
            ))
        );
        RETURN NEW;
    """,
)
