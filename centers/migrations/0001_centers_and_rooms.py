import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    # What the databases of this portal's first weeks were made by.
    replaces = [
        ("centers", "0001_initial"),
        ("centers", "0002_initial"),
        ("centers", "0003_rooms"),
        ("centers", "0005_room_photos"),
        ("centers", "0006_city_requests_and_populations"),
        ("centers", "0007_a_booking_locks_its_room"),
        ("centers", "0008_who_waits_is_told_once"),
        ("centers", "0009_the_draw_of_rooms"),
        ("centers", "0010_private_calendars"),
        ("centers", "0011_groups_stay_with_who_is_kept"),
        ("centers", "0012_calls_to_groups"),
        ("centers", "0013_fair_limits_and_handovers"),
        ("centers", "0014_a_rooms_bookings_by_time"),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Center",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(max_length=60, unique=True, verbose_name="アドレスの名前"),
                ),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="名称")),
                ("kana", models.CharField(max_length=100, verbose_name="フリガナ")),
                (
                    "postcode",
                    models.CharField(
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{7}$", "7桁の数字で入力してください。"
                            )
                        ],
                        verbose_name="郵便番号",
                    ),
                ),
                ("address", models.CharField(max_length=120, verbose_name="所在地")),
                (
                    "latitude",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=9, null=True, verbose_name="緯度"
                    ),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=9, null=True, verbose_name="経度"
                    ),
                ),
                ("phone", models.CharField(max_length=20, verbose_name="電話番号")),
                ("access", models.CharField(blank=True, max_length=200, verbose_name="交通")),
                ("parking", models.CharField(blank=True, max_length=100, verbose_name="駐車場")),
                (
                    "introduction",
                    models.TextField(blank=True, max_length=2000, verbose_name="紹介"),
                ),
                (
                    "wheelchair",
                    models.BooleanField(default=False, verbose_name="車いすで利用できる"),
                ),
                ("elevator", models.BooleanField(default=False, verbose_name="エレベーターがある")),
                ("nursing_room", models.BooleanField(default=False, verbose_name="授乳室がある")),
                ("is_open_to_public", models.BooleanField(default=True, verbose_name="公開する")),
            ],
            options={
                "verbose_name": "市民センター",
                "verbose_name_plural": "市民センター",
                "ordering": ["ward__code", "kana"],
            },
        ),
    ]
