from django.db import migrations, models

# What was published so far was shown with its indicator's decimals. The trigger that keeps
# published figures as they are steps aside for this one change.
KEEP_DECIMALS = """
    ALTER TABLE vision_publishedfigure DISABLE TRIGGER USER;
    UPDATE vision_publishedfigure SET decimals = vision_indicator.decimals
    FROM vision_indicator WHERE vision_indicator.id = vision_publishedfigure.indicator_id;
    ALTER TABLE vision_publishedfigure ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("vision", "0004_count_live_metrics"),
    ]

    operations = [
        migrations.AddField(
            model_name="publishedfigure",
            name="decimals",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="小数の桁"),
        ),
        migrations.RunSQL(KEEP_DECIMALS, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="publishedfigure",
            name="percent",
            field=models.PositiveBigIntegerField(blank=True, null=True, verbose_name="達成率"),
        ),
    ]
