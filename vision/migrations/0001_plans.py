import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import vision.models.plan_item


class Migration(migrations.Migration):
    # What the databases of this portal's first weeks were made by.
    replaces = [
        ("vision", "0001_initial"),
        ("vision", "0002_measured_plans"),
        ("vision", "0003_keep_the_history_of_opinions"),
        ("vision", "0004_count_live_metrics"),
        ("vision", "0005_keep_the_decimals_of_what_was_published"),
        ("vision", "0006_tell_not_begun_from_gone"),
        ("vision", "0007_correct_and_give_up_sheets"),
    ]

    initial = True

    dependencies = [
        ("people", "__first__"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="MetricCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("metric", models.CharField(max_length=40, verbose_name="数値")),
                ("dimension", models.CharField(blank=True, max_length=20, verbose_name="分けかた")),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="年度",
                    ),
                ),
                ("lines", models.JSONField(default=list, verbose_name="数")),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="数えた時"
                    ),
                ),
            ],
            options={
                "verbose_name": "自動で数えた数値",
                "verbose_name_plural": "自動で数えた数値",
                "ordering": ["metric", "dimension", "year"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("metric", "dimension", "year"), name="one_count_per_metric_and_year"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Plan",
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
                (
                    "kind",
                    models.CharField(
                        help_text="ビジョン、推進計画など。", max_length=20, verbose_name="種別"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                ("city", models.CharField(max_length=40, verbose_name="自治体")),
                (
                    "first_year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="最初の年度",
                    ),
                ),
                (
                    "last_year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="最後の年度",
                    ),
                ),
                ("reviews", models.CharField(blank=True, max_length=200, verbose_name="見直し")),
                ("concept", models.CharField(blank=True, max_length=200, verbose_name="めざす姿")),
                (
                    "introduction",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(5000)],
                        verbose_name="説明",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="出典")),
            ],
            options={
                "verbose_name": "計画",
                "verbose_name_plural": "計画",
                "ordering": ["-first_year", "slug"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first_year__lte", models.F("last_year"))),
                        name="plan_years_in_order",
                        violation_error_code="years_out_of_order",
                        violation_error_message="最後の年度は、最初の年度と同じかあとにしてください。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanLevel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="種別")),
                ("order", models.PositiveSmallIntegerField(verbose_name="並び順")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="levels",
                        to="vision.plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "項目の種別",
                "verbose_name_plural": "項目の種別",
                "ordering": ["plan", "order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "name"), name="one_level_of_a_name_per_plan"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        max_length=30,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^(?=.*[0-9])[A-Za-z0-9._-]+$",
                                "番号は半角の英数字と「-」「_」「.」で書き、数字を1つは入れてください。",
                                code="bad_code",
                            ),
                            django.core.validators.RegexValidator(
                                "^\\d{4}-\\d{2}-\\d{2}$",
                                "番号が日付になっています（Excelは「1-1」を日付に変えます）。「k1-1」のように英字で始めてください。",
                                code="date_as_code",
                                inverse_match=True,
                            ),
                        ],
                        verbose_name="番号",
                    ),
                ),
                ("path", models.CharField(max_length=36, verbose_name="並び")),
                ("name", models.CharField(max_length=200, verbose_name="名称")),
                (
                    "label",
                    models.CharField(
                        blank=True,
                        help_text="「基本方針1」など。空なら種別を出します。",
                        max_length=20,
                        verbose_name="見出し",
                    ),
                ),
                ("short_name", models.CharField(blank=True, max_length=20, verbose_name="略称")),
                (
                    "body",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(5000)],
                        verbose_name="説明",
                    ),
                ),
                ("period", models.CharField(blank=True, max_length=40, verbose_name="期間")),
                (
                    "color",
                    models.CharField(
                        blank=True,
                        help_text="「#0055ad」のように。下の項目もこの色になります。",
                        max_length=7,
                        validators=[vision.models.plan_item.refuse_unreadable_color],
                        verbose_name="色",
                    ),
                ),
                (
                    "issues",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(5000)],
                        verbose_name="現状と課題",
                    ),
                ),
                (
                    "picture",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(5000)],
                        verbose_name="5年後の姿",
                    ),
                ),
                (
                    "citizens",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(5000)],
                        verbose_name="市民の取組",
                    ),
                ),
                (
                    "community",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(5000)],
                        verbose_name="地域の取組",
                    ),
                ),
                (
                    "administration",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(5000)],
                        verbose_name="行政の取組",
                    ),
                ),
                (
                    "continues",
                    models.ForeignKey(
                        blank=True,
                        help_text="前の計画の、どの項目を引きついだか。",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="continued_by",
                        to="vision.planitem",
                        verbose_name="引きつぐ項目",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="children",
                        to="vision.planitem",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="vision.plan",
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="vision.planlevel",
                        verbose_name="種別",
                    ),
                ),
            ],
            options={
                "verbose_name": "計画の項目",
                "verbose_name_plural": "計画の項目",
                "ordering": ["plan", "path"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "code"), name="one_item_of_a_code_per_plan"
                    ),
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("plan", "path"),
                        name="one_item_per_place_in_plan",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("color", ""), ("color__regex", "^#[0-9a-f]{6}$"), _connector="OR"
                        ),
                        name="item_color_is_six_hex_digits",
                        violation_error_code="bad_color",
                        violation_error_message="色は「#0055ad」のように、#と半角の数字かa〜fの6文字で書いてください。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        max_length=30,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Za-z0-9][A-Za-z0-9._-]*$",
                                "番号は半角の英数字と「-」「_」「.」で書いてください。",
                                code="bad_code",
                            )
                        ],
                        verbose_name="番号",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[("indicator", "指標"), ("monitored", "モニタリング項目")],
                        default="indicator",
                        max_length=10,
                        verbose_name="種別",
                    ),
                ),
                ("unit", models.CharField(max_length=20, verbose_name="単位")),
                ("decimals", models.PositiveSmallIntegerField(default=0, verbose_name="小数の桁")),
                (
                    "better",
                    models.CharField(
                        choices=[("higher", "大きいほどよい"), ("lower", "小さいほどよい")],
                        default="higher",
                        max_length=6,
                        verbose_name="よい向き",
                    ),
                ),
                (
                    "baseline",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=13,
                        null=True,
                        verbose_name="基準値",
                    ),
                ),
                (
                    "baseline_year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="基準値の年度",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        blank=True,
                        choices=[("increase", "増加"), ("decrease", "減少"), ("keep", "維持")],
                        help_text="目標値がないとき。",
                        max_length=8,
                        verbose_name="めざす向き",
                    ),
                ),
                (
                    "reach",
                    models.CharField(
                        choices=[
                            ("target", "目標値に対する割合"),
                            ("way", "基準値から目標値までの伸びの割合"),
                        ],
                        default="target",
                        max_length=6,
                        verbose_name="達成度の出しかた",
                    ),
                ),
                (
                    "highest",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        help_text="割合なら100。",
                        max_digits=13,
                        null=True,
                        verbose_name="上限",
                    ),
                ),
                (
                    "zero_is_not_begun",
                    models.BooleanField(default=False, verbose_name="0のときは未着手とする"),
                ),
                (
                    "metric",
                    models.CharField(
                        blank=True,
                        help_text="空なら、職員が入力します。",
                        max_length=40,
                        verbose_name="自動で数える数値",
                    ),
                ),
                ("scope", models.CharField(blank=True, max_length=60, verbose_name="数える範囲")),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(1000)],
                        verbose_name="説明",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="出典")),
                ("order", models.PositiveIntegerField(default=0, verbose_name="並び順")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indicators",
                        to="vision.plan",
                        verbose_name="計画",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        help_text="空なら、計画全体の指標です。",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indicators",
                        to="vision.planitem",
                        verbose_name="計画の項目",
                    ),
                ),
            ],
            options={
                "verbose_name": "指標",
                "verbose_name_plural": "指標",
                "ordering": ["plan", "order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "code"),
                        name="one_indicator_of_a_code_per_plan",
                        violation_error_code="repeated_code",
                        violation_error_message="この番号の指標は、この計画にもうあります。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("baseline__isnull", True), ("baseline_year__isnull", True)),
                            models.Q(("baseline__isnull", False), ("baseline_year__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_baseline_has_its_year",
                        violation_error_code="baseline_without_year",
                        violation_error_message="基準値とその年度は、両方を書くか、両方を空けてください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decimals__lte", 3)), name="at_most_three_decimals"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Measurement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="年度",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=13,
                        null=True,
                        verbose_name="実績値",
                    ),
                ),
                ("not_begun", models.BooleanField(default=False, verbose_name="未着手")),
                (
                    "as_of",
                    models.CharField(
                        blank=True,
                        help_text="「令和8年1月末」など。",
                        max_length=40,
                        verbose_name="時点",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="出典")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="補足")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("hand", "職員が入力"),
                            ("file", "表から読み込み"),
                            ("live", "記録から計算"),
                        ],
                        default="hand",
                        max_length=4,
                        verbose_name="入れかた",
                    ),
                ),
                (
                    "counted",
                    models.JSONField(
                        blank=True, default=dict, editable=False, verbose_name="計算のもと"
                    ),
                ),
                ("at", models.DateTimeField(auto_now=True, verbose_name="記録した時")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="記録した人",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measurements",
                        to="vision.indicator",
                        verbose_name="指標",
                    ),
                ),
            ],
            options={
                "verbose_name": "実績値",
                "verbose_name_plural": "実績値",
                "ordering": ["indicator", "year"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("indicator", "year"),
                        name="one_measurement_a_year",
                        violation_error_code="repeated_year",
                        violation_error_message="この年度の実績値はもうあります。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("not_begun", False), ("value__isnull", False)),
                            models.Q(("not_begun", True), ("value__isnull", True)),
                            _connector="OR",
                        ),
                        name="measured_or_not_begun",
                        violation_error_code="value_or_not_begun",
                        violation_error_message="実績値を入れるか、「未着手」を選んでください。",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="measurement",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "vision_measurementevent" ("as_of", "at", "by_id", "counted", "id", "indicator_id", "not_begun", "note", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "value", "year") VALUES (NEW."as_of", NEW."at", NEW."by_id", NEW."counted", NEW."id", NEW."indicator_id", NEW."not_begun", NEW."note", NEW."origin", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source", NEW."value", NEW."year"); RETURN NULL;',
                    hash="c559e6540728ba7d5981e24eaefe208a314d63f1",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b2631",
                    table="vision_measurement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="measurement",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "vision_measurementevent" ("as_of", "at", "by_id", "counted", "id", "indicator_id", "not_begun", "note", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "value", "year") VALUES (NEW."as_of", NEW."at", NEW."by_id", NEW."counted", NEW."id", NEW."indicator_id", NEW."not_begun", NEW."note", NEW."origin", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source", NEW."value", NEW."year"); RETURN NULL;',
                    hash="93eba781753610707bc6519a05d693058a414c9f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a9f25",
                    table="vision_measurement",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="MeasurementEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="年度",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=13,
                        null=True,
                        verbose_name="実績値",
                    ),
                ),
                ("not_begun", models.BooleanField(default=False, verbose_name="未着手")),
                (
                    "as_of",
                    models.CharField(
                        blank=True,
                        help_text="「令和8年1月末」など。",
                        max_length=40,
                        verbose_name="時点",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="出典")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="補足")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("hand", "職員が入力"),
                            ("file", "表から読み込み"),
                            ("live", "記録から計算"),
                        ],
                        default="hand",
                        max_length=4,
                        verbose_name="入れかた",
                    ),
                ),
                (
                    "counted",
                    models.JSONField(
                        blank=True, default=dict, editable=False, verbose_name="計算のもと"
                    ),
                ),
                ("at", models.DateTimeField(auto_now=True, verbose_name="記録した時")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="記録した人",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="vision.indicator",
                        verbose_name="指標",
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
                        to="vision.measurement",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProgressSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="年度",
                    ),
                ),
                ("bureau", models.CharField(max_length=60, verbose_name="局・課")),
                (
                    "area",
                    models.CharField(
                        choices=[
                            ("A", "行政サービス現場改善にかかる課題"),
                            ("B", "課題の掘り起こしが済み、変革の実行段階にあるもの"),
                            ("C", "将来を見据えて、今から着手しなければならない課題"),
                        ],
                        max_length=1,
                        verbose_name="課題領域",
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(99),
                        ],
                        verbose_name="番号",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="課題名")),
                ("field", models.CharField(max_length=40, verbose_name="政策分野")),
                (
                    "impact",
                    models.CharField(
                        choices=[("high", "高"), ("low", "低")],
                        max_length=4,
                        verbose_name="インパクト",
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[("high", "高"), ("low", "低")], max_length=4, verbose_name="緊急度"
                    ),
                ),
                (
                    "challenge",
                    models.TextField(
                        validators=[django.core.validators.MaxLengthValidator(5000)],
                        verbose_name="課題の内容",
                    ),
                ),
                (
                    "background",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(5000)],
                        verbose_name="課題の背景や現状",
                    ),
                ),
                (
                    "outcome",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(5000)],
                        verbose_name="めざす成果（市民にとって何がどう変わるか）",
                    ),
                ),
                (
                    "approach",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(5000)],
                        verbose_name="取組の全体の流れ",
                    ),
                ),
                (
                    "progress",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(5000)],
                        verbose_name="進捗状況",
                    ),
                ),
                (
                    "progress_as_of",
                    models.CharField(blank=True, max_length=40, verbose_name="進捗の時点"),
                ),
                (
                    "result",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(5000)],
                        verbose_name="取組結果（自己評価）",
                    ),
                ),
                (
                    "next_year",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(5000)],
                        verbose_name="次の年度の考え（方向性）",
                    ),
                ),
                ("goes_on", models.BooleanField(default=True, verbose_name="次の年度も続ける")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "作成中"),
                            ("submitted", "提出済み"),
                            ("returned", "差戻し"),
                            ("approved", "承認済み"),
                            ("published", "公表済み"),
                            ("removed", "取りやめ"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=9,
                        verbose_name="状態",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="版"),
                ),
                (
                    "published_version",
                    models.PositiveIntegerField(
                        blank=True, editable=False, null=True, verbose_name="公表した版"
                    ),
                ),
                ("editing_until", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "editing_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "indicators",
                    models.ManyToManyField(
                        blank=True,
                        related_name="sheets",
                        to="vision.indicator",
                        verbose_name="指標",
                    ),
                ),
                (
                    "items",
                    models.ManyToManyField(
                        blank=True,
                        related_name="sheets",
                        to="vision.planitem",
                        verbose_name="計画の項目",
                    ),
                ),
                (
                    "previous",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="following",
                        to="vision.progresssheet",
                        verbose_name="前の年度のシート",
                    ),
                ),
            ],
            options={
                "verbose_name": "進捗シート",
                "verbose_name_plural": "進捗シート",
                "ordering": ["-year", "bureau", "area", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "removed"), _negated=True),
                        fields=("year", "bureau", "area", "number"),
                        name="one_sheet_of_a_number",
                        violation_error_code="repeated_number",
                        violation_error_message="この番号のシートは、この年度にもうあります。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("editing_by__isnull", True),
                            ("editing_until__isnull", False),
                            _connector="OR",
                        ),
                        name="an_editor_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "published"), _negated=True),
                            ("published_version__isnull", False),
                            _connector="OR",
                        ),
                        name="a_published_sheet_has_a_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "removed"), _negated=True),
                            ("published_version__isnull", True),
                            _connector="OR",
                        ),
                        name="what_was_published_is_not_removed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="読んだ版")),
                (
                    "text",
                    models.TextField(
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="意見",
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="意見の時")),
                (
                    "answer",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="回答",
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="回答した時"
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="回答した人",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="意見を述べた人",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="vision.progresssheet",
                    ),
                ),
            ],
            options={
                "verbose_name": "委員の意見",
                "verbose_name_plural": "委員の意見",
                "ordering": ["sheet", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True)),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_answer_has_who_and_when",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="opinion",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "vision_opinionevent" ("answer", "answered_at", "answered_by_id", "at", "by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sheet_id", "text", "version") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."at", NEW."by_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sheet_id", NEW."text", NEW."version"); RETURN NULL;',
                    hash="fa3b4d0bf7c2524624404296334fd26032e85774",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2cc61",
                    table="vision_opinion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="opinion",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "vision_opinionevent" ("answer", "answered_at", "answered_by_id", "at", "by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sheet_id", "text", "version") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."at", NEW."by_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sheet_id", NEW."text", NEW."version"); RETURN NULL;',
                    hash="90b5c1edb567cdeb13ff272ae4052e319040a2a5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3b197",
                    table="vision_opinion",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="OpinionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(verbose_name="読んだ版")),
                (
                    "text",
                    models.TextField(
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="意見",
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="意見の時")),
                (
                    "answer",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="回答",
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="回答した時"
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="回答した人",
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
                        verbose_name="意見を述べた人",
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
                        to="vision.opinion",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="vision.progresssheet",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PublishedFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="版")),
                ("name", models.CharField(max_length=200, verbose_name="名称")),
                ("unit", models.CharField(max_length=20, verbose_name="単位")),
                ("definition", models.TextField(verbose_name="数えかた")),
                ("decimals", models.PositiveSmallIntegerField(default=0, verbose_name="小数の桁")),
                (
                    "value",
                    models.DecimalField(
                        blank=True, decimal_places=3, max_digits=13, null=True, verbose_name="値"
                    ),
                ),
                (
                    "baseline",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=13,
                        null=True,
                        verbose_name="基準値",
                    ),
                ),
                ("aimed_at", models.CharField(blank=True, max_length=60, verbose_name="目標")),
                (
                    "letter",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("A", "目標達成"),
                            ("B", "目標の61～99％達成"),
                            ("C", "目標の0～60％達成"),
                            ("D", "未着手"),
                        ],
                        max_length=1,
                        verbose_name="達成度",
                    ),
                ),
                (
                    "percent",
                    models.PositiveBigIntegerField(blank=True, null=True, verbose_name="達成率"),
                ),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="計算")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="出典")),
                ("counted", models.JSONField(blank=True, default=dict, verbose_name="計算のもと")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="訂正の理由")),
                ("published_at", models.DateTimeField(verbose_name="公表した時")),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="published",
                        to="vision.indicator",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="公表した人",
                    ),
                ),
            ],
            options={
                "verbose_name": "公表した数値",
                "verbose_name_plural": "公表した数値",
                "ordering": ["indicator", "year", "version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("indicator", "year", "version"),
                        name="one_published_figure_of_a_version",
                        violation_error_code="already_published",
                        violation_error_message="この数値は、ほかの人が先に公表しました。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("version", 1), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="a_correction_has_a_reason",
                        violation_error_code="no_reason",
                        violation_error_message="訂正の理由を書いてください。",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="publishedfigure",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_what_was_published",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    RAISE EXCEPTION 'figure % is published as it is', OLD.id\n                    USING ERRCODE = 'check_violation',\n                        CONSTRAINT = 'a_published_figure_stays';\n                ",
                    hash="21cb9f569614439b5399f9c7238524e59d0402a0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_keep_what_was_published_a1ad0",
                    table="vision_publishedfigure",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Difference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=13,
                        null=True,
                        verbose_name="いまの値",
                    ),
                ),
                ("not_begun", models.BooleanField(default=False, verbose_name="いまは未着手")),
                ("explanation", models.CharField(max_length=500, verbose_name="説明")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="説明した時")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="説明した人",
                    ),
                ),
                (
                    "figure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="differences",
                        to="vision.publishedfigure",
                        verbose_name="公表した数値",
                    ),
                ),
            ],
            options={
                "verbose_name": "公表後の変化の説明",
                "verbose_name_plural": "公表後の変化の説明",
                "ordering": ["figure", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "first_year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="最初の年度",
                    ),
                ),
                (
                    "last_year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="最後の年度",
                    ),
                ),
                (
                    "draft",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                        verbose_name="見直しの案",
                    ),
                ),
                (
                    "gathered",
                    models.JSONField(
                        blank=True, default=dict, editable=False, verbose_name="集めたもの"
                    ),
                ),
                (
                    "gathered_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="集めた時"
                    ),
                ),
                ("opened_at", models.DateTimeField(auto_now_add=True, verbose_name="始めた時")),
                (
                    "closed_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="閉じた時"
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="閉じた人",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="始めた人",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews_held",
                        to="vision.plan",
                        verbose_name="計画",
                    ),
                ),
            ],
            options={
                "verbose_name": "見直し",
                "verbose_name_plural": "見直し",
                "ordering": ["plan", "-first_year"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "first_year"),
                        name="one_review_of_a_period",
                        violation_error_code="repeated_review",
                        violation_error_message="この期間の見直しは、もう始まっています。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_year__lte", models.F("last_year"))),
                        name="review_years_in_order",
                        violation_error_code="years_out_of_order",
                        violation_error_message="最後の年度は、最初の年度と同じかあとにしてください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_closed_review_has_who_and_when",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="review",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "vision_reviewevent" ("closed_at", "closed_by_id", "draft", "first_year", "gathered", "gathered_at", "id", "last_year", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id") VALUES (NEW."closed_at", NEW."closed_by_id", NEW."draft", NEW."first_year", NEW."gathered", NEW."gathered_at", NEW."id", NEW."last_year", NEW."opened_at", NEW."opened_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plan_id"); RETURN NULL;',
                    hash="49baca6588fbf1baf7a1ab10a7c8bd97006fa1ce",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_378d1",
                    table="vision_review",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="review",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "vision_reviewevent" ("closed_at", "closed_by_id", "draft", "first_year", "gathered", "gathered_at", "id", "last_year", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id") VALUES (NEW."closed_at", NEW."closed_by_id", NEW."draft", NEW."first_year", NEW."gathered", NEW."gathered_at", NEW."id", NEW."last_year", NEW."opened_at", NEW."opened_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plan_id"); RETURN NULL;',
                    hash="6134f8fa9770a167b23f5793b926b497d374f377",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_cb131",
                    table="vision_review",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="NextFocus",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="名称")),
                (
                    "body",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(5000)],
                        verbose_name="説明",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="並び順")),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vision.planitem",
                        verbose_name="引きつぐ項目",
                    ),
                ),
                (
                    "item",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="made_by",
                        to="vision.planitem",
                        verbose_name="できた項目",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vision.planitem",
                        verbose_name="上の項目",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="next_focuses",
                        to="vision.review",
                    ),
                ),
            ],
            options={
                "verbose_name": "次の重点",
                "verbose_name_plural": "次の重点",
                "ordering": ["review", "order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ReviewEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "first_year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="最初の年度",
                    ),
                ),
                (
                    "last_year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="最後の年度",
                    ),
                ),
                (
                    "draft",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                        verbose_name="見直しの案",
                    ),
                ),
                (
                    "gathered",
                    models.JSONField(
                        blank=True, default=dict, editable=False, verbose_name="集めたもの"
                    ),
                ),
                (
                    "gathered_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="集めた時"
                    ),
                ),
                ("opened_at", models.DateTimeField(auto_now_add=True, verbose_name="始めた時")),
                (
                    "closed_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="閉じた時"
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="閉じた人",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="始めた人",
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
                        to="vision.review",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="vision.plan",
                        verbose_name="計画",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SheetEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("created", "つくりました"),
                            ("rolled_over", "前の年度から引きつぎました"),
                            ("loaded", "表から読み込みました"),
                            ("submitted", "提出しました"),
                            ("returned", "差し戻しました"),
                            ("approved", "承認しました"),
                            ("published", "公表しました"),
                            ("reopened", "書き直しをはじめました"),
                            ("renumbered", "年度や番号を直しました"),
                            ("removed", "取りやめました"),
                            ("restored", "取りやめたシートをもどしました"),
                        ],
                        max_length=11,
                        verbose_name="できごと",
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="版")),
                ("comment", models.CharField(blank=True, max_length=500, verbose_name="ことば")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="時")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="した人",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="vision.progresssheet",
                    ),
                ),
            ],
            options={
                "verbose_name": "シートの歩み",
                "verbose_name_plural": "シートの歩み",
                "ordering": ["sheet", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("what", "returned"), _negated=True),
                            models.Q(("comment", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_return_says_why",
                        violation_error_code="no_comment",
                        violation_error_message="差し戻すわけを書いてください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("what__in", ["renumbered", "removed"]), _negated=True),
                            models.Q(("comment", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_correction_of_a_sheet_says_why",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sheetevent",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_the_trail",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="438fba2929c92171cfe9fe4da6f6138466a7a93f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_keep_the_trail_40c12",
                    table="vision_sheetevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="SheetVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="版")),
                ("content", models.JSONField(verbose_name="内容")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="保存した時")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="保存した人",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="vision.progresssheet",
                    ),
                ),
            ],
            options={
                "verbose_name": "シートの版",
                "verbose_name_plural": "シートの版",
                "ordering": ["sheet", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sheet", "number"), name="one_version_of_a_number"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sheetversion",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_the_trail",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9996e8ab2176b31c44e8cb46ff8fe135993eef10",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_keep_the_trail_2777c",
                    table="vision_sheetversion",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="年度",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(decimal_places=3, max_digits=13, verbose_name="目標値"),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to="vision.indicator",
                    ),
                ),
            ],
            options={
                "verbose_name": "目標値",
                "verbose_name_plural": "目標値",
                "ordering": ["indicator", "year"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("indicator", "year"),
                        name="one_target_a_year",
                        violation_error_code="repeated_year",
                        violation_error_message="この年度の目標値はもうあります。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Workstream",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="並び順")),
                ("name", models.CharField(max_length=120, verbose_name="取組")),
                (
                    "body",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(5000)],
                        verbose_name="内容",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="workstreams",
                        to="vision.progresssheet",
                    ),
                ),
            ],
            options={
                "verbose_name": "取組",
                "verbose_name_plural": "取組",
                "ordering": ["sheet", "order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="並び順")),
                ("name", models.CharField(max_length=120, verbose_name="すること")),
                (
                    "first_quarter",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "第1四半期（4〜6月）"),
                            (2, "第2四半期（7〜9月）"),
                            (3, "第3四半期（10〜12月）"),
                            (4, "第4四半期（1〜3月）"),
                        ],
                        verbose_name="はじめ",
                    ),
                ),
                (
                    "last_quarter",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "第1四半期（4〜6月）"),
                            (2, "第2四半期（7〜9月）"),
                            (3, "第3四半期（10〜12月）"),
                            (4, "第4四半期（1〜3月）"),
                        ],
                        verbose_name="おわり",
                    ),
                ),
                (
                    "workstream",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="vision.workstream",
                    ),
                ),
            ],
            options={
                "verbose_name": "四半期の計画",
                "verbose_name_plural": "四半期の計画",
                "ordering": ["workstream", "order", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_quarter__gte", 1),
                            ("first_quarter__lte", models.F("last_quarter")),
                            ("last_quarter__lte", 4),
                        ),
                        name="quarters_in_order",
                        violation_error_code="quarters_out_of_order",
                        violation_error_message="おわりの四半期は、はじめと同じかあとにしてください。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="YearReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="年度",
                    ),
                ),
                (
                    "story",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(5000)],
                        verbose_name="この年のあらまし",
                    ),
                ),
                (
                    "behind",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(5000)],
                        verbose_name="遅れていること",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="公表した時"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="vision.plan",
                        verbose_name="計画",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="公表した人",
                    ),
                ),
            ],
            options={
                "verbose_name": "年次報告",
                "verbose_name_plural": "年次報告",
                "ordering": ["plan", "-year"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "year"),
                        name="one_report_a_year",
                        violation_error_code="repeated_year",
                        violation_error_message="この年度の報告はもうあります。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("published_at__isnull", True), ("published_by__isnull", True)
                            ),
                            models.Q(
                                ("published_at__isnull", False), ("published_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="a_publication_has_who_and_when",
                    ),
                ],
            },
        ),
    ]
