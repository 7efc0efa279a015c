"""What was published of a draw stays as it was, whoever writes, raw SQL included."""

import pgtrigger

# Declared at the close; drawn once; announced once; annulled for good.
KEEP_WHAT_WAS_PUBLISHED = pgtrigger.Trigger(
    name="keep_what_was_published",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func="""
        IF TG_OP = 'UPDATE' AND NOT (
            (OLD.course_id, OLD.number, OLD.seats, OLD.closed_at, OLD.list_hash, OLD.commitment,
                OLD.secret, OLD.source)
            IS DISTINCT FROM
            (NEW.course_id, NEW.number, NEW.seats, NEW.closed_at, NEW.list_hash, NEW.commitment,
                NEW.secret, NEW.source)
            OR OLD.drawn_at IS NOT NULL AND (OLD.drawn_at, OLD.value, OLD.drawn_by_id)
                IS DISTINCT FROM (NEW.drawn_at, NEW.value, NEW.drawn_by_id)
            OR OLD.announced_at IS NOT NULL AND OLD.announced_at IS DISTINCT FROM NEW.announced_at
            OR OLD.annulled_at IS NOT NULL AND OLD.* IS DISTINCT FROM NEW.*
        ) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'draw % is published as it is', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'a_draw_happens_once';
    """,
)

KEEP_THE_LIST = pgtrigger.Trigger(
    name="keep_the_list",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func="""
        IF TG_OP = 'UPDATE' AND OLD.rank IS NULL
            AND (OLD.draw_id, OLD.sign_up_id, OLD.receipt, OLD.size, OLD.tier)
            IS NOT DISTINCT FROM
            (NEW.draw_id, NEW.sign_up_id, NEW.receipt, NEW.size, NEW.tier)
        THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'line % of draw % is published as it is', OLD.receipt, OLD.draw_id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'a_draw_happens_once';
    """,
)
