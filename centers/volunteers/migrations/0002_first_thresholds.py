"""From how much on somebody is thanked, until the section writes its own."""

from django.db import migrations

WORDS = (
    "あなたは多年にわたりボランティアとして地域の学びと活動を支えてこられました。"
    "ここに深く感謝の意を表します。"
)


def write(apps, schema_editor):
    thresholds = apps.get_model("volunteers", "Threshold")
    for counts, value in (("hours", 50), ("hours", 100), ("hours", 300), ("years", 10)):
        thresholds.objects.get_or_create(
            counts=counts, value=value, defaults={"title": "感謝状", "words": WORDS}
        )


class Migration(migrations.Migration):
    replaces = [("volunteers", "0003_first_thresholds")]

    dependencies = [("volunteers", "0001_volunteers")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
