from decimal import Decimal

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import django.db.models.functions.math
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import psycopg.types.range
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
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

    dependencies = [
        ("centers", "0001_centers_and_rooms"),
        ("people", "0001_accounts_and_people"),
        ("people", "__first__"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        BtreeGistExtension(),
        migrations.AddField(
            model_name="center",
            name="ward",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="people.ward", verbose_name="区"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="center",
            trigger=pgtrigger.compiler.Trigger(
                name="days_go_with_the_center",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="DELETE FROM centers_openday WHERE center_id = OLD.id; RETURN OLD;",
                    hash="24339f6c84262c461f61a02f598c9650849f5f07",
                    operation="DELETE",
                    pgid="pgtrigger_days_go_with_the_center_4a0d8",
                    table="centers_center",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="OpenSlot",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "center_id",
                        "day",
                        "slot_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("day", models.DateField(verbose_name="日")),
                ("starts_at", models.DateTimeField(verbose_name="開始")),
                ("ends_at", models.DateTimeField(verbose_name="終了")),
            ],
            options={
                "verbose_name": "開いている区分",
                "verbose_name_plural": "開いている区分",
                "db_table": "centers_openslot",
                "ordering": ["day", "starts_at"],
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="CalendarKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.PositiveIntegerField(default=1, verbose_name="何番目のアドレスか"),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="アカウント",
                    ),
                ),
            ],
            options={
                "verbose_name": "カレンダーのアドレス",
                "verbose_name_plural": "カレンダーのアドレス",
            },
        ),
        migrations.CreateModel(
            name="CityRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(editable=False, verbose_name="年度")),
                ("title", models.CharField(max_length=100, verbose_name="件名")),
                (
                    "bureau",
                    models.CharField(help_text="例：環境局", max_length=40, verbose_name="局・区"),
                ),
                (
                    "section",
                    models.CharField(help_text="例：環境監視課", max_length=40, verbose_name="課"),
                ),
                (
                    "to",
                    models.CharField(
                        choices=[("centers", "市民センター"), ("groups", "地域団体")],
                        default="centers",
                        max_length=10,
                        verbose_name="依頼する相手",
                    ),
                ),
                ("content", models.TextField(max_length=1000, verbose_name="お願いすること")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("law", "法律・政令"),
                            ("ordinance", "条例・規則"),
                            ("notice", "国・県の通知"),
                            ("plan", "計画・要綱"),
                            ("none", "根拠なし（お願い）"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="根拠",
                    ),
                ),
                (
                    "basis_text",
                    models.CharField(
                        blank=True,
                        help_text="例：気候変動適応法 第21条",
                        max_length=200,
                        verbose_name="根拠の名前",
                    ),
                ),
                ("first_day", models.DateField(verbose_name="はじまる日")),
                ("last_day", models.DateField(verbose_name="終わる日")),
                (
                    "deadline",
                    models.DateField(blank=True, null=True, verbose_name="回答などの締切"),
                ),
                (
                    "hours",
                    models.DecimalField(
                        decimal_places=2,
                        help_text="期間を通した合計。1つの市民センター、または1つの団体でかかる時間です。",
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0.25")),
                            django.core.validators.MaxValueValidator(Decimal("2000")),
                        ],
                        verbose_name="かかる時間（1か所あたり）",
                    ),
                ),
                (
                    "everywhere",
                    models.BooleanField(default=True, verbose_name="すべての市民センター（校区）"),
                ),
                ("contact_name", models.CharField(max_length=60, verbose_name="担当者")),
                ("contact_phone", models.CharField(max_length=20, verbose_name="電話番号")),
                (
                    "contact_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="メールアドレス"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "下書き"), ("asked", "依頼中"), ("decided", "決定")],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="依頼した日時"
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("keep", "続ける"),
                            ("merge", "ほかの依頼にまとめる"),
                            ("replace", "ほかの方法に替える"),
                            ("stop", "やめる"),
                        ],
                        editable=False,
                        max_length=10,
                        verbose_name="決めたこと",
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="決めた日時"
                    ),
                ),
                (
                    "instead",
                    models.CharField(
                        blank=True, editable=False, max_length=300, verbose_name="替わりの方法"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("written", "下書きを作りました"),
                            ("rolled_over", "前の年度から引きつぎました"),
                            ("changed", "内容を変えました"),
                            ("asked", "依頼しました"),
                            ("decided", "決めました"),
                            ("reopened", "決めなおすことにしました"),
                        ],
                        default="written",
                        editable=False,
                        max_length=12,
                        verbose_name="最後にあったこと",
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        blank=True, editable=False, max_length=500, verbose_name="理由"
                    ),
                ),
                (
                    "changed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="変えた日時"
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="版"),
                ),
                (
                    "centers",
                    models.ManyToManyField(
                        blank=True,
                        related_name="city_requests",
                        to="centers.center",
                        verbose_name="市民センター（校区）",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="変えた人",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="centers.cityrequest",
                        verbose_name="まとめる先の依頼",
                    ),
                ),
                (
                    "previous",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="following",
                        to="centers.cityrequest",
                        verbose_name="前の年度の依頼",
                    ),
                ),
            ],
            options={
                "verbose_name": "依頼事項",
                "verbose_name_plural": "依頼事項",
                "ordering": ["-year", "first_day", "bureau", "section", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first_day__lte", models.F("last_day"))),
                        name="a_request_ends_after_it_begins",
                        violation_error_code="days_out_of_order",
                        violation_error_message="終わる日は、はじまる日と同じか、あとの日にしてください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("basis", "none"),
                            models.Q(("basis_text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_basis_has_a_name",
                        violation_error_code="unnamed_basis",
                        violation_error_message="根拠の名前（法律、条例、計画など）を書いてください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hours__gte", Decimal("0.25")), ("hours__lte", 2000)),
                        name="a_request_takes_some_time",
                        violation_error_code="hours_out_of_range",
                        violation_error_message="かかる時間は、0.25〜2,000時間で書いてください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", False),
                                ("status", "decided"),
                                models.Q(("decision", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("status", "decided"), _negated=True),
                                ("decided_at", None),
                                ("decision", ""),
                            ),
                            _connector="OR",
                        ),
                        name="what_is_decided_says_what_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", "merge"), ("merged_into__isnull", False)),
                            models.Q(
                                models.Q(("decision", "merge"), _negated=True),
                                ("merged_into", None),
                            ),
                            _connector="OR",
                        ),
                        name="what_is_merged_says_into_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decision", "replace"), models.Q(("instead", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("decision", "replace"), _negated=True), ("instead", "")
                            ),
                            _connector="OR",
                        ),
                        name="what_is_replaced_says_by_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into", None),
                            models.Q(("merged_into", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="no_request_is_merged_into_itself",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cityrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "centers_cityrequestevent" ("asked_at", "basis", "basis_text", "bureau", "changed_at", "changed_by_id", "contact_email", "contact_name", "contact_phone", "content", "deadline", "decided_at", "decision", "everywhere", "first_day", "hours", "id", "instead", "last_day", "merged_into_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "section", "status", "title", "to", "version", "what", "why", "year") VALUES (NEW."asked_at", NEW."basis", NEW."basis_text", NEW."bureau", NEW."changed_at", NEW."changed_by_id", NEW."contact_email", NEW."contact_name", NEW."contact_phone", NEW."content", NEW."deadline", NEW."decided_at", NEW."decision", NEW."everywhere", NEW."first_day", NEW."hours", NEW."id", NEW."instead", NEW."last_day", NEW."merged_into_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."previous_id", NEW."section", NEW."status", NEW."title", NEW."to", NEW."version", NEW."what", NEW."why", NEW."year"); RETURN NULL;',
                    hash="bb196e8d470b7809e345710a29f83d15f48dec29",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ba59f",
                    table="centers_cityrequest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cityrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "centers_cityrequestevent" ("asked_at", "basis", "basis_text", "bureau", "changed_at", "changed_by_id", "contact_email", "contact_name", "contact_phone", "content", "deadline", "decided_at", "decision", "everywhere", "first_day", "hours", "id", "instead", "last_day", "merged_into_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "section", "status", "title", "to", "version", "what", "why", "year") VALUES (NEW."asked_at", NEW."basis", NEW."basis_text", NEW."bureau", NEW."changed_at", NEW."changed_by_id", NEW."contact_email", NEW."contact_name", NEW."contact_phone", NEW."content", NEW."deadline", NEW."decided_at", NEW."decision", NEW."everywhere", NEW."first_day", NEW."hours", NEW."id", NEW."instead", NEW."last_day", NEW."merged_into_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."previous_id", NEW."section", NEW."status", NEW."title", NEW."to", NEW."version", NEW."what", NEW."why", NEW."year"); RETURN NULL;',
                    hash="aeeb105e63e432bb8f557646459592a696285209",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3e1ab",
                    table="centers_cityrequest",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="CityRequestEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("year", models.PositiveSmallIntegerField(editable=False, verbose_name="年度")),
                ("title", models.CharField(max_length=100, verbose_name="件名")),
                (
                    "bureau",
                    models.CharField(help_text="例：環境局", max_length=40, verbose_name="局・区"),
                ),
                (
                    "section",
                    models.CharField(help_text="例：環境監視課", max_length=40, verbose_name="課"),
                ),
                (
                    "to",
                    models.CharField(
                        choices=[("centers", "市民センター"), ("groups", "地域団体")],
                        default="centers",
                        max_length=10,
                        verbose_name="依頼する相手",
                    ),
                ),
                ("content", models.TextField(max_length=1000, verbose_name="お願いすること")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("law", "法律・政令"),
                            ("ordinance", "条例・規則"),
                            ("notice", "国・県の通知"),
                            ("plan", "計画・要綱"),
                            ("none", "根拠なし（お願い）"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="根拠",
                    ),
                ),
                (
                    "basis_text",
                    models.CharField(
                        blank=True,
                        help_text="例：気候変動適応法 第21条",
                        max_length=200,
                        verbose_name="根拠の名前",
                    ),
                ),
                ("first_day", models.DateField(verbose_name="はじまる日")),
                ("last_day", models.DateField(verbose_name="終わる日")),
                (
                    "deadline",
                    models.DateField(blank=True, null=True, verbose_name="回答などの締切"),
                ),
                (
                    "hours",
                    models.DecimalField(
                        decimal_places=2,
                        help_text="期間を通した合計。1つの市民センター、または1つの団体でかかる時間です。",
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0.25")),
                            django.core.validators.MaxValueValidator(Decimal("2000")),
                        ],
                        verbose_name="かかる時間（1か所あたり）",
                    ),
                ),
                (
                    "everywhere",
                    models.BooleanField(default=True, verbose_name="すべての市民センター（校区）"),
                ),
                ("contact_name", models.CharField(max_length=60, verbose_name="担当者")),
                ("contact_phone", models.CharField(max_length=20, verbose_name="電話番号")),
                (
                    "contact_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="メールアドレス"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "下書き"), ("asked", "依頼中"), ("decided", "決定")],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="依頼した日時"
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("keep", "続ける"),
                            ("merge", "ほかの依頼にまとめる"),
                            ("replace", "ほかの方法に替える"),
                            ("stop", "やめる"),
                        ],
                        editable=False,
                        max_length=10,
                        verbose_name="決めたこと",
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="決めた日時"
                    ),
                ),
                (
                    "instead",
                    models.CharField(
                        blank=True, editable=False, max_length=300, verbose_name="替わりの方法"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("written", "下書きを作りました"),
                            ("rolled_over", "前の年度から引きつぎました"),
                            ("changed", "内容を変えました"),
                            ("asked", "依頼しました"),
                            ("decided", "決めました"),
                            ("reopened", "決めなおすことにしました"),
                        ],
                        default="written",
                        editable=False,
                        max_length=12,
                        verbose_name="最後にあったこと",
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        blank=True, editable=False, max_length=500, verbose_name="理由"
                    ),
                ),
                (
                    "changed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="変えた日時"
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="版"),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="変えた人",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="centers.cityrequest",
                        verbose_name="まとめる先の依頼",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="centers.cityrequest",
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="centers.cityrequest",
                        verbose_name="前の年度の依頼",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Closure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_day", models.DateField(verbose_name="最初の日")),
                ("last_day", models.DateField(verbose_name="最後の日")),
                ("reason", models.CharField(max_length=100, verbose_name="理由")),
                (
                    "center",
                    models.ForeignKey(
                        blank=True,
                        help_text="空けると、すべての市民センターが休館になります。",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closures",
                        to="centers.center",
                        verbose_name="市民センター",
                    ),
                ),
            ],
            options={
                "verbose_name": "休館",
                "verbose_name_plural": "休館",
                "ordering": ["first_day"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first_day__lte", models.F("last_day"))),
                        name="closure_days_in_order",
                        violation_error_code="days_out_of_order",
                        violation_error_message="最後の日は、最初の日と同じかあとの日にしてください。",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="closure",
            trigger=pgtrigger.compiler.Trigger(
                name="lay_out_new",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    PERFORM centers_lay_out(\n        CASE WHEN bool_and(center_id IS NOT NULL) THEN array_agg(DISTINCT center_id) END,\n        greatest(min(first_day), (now() AT TIME ZONE 'Asia/Tokyo')::date), max(last_day)\n    ) FROM (TABLE new_rows) touched HAVING count(*) > 0;\n     RETURN NULL;",
                    hash="cd113d5db0297ffcfc12a1afb85b1614dc5a9717",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_lay_out_new_bb726",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="centers_closure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="closure",
            trigger=pgtrigger.compiler.Trigger(
                name="lay_out_changed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    PERFORM centers_lay_out(\n        CASE WHEN bool_and(center_id IS NOT NULL) THEN array_agg(DISTINCT center_id) END,\n        greatest(min(first_day), (now() AT TIME ZONE 'Asia/Tokyo')::date), max(last_day)\n    ) FROM (TABLE new_rows UNION ALL TABLE old_rows) touched HAVING count(*) > 0;\n     RETURN NULL;",
                    hash="19ccac9fd425fae815a6d08f5fa6cd2c51b4880c",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_lay_out_changed_da84d",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="centers_closure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="closure",
            trigger=pgtrigger.compiler.Trigger(
                name="lay_out_gone",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    PERFORM centers_lay_out(\n        CASE WHEN bool_and(center_id IS NOT NULL) THEN array_agg(DISTINCT center_id) END,\n        greatest(min(first_day), (now() AT TIME ZONE 'Asia/Tokyo')::date), max(last_day)\n    ) FROM (TABLE old_rows) touched HAVING count(*) > 0;\n     RETURN NULL;",
                    hash="87eaa1c402e476bff3cbbced881435ae96299df0",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_lay_out_gone_98177",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="centers_closure",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="DistrictPopulation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("as_of", models.DateField(verbose_name="時点")),
                (
                    "from_age",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(120)],
                        verbose_name="何歳から",
                    ),
                ),
                (
                    "to_age",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(120)],
                        verbose_name="何歳まで",
                    ),
                ),
                (
                    "count",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MaxValueValidator(1000000)],
                        verbose_name="人数",
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="populations",
                        to="centers.center",
                        verbose_name="市民センター",
                    ),
                ),
            ],
            options={
                "verbose_name": "校区の人口",
                "verbose_name_plural": "校区の人口",
                "ordering": ["center", "-as_of", "from_age"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_age", None), ("from_age__lte", models.F("to_age")), _connector="OR"
                        ),
                        name="a_band_of_ages_ends_after_it_begins",
                        violation_error_code="ages_out_of_order",
                        violation_error_message="「何歳まで」は「何歳から」以上にしてください。",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("center", "="),
                            ("as_of", "="),
                            (
                                models.Func(
                                    "from_age",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("to_age"), "+", models.Value(1)
                                    ),
                                    function="int4range",
                                    output_field=django.contrib.postgres.fields.ranges.IntegerRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="no_age_is_counted_twice",
                        violation_error_code="ages_overlap",
                        violation_error_message="年齢の区切りが重なっています。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Equipment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(max_length=30, unique=True, verbose_name="アドレスの名前"),
                ),
                ("name", models.CharField(max_length=30, unique=True, verbose_name="名称")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="並び順")),
            ],
            options={
                "verbose_name": "設備",
                "verbose_name_plural": "設備",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Holiday",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False, verbose_name="日")),
                ("reason", models.CharField(max_length=60, verbose_name="理由")),
            ],
            options={
                "verbose_name": "祝日と年末年始",
                "verbose_name_plural": "祝日と年末年始",
                "ordering": ["day"],
            },
        ),
        migrations.CreateModel(
            name="OpenDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="日")),
                ("opens", models.TimeField(blank=True, null=True, verbose_name="開館")),
                ("closes", models.TimeField(blank=True, null=True, verbose_name="閉館")),
                ("reason", models.CharField(blank=True, max_length=100, verbose_name="理由")),
                ("by_hand", models.BooleanField(default=False, verbose_name="この日だけの決まり")),
                (
                    "center",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="open_days",
                        to="centers.center",
                        verbose_name="市民センター",
                    ),
                ),
            ],
            options={
                "verbose_name": "開館カレンダー",
                "verbose_name_plural": "開館カレンダー",
                "ordering": ["center", "day"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("center", "day"),
                        name="one_state_per_center_and_day",
                        violation_error_code="day_given_twice",
                        violation_error_message="この日の開館のきまりは、すでにあります。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closes__isnull", True), ("opens__isnull", True)),
                            ("opens__lt", models.F("closes")),
                            _connector="OR",
                        ),
                        name="an_open_day_has_hours_in_order",
                        violation_error_code="closes_before_opening",
                        violation_error_message="閉館は開館よりあとの時刻にしてください。休館の日は、両方を空けてください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opens__isnull", False),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_closed_day_has_a_reason",
                        violation_error_code="no_reason",
                        violation_error_message="休館の理由を書いてください。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpeningHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "月曜日"),
                            (1, "火曜日"),
                            (2, "水曜日"),
                            (3, "木曜日"),
                            (4, "金曜日"),
                            (5, "土曜日"),
                            (6, "日曜日"),
                        ],
                        verbose_name="曜日",
                    ),
                ),
                ("opens", models.TimeField(verbose_name="開館")),
                ("closes", models.TimeField(verbose_name="閉館")),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opening_hours",
                        to="centers.center",
                        verbose_name="市民センター",
                    ),
                ),
            ],
            options={
                "verbose_name": "開館時間",
                "verbose_name_plural": "開館時間",
                "ordering": ["weekday"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("center", "weekday"),
                        name="one_opening_per_weekday",
                        violation_error_code="weekday_taken",
                        violation_error_message="この曜日の開館時間はすでにあります。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("opens__lt", models.F("closes"))),
                        name="opens_before_it_closes",
                        violation_error_code="closes_before_opening",
                        violation_error_message="閉館は開館よりあとの時刻にしてください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weekday__lte", 6)),
                        name="weekday_of_seven",
                        violation_error_code="no_such_weekday",
                        violation_error_message="曜日を選んでください。",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="openinghours",
            trigger=pgtrigger.compiler.Trigger(
                name="lay_out_new",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM centers_lay_out(ARRAY(SELECT DISTINCT center_id FROM (TABLE new_rows) touched), NULL, NULL); RETURN NULL;",
                    hash="4052cda6242c3e8ec780122b6c0f7aa8c7595f79",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_lay_out_new_3f41f",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="centers_openinghours",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="openinghours",
            trigger=pgtrigger.compiler.Trigger(
                name="lay_out_changed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM centers_lay_out(ARRAY(SELECT DISTINCT center_id FROM (TABLE new_rows UNION ALL TABLE old_rows) touched), NULL, NULL); RETURN NULL;",
                    hash="868317612534732cf9558febe77a122da97af585",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_lay_out_changed_27d78",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="centers_openinghours",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="openinghours",
            trigger=pgtrigger.compiler.Trigger(
                name="lay_out_gone",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM centers_lay_out(ARRAY(SELECT DISTINCT center_id FROM (TABLE old_rows) touched), NULL, NULL); RETURN NULL;",
                    hash="3322ecc40b499d4f2cf3fe60c2d8977084d2010e",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_lay_out_gone_f52c3",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="centers_openinghours",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="PurposeClass",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(max_length=30, unique=True, verbose_name="アドレスの名前"),
                ),
                ("name", models.CharField(max_length=30, unique=True, verbose_name="名称")),
                (
                    "description",
                    models.CharField(blank=True, max_length=300, verbose_name="どんな利用か"),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="並び順")),
                (
                    "needs_approval",
                    models.BooleanField(default=False, verbose_name="申請ごとに館長の承認がいる"),
                ),
                (
                    "exemption_percent",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="この種別の使用料から引く割合です。登録を認めるときに団体ごとに変えられます。",
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="減免（％）",
                    ),
                ),
                (
                    "month_limit",
                    models.PositiveSmallIntegerField(
                        default=4,
                        help_text="1団体が抽選で選ばれる上限です。",
                        verbose_name="抽選で1か月に取れる回数",
                    ),
                ),
                (
                    "days_before",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="0ならば、当日まで申請できます。",
                        verbose_name="申請の締切（利用日の何日前）",
                    ),
                ),
                (
                    "most_at_once",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="1つの利用登録での上限です。空けると、限りはありません。職員は、理由を書けばこえて受け付けられます。",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="これからの予約を、同時に持てる件数",
                    ),
                ),
                (
                    "most_in_month",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="1つの利用登録での上限です。抽選で選ばれた分も数えます。空けると、限りはありません。",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="1か月に使える回数",
                    ),
                ),
            ],
            options={
                "verbose_name": "利用種別",
                "verbose_name_plural": "利用種別",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("exemption_percent__lte", 100)),
                        name="a_class_exempts_from_all_at_most",
                        violation_error_code="percent_over_100",
                        violation_error_message="減免は100％までにしてください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("most_in_month", None),
                            ("month_limit__lte", models.F("most_in_month")),
                            _connector="OR",
                        ),
                        name="a_draw_gives_no_more_than_a_month_may_hold",
                        violation_error_code="draw_over_month",
                        violation_error_message="抽選で1か月に取れる回数は、1か月に使える回数までにしてください。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestEffort",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "hours",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("2000")),
                        ],
                        verbose_name="実際にかかった時間",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="ひとこと")),
                ("at", models.DateTimeField(auto_now=True, verbose_name="書いた日時")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="書いた職員",
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="request_efforts",
                        to="centers.center",
                        verbose_name="市民センター",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="efforts",
                        to="centers.cityrequest",
                        verbose_name="依頼事項",
                    ),
                ),
            ],
            options={
                "verbose_name": "実際にかかった時間",
                "verbose_name_plural": "実際にかかった時間",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "center"), name="one_effort_per_center"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hours__gte", 0), ("hours__lte", 2000)),
                        name="an_effort_is_a_number_of_hours",
                        violation_error_code="hours_out_of_range",
                        violation_error_message="時間は、0〜2,000時間で書いてください。",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="requesteffort",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "centers_requesteffortevent" ("at", "by_id", "center_id", "hours", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "request_id") VALUES (NEW."at", NEW."by_id", NEW."center_id", NEW."hours", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."request_id"); RETURN NULL;',
                    hash="077e6bff3f535ea575994bef6950dc3a67e15ba8",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_110da",
                    table="centers_requesteffort",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="requesteffort",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "centers_requesteffortevent" ("at", "by_id", "center_id", "hours", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "request_id") VALUES (NEW."at", NEW."by_id", NEW."center_id", NEW."hours", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."request_id"); RETURN NULL;',
                    hash="6d0483d205a299fc667963d67c6a9d035ef2cd28",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_bf06b",
                    table="centers_requesteffort",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="RequestEffortEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "hours",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("2000")),
                        ],
                        verbose_name="実際にかかった時間",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="ひとこと")),
                ("at", models.DateTimeField(auto_now=True, verbose_name="書いた日時")),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="書いた職員",
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="centers.center",
                        verbose_name="市民センター",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="centers.requesteffort",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="centers.cityrequest",
                        verbose_name="依頼事項",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Room",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="定員"),
                ),
                ("floor", models.SmallIntegerField(default=1, verbose_name="階")),
                (
                    "wheelchair",
                    models.BooleanField(default=False, verbose_name="車いすで利用できる"),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=200, verbose_name="使うときの注意"),
                ),
                (
                    "is_bookable",
                    models.BooleanField(default=True, verbose_name="利用の申請を受ける"),
                ),
                (
                    "changeover_minutes",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="利用が終わってから、次の利用を始められるまでの時間です。",
                        validators=[django.core.validators.MaxValueValidator(240)],
                        verbose_name="入れ替えの時間（分）",
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rooms",
                        to="centers.center",
                        verbose_name="市民センター",
                    ),
                ),
                (
                    "equipment",
                    models.ManyToManyField(blank=True, to="centers.equipment", verbose_name="設備"),
                ),
            ],
            options={
                "verbose_name": "部屋",
                "verbose_name_plural": "部屋",
                "ordering": ["floor", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("center", "name"),
                        name="one_room_of_a_name",
                        violation_error_code="room_name_taken",
                        violation_error_message="この名称の部屋はすでにあります。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("changeover_minutes__lte", 240)),
                        name="a_changeover_of_four_hours_at_most",
                        violation_error_code="changeover_too_long",
                        violation_error_message="入れ替えの時間は240分までにしてください。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Booking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("course", "講座"),
                            ("reservation", "利用申請"),
                            ("block", "職員が確保"),
                        ],
                        max_length=12,
                        verbose_name="種類",
                    ),
                ),
                (
                    "period",
                    django.contrib.postgres.fields.ranges.DateTimeRangeField(
                        verbose_name="利用の時間"
                    ),
                ),
                (
                    "held",
                    django.contrib.postgres.fields.ranges.DateTimeRangeField(
                        db_default=psycopg.types.range.Range(None, None, "()"),
                        editable=False,
                        verbose_name="部屋がふさがる時間",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=100, verbose_name="職員のメモ")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="作成日時",
                    ),
                ),
                (
                    "cancelled_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="取り消した日時"
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="空ならば自動です。",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="変えた人",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="centers.room",
                        verbose_name="部屋",
                    ),
                ),
            ],
            options={
                "verbose_name": "利用予定",
                "verbose_name_plural": "利用予定",
                "ordering": ["period", "pk"],
                "indexes": [
                    models.Index(
                        models.F("room"),
                        models.F("held__endswith"),
                        models.F("held__startswith"),
                        name="bookings_of_a_room",
                    )
                ],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("cancelled_at__isnull", True)),
                        expressions=[("room", "="), ("held", "&&")],
                        name="one_use_of_a_room_at_a_time",
                        violation_error_code="room_taken",
                        violation_error_message="この部屋は、その時間にほかの利用があります。別の時間か、別の部屋を選んでください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("period__endswith__isnull", False),
                            ("period__isempty", False),
                            ("period__startswith__isnull", False),
                        ),
                        name="a_booking_begins_and_ends",
                        violation_error_code="times_out_of_order",
                        violation_error_message="終了は、開始よりあとにしてください。",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="booking",
            trigger=pgtrigger.compiler.Trigger(
                name="hold_for_changeover",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        NEW.held := tstzrange(\n            lower(NEW.period),\n            upper(NEW.period) + make_interval(mins => (\n                SELECT changeover_minutes FROM centers_room WHERE id = NEW.room_id\n                FOR NO KEY UPDATE\n            ))\n        );\n        RETURN NEW;\n    ",
                    hash="b53dcb6b498cfe5c2d8e2b3cb496e4b44bd26794",
                    operation='INSERT OR UPDATE OF "period", "room_id"',
                    pgid="pgtrigger_hold_for_changeover_cd280",
                    table="centers_booking",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="booking",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "centers_bookingevent" ("cancelled_at", "changed_by_id", "created_at", "held", "id", "kind", "note", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "room_id") VALUES (NEW."cancelled_at", NEW."changed_by_id", NEW."created_at", NEW."held", NEW."id", NEW."kind", NEW."note", NEW."period", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."room_id"); RETURN NULL;',
                    hash="df9c31b503103177abc191ead49ad7097d03edf4",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2f347",
                    table="centers_booking",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="booking",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "centers_bookingevent" ("cancelled_at", "changed_by_id", "created_at", "held", "id", "kind", "note", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "room_id") VALUES (NEW."cancelled_at", NEW."changed_by_id", NEW."created_at", NEW."held", NEW."id", NEW."kind", NEW."note", NEW."period", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."room_id"); RETURN NULL;',
                    hash="f33688776d9f4bd7370e5c2f47b8623422b59ea8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3f25d",
                    table="centers_booking",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="BookingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("course", "講座"),
                            ("reservation", "利用申請"),
                            ("block", "職員が確保"),
                        ],
                        max_length=12,
                        verbose_name="種類",
                    ),
                ),
                (
                    "period",
                    django.contrib.postgres.fields.ranges.DateTimeRangeField(
                        verbose_name="利用の時間"
                    ),
                ),
                (
                    "held",
                    django.contrib.postgres.fields.ranges.DateTimeRangeField(
                        db_default=psycopg.types.range.Range(None, None, "()"),
                        editable=False,
                        verbose_name="部屋がふさがる時間",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=100, verbose_name="職員のメモ")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="作成日時",
                    ),
                ),
                (
                    "cancelled_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="取り消した日時"
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="空ならば自動です。",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="変えた人",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="centers.booking",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="centers.room",
                        verbose_name="部屋",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RoomLottery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "month",
                    models.DateField(
                        help_text="その月の1日です。", unique=True, verbose_name="利用する月"
                    ),
                ),
                ("opens_at", models.DateTimeField(verbose_name="受付の開始")),
                ("closes_at", models.DateTimeField(verbose_name="受付の締切")),
                ("results_at", models.DateTimeField(verbose_name="結果を知らせる日時")),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, verbose_name="何回目"
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="受付名簿の確定"),
                ),
                (
                    "list_hash",
                    models.CharField(blank=True, max_length=64, verbose_name="名簿のハッシュ"),
                ),
                (
                    "commitment",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="市の秘密の数のハッシュ"
                    ),
                ),
                (
                    "secret",
                    models.CharField(blank=True, max_length=64, verbose_name="市の秘密の数"),
                ),
                (
                    "source",
                    models.CharField(blank=True, max_length=200, verbose_name="公開の数の出どころ"),
                ),
                ("value", models.CharField(blank=True, max_length=100, verbose_name="公開の数")),
                (
                    "drawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="抽選した日時"),
                ),
                (
                    "announced_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="結果を知らせた日時"),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="空ならば自動です。",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="確定した職員",
                    ),
                ),
                (
                    "drawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="抽選した職員",
                    ),
                ),
            ],
            options={
                "verbose_name": "部屋の抽選",
                "verbose_name_plural": "部屋の抽選",
                "ordering": ["-month"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closes_at__lte", models.F("results_at")),
                            ("opens_at__lt", models.F("closes_at")),
                        ),
                        name="a_room_lottery_in_order",
                        violation_error_code="times_out_of_order",
                        violation_error_message="受付の開始、締切、結果の順の日時にしてください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)),
                        name="a_month_is_its_first_day",
                        violation_error_code="not_a_month",
                        violation_error_message="利用する月は、その月の1日で入れてください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("drawn_at__isnull", True),
                            models.Q(("value", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_room_draw_has_a_public_value",
                        violation_error_code="no_value",
                        violation_error_message="公開の数を入れてから、抽選してください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("announced_at__isnull", True),
                            ("drawn_at__isnull", False),
                            _connector="OR",
                        ),
                        name="an_announced_room_lottery_was_drawn",
                        violation_error_code="not_drawn",
                        violation_error_message="まだ抽選していません。",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roomlottery",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_what_was_published",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF OLD.closed_at IS NULL THEN\n            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        END IF;\n        IF TG_OP = 'UPDATE' AND NEW.number = OLD.number AND NOT (\n            (OLD.month, OLD.closed_at, OLD.list_hash, OLD.commitment, OLD.secret, OLD.source)\n            IS DISTINCT FROM\n            (NEW.month, NEW.closed_at, NEW.list_hash, NEW.commitment, NEW.secret, NEW.source)\n            OR OLD.drawn_at IS NOT NULL AND (OLD.drawn_at, OLD.value, OLD.drawn_by_id)\n                IS DISTINCT FROM (NEW.drawn_at, NEW.value, NEW.drawn_by_id)\n            OR OLD.announced_at IS NOT NULL AND OLD.announced_at IS DISTINCT FROM NEW.announced_at\n        ) THEN\n            RETURN NEW;\n        END IF;\n        IF TG_OP = 'UPDATE' AND NEW.number = OLD.number + 1 AND NEW.month = OLD.month\n            AND OLD.announced_at IS NULL AND NEW.closed_at IS NULL AND EXISTS (\n                SELECT FROM centers_roomredraw\n                WHERE lottery_id = OLD.id AND number = OLD.number AND approved\n            )\n        THEN\n            RETURN NEW;\n        END IF;\n        RAISE EXCEPTION 'room lottery % is published as it is', OLD.id\n        USING ERRCODE = 'check_violation', CONSTRAINT = 'a_room_draw_happens_once';\n    ",
                    hash="7bfeaa84fbf2b42bd54080f348fa21e4e4a9e720",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_keep_what_was_published_d7279",
                    table="centers_roomlottery",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roomlottery",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "centers_roomlotteryevent" ("announced_at", "closed_at", "closed_by_id", "closes_at", "commitment", "drawn_at", "drawn_by_id", "id", "list_hash", "month", "number", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "results_at", "source", "value") VALUES (NEW."announced_at", NEW."closed_at", NEW."closed_by_id", NEW."closes_at", NEW."commitment", NEW."drawn_at", NEW."drawn_by_id", NEW."id", NEW."list_hash", NEW."month", NEW."number", NEW."opens_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."results_at", NEW."source", NEW."value"); RETURN NULL;',
                    hash="b89fe481f264138eff9388cf326b8e25553cbccd",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_64948",
                    table="centers_roomlottery",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roomlottery",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."announced_at" IS DISTINCT FROM (NEW."announced_at") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."closed_by_id" IS DISTINCT FROM (NEW."closed_by_id") OR OLD."closes_at" IS DISTINCT FROM (NEW."closes_at") OR OLD."commitment" IS DISTINCT FROM (NEW."commitment") OR OLD."drawn_at" IS DISTINCT FROM (NEW."drawn_at") OR OLD."drawn_by_id" IS DISTINCT FROM (NEW."drawn_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."list_hash" IS DISTINCT FROM (NEW."list_hash") OR OLD."month" IS DISTINCT FROM (NEW."month") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."opens_at" IS DISTINCT FROM (NEW."opens_at") OR OLD."results_at" IS DISTINCT FROM (NEW."results_at") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."value" IS DISTINCT FROM (NEW."value"))',
                    func='INSERT INTO "centers_roomlotteryevent" ("announced_at", "closed_at", "closed_by_id", "closes_at", "commitment", "drawn_at", "drawn_by_id", "id", "list_hash", "month", "number", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "results_at", "source", "value") VALUES (NEW."announced_at", NEW."closed_at", NEW."closed_by_id", NEW."closes_at", NEW."commitment", NEW."drawn_at", NEW."drawn_by_id", NEW."id", NEW."list_hash", NEW."month", NEW."number", NEW."opens_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."results_at", NEW."source", NEW."value"); RETURN NULL;',
                    hash="a2a02aaaac2b228a5b0833484ca62758bc58b56c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_02c0b",
                    table="centers_roomlottery",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="RoomLotteryEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "month",
                    models.DateField(help_text="その月の1日です。", verbose_name="利用する月"),
                ),
                ("opens_at", models.DateTimeField(verbose_name="受付の開始")),
                ("closes_at", models.DateTimeField(verbose_name="受付の締切")),
                ("results_at", models.DateTimeField(verbose_name="結果を知らせる日時")),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, verbose_name="何回目"
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="受付名簿の確定"),
                ),
                (
                    "list_hash",
                    models.CharField(blank=True, max_length=64, verbose_name="名簿のハッシュ"),
                ),
                (
                    "commitment",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="市の秘密の数のハッシュ"
                    ),
                ),
                (
                    "source",
                    models.CharField(blank=True, max_length=200, verbose_name="公開の数の出どころ"),
                ),
                ("value", models.CharField(blank=True, max_length=100, verbose_name="公開の数")),
                (
                    "drawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="抽選した日時"),
                ),
                (
                    "announced_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="結果を知らせた日時"),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="空ならば自動です。",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="確定した職員",
                    ),
                ),
                (
                    "drawn_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="抽選した職員",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="centers.roomlottery",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RoomPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("jpeg", models.BinaryField(verbose_name="写真")),
                (
                    "digest",
                    models.CharField(editable=False, max_length=16, verbose_name="ハッシュ"),
                ),
                ("width", models.PositiveSmallIntegerField(editable=False, verbose_name="幅")),
                ("height", models.PositiveSmallIntegerField(editable=False, verbose_name="高さ")),
                (
                    "alt",
                    models.CharField(
                        help_text="見えない方に読み上げます。何が写っているかを書いてください。",
                        max_length=100,
                        verbose_name="写真の説明",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="並び順")),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="centers.room",
                        verbose_name="部屋",
                    ),
                ),
            ],
            options={
                "verbose_name": "部屋の写真",
                "verbose_name_plural": "部屋の写真",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("alt", ""), _negated=True),
                        name="a_photo_is_told_in_words",
                        violation_error_code="no_alt",
                        violation_error_message="写真の説明を書いてください。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RoomRedraw",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="取り消す回")),
                ("reason", models.CharField(max_length=200, verbose_name="やり直しの理由")),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="求めた日時")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="決めた日時"),
                ),
                ("approved", models.BooleanField(default=False, verbose_name="認めた")),
                ("file", models.TextField(blank=True, verbose_name="取り消した抽選のファイル")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="やり直しを求めた職員",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="決めた職員",
                    ),
                ),
                (
                    "lottery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redraws",
                        to="centers.roomlottery",
                        verbose_name="抽選",
                    ),
                ),
            ],
            options={
                "verbose_name": "抽選のやり直し",
                "verbose_name_plural": "抽選のやり直し",
                "ordering": ["lottery", "asked_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at__isnull", True)),
                        fields=("lottery",),
                        name="one_redraw_asked_for_at_a_time",
                        violation_error_code="redraw_asked",
                        violation_error_message="やり直しは、すでに求められています。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("approved", True)),
                        fields=("lottery", "number"),
                        name="a_room_draw_is_given_up_once",
                        violation_error_code="redraw_asked",
                        violation_error_message="この抽選は、すでに取り消されています。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved", False),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                                models.Q(("asked_by", models.F("decided_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_room_redraw_has_a_reason_and_two_people",
                        violation_error_code="second_person",
                        violation_error_message="やり直しには、理由と、もう一人の職員の確認が必要です。",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roomredraw",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "centers_roomredrawevent" ("approved", "asked_at", "asked_by_id", "decided_at", "decided_by_id", "id", "lottery_id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."approved", NEW."asked_at", NEW."asked_by_id", NEW."decided_at", NEW."decided_by_id", NEW."id", NEW."lottery_id", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason"); RETURN NULL;',
                    hash="92131eed6389cd875899f67ecc519b3d245bd8db",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0b818",
                    table="centers_roomredraw",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roomredraw",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."approved" IS DISTINCT FROM (NEW."approved") OR OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."lottery_id" IS DISTINCT FROM (NEW."lottery_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."reason" IS DISTINCT FROM (NEW."reason"))',
                    func='INSERT INTO "centers_roomredrawevent" ("approved", "asked_at", "asked_by_id", "decided_at", "decided_by_id", "id", "lottery_id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."approved", NEW."asked_at", NEW."asked_by_id", NEW."decided_at", NEW."decided_by_id", NEW."id", NEW."lottery_id", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason"); RETURN NULL;',
                    hash="5af9b6836ded107c45d0fcafea3887fa43158567",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1982e",
                    table="centers_roomredraw",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="RoomRedrawEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField(verbose_name="取り消す回")),
                ("reason", models.CharField(max_length=200, verbose_name="やり直しの理由")),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="求めた日時")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="決めた日時"),
                ),
                ("approved", models.BooleanField(default=False, verbose_name="認めた")),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="やり直しを求めた職員",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="決めた職員",
                    ),
                ),
                (
                    "lottery",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="centers.roomlottery",
                        verbose_name="抽選",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="centers.roomredraw",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Slot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=20, verbose_name="名称")),
                ("starts", models.TimeField(verbose_name="開始")),
                ("ends", models.TimeField(verbose_name="終了")),
                ("first_day", models.DateField(blank=True, null=True, verbose_name="使い始める日")),
                ("last_day", models.DateField(blank=True, null=True, verbose_name="使い終わる日")),
                (
                    "center",
                    models.ForeignKey(
                        blank=True,
                        help_text="空けると、すべての市民センターの区分になります。",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="own_slots",
                        to="centers.center",
                        verbose_name="市民センター",
                    ),
                ),
            ],
            options={
                "verbose_name": "利用区分",
                "verbose_name_plural": "利用区分",
                "ordering": ["starts", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("starts__lt", models.F("ends"))),
                        name="slot_starts_before_it_ends",
                        violation_error_code="times_out_of_order",
                        violation_error_message="終了は、開始よりあとの時刻にしてください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_day", None),
                            ("last_day", None),
                            ("first_day__lte", models.F("last_day")),
                            _connector="OR",
                        ),
                        name="slot_days_in_order",
                        violation_error_code="days_out_of_order",
                        violation_error_message="使い終わる日は、使い始める日と同じかあとにしてください。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoomFee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "yen",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MaxValueValidator(100000)],
                        verbose_name="使用料（円）",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fees",
                        to="centers.room",
                        verbose_name="部屋",
                    ),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="centers.slot",
                        verbose_name="利用区分",
                    ),
                ),
            ],
            options={
                "verbose_name": "使用料",
                "verbose_name_plural": "使用料",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("room", "slot"),
                        name="one_fee_per_room_and_slot",
                        violation_error_code="fee_given_twice",
                        violation_error_message="この区分の使用料は、すでにあります。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("yen__gt", 0), ("yen__lte", 100000)),
                        name="a_fee_of_one_to_a_hundred_thousand_yen",
                        violation_error_code="fee_out_of_range",
                        violation_error_message="使用料は1円から100,000円までにしてください。無料の区分は、行を消してください。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Use",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "keys_out_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="鍵を渡した時刻"),
                ),
                (
                    "keys_back_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="鍵を受け取った時刻"),
                ),
                (
                    "young",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(2000)],
                        verbose_name="29歳以下",
                    ),
                ),
                (
                    "middle",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(2000)],
                        verbose_name="30〜59歳",
                    ),
                ),
                (
                    "senior",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(2000)],
                        verbose_name="60歳以上",
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now=True, verbose_name="記録した日時")),
                (
                    "booking",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="use",
                        to="centers.booking",
                        verbose_name="利用予定",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="記録した職員",
                    ),
                ),
            ],
            options={
                "verbose_name": "利用の記録",
                "verbose_name_plural": "利用の記録",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("keys_back_at", None),
                            ("keys_out_at__lte", models.F("keys_back_at")),
                            _connector="OR",
                        ),
                        name="keys_come_back_after_they_went",
                        violation_error_code="times_out_of_order",
                        violation_error_message="鍵を受け取った時刻は、渡した時刻よりあとにしてください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("middle__lte", 2000), ("senior__lte", 2000), ("young__lte", 2000)
                        ),
                        name="at_most_two_thousand_of_an_age",
                        violation_error_code="headcount_out_of_range",
                        violation_error_message="人数は、それぞれ2,000人までで入れてください。",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="use",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "centers_useevent" ("booking_id", "id", "keys_back_at", "keys_out_at", "middle", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "senior", "young") VALUES (NEW."booking_id", NEW."id", NEW."keys_back_at", NEW."keys_out_at", NEW."middle", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."senior", NEW."young"); RETURN NULL;',
                    hash="bb65bad3f3ee7eadc705102cbf51a650bc5441e7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6b058",
                    table="centers_use",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="use",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "centers_useevent" ("booking_id", "id", "keys_back_at", "keys_out_at", "middle", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "senior", "young") VALUES (NEW."booking_id", NEW."id", NEW."keys_back_at", NEW."keys_out_at", NEW."middle", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."senior", NEW."young"); RETURN NULL;',
                    hash="f7df5489a2736bd7920bb07e66ad240f59562a60",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_260c2",
                    table="centers_use",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="UseEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "keys_out_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="鍵を渡した時刻"),
                ),
                (
                    "keys_back_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="鍵を受け取った時刻"),
                ),
                (
                    "young",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(2000)],
                        verbose_name="29歳以下",
                    ),
                ),
                (
                    "middle",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(2000)],
                        verbose_name="30〜59歳",
                    ),
                ),
                (
                    "senior",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(2000)],
                        verbose_name="60歳以上",
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now=True, verbose_name="記録した日時")),
                (
                    "booking",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="centers.booking",
                        verbose_name="利用予定",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="centers.use",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="記録した職員",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UserGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="団体の名前")),
                ("kana", models.CharField(max_length=100, verbose_name="フリガナ")),
                ("is_individual", models.BooleanField(default=False, verbose_name="個人")),
                ("activity", models.CharField(max_length=200, verbose_name="活動の内容")),
                ("members", models.PositiveSmallIntegerField(default=1, verbose_name="会員の人数")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登録日時")),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="user_groups",
                        to="centers.center",
                        verbose_name="登録する市民センター",
                    ),
                ),
                (
                    "representative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="user_groups",
                        to="people.person",
                        verbose_name="代表者",
                    ),
                ),
            ],
            options={
                "verbose_name": "利用団体",
                "verbose_name_plural": "利用団体",
                "ordering": ["kana", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("center", "name", "representative"),
                        name="one_group_of_a_name_and_representative",
                        violation_error_code="group_exists",
                        violation_error_message="この名前の団体は、すでに登録されています。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("members__gte", 1)),
                        name="a_group_has_a_member",
                        violation_error_code="no_members",
                        violation_error_message="会員の人数は1人以上にしてください。",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="usergroup",
            trigger=pgtrigger.compiler.Trigger(
                name="represented_by_who_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        NEW.representative_id := (\n            SELECT coalesce(merged_into_id, id) FROM people_person\n            WHERE id = NEW.representative_id FOR KEY SHARE\n        );\n        RETURN NEW;\n    ",
                    hash="9740ea427f6e3e187e9a7b9500e80c6a579429e0",
                    operation='INSERT OR UPDATE OF "representative_id"',
                    pgid="pgtrigger_represented_by_who_is_kept_c6bb7",
                    table="centers_usergroup",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=80, unique=True, verbose_name="何の連絡か")),
                ("subject", models.CharField(max_length=200, verbose_name="件名")),
                ("body", models.TextField(verbose_name="本文")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="作成")),
                (
                    "told_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="知らせた日時"),
                ),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[("phone", "電話"), ("postcard", "はがき")],
                        max_length=8,
                        verbose_name="方法",
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="知らせた職員",
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="centers.center",
                        verbose_name="連絡する市民センター",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calls",
                        to="centers.usergroup",
                        verbose_name="利用団体",
                    ),
                ),
            ],
            options={
                "verbose_name": "電話・はがきでの連絡（部屋）",
                "verbose_name_plural": "電話・はがきでの連絡（部屋）",
                "ordering": ["created_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("told_at__isnull", True)),
                        fields=["center", "created_at"],
                        name="calls_about_rooms_to_make",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("how", ""), ("told_at__isnull", True), ("told_by__isnull", True)
                            ),
                            models.Q(
                                ("told_at__isnull", False),
                                ("told_by__isnull", False),
                                models.Q(("how", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_call_that_was_made_says_by_whom_and_how",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(blank=True, max_length=60, verbose_name="頼む方のお名前"),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="頼む方のメールアドレス"
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="申込日時")),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="終わった日時"),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepted", "交代しました"),
                            ("declined", "引き受けられませんでした"),
                            ("taken_back", "取りやめました"),
                            ("lapsed", "返事がないまま、期限が過ぎました"),
                        ],
                        max_length=10,
                        verbose_name="結果",
                    ),
                ),
                (
                    "receipt",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.math.Mod(
                            django.db.models.expressions.CombinedExpression(
                                models.F("id"), "*", models.Value(618033989)
                            ),
                            1000000000,
                        ),
                        output_field=models.BigIntegerField(),
                        verbose_name="受付番号",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申し込んだアカウント",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="空ならば自動です。",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="答えたアカウント",
                    ),
                ),
                (
                    "from_person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="これまでの代表者",
                    ),
                ),
                (
                    "to_person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="新しい代表者",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers",
                        to="centers.usergroup",
                        verbose_name="利用団体",
                    ),
                ),
            ],
            options={
                "verbose_name": "代表者の交代",
                "verbose_name_plural": "代表者の交代",
                "ordering": ["-asked_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("group",),
                        name="one_handover_of_a_group_at_a_time",
                        violation_error_code="already_asked",
                        violation_error_message="この団体の代表者の交代は、もう頼んであります。画面を開き直してください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("outcome", "")),
                            models.Q(
                                ("ended_at__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_handover_that_ended_has_an_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "accepted"), _negated=True),
                            ("to_person__isnull", False),
                            _connector="OR",
                        ),
                        name="who_takes_over_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Registration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("applied", "確認中"),
                            ("approved", "登録済み"),
                            ("refused", "登録できません"),
                            ("ended", "終了"),
                            ("withdrawn", "取り下げ"),
                        ],
                        default="applied",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("applied_at", models.DateTimeField(auto_now_add=True, verbose_name="申請日時")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="決めた日時"),
                ),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                (
                    "exemption_percent",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="減免（％）",
                    ),
                ),
                (
                    "exemption_reason",
                    models.CharField(blank=True, max_length=100, verbose_name="減免の理由"),
                ),
                (
                    "receipt",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.math.Mod(
                            django.db.models.expressions.CombinedExpression(
                                models.F("id"), "*", models.Value(618033989)
                            ),
                            1000000000,
                        ),
                        output_field=models.BigIntegerField(),
                        verbose_name="受付番号",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申請したアカウント",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="変えた人",
                    ),
                ),
                (
                    "purpose_class",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="centers.purposeclass",
                        verbose_name="利用種別",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registrations",
                        to="centers.usergroup",
                        verbose_name="利用団体",
                    ),
                ),
            ],
            options={
                "verbose_name": "利用登録",
                "verbose_name_plural": "利用登録",
                "ordering": ["-fiscal_year", "group__kana", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["applied", "approved"])),
                        fields=("group", "purpose_class", "fiscal_year"),
                        name="one_registration_per_class_and_year",
                        violation_error_code="already_registered",
                        violation_error_message="この種別とこの年度の登録は、すでに申請されています。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("exemption_percent__lte", 100)),
                        name="a_registration_exempts_from_all_at_most",
                        violation_error_code="percent_over_100",
                        violation_error_message="減免は100％までにしてください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "applied"), ("decided_at__isnull", False), _connector="OR"
                        ),
                        name="what_is_decided_has_a_time",
                        violation_error_code="undated_decision",
                        violation_error_message="決めた日時がありません。",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="registration",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "centers_registrationevent" ("applied_at", "by_id", "changed_by_id", "decided_at", "exemption_percent", "exemption_reason", "fiscal_year", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose_class_id", "status", "why") VALUES (NEW."applied_at", NEW."by_id", NEW."changed_by_id", NEW."decided_at", NEW."exemption_percent", NEW."exemption_reason", NEW."fiscal_year", NEW."group_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."purpose_class_id", NEW."status", NEW."why"); RETURN NULL;',
                    hash="0afe0d3ac88d0ed5daea882a4088c49faa219e31",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2992b",
                    table="centers_registration",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="registration",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "centers_registrationevent" ("applied_at", "by_id", "changed_by_id", "decided_at", "exemption_percent", "exemption_reason", "fiscal_year", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose_class_id", "status", "why") VALUES (NEW."applied_at", NEW."by_id", NEW."changed_by_id", NEW."decided_at", NEW."exemption_percent", NEW."exemption_reason", NEW."fiscal_year", NEW."group_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."purpose_class_id", NEW."status", NEW."why"); RETURN NULL;',
                    hash="dd815f0c869eedca9d4cd28ab62f5c51bf005422",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2122f",
                    table="centers_registration",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="RegistrationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("applied", "確認中"),
                            ("approved", "登録済み"),
                            ("refused", "登録できません"),
                            ("ended", "終了"),
                            ("withdrawn", "取り下げ"),
                        ],
                        default="applied",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("applied_at", models.DateTimeField(auto_now_add=True, verbose_name="申請日時")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="決めた日時"),
                ),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                (
                    "exemption_percent",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="減免（％）",
                    ),
                ),
                (
                    "exemption_reason",
                    models.CharField(blank=True, max_length=100, verbose_name="減免の理由"),
                ),
                (
                    "receipt",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.math.Mod(
                            django.db.models.expressions.CombinedExpression(
                                models.F("id"), "*", models.Value(618033989)
                            ),
                            1000000000,
                        ),
                        output_field=models.BigIntegerField(),
                        verbose_name="受付番号",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申請したアカウント",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="変えた人",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="centers.registration",
                    ),
                ),
                (
                    "purpose_class",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="centers.purposeclass",
                        verbose_name="利用種別",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="centers.usergroup",
                        verbose_name="利用団体",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Reservation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slots", models.CharField(max_length=100, verbose_name="利用区分")),
                ("purpose", models.CharField(max_length=100, verbose_name="使用目的")),
                (
                    "headcount",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(2000),
                        ],
                        verbose_name="利用する人数",
                    ),
                ),
                ("fee", models.PositiveIntegerField(default=0, verbose_name="使用料（円）")),
                ("exemption", models.PositiveIntegerField(default=0, verbose_name="減免（円）")),
                (
                    "paid_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="支払いの日時"),
                ),
                (
                    "via",
                    models.CharField(
                        choices=[
                            ("web", "ウェブ"),
                            ("phone", "電話"),
                            ("counter", "窓口"),
                            ("lottery", "抽選"),
                        ],
                        default="web",
                        max_length=8,
                        verbose_name="受付の方法",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="申請日時")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("requested", "承認待ち"),
                            ("confirmed", "確定"),
                            ("refused", "承認できません"),
                            ("cancelled", "取り消し"),
                            ("no_show", "利用なし"),
                        ],
                        default="confirmed",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("requested", "申請しました"),
                            ("won", "抽選で選ばれました"),
                            ("moved_up", "空きが出て、予約できました"),
                            ("approved", "承認しました"),
                            ("refused", "承認しませんでした"),
                            ("changed", "変更しました"),
                            ("cancelled", "取り消しました"),
                            ("no_show", "利用がありませんでした"),
                            ("used", "利用を記録しました"),
                            ("paid", "使用料を受け取りました"),
                            ("refunded", "使用料を返しました"),
                        ],
                        default="requested",
                        max_length=10,
                        verbose_name="できごと",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=400, verbose_name="理由")),
                (
                    "receipt",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.math.Mod(
                            django.db.models.expressions.CombinedExpression(
                                models.F("id"), "*", models.Value(618033989)
                            ),
                            1000000000,
                        ),
                        output_field=models.BigIntegerField(),
                        verbose_name="受付番号",
                    ),
                ),
                (
                    "booking",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reservation",
                        to="centers.booking",
                        verbose_name="利用予定",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申請したアカウント",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="空ならば自動です。",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="変えた人",
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reservations",
                        to="centers.registration",
                        verbose_name="利用登録",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="later_ones",
                        to="centers.reservation",
                        verbose_name="まとめて申請した最初の回",
                    ),
                ),
            ],
            options={
                "verbose_name": "利用申請",
                "verbose_name_plural": "利用申請",
                "ordering": ["-created_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "requested")),
                        fields=["created_at"],
                        name="reservations_to_approve",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("receipt",), name="one_reservation_per_receipt"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("exemption__lte", models.F("fee"))),
                        name="an_exemption_is_part_of_the_fee",
                        violation_error_code="exemption_too_large",
                        violation_error_message="減免は使用料までにしてください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("headcount__gte", 1), ("headcount__lte", 2000)),
                        name="a_reservation_is_for_somebody",
                        violation_error_code="headcount_out_of_range",
                        violation_error_message="利用する人数は1人から2,000人までで入れてください。",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reservation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "centers_reservationevent" ("booking_id", "by_id", "changed_by_id", "created_at", "exemption", "fee", "headcount", "id", "paid_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "registration_id", "series_id", "slots", "status", "via", "what", "why") VALUES (NEW."booking_id", NEW."by_id", NEW."changed_by_id", NEW."created_at", NEW."exemption", NEW."fee", NEW."headcount", NEW."id", NEW."paid_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."purpose", NEW."registration_id", NEW."series_id", NEW."slots", NEW."status", NEW."via", NEW."what", NEW."why"); RETURN NULL;',
                    hash="55b2083771fa14deb6daafcd4bde1d2aaac3500f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7eb74",
                    table="centers_reservation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reservation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "centers_reservationevent" ("booking_id", "by_id", "changed_by_id", "created_at", "exemption", "fee", "headcount", "id", "paid_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "registration_id", "series_id", "slots", "status", "via", "what", "why") VALUES (NEW."booking_id", NEW."by_id", NEW."changed_by_id", NEW."created_at", NEW."exemption", NEW."fee", NEW."headcount", NEW."id", NEW."paid_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."purpose", NEW."registration_id", NEW."series_id", NEW."slots", NEW."status", NEW."via", NEW."what", NEW."why"); RETURN NULL;',
                    hash="0bf32bb1b6b77bd051ebe6f2bae096a9969ab062",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6faed",
                    table="centers_reservation",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ReservationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("slots", models.CharField(max_length=100, verbose_name="利用区分")),
                ("purpose", models.CharField(max_length=100, verbose_name="使用目的")),
                (
                    "headcount",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(2000),
                        ],
                        verbose_name="利用する人数",
                    ),
                ),
                ("fee", models.PositiveIntegerField(default=0, verbose_name="使用料（円）")),
                ("exemption", models.PositiveIntegerField(default=0, verbose_name="減免（円）")),
                (
                    "paid_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="支払いの日時"),
                ),
                (
                    "via",
                    models.CharField(
                        choices=[
                            ("web", "ウェブ"),
                            ("phone", "電話"),
                            ("counter", "窓口"),
                            ("lottery", "抽選"),
                        ],
                        default="web",
                        max_length=8,
                        verbose_name="受付の方法",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="申請日時")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("requested", "承認待ち"),
                            ("confirmed", "確定"),
                            ("refused", "承認できません"),
                            ("cancelled", "取り消し"),
                            ("no_show", "利用なし"),
                        ],
                        default="confirmed",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("requested", "申請しました"),
                            ("won", "抽選で選ばれました"),
                            ("moved_up", "空きが出て、予約できました"),
                            ("approved", "承認しました"),
                            ("refused", "承認しませんでした"),
                            ("changed", "変更しました"),
                            ("cancelled", "取り消しました"),
                            ("no_show", "利用がありませんでした"),
                            ("used", "利用を記録しました"),
                            ("paid", "使用料を受け取りました"),
                            ("refunded", "使用料を返しました"),
                        ],
                        default="requested",
                        max_length=10,
                        verbose_name="できごと",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=400, verbose_name="理由")),
                (
                    "receipt",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.math.Mod(
                            django.db.models.expressions.CombinedExpression(
                                models.F("id"), "*", models.Value(618033989)
                            ),
                            1000000000,
                        ),
                        output_field=models.BigIntegerField(),
                        verbose_name="受付番号",
                    ),
                ),
                (
                    "booking",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="centers.booking",
                        verbose_name="利用予定",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申請したアカウント",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="空ならば自動です。",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="変えた人",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="centers.reservation",
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="centers.registration",
                        verbose_name="利用登録",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="centers.reservation",
                        verbose_name="まとめて申請した最初の回",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RoomWait",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "period",
                    django.contrib.postgres.fields.ranges.DateTimeRangeField(
                        verbose_name="利用の時間"
                    ),
                ),
                ("slots", models.CharField(max_length=100, verbose_name="利用区分")),
                ("purpose", models.CharField(max_length=100, verbose_name="使用目的")),
                (
                    "headcount",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(2000),
                        ],
                        verbose_name="利用する人数",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="申込日時")),
                (
                    "told_free_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="またふさがると、空にもどります。",
                        null=True,
                        verbose_name="空いたと知らせた日時",
                    ),
                ),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="終わった日時"),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("given", "予約できました"),
                            ("left", "取りやめました"),
                            ("passed", "利用日が過ぎました"),
                            ("refused", "空きましたが、予約できませんでした"),
                        ],
                        max_length=8,
                        verbose_name="結果",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申請したアカウント",
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waits",
                        to="centers.registration",
                        verbose_name="利用登録",
                    ),
                ),
                (
                    "reservation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="centers.reservation",
                        verbose_name="できた利用申請",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waits",
                        to="centers.room",
                        verbose_name="部屋",
                    ),
                ),
            ],
            options={
                "verbose_name": "空き待ち",
                "verbose_name_plural": "空き待ち",
                "ordering": ["created_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("registration", "room", "period"),
                        name="one_wait_per_room_and_time",
                        violation_error_code="already_waiting",
                        violation_error_message="この部屋のこの時間は、すでに空き待ちに入っています。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("outcome", "")),
                            models.Q(
                                ("ended_at__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_wait_that_ended_has_an_outcome",
                        violation_error_code="no_outcome",
                        violation_error_message="空き待ちの結果がありません。",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roomwait",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "centers_roomwaitevent" ("by_id", "created_at", "ended_at", "headcount", "id", "outcome", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "registration_id", "reservation_id", "room_id", "slots", "told_free_at", "why") VALUES (NEW."by_id", NEW."created_at", NEW."ended_at", NEW."headcount", NEW."id", NEW."outcome", NEW."period", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."purpose", NEW."registration_id", NEW."reservation_id", NEW."room_id", NEW."slots", NEW."told_free_at", NEW."why"); RETURN NULL;',
                    hash="845a8788f641580c2842e9af8f4fdea239268b4f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a5a4e",
                    table="centers_roomwait",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roomwait",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "centers_roomwaitevent" ("by_id", "created_at", "ended_at", "headcount", "id", "outcome", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "registration_id", "reservation_id", "room_id", "slots", "told_free_at", "why") VALUES (NEW."by_id", NEW."created_at", NEW."ended_at", NEW."headcount", NEW."id", NEW."outcome", NEW."period", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."purpose", NEW."registration_id", NEW."reservation_id", NEW."room_id", NEW."slots", NEW."told_free_at", NEW."why"); RETURN NULL;',
                    hash="e6ce0bc5a02a0644ce3465ab7b0d913435a7d1bd",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_16dad",
                    table="centers_roomwait",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="RoomWaitEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "period",
                    django.contrib.postgres.fields.ranges.DateTimeRangeField(
                        verbose_name="利用の時間"
                    ),
                ),
                ("slots", models.CharField(max_length=100, verbose_name="利用区分")),
                ("purpose", models.CharField(max_length=100, verbose_name="使用目的")),
                (
                    "headcount",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(2000),
                        ],
                        verbose_name="利用する人数",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="申込日時")),
                (
                    "told_free_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="またふさがると、空にもどります。",
                        null=True,
                        verbose_name="空いたと知らせた日時",
                    ),
                ),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="終わった日時"),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("given", "予約できました"),
                            ("left", "取りやめました"),
                            ("passed", "利用日が過ぎました"),
                            ("refused", "空きましたが、予約できませんでした"),
                        ],
                        max_length=8,
                        verbose_name="結果",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申請したアカウント",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="centers.roomwait",
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="centers.registration",
                        verbose_name="利用登録",
                    ),
                ),
                (
                    "reservation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="centers.reservation",
                        verbose_name="できた利用申請",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="centers.room",
                        verbose_name="部屋",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WishList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "via",
                    models.CharField(
                        choices=[("web", "ウェブ"), ("phone", "電話"), ("counter", "窓口")],
                        default="web",
                        max_length=8,
                        verbose_name="受付の方法",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="申込日時")),
                (
                    "most",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="名簿の確定のとき、利用種別のきまりから写します。",
                        verbose_name="選ばれる上限",
                    ),
                ),
                (
                    "place",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="抽選の順位"),
                ),
                (
                    "receipt",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.math.Mod(
                            django.db.models.expressions.CombinedExpression(
                                models.F("id"), "*", models.Value(618033989)
                            ),
                            1000000000,
                        ),
                        output_field=models.BigIntegerField(),
                        verbose_name="受付番号",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申し込んだアカウント",
                    ),
                ),
                (
                    "lottery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wish_lists",
                        to="centers.roomlottery",
                        verbose_name="抽選",
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wish_lists",
                        to="centers.registration",
                        verbose_name="利用登録",
                    ),
                ),
            ],
            options={
                "verbose_name": "抽選の申込",
                "verbose_name_plural": "抽選の申込",
                "ordering": ["lottery", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("lottery", "registration"),
                        name="one_wish_list_per_group_and_month",
                        violation_error_code="already_entered",
                        violation_error_message="この月の抽選には、すでに申し込んでいます。",
                    ),
                    models.UniqueConstraint(
                        fields=("lottery", "place"), name="one_wish_list_per_place_in_the_draw"
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="wishlist",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_the_lists",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE one centers_wishlist; closed timestamptz;",
                    func="\n        IF TG_OP = 'DELETE' THEN one := OLD; ELSE one := NEW; END IF;\n        SELECT closed_at INTO closed FROM centers_roomlottery\n        WHERE id = one.lottery_id FOR SHARE;\n        IF closed IS NULL OR TG_OP = 'UPDATE'\n            AND (OLD.lottery_id, OLD.registration_id, OLD.most)\n            IS NOT DISTINCT FROM (NEW.lottery_id, NEW.registration_id, NEW.most)\n            AND (OLD.place IS NULL OR OLD.place IS NOT DISTINCT FROM NEW.place)\n        THEN\n            RETURN one;\n        END IF;\n        RAISE EXCEPTION 'the lists of room lottery % are closed', one.lottery_id\n        USING ERRCODE = 'check_violation', CONSTRAINT = 'lists_stay_as_they_were_closed';\n    ",
                    hash="128fbc8cba362c605ebffbff6e37d062130b632b",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_keep_the_lists_2ff56",
                    table="centers_wishlist",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(20),
                        ],
                        verbose_name="第何希望",
                    ),
                ),
                (
                    "period",
                    django.contrib.postgres.fields.ranges.DateTimeRangeField(
                        verbose_name="利用の時間"
                    ),
                ),
                ("slots", models.CharField(max_length=100, verbose_name="利用区分")),
                ("purpose", models.CharField(max_length=100, verbose_name="使用目的")),
                (
                    "headcount",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(2000),
                        ],
                        verbose_name="利用する人数",
                    ),
                ),
                (
                    "changeover",
                    models.PositiveSmallIntegerField(
                        default=0,
                        editable=False,
                        help_text="名簿の確定のとき、部屋から写します。",
                        verbose_name="入れ替えの時間（分）",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("won", "選ばれました"),
                            ("taken", "先の順番の団体が選ばれました"),
                            ("limit", "選ばれる上限に達しました"),
                            ("closed", "休館などで、その時間は使えなくなりました"),
                            ("in_use", "講座などで、その時間は使うことになりました"),
                            ("ended", "利用登録がないため、お貸しできません"),
                        ],
                        max_length=10,
                        verbose_name="結果",
                    ),
                ),
                (
                    "reservation",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wish",
                        to="centers.reservation",
                        verbose_name="できた利用申請",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wishes",
                        to="centers.room",
                        verbose_name="部屋",
                    ),
                ),
                (
                    "wish_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wishes",
                        to="centers.wishlist",
                        verbose_name="抽選の申込",
                    ),
                ),
            ],
            options={
                "verbose_name": "希望",
                "verbose_name_plural": "希望",
                "ordering": ["wish_list", "rank"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("wish_list", "rank"),
                        name="one_wish_per_rank",
                        violation_error_code="rank_given_twice",
                        violation_error_message="同じ順位の希望が2つあります。",
                    ),
                    models.UniqueConstraint(
                        fields=("wish_list", "room", "period"),
                        name="one_wish_per_room_and_time",
                        violation_error_code="wished_twice",
                        violation_error_message="同じ部屋の同じ時間が2つあります。",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="wish",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_the_wishes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE one centers_wish; closed timestamptz;",
                    func="\n        IF TG_OP = 'DELETE' THEN one := OLD; ELSE one := NEW; END IF;\n        SELECT closed_at INTO closed FROM centers_roomlottery\n        WHERE id = (SELECT lottery_id FROM centers_wishlist WHERE id = one.wish_list_id) FOR SHARE;\n        IF closed IS NULL OR TG_OP = 'UPDATE' AND OLD.outcome = ''\n            AND (OLD.wish_list_id, OLD.rank, OLD.room_id, OLD.period, OLD.changeover)\n            IS NOT DISTINCT FROM\n            (NEW.wish_list_id, NEW.rank, NEW.room_id, NEW.period, NEW.changeover)\n        THEN\n            RETURN one;\n        END IF;\n        RAISE EXCEPTION 'the wishes of list % are closed', one.wish_list_id\n        USING ERRCODE = 'check_violation', CONSTRAINT = 'lists_stay_as_they_were_closed';\n    ",
                    hash="e4e955d0a5793b2d1f99187847c4dac44e894064",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_keep_the_wishes_bedc2",
                    table="centers_wish",
                    when="BEFORE",
                ),
            ),
        ),
    ]
