"""What the database keeps about a course by itself, on every path that writes one."""

import pgtrigger

SESSION_SUMMARY = ["starts_at", "ends_at", "session_count", "weekdays", "dayparts"]

COUNTS = ["seats_taken", "waiting_count", "entered_count", "childcare_taken"]

# A save with stale numbers changes none: only sign-ups and sessions count.
KEEP_OWN_COUNTS = pgtrigger.Trigger(
    name="keep_own_counts",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf(*COUNTS, *SESSION_SUMMARY),
    condition=pgtrigger.Condition("pg_trigger_depth() = 0"),
    func=f"""
        IF TG_OP = 'INSERT' THEN
            {"".join(f"NEW.{name} := 0;" for name in COUNTS)}
        ELSE
            {"".join(f"NEW.{name} := OLD.{name};" for name in [*COUNTS, *SESSION_SUMMARY])}
        END IF;
        RETURN NEW;
    """,
)

# The ward is the centre's; the search looks in the course's words and in those it points at.
FILL_FROM_CENTER_AND_TEXT = pgtrigger.Trigger(
    name="fill_from_center_and_text",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert
    | pgtrigger.UpdateOf(
        *["title", "kana", "summary", "description", "venue", "instructor", "target", "note"],
        *["center_id", "organizer_id", "ward_id"],
    ),
    func="""
        NEW.ward_id := coalesce(
            (SELECT ward_id FROM centers_center WHERE id = NEW.center_id), NEW.ward_id
        );
        NEW.title_search := search_bigrams(concat_ws(' ', NEW.title, NEW.kana));
        NEW.search := search_bigrams(concat_ws(
            ' ', NEW.title, NEW.kana, NEW.summary, NEW.description, NEW.venue,
            NEW.instructor, NEW.target, NEW.note,
            (SELECT concat_ws(' ', name, kana) FROM centers_center WHERE id = NEW.center_id),
            (SELECT name FROM programs_organizer WHERE id = NEW.organizer_id),
            (SELECT name FROM people_ward WHERE id = NEW.ward_id)
        ));
        RETURN NEW;
    """,
)

# A course that is called off gives its rooms free; one that is taken up again takes them again,
# where nobody else has them by now.
GIVE_THE_ROOMS_BACK = pgtrigger.Trigger(
    name="give_the_rooms_back",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("cancelled_at"),
    condition=pgtrigger.AnyChange("cancelled_at"),
    func="""
        UPDATE programs_session SET cancelled_at = cancelled_at
        WHERE course_id = NEW.id AND room_id IS NOT NULL;
        RETURN NULL;
    """,
)
