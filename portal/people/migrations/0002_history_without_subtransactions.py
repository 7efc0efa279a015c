"""Learn without an error whether a change has a context.

pghistory's own function catches the error of a setting nobody made, a subtransaction for each row;
PostgreSQL looks through all deferred checks at the end of each, so that 100,000 rows in one
statement took time by the square of their number. This one asks whether the setting is there.
"""

from django.db import migrations

ASK = """
CREATE OR REPLACE FUNCTION _pgh_attach_context() RETURNS pghistory_context.id%TYPE
LANGUAGE plpgsql AS $$
DECLARE
    known uuid := nullif(current_setting('pghistory.context_id', true), '')::uuid;
    said jsonb := nullif(current_setting('pghistory.context_metadata', true), '')::jsonb;
BEGIN
    IF known IS NULL OR said IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO pghistory_context (id, metadata, created_at, updated_at)
    VALUES (known, said, now(), now())
    ON CONFLICT (id) DO UPDATE SET metadata = EXCLUDED.metadata, updated_at = EXCLUDED.updated_at
        WHERE pghistory_context.metadata <> EXCLUDED.metadata;
    RETURN known;
END $$;
"""


class Migration(migrations.Migration):
    replaces = [("people", "0006_history_without_subtransactions")]

    dependencies = [
        ("people", "0001_accounts_and_people"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [migrations.RunSQL(ASK, migrations.RunSQL.noop)]
