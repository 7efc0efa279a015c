"""The opening calendar is laid out by the database; open slots are read from it."""

from django.db import migrations

# Writes the days of some centres (NULL: all) from `first_asked` (today) to `last_asked` (15 months
# ahead): the closure, else the holiday, else the weekly hours. What is set by hand stays, and a day
# that is over is only added where it is missing. The centres are locked first, so that of two
# changes at once the second sees what the first did.
LAY_OUT = """
CREATE FUNCTION centers_lay_out(asked bigint[], first_asked date, last_asked date) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    today date := (now() AT TIME ZONE 'Asia/Tokyo')::date;
    begins date := coalesce(first_asked, today);
    ends date := least(last_asked, today + 460);
    written bigint;
BEGIN
    PERFORM FROM centers_center WHERE asked IS NULL OR id = ANY(asked)
    ORDER BY id FOR NO KEY UPDATE;

    WITH center AS (
        SELECT id FROM centers_center WHERE asked IS NULL OR id = ANY(asked)
    ), closed AS (
        SELECT DISTINCT ON (center.id, a_day) center.id, a_day::date AS day, closure.reason
        FROM centers_closure closure
        JOIN center ON closure.center_id = center.id OR closure.center_id IS NULL
        CROSS JOIN generate_series(
            greatest(closure.first_day, begins)::timestamp,
            least(closure.last_day, ends)::timestamp,
            interval '1 day'
        ) AS a_day
        ORDER BY center.id, a_day, closure.first_day, closure.id
    ), ruled AS (
        SELECT center.id AS center_id, a_day::date AS day, hours.opens, hours.closes,
               CASE WHEN closed.id IS NOT NULL THEN coalesce(nullif(closed.reason, ''), '休館')
                    WHEN holiday.day IS NOT NULL THEN holiday.reason
                    WHEN hours.id IS NULL THEN '定休日'
               END AS reason
        FROM center
        CROSS JOIN generate_series(begins::timestamp, ends::timestamp, interval '1 day') AS a_day
        LEFT JOIN closed ON closed.id = center.id AND closed.day = a_day::date
        LEFT JOIN centers_holiday holiday ON holiday.day = a_day::date
        LEFT JOIN centers_openinghours hours
            ON hours.center_id = center.id AND hours.weekday = extract(isodow FROM a_day) - 1
    ), state AS (
        SELECT center_id, day, coalesce(reason, '') AS reason,
               CASE WHEN reason IS NULL THEN opens END AS opens,
               CASE WHEN reason IS NULL THEN closes END AS closes
        FROM ruled
    )
    INSERT INTO centers_openday AS kept (center_id, day, opens, closes, reason, by_hand)
    SELECT state.center_id, state.day, state.opens, state.closes, state.reason, false
    FROM state
    LEFT JOIN centers_openday was ON was.center_id = state.center_id AND was.day = state.day
    WHERE was.id IS NULL
        OR (was.day >= today AND NOT was.by_hand
            AND (was.opens, was.closes, was.reason)
                IS DISTINCT FROM (state.opens, state.closes, state.reason))
    ON CONFLICT (center_id, day) DO UPDATE
    SET opens = EXCLUDED.opens, closes = EXCLUDED.closes, reason = EXCLUDED.reason
    WHERE kept.day >= today AND NOT kept.by_hand;
    GET DIAGNOSTICS written = ROW_COUNT;
    RETURN written;
END $$
"""

OPEN_SLOTS = """
CREATE VIEW centers_openslot AS
SELECT open.center_id, open.day, slot.id AS slot_id,
       (open.day + slot.starts) AT TIME ZONE 'Asia/Tokyo' AS starts_at,
       (open.day + slot.ends) AT TIME ZONE 'Asia/Tokyo' AS ends_at
FROM centers_openday open
JOIN centers_slot slot
    ON open.opens <= slot.starts AND slot.ends <= open.closes
    AND (slot.first_day IS NULL OR slot.first_day <= open.day)
    AND (slot.last_day IS NULL OR slot.last_day >= open.day)
    AND (
        slot.center_id = open.center_id
        OR slot.center_id IS NULL
        AND NOT EXISTS (SELECT FROM centers_slot own WHERE own.center_id = open.center_id)
    )
"""


class Migration(migrations.Migration):
    replaces = [("centers", "0004_opening_calendar")]

    dependencies = [("centers", "0002_centers_and_people")]

    operations = [
        migrations.RunSQL(LAY_OUT, "DROP FUNCTION centers_lay_out(bigint[], date, date)"),
        migrations.RunSQL(OPEN_SLOTS, "DROP VIEW centers_openslot"),
    ]
