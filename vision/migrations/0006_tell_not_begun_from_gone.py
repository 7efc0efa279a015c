from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("vision", "0005_keep_the_decimals_of_what_was_published"),
    ]

    operations = [
        migrations.AddField(
            model_name="difference",
            name="not_begun",
            field=models.BooleanField(default=False, verbose_name="いまは未着手"),
        ),
    ]
