import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0005_session_changes"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="signup",
            trigger=pgtrigger.compiler.Trigger(
                name="refuse_the_merged",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE now_under bigint;",
                    func="\n        IF NEW.status IN ('entered', 'waiting', 'offered', 'seated') THEN\n            SELECT merged_into_id INTO now_under\n            FROM people_person WHERE id = NEW.person_id FOR SHARE;\n            IF now_under IS NOT NULL THEN\n                RAISE EXCEPTION 'person % was merged into %', NEW.person_id, now_under\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'the_merged_sign_up_no_more';\n            END IF;\n        END IF;\n        RETURN NEW;\n    ",
                    hash="675e169bde39e2927edddc347b3a6b6d26d5e10c",
                    operation='INSERT OR UPDATE OF "person_id"',
                    pgid="pgtrigger_refuse_the_merged_ae91b",
                    table="programs_signup",
                    when="BEFORE",
                ),
            ),
        ),
    ]
