"""What the database itself does when somebody is put together with a shift, on every path."""

import pgtrigger

from portal.counting import counting

# The time a match holds is its shift's, whatever a path writes. The volunteer is locked first, so
# that of two who write at once the second finds the first one's row (the constraint alone would let
# both write and end one of them as a deadlock).
HOLD_THE_SHIFT = pgtrigger.Trigger(
    name="hold_the_shift",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("shift_id", "held", "status"),
    func="""
        PERFORM FROM volunteers_volunteer WHERE id = NEW.volunteer_id FOR NO KEY UPDATE;
        SELECT tstzrange(starts_at, ends_at) INTO NEW.held
        FROM volunteers_shift WHERE id = NEW.shift_id;
        RETURN NEW;
    """,
)

# A shift that moves takes its people along; who is elsewhere at that time refuses the move.
MOVE_WITH_THE_SHIFT = pgtrigger.Trigger(
    name="move_with_the_shift",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("starts_at", "ends_at"),
    condition=pgtrigger.AnyChange("starts_at", "ends_at"),
    func="UPDATE volunteers_match SET held = held WHERE shift_id = NEW.id; RETURN NULL;",
)

# Only matches count; a save of a shift with a stale number changes nothing.
KEEP_OWN_COUNT = pgtrigger.Trigger(
    name="keep_own_count",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("taken"),
    condition=pgtrigger.Condition("pg_trigger_depth() = 0"),
    func="""
        NEW.taken := CASE WHEN TG_OP = 'INSERT' THEN 0 ELSE OLD.taken END;
        RETURN NEW;
    """,
)


COUNT_WHO_COMES = counting(
    ("take_places", "give_places_back", "move_places"),
    """
    UPDATE volunteers_shift s SET taken = s.taken + d.n
    FROM (
        SELECT shift_id, sum(n) AS n FROM ({rows}) r
        WHERE status IN ('accepted', 'done', 'absent') GROUP BY shift_id
    ) d
    WHERE s.id = d.shift_id AND d.n <> 0;
    """,
    now="SELECT shift_id, status, 1 AS n FROM new_rows",
    before="SELECT shift_id, status, -1 AS n FROM old_rows",
)
