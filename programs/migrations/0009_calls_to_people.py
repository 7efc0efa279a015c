import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0008_letter_history"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=16, verbose_name="知らせたこと")),
                (
                    "how",
                    models.CharField(
                        choices=[("phone", "電話"), ("postcard", "はがき")],
                        default="phone",
                        max_length=8,
                        verbose_name="方法",
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="日時")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="連絡した職員",
                    ),
                ),
                (
                    "sign_up",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calls",
                        to="programs.signup",
                        verbose_name="申込",
                    ),
                ),
            ],
            options={
                "verbose_name": "電話・はがきでの連絡",
                "verbose_name_plural": "電話・はがきでの連絡",
                "ordering": ["-at", "-pk"],
            },
        ),
    ]
