import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.math
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    # What the databases of this portal's first weeks were made by.
    replaces = [
        ("volunteers", "0001_initial"),
        ("volunteers", "0002_yearly_asking_and_who_is_kept"),
        ("volunteers", "0004_who_was_posted_is_counted"),
    ]

    initial = True

    dependencies = [
        ("centers", "0002_centers_and_people"),
        ("people", "0001_accounts_and_people"),
        ("people", "__first__"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="ActivityField",
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
                "verbose_name": "活動の分野",
                "verbose_name_plural": "活動の分野",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="QualificationKind",
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
                ("name", models.CharField(max_length=60, unique=True, verbose_name="名称")),
                (
                    "years_valid",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="空ならば、期限はありません。",
                        null=True,
                        verbose_name="有効な年数",
                    ),
                ),
            ],
            options={
                "verbose_name": "資格の種類",
                "verbose_name_plural": "資格の種類",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Weight",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("role", "その役割で配置されている"),
                            ("wants_role", "その役割を希望している"),
                            ("field", "分野に関心がある"),
                            ("trained", "役割の研修を修了した"),
                            ("same_center", "同じ市民センターに登録している"),
                            ("ward", "その区に行ける"),
                            ("free", "その時間が都合のよい時間に入っている"),
                            ("language", "ことばができる"),
                            ("rested", "しばらく声をかけていない"),
                        ],
                        max_length=12,
                        unique=True,
                        verbose_name="理由",
                    ),
                ),
                (
                    "points",
                    models.PositiveSmallIntegerField(
                        help_text="0から100まで。0ならば、並べるときに使いません。",
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="重み",
                    ),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="「しばらく」を何日とするか。ほかの理由では空です。",
                        null=True,
                        verbose_name="日数",
                    ),
                ),
            ],
            options={
                "verbose_name": "並べ方の重み",
                "verbose_name_plural": "並べ方の重み",
                "ordering": ["-points", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Organization",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="団体名")),
                ("kana", models.CharField(blank=True, max_length=120, verbose_name="フリガナ")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("school", "学校・園"),
                            ("community", "自治会・まちづくり協議会"),
                            ("npo", "NPO法人"),
                            ("club", "社会教育関係団体"),
                            ("welfare", "社会福祉協議会・施設"),
                            ("company", "企業・大学"),
                            ("city", "市の部署"),
                            ("other", "そのほか"),
                        ],
                        max_length=10,
                        verbose_name="種類",
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True,
                        help_text="法人番号など。名簿をもう一度取り込むとき、同じ団体とわかります。",
                        max_length=30,
                        verbose_name="番号",
                    ),
                ),
                (
                    "activity",
                    models.TextField(blank=True, max_length=1000, verbose_name="活動の内容"),
                ),
                ("address", models.CharField(blank=True, max_length=120, verbose_name="所在地")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="電話番号")),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="メールアドレス"),
                ),
                ("url", models.URLField(blank=True, verbose_name="ホームページ")),
                (
                    "contact_name",
                    models.CharField(blank=True, max_length=60, verbose_name="連絡を受ける方"),
                ),
                ("is_public", models.BooleanField(default=False, verbose_name="名簿で公開する")),
                (
                    "closed_on",
                    models.DateField(blank=True, null=True, verbose_name="活動を終えた日"),
                ),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organizations",
                        to="centers.center",
                        verbose_name="担当の市民センター",
                    ),
                ),
                (
                    "fields",
                    models.ManyToManyField(
                        blank=True,
                        related_name="organizations",
                        to="volunteers.activityfield",
                        verbose_name="活動の分野",
                    ),
                ),
                (
                    "ward",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="people.ward",
                        verbose_name="区",
                    ),
                ),
            ],
            options={
                "verbose_name": "団体",
                "verbose_name_plural": "団体",
                "ordering": ["kana", "name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("number",),
                        name="one_organization_per_number",
                        violation_error_code="number_taken",
                        violation_error_message="この番号の団体は、すでに登録されています。",
                    ),
                    models.UniqueConstraint(
                        fields=("name", "center"),
                        name="one_organization_of_a_name_at_a_center",
                        violation_error_code="organization_exists",
                        violation_error_message="この名前の団体は、すでに登録されています。",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organization",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "volunteers_organizationevent" ("activity", "address", "center_id", "closed_on", "contact_name", "email", "id", "is_public", "kana", "kind", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "url", "ward_id") VALUES (NEW."activity", NEW."address", NEW."center_id", NEW."closed_on", NEW."contact_name", NEW."email", NEW."id", NEW."is_public", NEW."kana", NEW."kind", NEW."name", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."url", NEW."ward_id"); RETURN NULL;',
                    hash="bc327f008130ada43c003352abec572a74525588",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_50708",
                    table="volunteers_organization",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organization",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "volunteers_organizationevent" ("activity", "address", "center_id", "closed_on", "contact_name", "email", "id", "is_public", "kana", "kind", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "url", "ward_id") VALUES (NEW."activity", NEW."address", NEW."center_id", NEW."closed_on", NEW."contact_name", NEW."email", NEW."id", NEW."is_public", NEW."kana", NEW."kind", NEW."name", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."url", NEW."ward_id"); RETURN NULL;',
                    hash="455595c6e7338e07bd372657c312372039e6bb4c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_fefe2",
                    table="volunteers_organization",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="OrganizationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=80, verbose_name="団体名")),
                ("kana", models.CharField(blank=True, max_length=120, verbose_name="フリガナ")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("school", "学校・園"),
                            ("community", "自治会・まちづくり協議会"),
                            ("npo", "NPO法人"),
                            ("club", "社会教育関係団体"),
                            ("welfare", "社会福祉協議会・施設"),
                            ("company", "企業・大学"),
                            ("city", "市の部署"),
                            ("other", "そのほか"),
                        ],
                        max_length=10,
                        verbose_name="種類",
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True,
                        help_text="法人番号など。名簿をもう一度取り込むとき、同じ団体とわかります。",
                        max_length=30,
                        verbose_name="番号",
                    ),
                ),
                (
                    "activity",
                    models.TextField(blank=True, max_length=1000, verbose_name="活動の内容"),
                ),
                ("address", models.CharField(blank=True, max_length=120, verbose_name="所在地")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="電話番号")),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="メールアドレス"),
                ),
                ("url", models.URLField(blank=True, verbose_name="ホームページ")),
                (
                    "contact_name",
                    models.CharField(blank=True, max_length=60, verbose_name="連絡を受ける方"),
                ),
                ("is_public", models.BooleanField(default=False, verbose_name="名簿で公開する")),
                (
                    "closed_on",
                    models.DateField(blank=True, null=True, verbose_name="活動を終えた日"),
                ),
                (
                    "center",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="centers.center",
                        verbose_name="担当の市民センター",
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
                        to="volunteers.organization",
                    ),
                ),
                (
                    "ward",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.ward",
                        verbose_name="区",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Representative",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField(auto_now_add=True, verbose_name="はじめ")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="おわり")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="確かめた職員",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="representatives",
                        to="volunteers.organization",
                        verbose_name="団体",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="represents",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="アカウント",
                    ),
                ),
            ],
            options={
                "verbose_name": "団体の担当者",
                "verbose_name_plural": "団体の担当者",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("organization", "user"),
                        name="one_live_representative_per_account",
                        violation_error_code="already_representative",
                        violation_error_message="この方は、すでに担当者です。",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="representative",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "volunteers_representativeevent" ("confirmed_by_id", "ended_at", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "user_id") VALUES (NEW."confirmed_by_id", NEW."ended_at", NEW."id", NEW."organization_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."since", NEW."user_id"); RETURN NULL;',
                    hash="a3a77dd3346bcde8bda0c7bab189db4a66f06e6d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_dcf58",
                    table="volunteers_representative",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="representative",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "volunteers_representativeevent" ("confirmed_by_id", "ended_at", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "user_id") VALUES (NEW."confirmed_by_id", NEW."ended_at", NEW."id", NEW."organization_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."since", NEW."user_id"); RETURN NULL;',
                    hash="9c80123a635c66ce5c7f3b8108f78ab2a44d07ac",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1d850",
                    table="volunteers_representative",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="RepresentativeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("since", models.DateTimeField(auto_now_add=True, verbose_name="はじめ")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="おわり")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="確かめた職員",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="volunteers.organization",
                        verbose_name="団体",
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
                        to="volunteers.representative",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="アカウント",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Threshold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "counts",
                    models.CharField(
                        choices=[("hours", "時間"), ("times", "回"), ("years", "年")],
                        max_length=5,
                        verbose_name="数えるもの",
                    ),
                ),
                (
                    "value",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="いくつから",
                    ),
                ),
                (
                    "title",
                    models.CharField(default="感謝状", max_length=40, verbose_name="感謝状の題"),
                ),
                ("words", models.TextField(max_length=400, verbose_name="本文")),
            ],
            options={
                "verbose_name": "感謝状の基準",
                "verbose_name_plural": "感謝状の基準",
                "ordering": ["counts", "value"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("counts", "value"),
                        name="one_threshold_of_a_number",
                        violation_error_code="threshold_exists",
                        violation_error_message="この基準は、すでにあります。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value__gte", 1)),
                        name="a_threshold_is_above_nought",
                        violation_error_code="threshold_of_nought",
                        violation_error_message="1以上にしてください。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VolunteerRole",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(max_length=40, unique=True, verbose_name="アドレスの名前"),
                ),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="名称")),
                ("summary", models.CharField(max_length=100, verbose_name="ひとことで")),
                ("description", models.TextField(max_length=2000, verbose_name="どんな役割か")),
                (
                    "requirements",
                    models.CharField(blank=True, max_length=300, verbose_name="必要なこと"),
                ),
                (
                    "appointment",
                    models.CharField(
                        choices=[
                            ("appointed", "委嘱"),
                            ("registered", "登録"),
                            ("posted", "職員の配置"),
                            ("titled", "称号"),
                        ],
                        max_length=10,
                        verbose_name="なりかた",
                    ),
                ),
                (
                    "appointed_by",
                    models.CharField(blank=True, max_length=60, verbose_name="委嘱・登録する人"),
                ),
                ("how", models.CharField(max_length=300, verbose_name="手続き")),
                (
                    "serves",
                    models.CharField(
                        choices=[
                            ("center", "市民センター"),
                            ("organization", "学校・団体"),
                            ("ward", "区"),
                            ("anywhere", "市内全体"),
                        ],
                        max_length=12,
                        verbose_name="活動するところ",
                    ),
                ),
                (
                    "term_years",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="空ならば、任期はありません。",
                        null=True,
                        verbose_name="任期（年）",
                    ),
                ),
                (
                    "minimum_age",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="年齢の下限",
                    ),
                ),
                ("department", models.CharField(blank=True, max_length=60, verbose_name="担当")),
                (
                    "is_open_to_all",
                    models.BooleanField(
                        default=True,
                        help_text="登録のとき、なりたい役割として選べます。",
                        verbose_name="住民が自分で希望できる",
                    ),
                ),
                ("is_in_use", models.BooleanField(default=True, verbose_name="いまある役割")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="並び順")),
                (
                    "fields",
                    models.ManyToManyField(
                        blank=True,
                        related_name="roles",
                        to="volunteers.activityfield",
                        verbose_name="活動の分野",
                    ),
                ),
                (
                    "qualifications",
                    models.ManyToManyField(
                        blank=True,
                        related_name="roles",
                        to="volunteers.qualificationkind",
                        verbose_name="いる資格",
                    ),
                ),
            ],
            options={
                "verbose_name": "役割",
                "verbose_name_plural": "役割",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Training",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="名称")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "基礎"), (2, "スキルアップ"), (3, "リーダー")],
                        default=1,
                        verbose_name="段階",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="開催日（最後の日）")),
                (
                    "hours",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(2000),
                        ],
                        verbose_name="時間数",
                    ),
                ),
                ("organizer", models.CharField(blank=True, max_length=80, verbose_name="主催")),
                (
                    "course",
                    models.PositiveBigIntegerField(
                        blank=True, editable=False, null=True, verbose_name="講座の番号"
                    ),
                ),
                (
                    "roles",
                    models.ManyToManyField(
                        blank=True,
                        related_name="trainings",
                        to="volunteers.volunteerrole",
                        verbose_name="めざす役割",
                    ),
                ),
            ],
            options={
                "verbose_name": "研修",
                "verbose_name_plural": "研修",
                "ordering": ["-held_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("course__isnull", False)),
                        fields=("course",),
                        name="one_training_per_course",
                        violation_error_code="training_exists",
                        violation_error_message="この講座の研修は、すでに登録されています。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=60, verbose_name="見出し")),
                ("description", models.TextField(max_length=1000, verbose_name="してほしいこと")),
                ("place", models.CharField(max_length=120, verbose_name="場所")),
                (
                    "requirements",
                    models.CharField(blank=True, max_length=300, verbose_name="必要なこと"),
                ),
                (
                    "languages",
                    models.CharField(blank=True, max_length=100, verbose_name="あるとよいことば"),
                ),
                (
                    "minimum_age",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="年齢の下限",
                    ),
                ),
                (
                    "bring",
                    models.CharField(blank=True, max_length=200, verbose_name="持ち物・服装"),
                ),
                (
                    "expenses",
                    models.CharField(blank=True, max_length=100, verbose_name="交通費など"),
                ),
                (
                    "is_insured",
                    models.BooleanField(default=False, verbose_name="主催者が保険をかける"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "確認中"),
                            ("returned", "書き直し"),
                            ("published", "募集中"),
                            ("closed", "募集終了"),
                            ("cancelled", "中止"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="申込日時")),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="公開日時"),
                ),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                (
                    "number",
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
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked_openings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="募集を申し込んだアカウント",
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="openings",
                        to="centers.center",
                        verbose_name="担当の市民センター",
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
                    "fields",
                    models.ManyToManyField(
                        blank=True,
                        related_name="openings",
                        to="volunteers.activityfield",
                        verbose_name="活動の分野",
                    ),
                ),
                (
                    "ward",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="people.ward",
                        verbose_name="区",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        help_text="空ならば、市民センターの募集です。",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="openings",
                        to="volunteers.organization",
                        verbose_name="団体",
                    ),
                ),
                (
                    "qualifications",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="volunteers.qualificationkind",
                        verbose_name="いる資格",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="openings",
                        to="volunteers.volunteerrole",
                        verbose_name="役割",
                    ),
                ),
            ],
            options={
                "verbose_name": "活動募集",
                "verbose_name_plural": "活動募集",
                "ordering": ["-asked_at", "-pk"],
                "indexes": [models.Index(fields=["status", "center"], name="openings_of_a_center")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_at__isnull", False),
                            ("status__in", ["asked", "returned", "cancelled"]),
                            _connector="OR",
                        ),
                        name="what_is_open_was_published",
                        violation_error_code="never_published",
                        violation_error_message="公開した日時がありません。",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="opening",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "volunteers_openingevent" ("asked_at", "asked_by_id", "bring", "center_id", "changed_by_id", "description", "expenses", "id", "is_insured", "languages", "minimum_age", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "published_at", "requirements", "role_id", "status", "title", "ward_id", "why") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."bring", NEW."center_id", NEW."changed_by_id", NEW."description", NEW."expenses", NEW."id", NEW."is_insured", NEW."languages", NEW."minimum_age", NEW."organization_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."published_at", NEW."requirements", NEW."role_id", NEW."status", NEW."title", NEW."ward_id", NEW."why"); RETURN NULL;',
                    hash="aeb6341c68b66171e2be33976cd13766b419ee76",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_93dd6",
                    table="volunteers_opening",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="opening",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "volunteers_openingevent" ("asked_at", "asked_by_id", "bring", "center_id", "changed_by_id", "description", "expenses", "id", "is_insured", "languages", "minimum_age", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "published_at", "requirements", "role_id", "status", "title", "ward_id", "why") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."bring", NEW."center_id", NEW."changed_by_id", NEW."description", NEW."expenses", NEW."id", NEW."is_insured", NEW."languages", NEW."minimum_age", NEW."organization_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."published_at", NEW."requirements", NEW."role_id", NEW."status", NEW."title", NEW."ward_id", NEW."why"); RETURN NULL;',
                    hash="e3835b68090816836c7806a118db137bf9f994b9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_65bee",
                    table="volunteers_opening",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Shift",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="はじまり")),
                ("ends_at", models.DateTimeField(verbose_name="おわり")),
                (
                    "needed",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(500)],
                        verbose_name="人数",
                    ),
                ),
                (
                    "taken",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="決まった人数"
                    ),
                ),
                (
                    "cancelled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="中止した日時"),
                ),
                (
                    "cancelled_why",
                    models.CharField(blank=True, max_length=200, verbose_name="中止の理由"),
                ),
                (
                    "opening",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to="volunteers.opening",
                        verbose_name="活動募集",
                    ),
                ),
            ],
            options={
                "verbose_name": "活動の回",
                "verbose_name_plural": "活動の回",
                "ordering": ["starts_at", "pk"],
                "indexes": [
                    models.Index(
                        fields=["opening", "starts_at"], name="volunteers__opening_6b0dfa_idx"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("taken__lte", models.F("needed"))),
                        name="no_more_come_than_are_needed",
                        violation_error_code="shift_full",
                        violation_error_message="この回は、人数に達しました。ほかの回か、ほかの募集をご覧ください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("needed__gte", 1), ("needed__lte", 500)),
                        name="a_shift_needs_somebody",
                        violation_error_code="nobody_needed",
                        violation_error_message="人数は、1人から500人までで入れてください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("starts_at__lt", models.F("ends_at"))),
                        name="a_shift_ends_after_it_began",
                        violation_error_code="times_out_of_order",
                        violation_error_message="おわりの時刻は、はじまりよりあとにしてください。",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shift",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_own_count",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="\n        NEW.taken := CASE WHEN TG_OP = 'INSERT' THEN 0 ELSE OLD.taken END;\n        RETURN NEW;\n    ",
                    hash="bb8cedd220d07c60d51ab96896259fc374c2d593",
                    operation='INSERT OR UPDATE OF "taken"',
                    pgid="pgtrigger_keep_own_count_232dc",
                    table="volunteers_shift",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shift",
            trigger=pgtrigger.compiler.Trigger(
                name="move_with_the_shift",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."ends_at" IS DISTINCT FROM (NEW."ends_at") OR OLD."starts_at" IS DISTINCT FROM (NEW."starts_at"))',
                    func="UPDATE volunteers_match SET held = held WHERE shift_id = NEW.id; RETURN NULL;",
                    hash="5b3f48f25490eb6011aadee603d012f4e9877560",
                    operation='UPDATE OF "starts_at", "ends_at"',
                    pgid="pgtrigger_move_with_the_shift_22420",
                    table="volunteers_shift",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shift",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "volunteers_shiftevent" ("cancelled_at", "cancelled_why", "ends_at", "id", "needed", "opening_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_at", "taken") VALUES (NEW."cancelled_at", NEW."cancelled_why", NEW."ends_at", NEW."id", NEW."needed", NEW."opening_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts_at", NEW."taken"); RETURN NULL;',
                    hash="b8e75d1a02e1dcecbbaef66516fe6ef9631b90f8",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ce2b7",
                    table="volunteers_shift",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shift",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "volunteers_shiftevent" ("cancelled_at", "cancelled_why", "ends_at", "id", "needed", "opening_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_at", "taken") VALUES (NEW."cancelled_at", NEW."cancelled_why", NEW."ends_at", NEW."id", NEW."needed", NEW."opening_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts_at", NEW."taken"); RETURN NULL;',
                    hash="62bce6b6932ccefa6294c35add9570b8d8140f08",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_cde99",
                    table="volunteers_shift",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ShiftEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("starts_at", models.DateTimeField(verbose_name="はじまり")),
                ("ends_at", models.DateTimeField(verbose_name="おわり")),
                (
                    "needed",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(500)],
                        verbose_name="人数",
                    ),
                ),
                (
                    "taken",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="決まった人数"
                    ),
                ),
                (
                    "cancelled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="中止した日時"),
                ),
                (
                    "cancelled_why",
                    models.CharField(blank=True, max_length=200, verbose_name="中止の理由"),
                ),
                (
                    "opening",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="volunteers.opening",
                        verbose_name="活動募集",
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
                        to="volunteers.shift",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TrainingRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("finished_on", models.DateField(verbose_name="修了した日")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trainings",
                        to="people.person",
                        verbose_name="参加者",
                    ),
                ),
                (
                    "training",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="records",
                        to="volunteers.training",
                        verbose_name="研修",
                    ),
                ),
            ],
            options={
                "verbose_name": "研修の修了",
                "verbose_name_plural": "研修の修了",
                "ordering": ["-finished_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "training"),
                        name="one_record_per_training",
                        violation_error_code="already_recorded",
                        violation_error_message="この修了は、すでに記録されています。",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trainingrecord",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "volunteers_trainingrecordevent" ("finished_on", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "training_id") VALUES (NEW."finished_on", NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."training_id"); RETURN NULL;',
                    hash="09001c05391d5ca96d4e1a5a815fa40dab49d28a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_bb126",
                    table="volunteers_trainingrecord",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trainingrecord",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "volunteers_trainingrecordevent" ("finished_on", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "training_id") VALUES (NEW."finished_on", NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."training_id"); RETURN NULL;',
                    hash="fee1c81d26ba55d31932ec118fbb5ac1c53b0b25",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e00c0",
                    table="volunteers_trainingrecord",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="TrainingRecordEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("finished_on", models.DateField(verbose_name="修了した日")),
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
                        to="volunteers.trainingrecord",
                    ),
                ),
                (
                    "training",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="volunteers.training",
                        verbose_name="研修",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Volunteer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "活動できる"),
                            ("paused", "お休み中"),
                            ("stopped", "終了"),
                        ],
                        default="active",
                        max_length=8,
                        verbose_name="状態",
                    ),
                ),
                (
                    "registered_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="登録日時"
                    ),
                ),
                (
                    "times",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(
                            choices=[
                                (0, "月曜の午前"),
                                (1, "月曜の午後"),
                                (2, "月曜の夜間"),
                                (3, "火曜の午前"),
                                (4, "火曜の午後"),
                                (5, "火曜の夜間"),
                                (6, "水曜の午前"),
                                (7, "水曜の午後"),
                                (8, "水曜の夜間"),
                                (9, "木曜の午前"),
                                (10, "木曜の午後"),
                                (11, "木曜の夜間"),
                                (12, "金曜の午前"),
                                (13, "金曜の午後"),
                                (14, "金曜の夜間"),
                                (15, "土曜の午前"),
                                (16, "土曜の午後"),
                                (17, "土曜の夜間"),
                                (18, "日曜の午前"),
                                (19, "日曜の午後"),
                                (20, "日曜の夜間"),
                            ]
                        ),
                        blank=True,
                        default=list,
                        verbose_name="都合のよい時間",
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("en", "英語"),
                                ("zh", "中国語"),
                                ("ko", "韓国・朝鮮語"),
                                ("vi", "ベトナム語"),
                                ("ne", "ネパール語"),
                                ("tl", "タガログ語"),
                                ("ja-easy", "やさしい日本語"),
                                ("jsl", "手話"),
                            ],
                            max_length=8,
                        ),
                        blank=True,
                        default=list,
                        verbose_name="話せることば",
                    ),
                ),
                (
                    "transport",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("walk", "徒歩・自転車"),
                            ("public", "バス・電車"),
                            ("car", "自動車"),
                        ],
                        max_length=8,
                        verbose_name="移動の手段",
                    ),
                ),
                (
                    "skills",
                    models.CharField(
                        blank=True,
                        help_text="例：ピアノの伴奏、元保育士",
                        max_length=300,
                        verbose_name="できること・経験",
                    ),
                ),
                (
                    "prefers_not",
                    models.CharField(blank=True, max_length=200, verbose_name="したくないこと"),
                ),
                (
                    "guardian_name",
                    models.CharField(blank=True, max_length=60, verbose_name="保護者の氏名"),
                ),
                (
                    "guardian_agreed_on",
                    models.DateField(blank=True, null=True, verbose_name="保護者が同意した日"),
                ),
                (
                    "insured_until",
                    models.DateField(blank=True, null=True, verbose_name="ボランティア保険の期限"),
                ),
                (
                    "confirmed_on",
                    models.DateField(
                        default=django.utils.timezone.localdate,
                        help_text="年に一度、続けるかを尋ねます。",
                        verbose_name="最後に確認した日",
                    ),
                ),
                (
                    "asked_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="確認を尋ねた日"
                    ),
                ),
                (
                    "asked_times",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="尋ねた回数"
                    ),
                ),
                ("stopped_on", models.DateField(blank=True, null=True, verbose_name="終了した日")),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="職員のメモ")),
                (
                    "number",
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
                        verbose_name="登録したアカウント",
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="volunteers",
                        to="centers.center",
                        verbose_name="登録した市民センター",
                    ),
                ),
                (
                    "fields",
                    models.ManyToManyField(
                        blank=True,
                        related_name="volunteers",
                        to="volunteers.activityfield",
                        verbose_name="してみたいこと",
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="volunteer",
                        to="people.person",
                        verbose_name="参加者",
                    ),
                ),
                (
                    "wards",
                    models.ManyToManyField(
                        blank=True,
                        related_name="volunteers",
                        to="people.ward",
                        verbose_name="行ける区",
                    ),
                ),
                (
                    "wanted_roles",
                    models.ManyToManyField(
                        blank=True,
                        related_name="wanted_by",
                        to="volunteers.volunteerrole",
                        verbose_name="なりたい役割",
                    ),
                ),
            ],
            options={
                "verbose_name": "ボランティア",
                "verbose_name_plural": "ボランティア",
                "ordering": ["person__family_kana", "person__given_kana", "pk"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["times"], name="volunteers_by_time"
                    ),
                    models.Index(fields=["status", "center"], name="roster_of_a_center"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "stopped"), ("stopped_on__isnull", False)),
                            models.Q(
                                models.Q(("status", "stopped"), _negated=True),
                                ("stopped_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="who_stopped_has_a_last_day",
                        violation_error_code="no_last_day",
                        violation_error_message="終了した日がありません。",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="volunteer",
            trigger=pgtrigger.compiler.Trigger(
                name="is_who_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        NEW.person_id := (\n            SELECT coalesce(merged_into_id, id) FROM people_person\n            WHERE id = NEW.person_id FOR KEY SHARE\n        );\n        RETURN NEW;\n    ",
                    hash="0f168f0a66c17fc16340c519b66c32e8a9e2b95d",
                    operation='INSERT OR UPDATE OF "person_id"',
                    pgid="pgtrigger_is_who_is_kept_f13df",
                    table="volunteers_volunteer",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="volunteer",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "volunteers_volunteerevent" ("asked_on", "asked_times", "by_id", "center_id", "confirmed_on", "guardian_agreed_on", "guardian_name", "id", "insured_until", "languages", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefers_not", "registered_at", "skills", "status", "stopped_on", "times", "transport", "why") VALUES (NEW."asked_on", NEW."asked_times", NEW."by_id", NEW."center_id", NEW."confirmed_on", NEW."guardian_agreed_on", NEW."guardian_name", NEW."id", NEW."insured_until", NEW."languages", NEW."note", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."prefers_not", NEW."registered_at", NEW."skills", NEW."status", NEW."stopped_on", NEW."times", NEW."transport", NEW."why"); RETURN NULL;',
                    hash="030f50dd2c8f92f327c05a09038008349712ae0d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_fa6cd",
                    table="volunteers_volunteer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="volunteer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "volunteers_volunteerevent" ("asked_on", "asked_times", "by_id", "center_id", "confirmed_on", "guardian_agreed_on", "guardian_name", "id", "insured_until", "languages", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefers_not", "registered_at", "skills", "status", "stopped_on", "times", "transport", "why") VALUES (NEW."asked_on", NEW."asked_times", NEW."by_id", NEW."center_id", NEW."confirmed_on", NEW."guardian_agreed_on", NEW."guardian_name", NEW."id", NEW."insured_until", NEW."languages", NEW."note", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."prefers_not", NEW."registered_at", NEW."skills", NEW."status", NEW."stopped_on", NEW."times", NEW."transport", NEW."why"); RETURN NULL;',
                    hash="6364465da4c511abba5ffd27388c12cad33fe385",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6cedd",
                    table="volunteers_volunteer",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("continues", "続けます"),
                            ("pauses", "しばらく休みます"),
                            ("stops", "やめます"),
                        ],
                        max_length=10,
                        verbose_name="返事",
                    ),
                ),
                (
                    "via",
                    models.CharField(
                        choices=[("mail", "メール"), ("list", "名簿"), ("desk", "窓口・電話")],
                        max_length=5,
                        verbose_name="方法",
                    ),
                ),
                ("at", models.DateTimeField(auto_now=True, verbose_name="日時")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        help_text="空ならば、本人がメールから答えました。",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="書いた人",
                    ),
                ),
                (
                    "volunteer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="confirmations",
                        to="volunteers.volunteer",
                        verbose_name="ボランティア",
                    ),
                ),
            ],
            options={
                "verbose_name": "年に一度の確認",
                "verbose_name_plural": "年に一度の確認",
                "ordering": ["-fiscal_year", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("volunteer", "fiscal_year"),
                        name="one_confirmation_a_year",
                        violation_error_code="already_confirmed",
                        violation_error_message="今年度の確認は、すでに記録されています。",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="confirmation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "volunteers_confirmationevent" ("answer", "at", "by_id", "fiscal_year", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "via", "volunteer_id") VALUES (NEW."answer", NEW."at", NEW."by_id", NEW."fiscal_year", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."via", NEW."volunteer_id"); RETURN NULL;',
                    hash="f8e59ec6fcd126e1c94f479ecf892d5a2702305c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_75f4c",
                    table="volunteers_confirmation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="confirmation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "volunteers_confirmationevent" ("answer", "at", "by_id", "fiscal_year", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "via", "volunteer_id") VALUES (NEW."answer", NEW."at", NEW."by_id", NEW."fiscal_year", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."via", NEW."volunteer_id"); RETURN NULL;',
                    hash="cc7cc58dd6a577fd9319ba1280a0a058c9f6d6aa",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a34c9",
                    table="volunteers_confirmation",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "item",
                    models.CharField(
                        choices=[
                            ("name", "氏名"),
                            ("phone", "電話番号"),
                            ("email", "メールアドレス"),
                            ("skills", "経験・資格"),
                            ("photo", "写真"),
                        ],
                        max_length=8,
                        verbose_name="見せるもの",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("host", "活動先（決まったとき）"),
                            ("staff", "ほかの市民センターの職員"),
                            ("public", "このサイトを見る人"),
                        ],
                        max_length=8,
                        verbose_name="見せる相手",
                    ),
                ),
                ("given_at", models.DateTimeField(auto_now_add=True, verbose_name="同意した日時")),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="取りやめた日時"),
                ),
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
                    "volunteer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="volunteers.volunteer",
                        verbose_name="ボランティア",
                    ),
                ),
            ],
            options={
                "verbose_name": "同意",
                "verbose_name_plural": "同意",
                "ordering": ["volunteer", "audience", "item", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("volunteer", "item", "audience"),
                        name="one_live_consent_per_item_and_audience",
                        violation_error_code="already_agreed",
                        violation_error_message="この同意は、すでにいただいています。",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="consent",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "volunteers_consentevent" ("audience", "by_id", "given_at", "id", "item", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "volunteer_id", "withdrawn_at") VALUES (NEW."audience", NEW."by_id", NEW."given_at", NEW."id", NEW."item", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."volunteer_id", NEW."withdrawn_at"); RETURN NULL;',
                    hash="34154bdb5d6f16630db81f86bf199182e8acd579",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_108a9",
                    table="volunteers_consent",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="consent",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "volunteers_consentevent" ("audience", "by_id", "given_at", "id", "item", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "volunteer_id", "withdrawn_at") VALUES (NEW."audience", NEW."by_id", NEW."given_at", NEW."id", NEW."item", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."volunteer_id", NEW."withdrawn_at"); RETURN NULL;',
                    hash="a15d632a5c9e7307f9241be97ecbb0283e92477f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d1ab6",
                    table="volunteers_consent",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Qualification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("obtained_on", models.DateField(blank=True, null=True, verbose_name="取得した日")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="有効期限")),
                (
                    "proof_seen_on",
                    models.DateField(blank=True, null=True, verbose_name="証明を確認した日"),
                ),
                (
                    "proof_seen_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="確認した職員",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="volunteers.qualificationkind",
                        verbose_name="資格",
                    ),
                ),
                (
                    "volunteer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="qualifications",
                        to="volunteers.volunteer",
                        verbose_name="ボランティア",
                    ),
                ),
            ],
            options={
                "verbose_name": "資格",
                "verbose_name_plural": "資格",
                "ordering": ["kind__name", "-expires_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("volunteer", "kind"),
                        name="one_qualification_of_a_kind",
                        violation_error_code="already_qualified",
                        violation_error_message="この資格は、すでに登録されています。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("obtained_on__isnull", True),
                            ("expires_on__isnull", True),
                            ("obtained_on__lte", models.F("expires_on")),
                            _connector="OR",
                        ),
                        name="a_qualification_expires_after_it_began",
                        violation_error_code="days_out_of_order",
                        violation_error_message="有効期限は、取得した日よりあとにしてください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("proof_seen_by__isnull", True), ("proof_seen_on__isnull", True)
                            ),
                            models.Q(
                                ("proof_seen_by__isnull", False), ("proof_seen_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="a_proof_was_seen_by_somebody",
                        violation_error_code="seen_by_nobody",
                        violation_error_message="証明を確認した日と職員を、両方書いてください。",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="qualification",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "volunteers_qualificationevent" ("expires_on", "id", "kind_id", "obtained_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proof_seen_by_id", "proof_seen_on", "volunteer_id") VALUES (NEW."expires_on", NEW."id", NEW."kind_id", NEW."obtained_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proof_seen_by_id", NEW."proof_seen_on", NEW."volunteer_id"); RETURN NULL;',
                    hash="39510d7827d0bb59cc276b5568e02b53bf0b217e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f961f",
                    table="volunteers_qualification",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="qualification",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "volunteers_qualificationevent" ("expires_on", "id", "kind_id", "obtained_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proof_seen_by_id", "proof_seen_on", "volunteer_id") VALUES (NEW."expires_on", NEW."id", NEW."kind_id", NEW."obtained_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proof_seen_by_id", NEW."proof_seen_on", NEW."volunteer_id"); RETURN NULL;',
                    hash="1eee43d8200ace31b51c05e6ac9cc7652e4d2be3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_92798",
                    table="volunteers_qualification",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Match",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "返事待ち"),
                            ("accepted", "参加予定"),
                            ("declined", "辞退"),
                            ("lapsed", "返事の期限切れ"),
                            ("withdrawn", "取りやめ"),
                            ("cancelled", "中止"),
                            ("done", "活動済み"),
                            ("absent", "欠席"),
                        ],
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                (
                    "held",
                    django.contrib.postgres.fields.ranges.DateTimeRangeField(
                        editable=False, verbose_name="時間"
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="ひとこと")),
                (
                    "reasons",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="合う理由として示したことば",
                        verbose_name="声をかけた理由",
                    ),
                ),
                (
                    "answer_by",
                    models.DateTimeField(blank=True, null=True, verbose_name="返事の期限"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="日時")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="変わった日時")),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                (
                    "thanked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="お礼を伝えた日時"),
                ),
                (
                    "thanks",
                    models.CharField(blank=True, max_length=300, verbose_name="お礼のことば"),
                ),
                (
                    "number",
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
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="空ならば、本人の申込です。",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="声をかけた職員",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matches",
                        to="volunteers.shift",
                        verbose_name="活動の回",
                    ),
                ),
                (
                    "volunteer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matches",
                        to="volunteers.volunteer",
                        verbose_name="ボランティア",
                    ),
                ),
            ],
            options={
                "verbose_name": "マッチング",
                "verbose_name_plural": "マッチング",
                "ordering": ["shift__starts_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "proposed")),
                        fields=["answer_by"],
                        name="proposals_unanswered",
                    ),
                    models.Index(fields=["volunteer", "-created_at"], name="last_asked"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("status__in", ["proposed", "accepted", "done", "absent"])
                        ),
                        fields=("shift", "volunteer"),
                        name="one_live_match_per_shift",
                        violation_error_code="already_matched",
                        violation_error_message="この方は、この回にすでに声をかけられているか、参加が決まっています。",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("status__in", ["accepted", "done"])),
                        expressions=[("volunteer", "="), ("held", "&&")],
                        name="nobody_is_in_two_places",
                        violation_error_code="double_shift",
                        violation_error_message="同じ時間に、ほかの活動が決まっています。どちらかを選んでください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "proposed"), _negated=True),
                            models.Q(("answer_by__isnull", False), ("proposed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_proposal_has_a_deadline",
                        violation_error_code="no_deadline",
                        violation_error_message="返事の期限を入れてください。",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="match",
            trigger=pgtrigger.compiler.Trigger(
                name="hold_the_shift",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        PERFORM FROM volunteers_volunteer WHERE id = NEW.volunteer_id FOR NO KEY UPDATE;\n        SELECT tstzrange(starts_at, ends_at) INTO NEW.held\n        FROM volunteers_shift WHERE id = NEW.shift_id;\n        RETURN NEW;\n    ",
                    hash="19cc5e3c68738b3920f8d5077bad76031280a26a",
                    operation='INSERT OR UPDATE OF "shift_id", "held", "status"',
                    pgid="pgtrigger_hold_the_shift_9208d",
                    table="volunteers_match",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="match",
            trigger=pgtrigger.compiler.Trigger(
                name="take_places",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    UPDATE volunteers_shift s SET taken = s.taken + d.n\n    FROM (\n        SELECT shift_id, sum(n) AS n FROM (SELECT shift_id, status, 1 AS n FROM new_rows) r\n        WHERE status IN ('accepted', 'done', 'absent') GROUP BY shift_id\n    ) d\n    WHERE s.id = d.shift_id AND d.n <> 0;\n     RETURN NULL;",
                    hash="f2a8f008d5d0bab613efab08ea91a0ac2a4de3ca",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_take_places_e6e48",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="volunteers_match",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="match",
            trigger=pgtrigger.compiler.Trigger(
                name="give_places_back",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    UPDATE volunteers_shift s SET taken = s.taken + d.n\n    FROM (\n        SELECT shift_id, sum(n) AS n FROM (SELECT shift_id, status, -1 AS n FROM old_rows) r\n        WHERE status IN ('accepted', 'done', 'absent') GROUP BY shift_id\n    ) d\n    WHERE s.id = d.shift_id AND d.n <> 0;\n     RETURN NULL;",
                    hash="e6aacbeb9cce5b865e045b829ac59e2a63fd0a8f",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_give_places_back_f44d4",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="volunteers_match",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="match",
            trigger=pgtrigger.compiler.Trigger(
                name="move_places",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    UPDATE volunteers_shift s SET taken = s.taken + d.n\n    FROM (\n        SELECT shift_id, sum(n) AS n FROM (SELECT shift_id, status, 1 AS n FROM new_rows UNION ALL SELECT shift_id, status, -1 AS n FROM old_rows) r\n        WHERE status IN ('accepted', 'done', 'absent') GROUP BY shift_id\n    ) d\n    WHERE s.id = d.shift_id AND d.n <> 0;\n     RETURN NULL;",
                    hash="b6dda37264a0680eb0ad04f5fca8ebb52872271a",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_move_places_c0f68",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="volunteers_match",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="match",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "volunteers_matchevent" ("answer_by", "changed_at", "changed_by_id", "created_at", "held", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_id", "reasons", "shift_id", "status", "thanked_at", "thanks", "volunteer_id", "why", "words") VALUES (NEW."answer_by", NEW."changed_at", NEW."changed_by_id", NEW."created_at", NEW."held", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposed_by_id", NEW."reasons", NEW."shift_id", NEW."status", NEW."thanked_at", NEW."thanks", NEW."volunteer_id", NEW."why", NEW."words"); RETURN NULL;',
                    hash="e9c4fcf662c1c835592f4670327effd7409f1bfa",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ecd2c",
                    table="volunteers_match",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="match",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "volunteers_matchevent" ("answer_by", "changed_at", "changed_by_id", "created_at", "held", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_id", "reasons", "shift_id", "status", "thanked_at", "thanks", "volunteer_id", "why", "words") VALUES (NEW."answer_by", NEW."changed_at", NEW."changed_by_id", NEW."created_at", NEW."held", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposed_by_id", NEW."reasons", NEW."shift_id", NEW."status", NEW."thanked_at", NEW."thanks", NEW."volunteer_id", NEW."why", NEW."words"); RETURN NULL;',
                    hash="8bf8717175175533d112c4ed8ecda8b9f88b6d9c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_01308",
                    table="volunteers_match",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Story",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=60, verbose_name="題")),
                ("body", models.TextField(max_length=1000, verbose_name="本文")),
                ("jpeg", models.BinaryField(blank=True, null=True, verbose_name="写真")),
                (
                    "digest",
                    models.CharField(
                        blank=True, editable=False, max_length=16, verbose_name="ハッシュ"
                    ),
                ),
                (
                    "width",
                    models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="幅"),
                ),
                (
                    "height",
                    models.PositiveSmallIntegerField(
                        editable=False, null=True, verbose_name="高さ"
                    ),
                ),
                ("alt", models.CharField(blank=True, max_length=100, verbose_name="写真の説明")),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="公開日時"),
                ),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stories",
                        to="centers.center",
                        verbose_name="市民センター",
                    ),
                ),
                (
                    "opening",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stories",
                        to="volunteers.opening",
                        verbose_name="活動募集",
                    ),
                ),
                (
                    "people",
                    models.ManyToManyField(
                        blank=True,
                        related_name="stories",
                        to="volunteers.volunteer",
                        verbose_name="出てくる方",
                    ),
                ),
            ],
            options={
                "verbose_name": "活動の物語",
                "verbose_name_plural": "活動の物語",
                "ordering": ["-published_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("jpeg__isnull", True),
                            models.Q(("alt", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_picture_is_told_in_words",
                        violation_error_code="no_alt",
                        violation_error_message="写真の説明を書いてください。",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="story",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "volunteers_storyevent" ("alt", "body", "center_id", "digest", "height", "id", "jpeg", "opening_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "title", "width") VALUES (NEW."alt", NEW."body", NEW."center_id", NEW."digest", NEW."height", NEW."id", NEW."jpeg", NEW."opening_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_at", NEW."title", NEW."width"); RETURN NULL;',
                    hash="d23c8d8e04e70fa7c11d0657d2d64231b41dd696",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_50156",
                    table="volunteers_story",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="story",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "volunteers_storyevent" ("alt", "body", "center_id", "digest", "height", "id", "jpeg", "opening_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "title", "width") VALUES (NEW."alt", NEW."body", NEW."center_id", NEW."digest", NEW."height", NEW."id", NEW."jpeg", NEW."opening_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_at", NEW."title", NEW."width"); RETURN NULL;',
                    hash="aec4520c96b0f73a2ca1e01b16d7639bdf6df383",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5eb87",
                    table="volunteers_story",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="StoryEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("title", models.CharField(max_length=60, verbose_name="題")),
                ("body", models.TextField(max_length=1000, verbose_name="本文")),
                ("jpeg", models.BinaryField(blank=True, null=True, verbose_name="写真")),
                (
                    "digest",
                    models.CharField(
                        blank=True, editable=False, max_length=16, verbose_name="ハッシュ"
                    ),
                ),
                (
                    "width",
                    models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="幅"),
                ),
                (
                    "height",
                    models.PositiveSmallIntegerField(
                        editable=False, null=True, verbose_name="高さ"
                    ),
                ),
                ("alt", models.CharField(blank=True, max_length=100, verbose_name="写真の説明")),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="公開日時"),
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
                    "opening",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="volunteers.opening",
                        verbose_name="活動募集",
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
                        to="volunteers.story",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Thanks",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reached_on", models.DateField(verbose_name="達した日")),
                ("handed_on", models.DateField(blank=True, null=True, verbose_name="贈った日")),
                (
                    "number",
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
                    "handed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="贈った職員",
                    ),
                ),
                (
                    "threshold",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="given",
                        to="volunteers.threshold",
                        verbose_name="基準",
                    ),
                ),
                (
                    "volunteer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="thanks",
                        to="volunteers.volunteer",
                        verbose_name="ボランティア",
                    ),
                ),
            ],
            options={
                "verbose_name": "感謝状",
                "verbose_name_plural": "感謝状",
                "ordering": ["-reached_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("volunteer", "threshold"),
                        name="thanked_once_for_each_threshold",
                        violation_error_code="already_thanked",
                        violation_error_message="この感謝状は、すでに記録されています。",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="thanks",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "volunteers_thanksevent" ("handed_by_id", "handed_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reached_on", "threshold_id", "volunteer_id") VALUES (NEW."handed_by_id", NEW."handed_on", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reached_on", NEW."threshold_id", NEW."volunteer_id"); RETURN NULL;',
                    hash="9bbe40d8648e73f97caa9f68efbca0256c11ceca",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_16f3e",
                    table="volunteers_thanks",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="thanks",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "volunteers_thanksevent" ("handed_by_id", "handed_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reached_on", "threshold_id", "volunteer_id") VALUES (NEW."handed_by_id", NEW."handed_on", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reached_on", NEW."threshold_id", NEW."volunteer_id"); RETURN NULL;',
                    hash="eee0285e76d8e7537f401780704ad9559d370856",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f1482",
                    table="volunteers_thanks",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ThanksEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("reached_on", models.DateField(verbose_name="達した日")),
                ("handed_on", models.DateField(blank=True, null=True, verbose_name="贈った日")),
                (
                    "number",
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
                    "handed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="贈った職員",
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
                        to="volunteers.thanks",
                    ),
                ),
                (
                    "threshold",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="volunteers.threshold",
                        verbose_name="基準",
                    ),
                ),
                (
                    "volunteer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="volunteers.volunteer",
                        verbose_name="ボランティア",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="QualificationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("obtained_on", models.DateField(blank=True, null=True, verbose_name="取得した日")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="有効期限")),
                (
                    "proof_seen_on",
                    models.DateField(blank=True, null=True, verbose_name="証明を確認した日"),
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
                        to="volunteers.qualification",
                    ),
                ),
                (
                    "proof_seen_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="確認した職員",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="volunteers.qualificationkind",
                        verbose_name="資格",
                    ),
                ),
                (
                    "volunteer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="volunteers.volunteer",
                        verbose_name="ボランティア",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_day", models.DateField(verbose_name="任期のはじめ")),
                ("last_day", models.DateField(blank=True, null=True, verbose_name="任期のおわり")),
                (
                    "appointed_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="決めた日時"),
                ),
                (
                    "ended_why",
                    models.CharField(blank=True, max_length=200, verbose_name="途中で終わった理由"),
                ),
                (
                    "place_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(
                                center__isnull=False,
                                then=django.db.models.functions.text.Concat(
                                    models.Value("c"),
                                    django.db.models.functions.comparison.Cast(
                                        "center_id", models.TextField()
                                    ),
                                    output_field=models.TextField(),
                                ),
                            ),
                            models.When(
                                organization__isnull=False,
                                then=django.db.models.functions.text.Concat(
                                    models.Value("o"),
                                    django.db.models.functions.comparison.Cast(
                                        "organization_id", models.TextField()
                                    ),
                                    output_field=models.TextField(),
                                ),
                            ),
                            models.When(
                                then=django.db.models.functions.text.Concat(
                                    models.Value("w"),
                                    django.db.models.functions.comparison.Cast(
                                        "ward_id", models.TextField()
                                    ),
                                    output_field=models.TextField(),
                                ),
                                ward__isnull=False,
                            ),
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "days",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.F("first_day"),
                            models.F("last_day"),
                            models.Value("[]"),
                            function="daterange",
                        ),
                        output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                    ),
                ),
                (
                    "number",
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
                    "appointed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="決めた職員",
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="centers.center",
                        verbose_name="市民センター",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="volunteers.organization",
                        verbose_name="学校・団体",
                    ),
                ),
                (
                    "renews",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renewed_as",
                        to="volunteers.posting",
                        verbose_name="前の任期",
                    ),
                ),
                (
                    "ward",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="people.ward",
                        verbose_name="区",
                    ),
                ),
                (
                    "volunteer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="volunteers.volunteer",
                        verbose_name="ボランティア",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="volunteers.volunteerrole",
                        verbose_name="役割",
                    ),
                ),
            ],
            options={
                "verbose_name": "配置",
                "verbose_name_plural": "配置",
                "ordering": ["role__order", "-first_day", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("center__isnull", False),
                                ("organization__isnull", True),
                                ("ward__isnull", True),
                            ),
                            models.Q(
                                ("center__isnull", True),
                                ("organization__isnull", False),
                                ("ward__isnull", True),
                            ),
                            models.Q(
                                ("center__isnull", True),
                                ("organization__isnull", True),
                                ("ward__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_posting_has_one_place",
                        violation_error_code="not_one_place",
                        violation_error_message="配置先は、市民センター・団体・区のどれか一つにしてください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_day__isnull", True),
                            ("first_day__lte", models.F("last_day")),
                            _connector="OR",
                        ),
                        name="a_term_ends_after_it_began",
                        violation_error_code="days_out_of_order",
                        violation_error_message="任期のおわりは、はじめよりあとにしてください。",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("volunteer", "="),
                            ("role", "="),
                            ("place_key", "="),
                            ("days", "&&"),
                        ],
                        name="one_posting_at_a_time",
                        violation_error_code="posted_already",
                        violation_error_message="この方は、この期間すでに同じ役割で配置されています。任期を確かめてください。",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="posting",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "volunteers_postingevent" ("appointed_at", "appointed_by_id", "center_id", "ended_why", "first_day", "id", "last_day", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "renews_id", "role_id", "volunteer_id", "ward_id") VALUES (NEW."appointed_at", NEW."appointed_by_id", NEW."center_id", NEW."ended_why", NEW."first_day", NEW."id", NEW."last_day", NEW."organization_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."renews_id", NEW."role_id", NEW."volunteer_id", NEW."ward_id"); RETURN NULL;',
                    hash="871ca5a3bf5014df2d074e392d228c294b924c09",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0b110",
                    table="volunteers_posting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="posting",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "volunteers_postingevent" ("appointed_at", "appointed_by_id", "center_id", "ended_why", "first_day", "id", "last_day", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "renews_id", "role_id", "volunteer_id", "ward_id") VALUES (NEW."appointed_at", NEW."appointed_by_id", NEW."center_id", NEW."ended_why", NEW."first_day", NEW."id", NEW."last_day", NEW."organization_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."renews_id", NEW."role_id", NEW."volunteer_id", NEW."ward_id"); RETURN NULL;',
                    hash="fa02c138ffe7fda1fe2eadf8ce3e7da7bac322af",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_505ba",
                    table="volunteers_posting",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="MatchEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "返事待ち"),
                            ("accepted", "参加予定"),
                            ("declined", "辞退"),
                            ("lapsed", "返事の期限切れ"),
                            ("withdrawn", "取りやめ"),
                            ("cancelled", "中止"),
                            ("done", "活動済み"),
                            ("absent", "欠席"),
                        ],
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                (
                    "held",
                    django.contrib.postgres.fields.ranges.DateTimeRangeField(
                        editable=False, verbose_name="時間"
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="ひとこと")),
                (
                    "reasons",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="合う理由として示したことば",
                        verbose_name="声をかけた理由",
                    ),
                ),
                (
                    "answer_by",
                    models.DateTimeField(blank=True, null=True, verbose_name="返事の期限"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="日時")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="変わった日時")),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                (
                    "thanked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="お礼を伝えた日時"),
                ),
                (
                    "thanks",
                    models.CharField(blank=True, max_length=300, verbose_name="お礼のことば"),
                ),
                (
                    "number",
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
                        to="volunteers.match",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="空ならば、本人の申込です。",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="声をかけた職員",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="volunteers.shift",
                        verbose_name="活動の回",
                    ),
                ),
                (
                    "volunteer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="volunteers.volunteer",
                        verbose_name="ボランティア",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ConsentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "item",
                    models.CharField(
                        choices=[
                            ("name", "氏名"),
                            ("phone", "電話番号"),
                            ("email", "メールアドレス"),
                            ("skills", "経験・資格"),
                            ("photo", "写真"),
                        ],
                        max_length=8,
                        verbose_name="見せるもの",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("host", "活動先（決まったとき）"),
                            ("staff", "ほかの市民センターの職員"),
                            ("public", "このサイトを見る人"),
                        ],
                        max_length=8,
                        verbose_name="見せる相手",
                    ),
                ),
                ("given_at", models.DateTimeField(auto_now_add=True, verbose_name="同意した日時")),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="取りやめた日時"),
                ),
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
                        to="volunteers.consent",
                    ),
                ),
                (
                    "volunteer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="volunteers.volunteer",
                        verbose_name="ボランティア",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ConfirmationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("continues", "続けます"),
                            ("pauses", "しばらく休みます"),
                            ("stops", "やめます"),
                        ],
                        max_length=10,
                        verbose_name="返事",
                    ),
                ),
                (
                    "via",
                    models.CharField(
                        choices=[("mail", "メール"), ("list", "名簿"), ("desk", "窓口・電話")],
                        max_length=5,
                        verbose_name="方法",
                    ),
                ),
                ("at", models.DateTimeField(auto_now=True, verbose_name="日時")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="空ならば、本人がメールから答えました。",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="書いた人",
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
                        to="volunteers.confirmation",
                    ),
                ),
                (
                    "volunteer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="volunteers.volunteer",
                        verbose_name="ボランティア",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ActivityLog",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="活動した日")),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="時間（分）")),
                ("what", models.CharField(max_length=200, verbose_name="したこと")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("logged", "確認待ち"),
                            ("confirmed", "確認済み"),
                            ("refused", "確認できません"),
                        ],
                        default="logged",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="記録した日時"),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="確認した日時"),
                ),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("list", "名簿"),
                            ("qr", "QRコード"),
                            ("counter", "窓口"),
                            ("host", "活動先"),
                        ],
                        max_length=8,
                        verbose_name="確認の方法",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="記録したアカウント",
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activity_logs",
                        to="centers.center",
                        verbose_name="市民センター",
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
                        verbose_name="確認した人",
                    ),
                ),
                (
                    "match",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="log",
                        to="volunteers.match",
                        verbose_name="マッチング",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="logs",
                        to="volunteers.organization",
                        verbose_name="団体",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="logs",
                        to="volunteers.posting",
                        verbose_name="配置",
                    ),
                ),
                (
                    "volunteer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="logs",
                        to="volunteers.volunteer",
                        verbose_name="ボランティア",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="logs",
                        to="volunteers.volunteerrole",
                        verbose_name="役割",
                    ),
                ),
            ],
            options={
                "verbose_name": "活動記録",
                "verbose_name_plural": "活動記録",
                "ordering": ["-day", "-pk"],
                "indexes": [
                    models.Index(
                        fields=["volunteer", "day"], name="volunteers__volunte_979993_idx"
                    ),
                    models.Index(fields=["center", "day"], name="volunteers__center__b2f5f9_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 1), ("minutes__lte", 1440)),
                        name="an_activity_lasts_a_day_at_most",
                        violation_error_code="minutes_out_of_range",
                        violation_error_message="活動の時間は、1分から24時間までで入れてください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "logged"),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="who_confirmed_is_known",
                        violation_error_code="undated_decision",
                        violation_error_message="確認した人と日時がありません。",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="activitylog",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "volunteers_activitylogevent" ("by_id", "center_id", "created_at", "day", "decided_at", "decided_by_id", "how", "id", "match_id", "minutes", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posting_id", "role_id", "status", "volunteer_id", "what", "why") VALUES (NEW."by_id", NEW."center_id", NEW."created_at", NEW."day", NEW."decided_at", NEW."decided_by_id", NEW."how", NEW."id", NEW."match_id", NEW."minutes", NEW."organization_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."posting_id", NEW."role_id", NEW."status", NEW."volunteer_id", NEW."what", NEW."why"); RETURN NULL;',
                    hash="3304cff32da7cdcfab0576ecc91d273985516e5b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b1491",
                    table="volunteers_activitylog",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="activitylog",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "volunteers_activitylogevent" ("by_id", "center_id", "created_at", "day", "decided_at", "decided_by_id", "how", "id", "match_id", "minutes", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posting_id", "role_id", "status", "volunteer_id", "what", "why") VALUES (NEW."by_id", NEW."center_id", NEW."created_at", NEW."day", NEW."decided_at", NEW."decided_by_id", NEW."how", NEW."id", NEW."match_id", NEW."minutes", NEW."organization_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."posting_id", NEW."role_id", NEW."status", NEW."volunteer_id", NEW."what", NEW."why"); RETURN NULL;',
                    hash="15df138c780cfd1d41f0cfe048ebb20bf7016d45",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b2fda",
                    table="volunteers_activitylog",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="VolunteerEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "活動できる"),
                            ("paused", "お休み中"),
                            ("stopped", "終了"),
                        ],
                        default="active",
                        max_length=8,
                        verbose_name="状態",
                    ),
                ),
                (
                    "registered_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="登録日時"
                    ),
                ),
                (
                    "times",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(
                            choices=[
                                (0, "月曜の午前"),
                                (1, "月曜の午後"),
                                (2, "月曜の夜間"),
                                (3, "火曜の午前"),
                                (4, "火曜の午後"),
                                (5, "火曜の夜間"),
                                (6, "水曜の午前"),
                                (7, "水曜の午後"),
                                (8, "水曜の夜間"),
                                (9, "木曜の午前"),
                                (10, "木曜の午後"),
                                (11, "木曜の夜間"),
                                (12, "金曜の午前"),
                                (13, "金曜の午後"),
                                (14, "金曜の夜間"),
                                (15, "土曜の午前"),
                                (16, "土曜の午後"),
                                (17, "土曜の夜間"),
                                (18, "日曜の午前"),
                                (19, "日曜の午後"),
                                (20, "日曜の夜間"),
                            ]
                        ),
                        blank=True,
                        default=list,
                        verbose_name="都合のよい時間",
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("en", "英語"),
                                ("zh", "中国語"),
                                ("ko", "韓国・朝鮮語"),
                                ("vi", "ベトナム語"),
                                ("ne", "ネパール語"),
                                ("tl", "タガログ語"),
                                ("ja-easy", "やさしい日本語"),
                                ("jsl", "手話"),
                            ],
                            max_length=8,
                        ),
                        blank=True,
                        default=list,
                        verbose_name="話せることば",
                    ),
                ),
                (
                    "transport",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("walk", "徒歩・自転車"),
                            ("public", "バス・電車"),
                            ("car", "自動車"),
                        ],
                        max_length=8,
                        verbose_name="移動の手段",
                    ),
                ),
                (
                    "skills",
                    models.CharField(
                        blank=True,
                        help_text="例：ピアノの伴奏、元保育士",
                        max_length=300,
                        verbose_name="できること・経験",
                    ),
                ),
                (
                    "prefers_not",
                    models.CharField(blank=True, max_length=200, verbose_name="したくないこと"),
                ),
                (
                    "guardian_name",
                    models.CharField(blank=True, max_length=60, verbose_name="保護者の氏名"),
                ),
                (
                    "guardian_agreed_on",
                    models.DateField(blank=True, null=True, verbose_name="保護者が同意した日"),
                ),
                (
                    "insured_until",
                    models.DateField(blank=True, null=True, verbose_name="ボランティア保険の期限"),
                ),
                (
                    "confirmed_on",
                    models.DateField(
                        default=django.utils.timezone.localdate,
                        help_text="年に一度、続けるかを尋ねます。",
                        verbose_name="最後に確認した日",
                    ),
                ),
                (
                    "asked_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="確認を尋ねた日"
                    ),
                ),
                (
                    "asked_times",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="尋ねた回数"
                    ),
                ),
                ("stopped_on", models.DateField(blank=True, null=True, verbose_name="終了した日")),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="職員のメモ")),
                (
                    "number",
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
                        verbose_name="登録したアカウント",
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
                        verbose_name="登録した市民センター",
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
                        to="volunteers.volunteer",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PostingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("first_day", models.DateField(verbose_name="任期のはじめ")),
                ("last_day", models.DateField(blank=True, null=True, verbose_name="任期のおわり")),
                (
                    "appointed_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="決めた日時"),
                ),
                (
                    "ended_why",
                    models.CharField(blank=True, max_length=200, verbose_name="途中で終わった理由"),
                ),
                (
                    "place_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(
                                center__isnull=False,
                                then=django.db.models.functions.text.Concat(
                                    models.Value("c"),
                                    django.db.models.functions.comparison.Cast(
                                        "center_id", models.TextField()
                                    ),
                                    output_field=models.TextField(),
                                ),
                            ),
                            models.When(
                                organization__isnull=False,
                                then=django.db.models.functions.text.Concat(
                                    models.Value("o"),
                                    django.db.models.functions.comparison.Cast(
                                        "organization_id", models.TextField()
                                    ),
                                    output_field=models.TextField(),
                                ),
                            ),
                            models.When(
                                then=django.db.models.functions.text.Concat(
                                    models.Value("w"),
                                    django.db.models.functions.comparison.Cast(
                                        "ward_id", models.TextField()
                                    ),
                                    output_field=models.TextField(),
                                ),
                                ward__isnull=False,
                            ),
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "days",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.F("first_day"),
                            models.F("last_day"),
                            models.Value("[]"),
                            function="daterange",
                        ),
                        output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                    ),
                ),
                (
                    "number",
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
                    "appointed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="決めた職員",
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
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="volunteers.organization",
                        verbose_name="学校・団体",
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
                        to="volunteers.posting",
                    ),
                ),
                (
                    "renews",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="volunteers.posting",
                        verbose_name="前の任期",
                    ),
                ),
                (
                    "ward",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.ward",
                        verbose_name="区",
                    ),
                ),
                (
                    "volunteer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="volunteers.volunteer",
                        verbose_name="ボランティア",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="volunteers.volunteerrole",
                        verbose_name="役割",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PastCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("people", models.PositiveIntegerField(default=0, verbose_name="人数")),
                ("times", models.PositiveIntegerField(default=0, verbose_name="回数")),
                ("minutes", models.PositiveIntegerField(default=0, verbose_name="時間（分）")),
                (
                    "coordinated",
                    models.PositiveIntegerField(default=0, verbose_name="コーディネート件数"),
                ),
                (
                    "posted",
                    models.PositiveIntegerField(default=0, verbose_name="配置されていた人数"),
                ),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="centers.center",
                        verbose_name="市民センター",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="volunteers.volunteerrole",
                        verbose_name="役割",
                    ),
                ),
            ],
            options={
                "verbose_name": "終了した人の数",
                "verbose_name_plural": "終了した人の数",
                "ordering": ["-fiscal_year", "center", "role"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("fiscal_year", "center", "role"),
                        name="one_past_count_per_year_center_and_role",
                        nulls_distinct=False,
                        violation_error_code="counted_already",
                        violation_error_message="この年度の数は、すでにあります。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OpeningEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("title", models.CharField(max_length=60, verbose_name="見出し")),
                ("description", models.TextField(max_length=1000, verbose_name="してほしいこと")),
                ("place", models.CharField(max_length=120, verbose_name="場所")),
                (
                    "requirements",
                    models.CharField(blank=True, max_length=300, verbose_name="必要なこと"),
                ),
                (
                    "languages",
                    models.CharField(blank=True, max_length=100, verbose_name="あるとよいことば"),
                ),
                (
                    "minimum_age",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="年齢の下限",
                    ),
                ),
                (
                    "bring",
                    models.CharField(blank=True, max_length=200, verbose_name="持ち物・服装"),
                ),
                (
                    "expenses",
                    models.CharField(blank=True, max_length=100, verbose_name="交通費など"),
                ),
                (
                    "is_insured",
                    models.BooleanField(default=False, verbose_name="主催者が保険をかける"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "確認中"),
                            ("returned", "書き直し"),
                            ("published", "募集中"),
                            ("closed", "募集終了"),
                            ("cancelled", "中止"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="申込日時")),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="公開日時"),
                ),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                (
                    "number",
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
                    "asked_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="募集を申し込んだアカウント",
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
                        verbose_name="担当の市民センター",
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
                        to="volunteers.opening",
                    ),
                ),
                (
                    "ward",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.ward",
                        verbose_name="区",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="空ならば、市民センターの募集です。",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="volunteers.organization",
                        verbose_name="団体",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="volunteers.volunteerrole",
                        verbose_name="役割",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ActivityLogEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("day", models.DateField(verbose_name="活動した日")),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="時間（分）")),
                ("what", models.CharField(max_length=200, verbose_name="したこと")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("logged", "確認待ち"),
                            ("confirmed", "確認済み"),
                            ("refused", "確認できません"),
                        ],
                        default="logged",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="記録した日時"),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="確認した日時"),
                ),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("list", "名簿"),
                            ("qr", "QRコード"),
                            ("counter", "窓口"),
                            ("host", "活動先"),
                        ],
                        max_length=8,
                        verbose_name="確認の方法",
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
                        verbose_name="記録したアカウント",
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
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="確認した人",
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
                        to="volunteers.activitylog",
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="volunteers.match",
                        verbose_name="マッチング",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="volunteers.organization",
                        verbose_name="団体",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="volunteers.posting",
                        verbose_name="配置",
                    ),
                ),
                (
                    "volunteer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="volunteers.volunteer",
                        verbose_name="ボランティア",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="volunteers.volunteerrole",
                        verbose_name="役割",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
