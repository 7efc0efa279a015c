"""When a centre or a partner is renamed, its courses are found by the new name.

These triggers stand on tables of the floors below, which know nothing of courses; that is why
they are declared here and not beside a model.
"""

from django.db import migrations

RENAMED = """
CREATE FUNCTION programs_refill_courses() RETURNS trigger
LANGUAGE plpgsql AS $$ BEGIN
    IF TG_TABLE_NAME = 'centers_center' THEN
        UPDATE programs_course SET center_id = center_id WHERE center_id = NEW.id;
    ELSE
        UPDATE programs_course SET organizer_id = organizer_id WHERE organizer_id = NEW.id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER refill_courses_of_center AFTER UPDATE OF name, kana, ward_id ON centers_center
    FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW) EXECUTE FUNCTION programs_refill_courses();
CREATE TRIGGER refill_courses_of_organizer AFTER UPDATE OF name ON programs_organizer
    FOR EACH ROW WHEN (OLD.name <> NEW.name) EXECUTE FUNCTION programs_refill_courses();
"""

BACK = """
DROP TRIGGER refill_courses_of_center ON centers_center;
DROP TRIGGER refill_courses_of_organizer ON programs_organizer;
DROP FUNCTION programs_refill_courses();
"""


class Migration(migrations.Migration):
    dependencies = [("programs", "0002_courses"), ("centers", "0002_centers_and_people")]

    operations = [migrations.RunSQL(RENAMED, BACK)]
