"""From how much on somebody is thanked, until the section writes its own."""

from django.db import migrations

FOR_HOURS = (
    "あなたはボランティアとして、地域の学びと活動を支えてくださいました。"
    "ここに深く感謝の意を表します。"
)
FOR_YEARS = (
    "あなたは多年にわたりボランティアとして地域の学びと活動を支えてこられました。"
    "ここに深く感謝の意を表します。"
)
FIRST = (
    ("hours", 50, FOR_HOURS),
    ("hours", 100, FOR_HOURS),
    ("hours", 300, FOR_HOURS),
    ("years", 10, FOR_YEARS),
)


def write(apps, schema_editor):
    thresholds = apps.get_model("volunteers", "Threshold")
    for counts, value, words in FIRST:
        thresholds.objects.get_or_create(
            counts=counts, value=value, defaults={"title": "感謝状", "words": words}
        )


class Migration(migrations.Migration):
    replaces = [("volunteers", "0003_first_thresholds")]

    dependencies = [("volunteers", "0001_volunteers")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
