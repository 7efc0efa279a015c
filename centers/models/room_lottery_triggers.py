"""What was published of a draw of rooms stays as it was, whoever writes, raw SQL included."""

import pgtrigger

# Declared at the close; drawn once; announced once. Begun anew only by a redraw two agreed to.
KEEP_WHAT_WAS_PUBLISHED = pgtrigger.Trigger(
    name="keep_what_was_published",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func="""
        IF OLD.closed_at IS NULL THEN
            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
        END IF;
        IF TG_OP = 'UPDATE' AND NEW.number = OLD.number AND NOT (
            (OLD.month, OLD.closed_at, OLD.list_hash, OLD.commitment, OLD.secret, OLD.source)
            IS DISTINCT FROM
            (NEW.month, NEW.closed_at, NEW.list_hash, NEW.commitment, NEW.secret, NEW.source)
            OR OLD.drawn_at IS NOT NULL AND (OLD.drawn_at, OLD.value, OLD.drawn_by_id)
                IS DISTINCT FROM (NEW.drawn_at, NEW.value, NEW.drawn_by_id)
            OR OLD.announced_at IS NOT NULL AND OLD.announced_at IS DISTINCT FROM NEW.announced_at
        ) THEN
            RETURN NEW;
        END IF;
        IF TG_OP = 'UPDATE' AND NEW.number = OLD.number + 1 AND NEW.month = OLD.month
            AND OLD.announced_at IS NULL AND NEW.closed_at IS NULL AND EXISTS (
                SELECT FROM centers_roomredraw
                WHERE lottery_id = OLD.id AND number = OLD.number AND approved
            )
        THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'room lottery % is published as it is', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'a_room_draw_happens_once';
    """,
)

# The lottery is locked, so that what comes in the instant of the close is on the list or refused.
KEEP_THE_LISTS = pgtrigger.Trigger(
    name="keep_the_lists",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    declare=[("one", "centers_wishlist"), ("closed", "timestamptz")],
    func="""
        IF TG_OP = 'DELETE' THEN one := OLD; ELSE one := NEW; END IF;
        SELECT closed_at INTO closed FROM centers_roomlottery
        WHERE id = one.lottery_id FOR SHARE;
        IF closed IS NULL OR TG_OP = 'UPDATE'
            AND (OLD.lottery_id, OLD.registration_id, OLD.most)
            IS NOT DISTINCT FROM (NEW.lottery_id, NEW.registration_id, NEW.most)
            AND (OLD.place IS NULL OR OLD.place IS NOT DISTINCT FROM NEW.place)
        THEN
            RETURN one;
        END IF;
        RAISE EXCEPTION 'the lists of room lottery % are closed', one.lottery_id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'lists_stay_as_they_were_closed';
    """,
)

KEEP_THE_WISHES = pgtrigger.Trigger(
    name="keep_the_wishes",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    declare=[("one", "centers_wish"), ("closed", "timestamptz")],
    func="""
        IF TG_OP = 'DELETE' THEN one := OLD; ELSE one := NEW; END IF;
        SELECT closed_at INTO closed FROM centers_roomlottery
        WHERE id = (SELECT lottery_id FROM centers_wishlist WHERE id = one.wish_list_id) FOR SHARE;
        IF closed IS NULL OR TG_OP = 'UPDATE' AND OLD.outcome = ''
            AND (OLD.wish_list_id, OLD.rank, OLD.room_id, OLD.period, OLD.changeover)
            IS NOT DISTINCT FROM
            (NEW.wish_list_id, NEW.rank, NEW.room_id, NEW.period, NEW.changeover)
        THEN
            RETURN one;
        END IF;
        RAISE EXCEPTION 'the wishes of list % are closed', one.wish_list_id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'lists_stay_as_they_were_closed';
    """,
)
