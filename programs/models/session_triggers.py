"""What the database does with a session, whichever path wrote it."""

import pgtrigger


def _summarise(name: str, operation: pgtrigger.Operation, rows: str) -> pgtrigger.Trigger:
    """A trigger that sums up the sessions of every course a statement touched."""
    tables = {"new_rows": "new", "old_rows": "old"}
    used = {tables[table]: table for table in tables if table in rows}
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**used),
        func=f"PERFORM programs_summarise_sessions(ARRAY({rows})); RETURN NULL;",
    )


SUMMARISE = [
    _summarise("sum_up_new", pgtrigger.Insert, "SELECT course_id FROM new_rows"),
    _summarise("sum_up_gone", pgtrigger.Delete, "SELECT course_id FROM old_rows"),
    _summarise(
        "sum_up_changed",
        pgtrigger.Update,
        "SELECT course_id FROM new_rows UNION SELECT course_id FROM old_rows",
    ),
]

# A session with a room takes it through a booking, like everybody else; one that is called off,
# that has no room or no time, gives it free. Who comes second is refused by the bookings' own
# constraint, on every path that writes a session.
TAKE_THE_ROOM = pgtrigger.Trigger(
    name="take_the_room",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert
    | pgtrigger.UpdateOf(
        *["course_id", "room_id", "starts_at", "ends_at", "all_day", "cancelled_at"]
    ),
    declare=[("takes", "boolean")],
    func="""
        -- Only this trigger says which booking it is; a save with a stale one changes nothing.
        NEW.booking_id := CASE WHEN TG_OP = 'UPDATE' THEN OLD.booking_id END;
        takes := NEW.room_id IS NOT NULL AND NEW.cancelled_at IS NULL AND NOT NEW.all_day
            AND NEW.starts_at < NEW.ends_at
            AND NOT EXISTS (
                SELECT FROM programs_course
                WHERE id = NEW.course_id AND cancelled_at IS NOT NULL
            );
        IF takes AND NEW.booking_id IS NULL THEN
            INSERT INTO centers_booking (room_id, kind, period, note)
            VALUES (NEW.room_id, 'course', tstzrange(NEW.starts_at, NEW.ends_at), '')
            RETURNING id INTO NEW.booking_id;
        ELSIF takes THEN
            UPDATE centers_booking
            SET room_id = NEW.room_id, period = tstzrange(NEW.starts_at, NEW.ends_at),
                cancelled_at = NULL
            WHERE id = NEW.booking_id;
        ELSIF NEW.booking_id IS NOT NULL THEN
            UPDATE centers_booking SET cancelled_at = coalesce(cancelled_at, now())
            WHERE id = NEW.booking_id;
        END IF;
        RETURN NEW;
    """,
)

GIVE_THE_ROOM_BACK = pgtrigger.Trigger(
    name="give_the_room_back",
    when=pgtrigger.After,
    operation=pgtrigger.Delete,
    condition=pgtrigger.Q(old__booking__isnull=False),
    func="""
        UPDATE centers_booking SET cancelled_at = coalesce(cancelled_at, now())
        WHERE id = OLD.booking_id;
        RETURN NULL;
    """,
)
