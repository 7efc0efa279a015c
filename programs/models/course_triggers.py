"""What the database keeps about a course by itself, on every path that writes one."""

import pgtrigger

SESSION_SUMMARY = ["starts_at", "ends_at", "session_count", "weekdays", "dayparts"]

# A save with stale numbers changes none: only sign-ups and sessions count.
KEEP_OWN_COUNTS = pgtrigger.Trigger(
    name="keep_own_counts",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("seats_taken", *SESSION_SUMMARY),
    condition=pgtrigger.Condition("pg_trigger_depth() = 0"),
    func=f"""
        IF TG_OP = 'INSERT' THEN
            NEW.seats_taken := 0;
        ELSE
            NEW.seats_taken := OLD.seats_taken;
            {"".join(f"NEW.{name} := OLD.{name};" for name in SESSION_SUMMARY)}
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
