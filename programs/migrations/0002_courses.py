import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.math
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import programs.models.attendance


class Migration(migrations.Migration):
    # What the databases of this portal's first weeks were made by.
    replaces = [
        ("programs", "0002_initial"),
        ("programs", "0004_fair_sign_up"),
        ("programs", "0005_session_changes"),
        ("programs", "0006_refuse_the_merged"),
        ("programs", "0007_draws_stay_as_published"),
        ("programs", "0008_letter_history"),
        ("programs", "0009_calls_to_people"),
        ("programs", "0010_survey_words"),
        ("programs", "0011_words_of_the_queue"),
        ("programs", "0012_counts_said_once"),
        ("programs", "0013_sessions_take_rooms"),
        ("programs", "0014_letter_texts_go_down"),
        ("programs", "0015_paths_into_activity"),
    ]

    initial = True

    dependencies = [
        ("centers", "0002_centers_and_people"),
        ("people", "0001_accounts_and_people"),
        ("people", "__first__"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("programs", "0001_functions"),
        ("vision", "0001_plans"),
        ("volunteers", "0001_volunteers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Category",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(unique=True, verbose_name="アドレスの名前")),
                ("name", models.CharField(max_length=30, unique=True, verbose_name="名称")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="並び順")),
            ],
            options={
                "verbose_name": "分野",
                "verbose_name_plural": "分野",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Organizer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("city", "市の部署"),
                            ("university", "大学・専門学校"),
                            ("npo", "NPO・市民団体"),
                            ("company", "企業"),
                            ("other", "その他"),
                        ],
                        default="other",
                        max_length=10,
                        verbose_name="種類",
                    ),
                ),
                ("url", models.URLField(blank=True, verbose_name="ウェブサイト")),
            ],
            options={
                "verbose_name": "主催団体",
                "verbose_name_plural": "主催団体",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="LifeStage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(unique=True, verbose_name="アドレスの名前")),
                ("name", models.CharField(max_length=30, unique=True, verbose_name="名称")),
                ("min_age", models.PositiveSmallIntegerField(verbose_name="何歳から")),
                (
                    "max_age",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="何歳まで"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="並び順")),
            ],
            options={
                "verbose_name": "対象の世代",
                "verbose_name_plural": "対象の世代",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("max_age__isnull", True),
                            ("min_age__lte", models.F("max_age")),
                            _connector="OR",
                        ),
                        name="life_stage_ages_in_order",
                        violation_error_code="ages_out_of_order",
                        violation_error_message="「何歳まで」は「何歳から」以上にしてください。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonMerge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="日時"
                    ),
                ),
                ("before", models.JSONField(default=dict, verbose_name="元にもどすための控え")),
                (
                    "undone_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="元にもどした日時"),
                ),
                (
                    "absorbed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges",
                        to="people.person",
                        verbose_name="まとめた登録",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="まとめた職員",
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="残した登録",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="元にもどした職員",
                    ),
                ),
            ],
            options={
                "verbose_name": "名寄せ",
                "verbose_name_plural": "名寄せ",
                "ordering": ["-at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("absorbed",),
                        name="a_person_is_merged_once",
                        violation_error_code="already_merged",
                        violation_error_message="この登録は、すでにまとめられています。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kept", models.F("absorbed")), _negated=True),
                        name="nobody_is_merged_with_oneself",
                        violation_error_code="same_person",
                        violation_error_message="同じ登録どうしはまとめられません。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                ("description", models.CharField(blank=True, max_length=300, verbose_name="紹介")),
                (
                    "center",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="centers.center",
                        verbose_name="市民センター",
                    ),
                ),
            ],
            options={
                "verbose_name": "シリーズ",
                "verbose_name_plural": "シリーズ",
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Course",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("first_come", "先着"),
                            ("lottery", "抽選"),
                            ("none", "申込不要"),
                            ("other", "申込方法は説明のとおり"),
                        ],
                        default="first_come",
                        max_length=10,
                        verbose_name="申込",
                    ),
                ),
                (
                    "takes_sign_ups_here",
                    models.BooleanField(
                        default=False,
                        help_text="先着か抽選の講座で受けられます。",
                        verbose_name="このサイトで申込を受ける",
                    ),
                ),
                (
                    "how_to_apply",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(3000)],
                        verbose_name="申込方法",
                    ),
                ),
                (
                    "apply_url",
                    models.URLField(blank=True, max_length=500, verbose_name="申込ページ"),
                ),
                (
                    "apply_from",
                    models.DateTimeField(blank=True, null=True, verbose_name="申込開始"),
                ),
                (
                    "apply_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="申込締切"),
                ),
                (
                    "capacity",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100000),
                        ],
                        verbose_name="定員",
                    ),
                ),
                (
                    "minimum_to_run",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="最少開講人数"),
                ),
                (
                    "party_min",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(8),
                        ],
                        verbose_name="何人組から",
                    ),
                ),
                (
                    "party_max",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="親子や2人組の講座は2以上に。組の人は、いっしょに席を得るか、いっしょに待ちます。",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(8),
                        ],
                        verbose_name="何人組まで",
                    ),
                ),
                (
                    "queue",
                    models.CharField(
                        choices=[
                            ("none", "キャンセル待ちを受けない"),
                            ("at_once", "空いた席を、すぐ次の方のものにする"),
                            ("offer", "次の方に案内し、期限まで返事を待つ"),
                            ("by_staff", "職員が選ぶ"),
                        ],
                        default="at_once",
                        max_length=10,
                        verbose_name="キャンセル待ち",
                    ),
                ),
                (
                    "offer_hours",
                    models.PositiveSmallIntegerField(
                        default=48,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(336),
                        ],
                        verbose_name="返事を待つ時間（時間）",
                    ),
                ),
                (
                    "by_staff_days",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="この日からは、席が空いても自動では繰り上がりません。",
                        validators=[django.core.validators.MaxValueValidator(60)],
                        verbose_name="開講の何日前から職員が選ぶか",
                    ),
                ),
                (
                    "priorities",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("first_time", "はじめて申し込む方"),
                                ("ward", "会場のある区にお住まいの方"),
                                ("not_selected", "前回の抽選で選ばれなかった方"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        help_text="多くあてはまる方から先に選ばれます。",
                        verbose_name="抽選で優先する方",
                    ),
                ),
                (
                    "draw_source",
                    models.CharField(
                        blank=True,
                        help_text="締切のときに、まだ誰も知らない数。例：12月10日抽せん ナンバーズ4 第6612回の当せん番号",
                        max_length=200,
                        verbose_name="抽選に使う公開の数",
                    ),
                ),
                (
                    "results_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="抽選結果のお知らせ"),
                ),
                (
                    "min_school_year",
                    models.SmallIntegerField(
                        blank=True,
                        choices=[
                            (-2, "年少"),
                            (-1, "年中"),
                            (0, "年長"),
                            (1, "小学1年"),
                            (2, "小学2年"),
                            (3, "小学3年"),
                            (4, "小学4年"),
                            (5, "小学5年"),
                            (6, "小学6年"),
                            (7, "中学1年"),
                            (8, "中学2年"),
                            (9, "中学3年"),
                            (10, "高校1年"),
                            (11, "高校2年"),
                            (12, "高校3年"),
                        ],
                        null=True,
                        verbose_name="学年（から）",
                    ),
                ),
                (
                    "max_school_year",
                    models.SmallIntegerField(
                        blank=True,
                        choices=[
                            (-2, "年少"),
                            (-1, "年中"),
                            (0, "年長"),
                            (1, "小学1年"),
                            (2, "小学2年"),
                            (3, "小学3年"),
                            (4, "小学4年"),
                            (5, "小学5年"),
                            (6, "小学6年"),
                            (7, "中学1年"),
                            (8, "中学2年"),
                            (9, "中学3年"),
                            (10, "高校1年"),
                            (11, "高校2年"),
                            (12, "高校3年"),
                        ],
                        null=True,
                        verbose_name="学年（まで）",
                    ),
                ),
                (
                    "childcare_capacity",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="入れると、申込のときに託児も申し込めます。",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(200),
                        ],
                        verbose_name="託児の定員",
                    ),
                ),
                (
                    "completion_percent",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="空けると、修了証を出しません。",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="修了に必要な出席（％）",
                    ),
                ),
                (
                    "units",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="単位",
                    ),
                ),
                (
                    "cancelled_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="中止した日時"),
                ),
                (
                    "cancel_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="中止の理由"
                    ),
                ),
                (
                    "runs_anyway_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="少人数でも開くと決めた日時"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="講座名")),
                ("kana", models.CharField(blank=True, max_length=240, verbose_name="フリガナ")),
                (
                    "summary",
                    models.CharField(
                        blank=True, help_text="2文くらいで。", max_length=300, verbose_name="紹介"
                    ),
                ),
                (
                    "description",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(10000)],
                        verbose_name="内容",
                    ),
                ),
                (
                    "venue",
                    models.CharField(
                        blank=True,
                        help_text="市民センター以外で開くとき、または部屋の名前。",
                        max_length=200,
                        verbose_name="会場",
                    ),
                ),
                (
                    "address",
                    models.CharField(blank=True, max_length=200, verbose_name="会場の住所"),
                ),
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
                (
                    "online",
                    models.BooleanField(default=False, verbose_name="オンラインで参加できる"),
                ),
                (
                    "schedule_note",
                    models.CharField(blank=True, max_length=500, verbose_name="日時の補足"),
                ),
                ("instructor", models.CharField(blank=True, max_length=200, verbose_name="講師")),
                ("target", models.CharField(blank=True, max_length=300, verbose_name="対象")),
                (
                    "min_age",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="何歳から"
                    ),
                ),
                (
                    "max_age",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="何歳まで"
                    ),
                ),
                (
                    "residence",
                    models.CharField(
                        choices=[
                            ("anyone", "どなたでも"),
                            ("city", "市内にお住まいの方"),
                            ("city_wide", "市内にお住まい・通勤・通学の方"),
                        ],
                        default="anyone",
                        max_length=10,
                        verbose_name="お住まい",
                    ),
                ),
                (
                    "fee",
                    models.PositiveIntegerField(
                        blank=True,
                        default=0,
                        help_text="無料は0。金額が決まっていないときは空けて、補足に書いてください。",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(1000000)],
                        verbose_name="費用（円）",
                    ),
                ),
                (
                    "fee_note",
                    models.CharField(blank=True, max_length=500, verbose_name="費用の補足"),
                ),
                ("belongings", models.CharField(blank=True, max_length=300, verbose_name="持ち物")),
                ("childcare", models.BooleanField(default=False, verbose_name="託児あり")),
                (
                    "childcare_note",
                    models.CharField(blank=True, max_length=300, verbose_name="託児の補足"),
                ),
                ("wheelchair", models.BooleanField(default=False, verbose_name="車いす可")),
                ("sign_language", models.BooleanField(default=False, verbose_name="手話通訳")),
                ("captioning", models.BooleanField(default=False, verbose_name="要約筆記")),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(10000)],
                        verbose_name="備考",
                    ),
                ),
                (
                    "contact_name",
                    models.CharField(blank=True, max_length=200, verbose_name="問い合わせ先"),
                ),
                (
                    "contact_phone",
                    models.CharField(blank=True, max_length=60, verbose_name="問い合わせ電話"),
                ),
                (
                    "contact_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="問い合わせメール"),
                ),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="詳しいページ")),
                (
                    "source",
                    models.CharField(
                        blank=True, editable=False, max_length=60, verbose_name="取込元"
                    ),
                ),
                (
                    "source_key",
                    models.CharField(
                        blank=True, editable=False, max_length=60, verbose_name="取込元の番号"
                    ),
                ),
                (
                    "source_columns",
                    models.JSONField(
                        blank=True, default=dict, editable=False, verbose_name="取込元のその他の列"
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        db_index=True,
                        help_text="先の日時にすると、その時に公開されます。",
                        null=True,
                        verbose_name="公開日時",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="作成")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新")),
                (
                    "seats_taken",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="申込数"),
                ),
                (
                    "waiting_count",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="待っている人"
                    ),
                ),
                (
                    "entered_count",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="抽選の申込数"
                    ),
                ),
                (
                    "childcare_taken",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="託児の申込数"
                    ),
                ),
                (
                    "starts_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="最初の回"),
                ),
                (
                    "ends_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="最後の回の終わり"
                    ),
                ),
                (
                    "session_count",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="回数"
                    ),
                ),
                (
                    "weekdays",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), default=list, editable=False
                    ),
                ),
                (
                    "dayparts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=9), default=list, editable=False
                    ),
                ),
                (
                    "closes_at",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(method="none", then=models.F("ends_at")),
                            default=django.db.models.functions.comparison.Coalesce(
                                "apply_until", "starts_at"
                            ),
                        ),
                        output_field=models.DateTimeField(),
                        verbose_name="受付の終わり",
                    ),
                ),
                (
                    "title_search",
                    django.contrib.postgres.search.SearchVectorField(editable=False, null=True),
                ),
                (
                    "search",
                    django.contrib.postgres.search.SearchVectorField(editable=False, null=True),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="programs.category",
                        verbose_name="分野",
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="courses",
                        to="centers.center",
                        verbose_name="市民センター",
                    ),
                ),
                (
                    "copied_from",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="copies",
                        to="programs.course",
                        verbose_name="もとの講座",
                    ),
                ),
                (
                    "plan_items",
                    models.ManyToManyField(
                        blank=True,
                        related_name="courses",
                        to="vision.planitem",
                        verbose_name="ビジョンの項目",
                    ),
                ),
                (
                    "ward",
                    models.ForeignKey(
                        blank=True,
                        help_text="市民センターで開く講座では自動で入ります。",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="people.ward",
                        verbose_name="区",
                    ),
                ),
                (
                    "life_stages",
                    models.ManyToManyField(
                        blank=True, to="programs.lifestage", verbose_name="対象の世代"
                    ),
                ),
                (
                    "organizer",
                    models.ForeignKey(
                        blank=True,
                        help_text="市民センターの主催なら空けてください。",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="courses",
                        to="programs.organizer",
                        verbose_name="主催団体",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        help_text="シリーズの講座は、一度にまとめて申し込めます。",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="courses",
                        to="programs.series",
                        verbose_name="シリーズ",
                    ),
                ),
            ],
            options={
                "verbose_name": "講座",
                "verbose_name_plural": "講座",
                "ordering": ["closes_at", "pk"],
                "indexes": [
                    models.Index(fields=["closes_at", "id"], name="course_by_closing"),
                    models.Index(fields=["ends_at", "id"], name="course_by_end"),
                    models.Index(fields=["center", "closes_at"], name="course_of_center"),
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["title_search"], name="course_title_search"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["search"], name="course_search"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("capacity__isnull", True),
                            ("seats_taken__lte", models.F("capacity")),
                            _connector="OR",
                        ),
                        name="seats_never_oversold",
                        violation_error_code="full",
                        violation_error_message="満席になりました。ほかの講座をさがすか、会場にお問い合わせください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("apply_from__isnull", True),
                            ("apply_until__isnull", True),
                            ("apply_from__lt", models.F("apply_until")),
                            _connector="OR",
                        ),
                        name="sign_up_period_in_order",
                        violation_error_code="period_out_of_order",
                        violation_error_message="申込締切は、申込開始よりあとにしてください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("min_age__isnull", True),
                            ("max_age__isnull", True),
                            ("min_age__lte", models.F("max_age")),
                            _connector="OR",
                        ),
                        name="course_ages_in_order",
                        violation_error_code="ages_out_of_order",
                        violation_error_message="「何歳まで」は「何歳から」以上にしてください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("takes_sign_ups_here", False),
                            ("method", "first_come"),
                            models.Q(
                                ("apply_until__isnull", False),
                                ("capacity__isnull", False),
                                ("method", "lottery"),
                            ),
                            _connector="OR",
                        ),
                        name="sign_ups_here_have_a_method",
                        violation_error_code="no_method",
                        violation_error_message="このサイトで申込を受けられるのは、先着の講座と、定員と申込締切の決まった抽選の講座です。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("childcare_capacity__isnull", True),
                            ("childcare_taken__lte", models.F("childcare_capacity")),
                            _connector="OR",
                        ),
                        name="childcare_never_oversold",
                        violation_error_code="childcare_full",
                        violation_error_message="託児の定員より多くは受けられません。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("party_min__gte", 1), ("party_min__lte", models.F("party_max"))
                        ),
                        name="party_sizes_in_order",
                        violation_error_code="party_out_of_order",
                        violation_error_message="「何人組まで」は「何人組から」以上にしてください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("min_school_year__isnull", True),
                            ("max_school_year__isnull", True),
                            ("min_school_year__lte", models.F("max_school_year")),
                            _connector="OR",
                        ),
                        name="school_years_in_order",
                        violation_error_code="school_years_out_of_order",
                        violation_error_message="学年の「まで」は「から」以上にしてください。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        fields=("source", "source_key"),
                        name="one_course_per_source_row",
                        violation_error_code="already_imported",
                        violation_error_message="この取込元の番号の講座はすでにあります。",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="course",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_own_counts",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="\n        IF TG_OP = 'INSERT' THEN\n            NEW.seats_taken := 0;NEW.waiting_count := 0;NEW.entered_count := 0;NEW.childcare_taken := 0;\n        ELSE\n            NEW.seats_taken := OLD.seats_taken;NEW.waiting_count := OLD.waiting_count;NEW.entered_count := OLD.entered_count;NEW.childcare_taken := OLD.childcare_taken;NEW.starts_at := OLD.starts_at;NEW.ends_at := OLD.ends_at;NEW.session_count := OLD.session_count;NEW.weekdays := OLD.weekdays;NEW.dayparts := OLD.dayparts;\n        END IF;\n        RETURN NEW;\n    ",
                    hash="67fc01d322188382d816e5cb576222a61d29076a",
                    operation='INSERT OR UPDATE OF "seats_taken", "waiting_count", "entered_count", "childcare_taken", "starts_at", "ends_at", "session_count", "weekdays", "dayparts"',
                    pgid="pgtrigger_keep_own_counts_d8519",
                    table="programs_course",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="course",
            trigger=pgtrigger.compiler.Trigger(
                name="fill_from_center_and_text",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        NEW.ward_id := coalesce(\n            (SELECT ward_id FROM centers_center WHERE id = NEW.center_id), NEW.ward_id\n        );\n        NEW.title_search := search_bigrams(concat_ws(' ', NEW.title, NEW.kana));\n        NEW.search := search_bigrams(concat_ws(\n            ' ', NEW.title, NEW.kana, NEW.summary, NEW.description, NEW.venue,\n            NEW.instructor, NEW.target, NEW.note,\n            (SELECT concat_ws(' ', name, kana) FROM centers_center WHERE id = NEW.center_id),\n            (SELECT name FROM programs_organizer WHERE id = NEW.organizer_id),\n            (SELECT name FROM people_ward WHERE id = NEW.ward_id)\n        ));\n        RETURN NEW;\n    ",
                    hash="c1135667f2a4373f56fa749e550c31c64bbe200e",
                    operation='INSERT OR UPDATE OF "title", "kana", "summary", "description", "venue", "instructor", "target", "note", "center_id", "organizer_id", "ward_id"',
                    pgid="pgtrigger_fill_from_center_and_text_97a60",
                    table="programs_course",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="course",
            trigger=pgtrigger.compiler.Trigger(
                name="give_the_rooms_back",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."cancelled_at" IS DISTINCT FROM (NEW."cancelled_at"))',
                    func="\n        UPDATE programs_session SET cancelled_at = cancelled_at\n        WHERE course_id = NEW.id AND room_id IS NOT NULL;\n        RETURN NULL;\n    ",
                    hash="dee552a2e1052b4444ba0002c4ce69f870416f3d",
                    operation='UPDATE OF "cancelled_at"',
                    pgid="pgtrigger_give_the_rooms_back_c7908",
                    table="programs_course",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="course",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programs_courseevent" ("address", "apply_from", "apply_until", "apply_url", "belongings", "by_staff_days", "cancel_reason", "cancelled_at", "capacity", "captioning", "category_id", "center_id", "childcare", "childcare_capacity", "childcare_note", "completion_percent", "contact_email", "contact_name", "contact_phone", "copied_from_id", "created_at", "description", "draw_source", "fee", "fee_note", "how_to_apply", "id", "instructor", "kana", "latitude", "longitude", "max_age", "max_school_year", "method", "min_age", "min_school_year", "minimum_to_run", "note", "offer_hours", "online", "organizer_id", "party_max", "party_min", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priorities", "published_at", "queue", "residence", "results_at", "runs_anyway_at", "schedule_note", "series_id", "sign_language", "source", "source_columns", "source_key", "summary", "takes_sign_ups_here", "target", "title", "units", "url", "venue", "ward_id", "wheelchair") VALUES (NEW."address", NEW."apply_from", NEW."apply_until", NEW."apply_url", NEW."belongings", NEW."by_staff_days", NEW."cancel_reason", NEW."cancelled_at", NEW."capacity", NEW."captioning", NEW."category_id", NEW."center_id", NEW."childcare", NEW."childcare_capacity", NEW."childcare_note", NEW."completion_percent", NEW."contact_email", NEW."contact_name", NEW."contact_phone", NEW."copied_from_id", NEW."created_at", NEW."description", NEW."draw_source", NEW."fee", NEW."fee_note", NEW."how_to_apply", NEW."id", NEW."instructor", NEW."kana", NEW."latitude", NEW."longitude", NEW."max_age", NEW."max_school_year", NEW."method", NEW."min_age", NEW."min_school_year", NEW."minimum_to_run", NEW."note", NEW."offer_hours", NEW."online", NEW."organizer_id", NEW."party_max", NEW."party_min", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."priorities", NEW."published_at", NEW."queue", NEW."residence", NEW."results_at", NEW."runs_anyway_at", NEW."schedule_note", NEW."series_id", NEW."sign_language", NEW."source", NEW."source_columns", NEW."source_key", NEW."summary", NEW."takes_sign_ups_here", NEW."target", NEW."title", NEW."units", NEW."url", NEW."venue", NEW."ward_id", NEW."wheelchair"); RETURN NULL;',
                    hash="86668ae74b774ab1efc2d6ec3c2851b73122dd06",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_31f9a",
                    table="programs_course",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="course",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."apply_from" IS DISTINCT FROM (NEW."apply_from") OR OLD."apply_until" IS DISTINCT FROM (NEW."apply_until") OR OLD."apply_url" IS DISTINCT FROM (NEW."apply_url") OR OLD."belongings" IS DISTINCT FROM (NEW."belongings") OR OLD."by_staff_days" IS DISTINCT FROM (NEW."by_staff_days") OR OLD."cancel_reason" IS DISTINCT FROM (NEW."cancel_reason") OR OLD."cancelled_at" IS DISTINCT FROM (NEW."cancelled_at") OR OLD."capacity" IS DISTINCT FROM (NEW."capacity") OR OLD."captioning" IS DISTINCT FROM (NEW."captioning") OR OLD."category_id" IS DISTINCT FROM (NEW."category_id") OR OLD."center_id" IS DISTINCT FROM (NEW."center_id") OR OLD."childcare" IS DISTINCT FROM (NEW."childcare") OR OLD."childcare_capacity" IS DISTINCT FROM (NEW."childcare_capacity") OR OLD."childcare_note" IS DISTINCT FROM (NEW."childcare_note") OR OLD."completion_percent" IS DISTINCT FROM (NEW."completion_percent") OR OLD."contact_email" IS DISTINCT FROM (NEW."contact_email") OR OLD."contact_name" IS DISTINCT FROM (NEW."contact_name") OR OLD."contact_phone" IS DISTINCT FROM (NEW."contact_phone") OR OLD."copied_from_id" IS DISTINCT FROM (NEW."copied_from_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."draw_source" IS DISTINCT FROM (NEW."draw_source") OR OLD."fee" IS DISTINCT FROM (NEW."fee") OR OLD."fee_note" IS DISTINCT FROM (NEW."fee_note") OR OLD."how_to_apply" IS DISTINCT FROM (NEW."how_to_apply") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."instructor" IS DISTINCT FROM (NEW."instructor") OR OLD."kana" IS DISTINCT FROM (NEW."kana") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."max_age" IS DISTINCT FROM (NEW."max_age") OR OLD."max_school_year" IS DISTINCT FROM (NEW."max_school_year") OR OLD."method" IS DISTINCT FROM (NEW."method") OR OLD."min_age" IS DISTINCT FROM (NEW."min_age") OR OLD."min_school_year" IS DISTINCT FROM (NEW."min_school_year") OR OLD."minimum_to_run" IS DISTINCT FROM (NEW."minimum_to_run") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."offer_hours" IS DISTINCT FROM (NEW."offer_hours") OR OLD."online" IS DISTINCT FROM (NEW."online") OR OLD."organizer_id" IS DISTINCT FROM (NEW."organizer_id") OR OLD."party_max" IS DISTINCT FROM (NEW."party_max") OR OLD."party_min" IS DISTINCT FROM (NEW."party_min") OR OLD."priorities" IS DISTINCT FROM (NEW."priorities") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."queue" IS DISTINCT FROM (NEW."queue") OR OLD."residence" IS DISTINCT FROM (NEW."residence") OR OLD."results_at" IS DISTINCT FROM (NEW."results_at") OR OLD."runs_anyway_at" IS DISTINCT FROM (NEW."runs_anyway_at") OR OLD."schedule_note" IS DISTINCT FROM (NEW."schedule_note") OR OLD."series_id" IS DISTINCT FROM (NEW."series_id") OR OLD."sign_language" IS DISTINCT FROM (NEW."sign_language") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."source_columns" IS DISTINCT FROM (NEW."source_columns") OR OLD."source_key" IS DISTINCT FROM (NEW."source_key") OR OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."takes_sign_ups_here" IS DISTINCT FROM (NEW."takes_sign_ups_here") OR OLD."target" IS DISTINCT FROM (NEW."target") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."units" IS DISTINCT FROM (NEW."units") OR OLD."url" IS DISTINCT FROM (NEW."url") OR OLD."venue" IS DISTINCT FROM (NEW."venue") OR OLD."ward_id" IS DISTINCT FROM (NEW."ward_id") OR OLD."wheelchair" IS DISTINCT FROM (NEW."wheelchair"))',
                    func='INSERT INTO "programs_courseevent" ("address", "apply_from", "apply_until", "apply_url", "belongings", "by_staff_days", "cancel_reason", "cancelled_at", "capacity", "captioning", "category_id", "center_id", "childcare", "childcare_capacity", "childcare_note", "completion_percent", "contact_email", "contact_name", "contact_phone", "copied_from_id", "created_at", "description", "draw_source", "fee", "fee_note", "how_to_apply", "id", "instructor", "kana", "latitude", "longitude", "max_age", "max_school_year", "method", "min_age", "min_school_year", "minimum_to_run", "note", "offer_hours", "online", "organizer_id", "party_max", "party_min", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priorities", "published_at", "queue", "residence", "results_at", "runs_anyway_at", "schedule_note", "series_id", "sign_language", "source", "source_columns", "source_key", "summary", "takes_sign_ups_here", "target", "title", "units", "url", "venue", "ward_id", "wheelchair") VALUES (NEW."address", NEW."apply_from", NEW."apply_until", NEW."apply_url", NEW."belongings", NEW."by_staff_days", NEW."cancel_reason", NEW."cancelled_at", NEW."capacity", NEW."captioning", NEW."category_id", NEW."center_id", NEW."childcare", NEW."childcare_capacity", NEW."childcare_note", NEW."completion_percent", NEW."contact_email", NEW."contact_name", NEW."contact_phone", NEW."copied_from_id", NEW."created_at", NEW."description", NEW."draw_source", NEW."fee", NEW."fee_note", NEW."how_to_apply", NEW."id", NEW."instructor", NEW."kana", NEW."latitude", NEW."longitude", NEW."max_age", NEW."max_school_year", NEW."method", NEW."min_age", NEW."min_school_year", NEW."minimum_to_run", NEW."note", NEW."offer_hours", NEW."online", NEW."organizer_id", NEW."party_max", NEW."party_min", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."priorities", NEW."published_at", NEW."queue", NEW."residence", NEW."results_at", NEW."runs_anyway_at", NEW."schedule_note", NEW."series_id", NEW."sign_language", NEW."source", NEW."source_columns", NEW."source_key", NEW."summary", NEW."takes_sign_ups_here", NEW."target", NEW."title", NEW."units", NEW."url", NEW."venue", NEW."ward_id", NEW."wheelchair"); RETURN NULL;',
                    hash="e20ec4c0d7102f3fb5d5f710e234ce0a5016d68e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_db446",
                    table="programs_course",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Circle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("founded_at", models.DateTimeField(auto_now_add=True, verbose_name="はじまり")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="書いたアカウント",
                    ),
                ),
                (
                    "group",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="circle",
                        to="centers.usergroup",
                        verbose_name="利用団体",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="circles",
                        to="programs.course",
                        verbose_name="講座",
                    ),
                ),
            ],
            options={
                "verbose_name": "講座から生まれた団体",
                "verbose_name_plural": "講座から生まれた団体",
                "ordering": ["-founded_at", "-pk"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="circle",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programs_circleevent" ("by_id", "course_id", "founded_at", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."by_id", NEW."course_id", NEW."founded_at", NEW."group_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="8fcd1ac1684f2dfdce40bdb41669f122ec681ee3",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_cfeee",
                    table="programs_circle",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="circle",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programs_circleevent" ("by_id", "course_id", "founded_at", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."by_id", NEW."course_id", NEW."founded_at", NEW."group_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="af339bb40e2af814b3f750cc61e4f85e06d3b74a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d718f",
                    table="programs_circle",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="CircleEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("founded_at", models.DateTimeField(auto_now_add=True, verbose_name="はじまり")),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="書いたアカウント",
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
                        to="programs.circle",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programs.course",
                        verbose_name="講座",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Draw",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="何回目")),
                ("seats", models.PositiveIntegerField(verbose_name="選ばれる人数")),
                (
                    "closed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="受付名簿の確定",
                    ),
                ),
                ("list_hash", models.CharField(max_length=64, verbose_name="名簿のハッシュ")),
                (
                    "commitment",
                    models.CharField(max_length=64, verbose_name="市の秘密の数のハッシュ"),
                ),
                ("secret", models.CharField(max_length=64, verbose_name="市の秘密の数")),
                ("source", models.CharField(max_length=200, verbose_name="公開の数の出どころ")),
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
                    "annulled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="取り消した日時"),
                ),
                (
                    "annul_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="やり直しの理由"),
                ),
                (
                    "annulled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="やり直しを認めた職員",
                    ),
                ),
                (
                    "annulment_asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="やり直しを求めた職員",
                    ),
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
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draws",
                        to="programs.course",
                        verbose_name="講座",
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
                "verbose_name": "抽選",
                "verbose_name_plural": "抽選",
                "ordering": ["course", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("annulled_at__isnull", True)),
                        fields=("course",),
                        name="one_draw_per_course",
                        violation_error_code="already_closed",
                        violation_error_message="この講座の抽選は、すでに始まっています。",
                    ),
                    models.UniqueConstraint(
                        fields=("course", "number"),
                        name="draws_are_numbered",
                        violation_error_code="already_closed",
                        violation_error_message="この講座の抽選は、すでに始まっています。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("drawn_at__isnull", True),
                            models.Q(("value", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_draw_has_a_public_value",
                        violation_error_code="no_value",
                        violation_error_message="公開の数を入れてから、抽選してください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("announced_at__isnull", True),
                            ("drawn_at__isnull", False),
                            _connector="OR",
                        ),
                        name="what_is_announced_was_drawn",
                        violation_error_code="not_drawn",
                        violation_error_message="まだ抽選していません。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("annulled_at__isnull", True),
                            models.Q(
                                ("annulled_by__isnull", False),
                                ("annulment_asked_by__isnull", False),
                                models.Q(("annul_reason", ""), _negated=True),
                                models.Q(
                                    ("annulment_asked_by", models.F("annulled_by")), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="a_redraw_has_a_reason_and_two_people",
                        violation_error_code="second_person",
                        violation_error_message="やり直しには、理由と、もう一人の職員の確認が必要です。",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="draw",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_what_was_published",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF TG_OP = 'UPDATE' AND NOT (\n            (OLD.course_id, OLD.number, OLD.seats, OLD.closed_at, OLD.list_hash, OLD.commitment,\n                OLD.secret, OLD.source)\n            IS DISTINCT FROM\n            (NEW.course_id, NEW.number, NEW.seats, NEW.closed_at, NEW.list_hash, NEW.commitment,\n                NEW.secret, NEW.source)\n            OR OLD.drawn_at IS NOT NULL AND (OLD.drawn_at, OLD.value, OLD.drawn_by_id)\n                IS DISTINCT FROM (NEW.drawn_at, NEW.value, NEW.drawn_by_id)\n            OR OLD.announced_at IS NOT NULL AND OLD.announced_at IS DISTINCT FROM NEW.announced_at\n            OR OLD.annulled_at IS NOT NULL AND OLD.* IS DISTINCT FROM NEW.*\n        ) THEN\n            RETURN NEW;\n        END IF;\n        RAISE EXCEPTION 'draw % is published as it is', OLD.id\n        USING ERRCODE = 'check_violation', CONSTRAINT = 'a_draw_happens_once';\n    ",
                    hash="949b3ac7cc73e56cf0222d527d058930ff596229",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_keep_what_was_published_27d9d",
                    table="programs_draw",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="draw",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programs_drawevent" ("announced_at", "annul_reason", "annulled_at", "annulled_by_id", "annulment_asked_by_id", "closed_at", "closed_by_id", "commitment", "course_id", "drawn_at", "drawn_by_id", "id", "list_hash", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seats", "source", "value") VALUES (NEW."announced_at", NEW."annul_reason", NEW."annulled_at", NEW."annulled_by_id", NEW."annulment_asked_by_id", NEW."closed_at", NEW."closed_by_id", NEW."commitment", NEW."course_id", NEW."drawn_at", NEW."drawn_by_id", NEW."id", NEW."list_hash", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."seats", NEW."source", NEW."value"); RETURN NULL;',
                    hash="fa7046a481b2a087c4d80fd9b80a8561d1bd4204",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e5d86",
                    table="programs_draw",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="draw",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."announced_at" IS DISTINCT FROM (NEW."announced_at") OR OLD."annul_reason" IS DISTINCT FROM (NEW."annul_reason") OR OLD."annulled_at" IS DISTINCT FROM (NEW."annulled_at") OR OLD."annulled_by_id" IS DISTINCT FROM (NEW."annulled_by_id") OR OLD."annulment_asked_by_id" IS DISTINCT FROM (NEW."annulment_asked_by_id") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."closed_by_id" IS DISTINCT FROM (NEW."closed_by_id") OR OLD."commitment" IS DISTINCT FROM (NEW."commitment") OR OLD."course_id" IS DISTINCT FROM (NEW."course_id") OR OLD."drawn_at" IS DISTINCT FROM (NEW."drawn_at") OR OLD."drawn_by_id" IS DISTINCT FROM (NEW."drawn_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."list_hash" IS DISTINCT FROM (NEW."list_hash") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."seats" IS DISTINCT FROM (NEW."seats") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."value" IS DISTINCT FROM (NEW."value"))',
                    func='INSERT INTO "programs_drawevent" ("announced_at", "annul_reason", "annulled_at", "annulled_by_id", "annulment_asked_by_id", "closed_at", "closed_by_id", "commitment", "course_id", "drawn_at", "drawn_by_id", "id", "list_hash", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seats", "source", "value") VALUES (NEW."announced_at", NEW."annul_reason", NEW."annulled_at", NEW."annulled_by_id", NEW."annulment_asked_by_id", NEW."closed_at", NEW."closed_by_id", NEW."commitment", NEW."course_id", NEW."drawn_at", NEW."drawn_by_id", NEW."id", NEW."list_hash", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."seats", NEW."source", NEW."value"); RETURN NULL;',
                    hash="720c2ba82863a820db786049e837d0e8d7cc839e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c6ac6",
                    table="programs_draw",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="DrawEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="何回目")),
                ("seats", models.PositiveIntegerField(verbose_name="選ばれる人数")),
                (
                    "closed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="受付名簿の確定",
                    ),
                ),
                ("list_hash", models.CharField(max_length=64, verbose_name="名簿のハッシュ")),
                (
                    "commitment",
                    models.CharField(max_length=64, verbose_name="市の秘密の数のハッシュ"),
                ),
                ("source", models.CharField(max_length=200, verbose_name="公開の数の出どころ")),
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
                    "annulled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="取り消した日時"),
                ),
                (
                    "annul_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="やり直しの理由"),
                ),
                (
                    "annulled_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="やり直しを認めた職員",
                    ),
                ),
                (
                    "annulment_asked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="やり直しを求めた職員",
                    ),
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
                    "course",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programs.course",
                        verbose_name="講座",
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
                        to="programs.draw",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="作成")),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parties",
                        to="programs.course",
                        verbose_name="講座",
                    ),
                ),
            ],
            options={
                "verbose_name": "組",
                "verbose_name_plural": "組",
            },
        ),
        migrations.CreateModel(
            name="Preparation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "基礎"), (2, "スキルアップ"), (3, "リーダー")],
                        default=1,
                        verbose_name="段階",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preparations",
                        to="programs.course",
                        verbose_name="講座",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="preparations",
                        to="volunteers.volunteerrole",
                        verbose_name="めざす役割",
                    ),
                ),
            ],
            options={
                "verbose_name": "めざす役割",
                "verbose_name_plural": "めざす役割",
                "ordering": ["role__order", "level", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("course", "role"),
                        name="one_preparation_per_course_and_role",
                        violation_error_code="already_prepares",
                        violation_error_message="この役割は、すでに入っています。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=200, verbose_name="質問")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("short", "ひとこと"),
                            ("long", "文章"),
                            ("one", "ひとつ選ぶ"),
                            ("many", "いくつでも選ぶ"),
                            ("yes", "はい・いいえ"),
                        ],
                        default="short",
                        max_length=5,
                        verbose_name="答え方",
                    ),
                ),
                (
                    "options",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        help_text="コンマで区切って書いてください。",
                        verbose_name="選択肢",
                    ),
                ),
                ("required", models.BooleanField(default=False, verbose_name="必ず答える")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="並び順")),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="programs.course",
                        verbose_name="講座",
                    ),
                ),
            ],
            options={
                "verbose_name": "質問",
                "verbose_name_plural": "質問",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["one", "many"]), _negated=True),
                            ("options__len__gte", 2),
                            _connector="OR",
                        ),
                        name="a_choice_has_two_options",
                        violation_error_code="too_few_options",
                        violation_error_message="選ぶ質問には、選択肢を2つ以上書いてください。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CourseEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("first_come", "先着"),
                            ("lottery", "抽選"),
                            ("none", "申込不要"),
                            ("other", "申込方法は説明のとおり"),
                        ],
                        default="first_come",
                        max_length=10,
                        verbose_name="申込",
                    ),
                ),
                (
                    "takes_sign_ups_here",
                    models.BooleanField(
                        default=False,
                        help_text="先着か抽選の講座で受けられます。",
                        verbose_name="このサイトで申込を受ける",
                    ),
                ),
                (
                    "how_to_apply",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(3000)],
                        verbose_name="申込方法",
                    ),
                ),
                (
                    "apply_url",
                    models.URLField(blank=True, max_length=500, verbose_name="申込ページ"),
                ),
                (
                    "apply_from",
                    models.DateTimeField(blank=True, null=True, verbose_name="申込開始"),
                ),
                (
                    "apply_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="申込締切"),
                ),
                (
                    "capacity",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100000),
                        ],
                        verbose_name="定員",
                    ),
                ),
                (
                    "minimum_to_run",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="最少開講人数"),
                ),
                (
                    "party_min",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(8),
                        ],
                        verbose_name="何人組から",
                    ),
                ),
                (
                    "party_max",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="親子や2人組の講座は2以上に。組の人は、いっしょに席を得るか、いっしょに待ちます。",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(8),
                        ],
                        verbose_name="何人組まで",
                    ),
                ),
                (
                    "queue",
                    models.CharField(
                        choices=[
                            ("none", "キャンセル待ちを受けない"),
                            ("at_once", "空いた席を、すぐ次の方のものにする"),
                            ("offer", "次の方に案内し、期限まで返事を待つ"),
                            ("by_staff", "職員が選ぶ"),
                        ],
                        default="at_once",
                        max_length=10,
                        verbose_name="キャンセル待ち",
                    ),
                ),
                (
                    "offer_hours",
                    models.PositiveSmallIntegerField(
                        default=48,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(336),
                        ],
                        verbose_name="返事を待つ時間（時間）",
                    ),
                ),
                (
                    "by_staff_days",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="この日からは、席が空いても自動では繰り上がりません。",
                        validators=[django.core.validators.MaxValueValidator(60)],
                        verbose_name="開講の何日前から職員が選ぶか",
                    ),
                ),
                (
                    "priorities",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("first_time", "はじめて申し込む方"),
                                ("ward", "会場のある区にお住まいの方"),
                                ("not_selected", "前回の抽選で選ばれなかった方"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        help_text="多くあてはまる方から先に選ばれます。",
                        verbose_name="抽選で優先する方",
                    ),
                ),
                (
                    "draw_source",
                    models.CharField(
                        blank=True,
                        help_text="締切のときに、まだ誰も知らない数。例：12月10日抽せん ナンバーズ4 第6612回の当せん番号",
                        max_length=200,
                        verbose_name="抽選に使う公開の数",
                    ),
                ),
                (
                    "results_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="抽選結果のお知らせ"),
                ),
                (
                    "min_school_year",
                    models.SmallIntegerField(
                        blank=True,
                        choices=[
                            (-2, "年少"),
                            (-1, "年中"),
                            (0, "年長"),
                            (1, "小学1年"),
                            (2, "小学2年"),
                            (3, "小学3年"),
                            (4, "小学4年"),
                            (5, "小学5年"),
                            (6, "小学6年"),
                            (7, "中学1年"),
                            (8, "中学2年"),
                            (9, "中学3年"),
                            (10, "高校1年"),
                            (11, "高校2年"),
                            (12, "高校3年"),
                        ],
                        null=True,
                        verbose_name="学年（から）",
                    ),
                ),
                (
                    "max_school_year",
                    models.SmallIntegerField(
                        blank=True,
                        choices=[
                            (-2, "年少"),
                            (-1, "年中"),
                            (0, "年長"),
                            (1, "小学1年"),
                            (2, "小学2年"),
                            (3, "小学3年"),
                            (4, "小学4年"),
                            (5, "小学5年"),
                            (6, "小学6年"),
                            (7, "中学1年"),
                            (8, "中学2年"),
                            (9, "中学3年"),
                            (10, "高校1年"),
                            (11, "高校2年"),
                            (12, "高校3年"),
                        ],
                        null=True,
                        verbose_name="学年（まで）",
                    ),
                ),
                (
                    "childcare_capacity",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="入れると、申込のときに託児も申し込めます。",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(200),
                        ],
                        verbose_name="託児の定員",
                    ),
                ),
                (
                    "completion_percent",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="空けると、修了証を出しません。",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="修了に必要な出席（％）",
                    ),
                ),
                (
                    "units",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="単位",
                    ),
                ),
                (
                    "cancelled_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="中止した日時"),
                ),
                (
                    "cancel_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="中止の理由"
                    ),
                ),
                (
                    "runs_anyway_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="少人数でも開くと決めた日時"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="講座名")),
                ("kana", models.CharField(blank=True, max_length=240, verbose_name="フリガナ")),
                (
                    "summary",
                    models.CharField(
                        blank=True, help_text="2文くらいで。", max_length=300, verbose_name="紹介"
                    ),
                ),
                (
                    "description",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(10000)],
                        verbose_name="内容",
                    ),
                ),
                (
                    "venue",
                    models.CharField(
                        blank=True,
                        help_text="市民センター以外で開くとき、または部屋の名前。",
                        max_length=200,
                        verbose_name="会場",
                    ),
                ),
                (
                    "address",
                    models.CharField(blank=True, max_length=200, verbose_name="会場の住所"),
                ),
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
                (
                    "online",
                    models.BooleanField(default=False, verbose_name="オンラインで参加できる"),
                ),
                (
                    "schedule_note",
                    models.CharField(blank=True, max_length=500, verbose_name="日時の補足"),
                ),
                ("instructor", models.CharField(blank=True, max_length=200, verbose_name="講師")),
                ("target", models.CharField(blank=True, max_length=300, verbose_name="対象")),
                (
                    "min_age",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="何歳から"
                    ),
                ),
                (
                    "max_age",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="何歳まで"
                    ),
                ),
                (
                    "residence",
                    models.CharField(
                        choices=[
                            ("anyone", "どなたでも"),
                            ("city", "市内にお住まいの方"),
                            ("city_wide", "市内にお住まい・通勤・通学の方"),
                        ],
                        default="anyone",
                        max_length=10,
                        verbose_name="お住まい",
                    ),
                ),
                (
                    "fee",
                    models.PositiveIntegerField(
                        blank=True,
                        default=0,
                        help_text="無料は0。金額が決まっていないときは空けて、補足に書いてください。",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(1000000)],
                        verbose_name="費用（円）",
                    ),
                ),
                (
                    "fee_note",
                    models.CharField(blank=True, max_length=500, verbose_name="費用の補足"),
                ),
                ("belongings", models.CharField(blank=True, max_length=300, verbose_name="持ち物")),
                ("childcare", models.BooleanField(default=False, verbose_name="託児あり")),
                (
                    "childcare_note",
                    models.CharField(blank=True, max_length=300, verbose_name="託児の補足"),
                ),
                ("wheelchair", models.BooleanField(default=False, verbose_name="車いす可")),
                ("sign_language", models.BooleanField(default=False, verbose_name="手話通訳")),
                ("captioning", models.BooleanField(default=False, verbose_name="要約筆記")),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(10000)],
                        verbose_name="備考",
                    ),
                ),
                (
                    "contact_name",
                    models.CharField(blank=True, max_length=200, verbose_name="問い合わせ先"),
                ),
                (
                    "contact_phone",
                    models.CharField(blank=True, max_length=60, verbose_name="問い合わせ電話"),
                ),
                (
                    "contact_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="問い合わせメール"),
                ),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="詳しいページ")),
                (
                    "source",
                    models.CharField(
                        blank=True, editable=False, max_length=60, verbose_name="取込元"
                    ),
                ),
                (
                    "source_key",
                    models.CharField(
                        blank=True, editable=False, max_length=60, verbose_name="取込元の番号"
                    ),
                ),
                (
                    "source_columns",
                    models.JSONField(
                        blank=True, default=dict, editable=False, verbose_name="取込元のその他の列"
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="先の日時にすると、その時に公開されます。",
                        null=True,
                        verbose_name="公開日時",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="作成")),
                (
                    "category",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programs.category",
                        verbose_name="分野",
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="centers.center",
                        verbose_name="市民センター",
                    ),
                ),
                (
                    "copied_from",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programs.course",
                        verbose_name="もとの講座",
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
                        to="programs.course",
                    ),
                ),
                (
                    "ward",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="市民センターで開く講座では自動で入ります。",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.ward",
                        verbose_name="区",
                    ),
                ),
                (
                    "organizer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="市民センターの主催なら空けてください。",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programs.organizer",
                        verbose_name="主催団体",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="シリーズの講座は、一度にまとめて申し込めます。",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programs.series",
                        verbose_name="シリーズ",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="開始")),
                ("ends_at", models.DateTimeField(verbose_name="終了")),
                (
                    "title",
                    models.CharField(blank=True, max_length=200, verbose_name="この回の内容"),
                ),
                (
                    "all_day",
                    models.BooleanField(default=False, verbose_name="時刻が決まっていない"),
                ),
                (
                    "cancelled_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="中止した日時"),
                ),
                (
                    "cancel_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="中止の理由"
                    ),
                ),
                (
                    "revision",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="変更の回数"
                    ),
                ),
                (
                    "booking",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="session",
                        to="centers.booking",
                        verbose_name="利用予定",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to="programs.course",
                        verbose_name="講座",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="centers.room",
                        verbose_name="部屋",
                    ),
                ),
            ],
            options={
                "verbose_name": "回",
                "verbose_name_plural": "回",
                "ordering": ["starts_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("starts_at__lt", models.F("ends_at"))),
                        name="session_begins_before_it_ends",
                        violation_error_code="times_out_of_order",
                        violation_error_message="終了は、開始よりあとにしてください。",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="session",
            trigger=pgtrigger.compiler.Trigger(
                name="sum_up_new",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM programs_summarise_sessions(ARRAY(SELECT course_id FROM new_rows)); RETURN NULL;",
                    hash="7e0c78c075f88c7af81c859accf525fb84e95bf5",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_sum_up_new_393d3",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="programs_session",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="session",
            trigger=pgtrigger.compiler.Trigger(
                name="sum_up_gone",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM programs_summarise_sessions(ARRAY(SELECT course_id FROM old_rows)); RETURN NULL;",
                    hash="b86cfb7de93b815cefbe21ba7a8c56caa42f9d61",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_sum_up_gone_1e022",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="programs_session",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="session",
            trigger=pgtrigger.compiler.Trigger(
                name="sum_up_changed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM programs_summarise_sessions(ARRAY(SELECT course_id FROM new_rows UNION SELECT course_id FROM old_rows)); RETURN NULL;",
                    hash="c0ec6d8192da72be8b8ed0fe9fa803677e346813",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_sum_up_changed_5a264",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="programs_session",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="session",
            trigger=pgtrigger.compiler.Trigger(
                name="take_the_room",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE takes boolean;",
                    func="\n        -- Only this trigger says which booking it is; a save with a stale one changes nothing.\n        NEW.booking_id := CASE WHEN TG_OP = 'UPDATE' THEN OLD.booking_id END;\n        takes := NEW.room_id IS NOT NULL AND NEW.cancelled_at IS NULL AND NOT NEW.all_day\n            AND NEW.starts_at < NEW.ends_at\n            AND NOT EXISTS (\n                SELECT FROM programs_course\n                WHERE id = NEW.course_id AND cancelled_at IS NOT NULL\n            );\n        IF takes AND NEW.booking_id IS NULL THEN\n            INSERT INTO centers_booking (room_id, kind, period, note)\n            VALUES (NEW.room_id, 'course', tstzrange(NEW.starts_at, NEW.ends_at), '')\n            RETURNING id INTO NEW.booking_id;\n        ELSIF takes THEN\n            UPDATE centers_booking\n            SET room_id = NEW.room_id, period = tstzrange(NEW.starts_at, NEW.ends_at),\n                cancelled_at = NULL\n            WHERE id = NEW.booking_id;\n        ELSIF NEW.booking_id IS NOT NULL THEN\n            UPDATE centers_booking SET cancelled_at = coalesce(cancelled_at, now())\n            WHERE id = NEW.booking_id;\n        END IF;\n        RETURN NEW;\n    ",
                    hash="4523aeb5cd3a5aa4d0dcd824a9199bdbabbaf0c9",
                    operation='INSERT OR UPDATE OF "course_id", "room_id", "starts_at", "ends_at", "all_day", "cancelled_at"',
                    pgid="pgtrigger_take_the_room_b26d7",
                    table="programs_session",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="session",
            trigger=pgtrigger.compiler.Trigger(
                name="give_the_room_back",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."booking_id" IS NOT NULL)',
                    func="\n        UPDATE centers_booking SET cancelled_at = coalesce(cancelled_at, now())\n        WHERE id = OLD.booking_id;\n        RETURN NULL;\n    ",
                    hash="e20c3f4e973528b058fee1157ccd861aee55c569",
                    operation="DELETE",
                    pgid="pgtrigger_give_the_room_back_e21d7",
                    table="programs_session",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="session",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programs_sessionevent" ("all_day", "booking_id", "cancel_reason", "cancelled_at", "course_id", "ends_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "room_id", "starts_at", "title") VALUES (NEW."all_day", NEW."booking_id", NEW."cancel_reason", NEW."cancelled_at", NEW."course_id", NEW."ends_at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."revision", NEW."room_id", NEW."starts_at", NEW."title"); RETURN NULL;',
                    hash="12bbaa8b5ac7f980562fc42178f4c28fc81f7ca3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ca529",
                    table="programs_session",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="SessionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("starts_at", models.DateTimeField(verbose_name="開始")),
                ("ends_at", models.DateTimeField(verbose_name="終了")),
                (
                    "title",
                    models.CharField(blank=True, max_length=200, verbose_name="この回の内容"),
                ),
                (
                    "all_day",
                    models.BooleanField(default=False, verbose_name="時刻が決まっていない"),
                ),
                (
                    "cancelled_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="中止した日時"),
                ),
                (
                    "cancel_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="中止の理由"
                    ),
                ),
                (
                    "revision",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="変更の回数"
                    ),
                ),
                (
                    "booking",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="centers.booking",
                        verbose_name="利用予定",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programs.course",
                        verbose_name="講座",
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
                        to="programs.session",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
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
            name="SignUp",
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
                        choices=[
                            ("web", "このサイト"),
                            ("phone", "電話"),
                            ("postcard", "はがき"),
                            ("counter", "窓口"),
                        ],
                        default="web",
                        max_length=8,
                        verbose_name="受付の方法",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="申込日時")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("entered", "抽選を待っています"),
                            ("waiting", "キャンセル待ちです"),
                            ("offered", "席をご案内しています"),
                            ("seated", "参加できます"),
                            ("withdrawn", "取り消しました"),
                            ("lapsed", "ご案内の期限が過ぎました"),
                            ("cancelled", "会場が取り消しました"),
                        ],
                        default="seated",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("seated", "申込を受け付けました"),
                            ("queued", "キャンセル待ちに並びました"),
                            ("entered", "抽選の申込を受け付けました"),
                            ("selected", "抽選の結果、参加できることになりました"),
                            ("reserve", "抽選の結果、補欠になりました"),
                            ("promoted", "席が空き、参加できることになりました"),
                            ("offered", "席が空き、ご案内しました"),
                            ("accepted", "ご案内の席に決まりました"),
                            ("declined", "ご案内を辞退しました"),
                            ("lapsed", "お返事の期限が過ぎました"),
                            (
                                "passed_over",
                                "席が空きましたが、人数が入らないため、次の方にご案内しました",
                            ),
                            ("withdrawn", "申込を取り消しました"),
                            ("cancelled", "会場が申込を取り消しました"),
                            ("course_cancelled", "講座が中止になりました"),
                            ("merged", "同じ方の登録をひとつにまとめました"),
                            ("walked_in", "当日、会場で受け付けました"),
                            ("redrawn", "抽選をやり直すため、抽選待ちにもどりました"),
                        ],
                        default="seated",
                        max_length=16,
                        verbose_name="できごと",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                (
                    "rank",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="抽選の順位"),
                ),
                (
                    "offer_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="返事の期限"),
                ),
                (
                    "provisions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("sign_language", "手話通訳"),
                                ("captioning", "要約筆記"),
                                ("wheelchair", "車いすの席"),
                                ("large_print", "大きな字の資料"),
                                ("other", "そのほか"),
                            ],
                            max_length=16,
                        ),
                        blank=True,
                        default=list,
                        verbose_name="必要な配慮",
                    ),
                ),
                (
                    "provision_note",
                    models.CharField(blank=True, max_length=300, verbose_name="配慮の内容"),
                ),
                (
                    "guardian_name",
                    models.CharField(blank=True, max_length=60, verbose_name="同意した保護者"),
                ),
                (
                    "guardian_phone",
                    models.CharField(blank=True, max_length=20, verbose_name="保護者の電話"),
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
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_ups",
                        to="programs.course",
                        verbose_name="講座",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_ups",
                        to="programs.party",
                        verbose_name="組",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_ups",
                        to="people.person",
                        verbose_name="参加者",
                    ),
                ),
            ],
            options={
                "verbose_name": "申込",
                "verbose_name_plural": "申込",
                "ordering": ["-created_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "waiting")),
                        fields=["course", "rank", "id"],
                        name="queue_of_course",
                    ),
                    models.Index(
                        condition=models.Q(("status", "offered")),
                        fields=["offer_until"],
                        name="offers_by_deadline",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("status__in", ["entered", "waiting", "offered", "seated"])
                        ),
                        fields=("course", "person"),
                        name="one_live_sign_up_per_person",
                        violation_error_code="already_signed_up",
                        violation_error_message="この方は、すでにこの講座に申し込んでいます。マイページでお確かめください。",
                    ),
                    models.UniqueConstraint(fields=("receipt",), name="one_sign_up_per_receipt"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("offer_until__isnull", False), ("status", "offered")),
                            models.Q(
                                models.Q(("status", "offered"), _negated=True),
                                ("offer_until__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="an_offer_has_a_deadline",
                        violation_error_code="offer_without_deadline",
                        violation_error_message="席の案内には、返事の期限が必要です。",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signup",
            trigger=pgtrigger.compiler.Trigger(
                name="take_seats",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    UPDATE programs_course c\n    SET seats_taken = c.seats_taken + d.seats,\n        waiting_count = c.waiting_count + d.waiting,\n        entered_count = c.entered_count + d.entered\n    FROM (\n        SELECT course_id,\n            coalesce(sum(n) FILTER (WHERE status IN ('seated', 'offered')), 0) AS seats,\n            coalesce(sum(n) FILTER (WHERE status = 'waiting'), 0) AS waiting,\n            coalesce(sum(n) FILTER (WHERE status = 'entered'), 0) AS entered\n        FROM (SELECT course_id, status, 1 AS n FROM new_rows) r GROUP BY course_id\n    ) d\n    WHERE c.id = d.course_id AND (d.seats, d.waiting, d.entered) <> (0, 0, 0);\n     RETURN NULL;",
                    hash="9a5033d1d2f4830a7ab58ea33e0ef364c3b7318f",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_take_seats_ef1ef",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="programs_signup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signup",
            trigger=pgtrigger.compiler.Trigger(
                name="give_seats_back",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    UPDATE programs_course c\n    SET seats_taken = c.seats_taken + d.seats,\n        waiting_count = c.waiting_count + d.waiting,\n        entered_count = c.entered_count + d.entered\n    FROM (\n        SELECT course_id,\n            coalesce(sum(n) FILTER (WHERE status IN ('seated', 'offered')), 0) AS seats,\n            coalesce(sum(n) FILTER (WHERE status = 'waiting'), 0) AS waiting,\n            coalesce(sum(n) FILTER (WHERE status = 'entered'), 0) AS entered\n        FROM (SELECT course_id, status, -1 AS n FROM old_rows) r GROUP BY course_id\n    ) d\n    WHERE c.id = d.course_id AND (d.seats, d.waiting, d.entered) <> (0, 0, 0);\n     RETURN NULL;",
                    hash="acd0b280e8e13c26fd964d2c83f4d26aa7772013",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_give_seats_back_47cc1",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="programs_signup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signup",
            trigger=pgtrigger.compiler.Trigger(
                name="move_seats",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    UPDATE programs_course c\n    SET seats_taken = c.seats_taken + d.seats,\n        waiting_count = c.waiting_count + d.waiting,\n        entered_count = c.entered_count + d.entered\n    FROM (\n        SELECT course_id,\n            coalesce(sum(n) FILTER (WHERE status IN ('seated', 'offered')), 0) AS seats,\n            coalesce(sum(n) FILTER (WHERE status = 'waiting'), 0) AS waiting,\n            coalesce(sum(n) FILTER (WHERE status = 'entered'), 0) AS entered\n        FROM (SELECT course_id, status, 1 AS n FROM new_rows UNION ALL SELECT course_id, status, -1 AS n FROM old_rows) r GROUP BY course_id\n    ) d\n    WHERE c.id = d.course_id AND (d.seats, d.waiting, d.entered) <> (0, 0, 0);\n     RETURN NULL;",
                    hash="05c830c65e5e3f9c88a991553b510d3af4175b64",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_move_seats_b28a5",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="programs_signup",
                    when="AFTER",
                ),
            ),
        ),
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
        pgtrigger.migrations.AddTrigger(
            model_name="signup",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programs_signupevent" ("by_id", "changed_by_id", "course_id", "created_at", "guardian_name", "guardian_phone", "id", "offer_until", "party_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provision_note", "provisions", "rank", "status", "via", "what", "why") VALUES (NEW."by_id", NEW."changed_by_id", NEW."course_id", NEW."created_at", NEW."guardian_name", NEW."guardian_phone", NEW."id", NEW."offer_until", NEW."party_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."provision_note", NEW."provisions", NEW."rank", NEW."status", NEW."via", NEW."what", NEW."why"); RETURN NULL;',
                    hash="a8cc6c29cd3041a955f40693eaa234f919c4d47b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6d824",
                    table="programs_signup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signup",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programs_signupevent" ("by_id", "changed_by_id", "course_id", "created_at", "guardian_name", "guardian_phone", "id", "offer_until", "party_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provision_note", "provisions", "rank", "status", "via", "what", "why") VALUES (NEW."by_id", NEW."changed_by_id", NEW."course_id", NEW."created_at", NEW."guardian_name", NEW."guardian_phone", NEW."id", NEW."offer_until", NEW."party_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."provision_note", NEW."provisions", NEW."rank", NEW."status", NEW."via", NEW."what", NEW."why"); RETURN NULL;',
                    hash="399b1db3137917fd95f74fd19870618947663632",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e9019",
                    table="programs_signup",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ChildcarePlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("child_name", models.CharField(max_length=60, verbose_name="お子さんの名前")),
                (
                    "child_age",
                    models.PositiveSmallIntegerField(
                        help_text="月齢。1歳6か月なら18。",
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="開講日の年齢（月）",
                    ),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=300, verbose_name="アレルギーなど"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("seated", "お預かりします"),
                            ("waiting", "託児のキャンセル待ちです"),
                            ("withdrawn", "取り消しました"),
                        ],
                        default="waiting",
                        max_length=9,
                        verbose_name="状態",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="申込日時")),
                (
                    "sign_up",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="childcare_places",
                        to="programs.signup",
                        verbose_name="申込",
                    ),
                ),
            ],
            options={
                "verbose_name": "託児",
                "verbose_name_plural": "託児",
                "ordering": ["pk"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="childcareplace",
            trigger=pgtrigger.compiler.Trigger(
                name="take_childcare",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    UPDATE programs_course c SET childcare_taken = c.childcare_taken + d.n\n    FROM (\n        SELECT s.course_id, sum(r.n) AS n\n        FROM (SELECT sign_up_id, 1 AS n FROM new_rows WHERE status = 'seated') r JOIN programs_signup s ON s.id = r.sign_up_id\n        GROUP BY s.course_id\n    ) d\n    WHERE c.id = d.course_id AND d.n <> 0;\n     RETURN NULL;",
                    hash="0731f50778799c7227be557caa906605bdf108f3",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_take_childcare_4fc30",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="programs_childcareplace",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="childcareplace",
            trigger=pgtrigger.compiler.Trigger(
                name="end_childcare",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    UPDATE programs_course c SET childcare_taken = c.childcare_taken + d.n\n    FROM (\n        SELECT s.course_id, sum(r.n) AS n\n        FROM (SELECT sign_up_id, -1 AS n FROM old_rows WHERE status = 'seated') r JOIN programs_signup s ON s.id = r.sign_up_id\n        GROUP BY s.course_id\n    ) d\n    WHERE c.id = d.course_id AND d.n <> 0;\n     RETURN NULL;",
                    hash="f0f5dc8681f972a271b5043511d2b3558c13bfcf",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_end_childcare_a3ad8",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="programs_childcareplace",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="childcareplace",
            trigger=pgtrigger.compiler.Trigger(
                name="move_childcare",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    UPDATE programs_course c SET childcare_taken = c.childcare_taken + d.n\n    FROM (\n        SELECT s.course_id, sum(r.n) AS n\n        FROM (SELECT sign_up_id, 1 AS n FROM new_rows WHERE status = 'seated' UNION ALL SELECT sign_up_id, -1 AS n FROM old_rows WHERE status = 'seated') r JOIN programs_signup s ON s.id = r.sign_up_id\n        GROUP BY s.course_id\n    ) d\n    WHERE c.id = d.course_id AND d.n <> 0;\n     RETURN NULL;",
                    hash="4f52edad5310275fa1f03f432305ed33a16b0639",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_move_childcare_14247",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="programs_childcareplace",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="childcareplace",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programs_childcareplaceevent" ("child_age", "child_name", "created_at", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sign_up_id", "status") VALUES (NEW."child_age", NEW."child_name", NEW."created_at", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sign_up_id", NEW."status"); RETURN NULL;',
                    hash="cd8b0439945270c294b29e296fb543dcb4cbffd6",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a36f2",
                    table="programs_childcareplace",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="childcareplace",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programs_childcareplaceevent" ("child_age", "child_name", "created_at", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sign_up_id", "status") VALUES (NEW."child_age", NEW."child_name", NEW."created_at", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sign_up_id", NEW."status"); RETURN NULL;',
                    hash="751ae9fd3b46916bca0277782211a330ea2d01eb",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_388f4",
                    table="programs_childcareplace",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Completion",
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
                        default=programs.models.attendance.new_code,
                        max_length=12,
                        unique=True,
                        verbose_name="修了証の番号",
                    ),
                ),
                ("completed_on", models.DateField(verbose_name="修了日")),
                ("name", models.CharField(max_length=80, verbose_name="修了者")),
                ("course_title", models.CharField(max_length=120, verbose_name="講座名")),
                ("attended", models.PositiveSmallIntegerField(verbose_name="出席した回")),
                ("held", models.PositiveSmallIntegerField(verbose_name="開かれた回")),
                ("units", models.PositiveSmallIntegerField(default=0, verbose_name="単位")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="作成")),
                (
                    "taken_back_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="取り消した日時"),
                ),
                (
                    "sign_up",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="completion",
                        to="programs.signup",
                        verbose_name="申込",
                    ),
                ),
            ],
            options={
                "verbose_name": "修了",
                "verbose_name_plural": "修了",
                "ordering": ["-completed_on", "pk"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="completion",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programs_completionevent" ("attended", "code", "completed_on", "course_title", "created_at", "held", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sign_up_id", "taken_back_at", "units") VALUES (NEW."attended", NEW."code", NEW."completed_on", NEW."course_title", NEW."created_at", NEW."held", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sign_up_id", NEW."taken_back_at", NEW."units"); RETURN NULL;',
                    hash="fca15479d2ae67055569ad7f5f99876cf3ca7965",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2d06e",
                    table="programs_completion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="completion",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programs_completionevent" ("attended", "code", "completed_on", "course_title", "created_at", "held", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sign_up_id", "taken_back_at", "units") VALUES (NEW."attended", NEW."code", NEW."completed_on", NEW."course_title", NEW."created_at", NEW."held", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sign_up_id", NEW."taken_back_at", NEW."units"); RETURN NULL;',
                    hash="cf75b5941368dbf2b95d07aad559a94c20368165",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_26e06",
                    table="programs_completion",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=1000, verbose_name="答え")),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="programs.question",
                        verbose_name="質問",
                    ),
                ),
                (
                    "sign_up",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="programs.signup",
                        verbose_name="申込",
                    ),
                ),
            ],
            options={
                "verbose_name": "回答",
                "verbose_name_plural": "回答",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sign_up", "question"),
                        name="one_answer_per_question",
                        violation_error_code="already_answered",
                        violation_error_message="この質問には、すでに答えがあります。",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="answer",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programs_answerevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "sign_up_id", "text") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."question_id", NEW."sign_up_id", NEW."text"); RETURN NULL;',
                    hash="38c785a620a8a97bf31d5688b9541623a37bf9f8",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9dd00",
                    table="programs_answer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="answer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programs_answerevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "sign_up_id", "text") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."question_id", NEW."sign_up_id", NEW."text"); RETURN NULL;',
                    hash="cba021eb0d88bd61fc84c9950b80f3f39b68d5c0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_bb16a",
                    table="programs_answer",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("present", "出席"),
                            ("excused", "欠席の連絡あり"),
                            ("unknown", "未確認"),
                        ],
                        max_length=8,
                        verbose_name="出欠",
                    ),
                ),
                ("tapped_at", models.DateTimeField(verbose_name="押した時刻")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="記録した人",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="programs.session",
                        verbose_name="回",
                    ),
                ),
                (
                    "sign_up",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="programs.signup",
                        verbose_name="申込",
                    ),
                ),
            ],
            options={
                "verbose_name": "出席",
                "verbose_name_plural": "出席",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "sign_up"),
                        name="one_attendance_per_session",
                        violation_error_code="already_recorded",
                        violation_error_message="この回の出欠は、すでに記録されています。",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendance",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programs_attendanceevent" ("by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_id", "sign_up_id", "state", "tapped_at") VALUES (NEW."by_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."session_id", NEW."sign_up_id", NEW."state", NEW."tapped_at"); RETURN NULL;',
                    hash="6ed7558fb6d0bd342854adc6385c66959bf4ab0f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_bf320",
                    table="programs_attendance",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendance",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programs_attendanceevent" ("by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_id", "sign_up_id", "state", "tapped_at") VALUES (NEW."by_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."session_id", NEW."sign_up_id", NEW."state", NEW."tapped_at"); RETURN NULL;',
                    hash="b5a1cfc2fbc12195e79929aa420f7e09b0b45da0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b5b0d",
                    table="programs_attendance",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount", models.PositiveIntegerField(verbose_name="金額（円）")),
                (
                    "received_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="受け取った日時"),
                ),
                (
                    "refunded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="返した日時"),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="受け取った職員",
                    ),
                ),
                (
                    "refunded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="返した職員",
                    ),
                ),
                (
                    "sign_up",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="programs.signup",
                        verbose_name="申込",
                    ),
                ),
            ],
            options={
                "verbose_name": "参加費の受領",
                "verbose_name_plural": "参加費の受領",
                "ordering": ["-received_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("refunded_at__isnull", True)),
                        fields=("sign_up",),
                        name="a_fee_is_paid_once",
                        violation_error_code="already_paid",
                        violation_error_message="この方の参加費は、すでに受け取っています。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DrawEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("receipt", models.BigIntegerField(verbose_name="受付番号")),
                ("size", models.PositiveSmallIntegerField(default=1, verbose_name="人数")),
                (
                    "tier",
                    models.PositiveSmallIntegerField(
                        help_text="小さいほど先です。", verbose_name="優先の段"
                    ),
                ),
                ("rank", models.PositiveIntegerField(null=True, verbose_name="順位")),
                ("selected", models.BooleanField(null=True, verbose_name="選ばれた")),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="programs.draw",
                        verbose_name="抽選",
                    ),
                ),
                (
                    "sign_up",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draw_entries",
                        to="programs.signup",
                        verbose_name="申込",
                    ),
                ),
            ],
            options={
                "verbose_name": "抽選の名簿",
                "verbose_name_plural": "抽選の名簿",
                "ordering": ["draw", "receipt"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("draw", "receipt"), name="one_line_per_receipt"
                    ),
                    models.UniqueConstraint(fields=("draw", "rank"), name="one_line_per_rank"),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="drawentry",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_the_list",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF TG_OP = 'UPDATE' AND OLD.rank IS NULL\n            AND (OLD.draw_id, OLD.sign_up_id, OLD.receipt, OLD.size, OLD.tier)\n            IS NOT DISTINCT FROM\n            (NEW.draw_id, NEW.sign_up_id, NEW.receipt, NEW.size, NEW.tier)\n        THEN\n            RETURN NEW;\n        END IF;\n        RAISE EXCEPTION 'line % of draw % is published as it is', OLD.receipt, OLD.draw_id\n        USING ERRCODE = 'check_violation', CONSTRAINT = 'a_draw_happens_once';\n    ",
                    hash="63c62aa4c89c4aacb5d4441ab387c5ffc26a2304",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_keep_the_list_ff86a",
                    table="programs_drawentry",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="CompletionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "code",
                    models.CharField(
                        default=programs.models.attendance.new_code,
                        max_length=12,
                        verbose_name="修了証の番号",
                    ),
                ),
                ("completed_on", models.DateField(verbose_name="修了日")),
                ("name", models.CharField(max_length=80, verbose_name="修了者")),
                ("course_title", models.CharField(max_length=120, verbose_name="講座名")),
                ("attended", models.PositiveSmallIntegerField(verbose_name="出席した回")),
                ("held", models.PositiveSmallIntegerField(verbose_name="開かれた回")),
                ("units", models.PositiveSmallIntegerField(default=0, verbose_name="単位")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="作成")),
                (
                    "taken_back_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="取り消した日時"),
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
                        to="programs.completion",
                    ),
                ),
                (
                    "sign_up",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programs.signup",
                        verbose_name="申込",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ChildcarePlaceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("child_name", models.CharField(max_length=60, verbose_name="お子さんの名前")),
                (
                    "child_age",
                    models.PositiveSmallIntegerField(
                        help_text="月齢。1歳6か月なら18。",
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="開講日の年齢（月）",
                    ),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=300, verbose_name="アレルギーなど"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("seated", "お預かりします"),
                            ("waiting", "託児のキャンセル待ちです"),
                            ("withdrawn", "取り消しました"),
                        ],
                        default="waiting",
                        max_length=9,
                        verbose_name="状態",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="申込日時")),
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
                        to="programs.childcareplace",
                    ),
                ),
                (
                    "sign_up",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programs.signup",
                        verbose_name="申込",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
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
        migrations.CreateModel(
            name="AttendanceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("present", "出席"),
                            ("excused", "欠席の連絡あり"),
                            ("unknown", "未確認"),
                        ],
                        max_length=8,
                        verbose_name="出欠",
                    ),
                ),
                ("tapped_at", models.DateTimeField(verbose_name="押した時刻")),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="記録した人",
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
                        to="programs.attendance",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programs.session",
                        verbose_name="回",
                    ),
                ),
                (
                    "sign_up",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programs.signup",
                        verbose_name="申込",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AnswerEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("text", models.TextField(max_length=1000, verbose_name="答え")),
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
                        to="programs.answer",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programs.question",
                        verbose_name="質問",
                    ),
                ),
                (
                    "sign_up",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programs.signup",
                        verbose_name="申込",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SignUpEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "via",
                    models.CharField(
                        choices=[
                            ("web", "このサイト"),
                            ("phone", "電話"),
                            ("postcard", "はがき"),
                            ("counter", "窓口"),
                        ],
                        default="web",
                        max_length=8,
                        verbose_name="受付の方法",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="申込日時")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("entered", "抽選を待っています"),
                            ("waiting", "キャンセル待ちです"),
                            ("offered", "席をご案内しています"),
                            ("seated", "参加できます"),
                            ("withdrawn", "取り消しました"),
                            ("lapsed", "ご案内の期限が過ぎました"),
                            ("cancelled", "会場が取り消しました"),
                        ],
                        default="seated",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("seated", "申込を受け付けました"),
                            ("queued", "キャンセル待ちに並びました"),
                            ("entered", "抽選の申込を受け付けました"),
                            ("selected", "抽選の結果、参加できることになりました"),
                            ("reserve", "抽選の結果、補欠になりました"),
                            ("promoted", "席が空き、参加できることになりました"),
                            ("offered", "席が空き、ご案内しました"),
                            ("accepted", "ご案内の席に決まりました"),
                            ("declined", "ご案内を辞退しました"),
                            ("lapsed", "お返事の期限が過ぎました"),
                            (
                                "passed_over",
                                "席が空きましたが、人数が入らないため、次の方にご案内しました",
                            ),
                            ("withdrawn", "申込を取り消しました"),
                            ("cancelled", "会場が申込を取り消しました"),
                            ("course_cancelled", "講座が中止になりました"),
                            ("merged", "同じ方の登録をひとつにまとめました"),
                            ("walked_in", "当日、会場で受け付けました"),
                            ("redrawn", "抽選をやり直すため、抽選待ちにもどりました"),
                        ],
                        default="seated",
                        max_length=16,
                        verbose_name="できごと",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                (
                    "rank",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="抽選の順位"),
                ),
                (
                    "offer_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="返事の期限"),
                ),
                (
                    "provisions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("sign_language", "手話通訳"),
                                ("captioning", "要約筆記"),
                                ("wheelchair", "車いすの席"),
                                ("large_print", "大きな字の資料"),
                                ("other", "そのほか"),
                            ],
                            max_length=16,
                        ),
                        blank=True,
                        default=list,
                        verbose_name="必要な配慮",
                    ),
                ),
                (
                    "provision_note",
                    models.CharField(blank=True, max_length=300, verbose_name="配慮の内容"),
                ),
                (
                    "guardian_name",
                    models.CharField(blank=True, max_length=60, verbose_name="同意した保護者"),
                ),
                (
                    "guardian_phone",
                    models.CharField(blank=True, max_length=20, verbose_name="保護者の電話"),
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
                        verbose_name="申し込んだアカウント",
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
                    "course",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programs.course",
                        verbose_name="講座",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programs.party",
                        verbose_name="組",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                        verbose_name="参加者",
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
                        to="programs.signup",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SurveyAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "satisfaction",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (5, "とてもよかった"),
                            (4, "よかった"),
                            (3, "ふつう"),
                            (2, "あまりよくなかった"),
                            (1, "よくなかった"),
                        ],
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="満足度",
                    ),
                ),
                (
                    "uses",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("daily", "ふだんのくらし"),
                                ("family", "家族や子育て"),
                                ("work", "仕事"),
                                ("community", "地域での活動"),
                                ("teach", "人に教える・伝える"),
                                ("more", "もっと学ぶ"),
                                ("not_yet", "まだ決めていない"),
                            ],
                            max_length=9,
                        ),
                        blank=True,
                        default=list,
                        verbose_name="生かしたいところ",
                    ),
                ),
                (
                    "comment",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(1000)],
                        verbose_name="ご意見",
                    ),
                ),
                (
                    "wants_activity",
                    models.BooleanField(default=False, verbose_name="活動に関心がある"),
                ),
                (
                    "answered_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="回答日時"
                    ),
                ),
                (
                    "sign_up",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="survey_answer",
                        to="programs.signup",
                        verbose_name="申込",
                    ),
                ),
            ],
            options={
                "verbose_name": "アンケートの回答",
                "verbose_name_plural": "アンケートの回答",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("satisfaction__gte", 1), ("satisfaction__lte", 5)),
                        name="satisfaction_is_one_to_five",
                        violation_error_code="satisfaction_out_of_range",
                        violation_error_message="満足度は1から5で選んでください。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("first_day", models.DateField(verbose_name="初日")),
                ("last_day", models.DateField(verbose_name="最終日")),
                (
                    "most_courses",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="空けると、限りはありません。",
                        null=True,
                        verbose_name="1人が申し込める講座の数",
                    ),
                ),
                (
                    "most_absences",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="この回数になった方の申込は、この期のあいだ受けません。空けると、数えません。",
                        null=True,
                        verbose_name="連絡のない欠席の限度",
                    ),
                ),
            ],
            options={
                "verbose_name": "期",
                "verbose_name_plural": "期",
                "ordering": ["-first_day"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first_day__lte", models.F("last_day"))),
                        name="term_days_in_order",
                        violation_error_code="days_out_of_order",
                        violation_error_message="最終日は、初日以後にしてください。",
                    )
                ],
            },
        ),
    ]
