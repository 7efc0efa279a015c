"""How the database counts seats, places in the queue and entries, on every path."""

import pgtrigger

from portal.counting import counting

# Whoever was merged into another registration takes part under that one. The row is locked against
# being merged until this sign-up is committed; a merge that came first is waited for and seen.
REFUSE_THE_MERGED = pgtrigger.Trigger(
    name="refuse_the_merged",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("person_id"),
    declare=[("now_under", "bigint")],
    func="""
        IF NEW.status IN ('entered', 'waiting', 'offered', 'seated') THEN
            SELECT merged_into_id INTO now_under
            FROM people_person WHERE id = NEW.person_id FOR SHARE;
            IF now_under IS NOT NULL THEN
                RAISE EXCEPTION 'person % was merged into %', NEW.person_id, now_under
                USING ERRCODE = 'check_violation', CONSTRAINT = 'the_merged_sign_up_no_more';
            END IF;
        END IF;
        RETURN NEW;
    """,
)

COUNT_SIGN_UPS = counting(
    ("take_seats", "give_seats_back", "move_seats"),
    """
    UPDATE programs_course c
    SET seats_taken = c.seats_taken + d.seats,
        waiting_count = c.waiting_count + d.waiting,
        entered_count = c.entered_count + d.entered
    FROM (
        SELECT course_id,
            coalesce(sum(n) FILTER (WHERE status IN ('seated', 'offered')), 0) AS seats,
            coalesce(sum(n) FILTER (WHERE status = 'waiting'), 0) AS waiting,
            coalesce(sum(n) FILTER (WHERE status = 'entered'), 0) AS entered
        FROM ({rows}) r GROUP BY course_id
    ) d
    WHERE c.id = d.course_id AND (d.seats, d.waiting, d.entered) <> (0, 0, 0);
    """,
    now="SELECT course_id, status, 1 AS n FROM new_rows",
    before="SELECT course_id, status, -1 AS n FROM old_rows",
)
