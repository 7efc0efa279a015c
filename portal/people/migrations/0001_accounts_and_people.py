import datetime

import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import portal.people.models.person


class Migration(migrations.Migration):
    # What the databases of this portal's first weeks were made by.
    replaces = [
        ("people", "0001_initial"),
        ("people", "0002_fair_sign_up"),
        ("people", "0003_person_search"),
        ("people", "0004_wants_digest"),
        ("people", "0005_sessions_name_their_account"),
        ("people", "0007_doubles"),
        ("people", "0008_council"),
        ("people", "0009_wants_suggestions"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("centers", "0001_centers_and_rooms"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Household",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "家族",
                "verbose_name_plural": "家族",
            },
        ),
        migrations.CreateModel(
            name="Ward",
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
                        help_text="全国地方公共団体コード",
                        max_length=6,
                        unique=True,
                        verbose_name="コード",
                    ),
                ),
                ("slug", models.SlugField(unique=True, verbose_name="アドレスの名前")),
                ("name", models.CharField(max_length=20, unique=True, verbose_name="名称")),
                ("kana", models.CharField(max_length=40, verbose_name="フリガナ")),
            ],
            options={
                "verbose_name": "区",
                "verbose_name_plural": "区",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "email",
                    models.EmailField(max_length=254, unique=True, verbose_name="メールアドレス"),
                ),
                (
                    "display_name",
                    models.CharField(blank=True, max_length=60, verbose_name="表示名"),
                ),
                (
                    "wants_reminders",
                    models.BooleanField(default=True, verbose_name="開催の前にお知らせを受け取る"),
                ),
                (
                    "wants_surveys",
                    models.BooleanField(
                        default=True, verbose_name="講座のあとのアンケートを受け取る"
                    ),
                ),
                (
                    "wants_suggestions",
                    models.BooleanField(
                        blank=True,
                        help_text="空ならば、まだ尋ねていません。",
                        null=True,
                        verbose_name="学んだことを生かせる活動の案内を受け取る",
                    ),
                ),
                (
                    "wants_digest",
                    models.BooleanField(
                        default=True, verbose_name="毎朝のまとめを受け取る（職員）"
                    ),
                ),
                (
                    "mail_fails_since",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="メールが届かなくなった日時"
                    ),
                ),
                ("is_staff", models.BooleanField(default=False, verbose_name="職員")),
                ("is_active", models.BooleanField(default=True, verbose_name="有効")),
                (
                    "date_joined",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="登録日時"
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="people.household",
                        verbose_name="家族",
                    ),
                ),
            ],
            options={
                "verbose_name": "アカウント",
                "verbose_name_plural": "アカウント",
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        name="one_account_per_email",
                        violation_error_code="email_taken",
                        violation_error_message="このメールアドレスはすでに登録されています。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("family_name", models.CharField(max_length=30, verbose_name="氏")),
                ("given_name", models.CharField(max_length=30, verbose_name="名")),
                ("family_kana", models.CharField(max_length=40, verbose_name="セイ")),
                ("given_kana", models.CharField(max_length=40, verbose_name="メイ")),
                (
                    "birth_date",
                    models.DateField(
                        validators=[
                            portal.people.models.person.not_in_the_future,
                            django.core.validators.MinValueValidator(datetime.date(1900, 1, 1)),
                        ],
                        verbose_name="生年月日",
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9()\\-]{10,16}$",
                                "電話番号を、093-000-0000 のように入力してください。",
                            )
                        ],
                        verbose_name="電話番号",
                    ),
                ),
                (
                    "postcode",
                    models.CharField(
                        blank=True,
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9]{7}$", "郵便番号は、数字7けたで入力してください。"
                            )
                        ],
                        verbose_name="郵便番号",
                    ),
                ),
                (
                    "address",
                    models.CharField(
                        blank=True,
                        help_text="はがきでお知らせするときに使います。",
                        max_length=200,
                        verbose_name="住所",
                    ),
                ),
                (
                    "works_or_studies_in_city",
                    models.BooleanField(default=False, verbose_name="市内に通勤・通学している"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="people.household",
                        verbose_name="家族",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absorbed",
                        to="people.person",
                        verbose_name="まとめた先",
                    ),
                ),
                (
                    "ward",
                    models.ForeignKey(
                        blank=True,
                        help_text="市外にお住まいの方は空けてください。",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="people.ward",
                        verbose_name="お住まいの区",
                    ),
                ),
            ],
            options={
                "verbose_name": "参加者",
                "verbose_name_plural": "参加者",
                "ordering": ["birth_date", "pk"],
                "indexes": [
                    models.Index(
                        fields=["family_kana", "given_kana"], name="people_pers_family__b1de1e_idx"
                    ),
                    models.Index(
                        django.contrib.postgres.indexes.OpClass(
                            models.Func(
                                models.F("family_kana"),
                                models.F("given_kana"),
                                arg_joiner=" || ",
                                output_field=models.TextField(),
                                template="translate((%(expressions)s), 'ァィゥェォッャュョヮヵヶガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポヴヲヰヱー・ ', 'アイウエオツヤユヨワカケカキクケコサシスセソタシステトハヒフヘホハヒフヘホウオイエ')",
                            ),
                            name="text_pattern_ops",
                        ),
                        name="person_by_kana_key",
                    ),
                    models.Index(
                        django.contrib.postgres.indexes.OpClass(
                            models.Func(
                                models.F("family_name"),
                                models.F("given_name"),
                                arg_joiner=" || ",
                                output_field=models.TextField(),
                                template="(%(expressions)s)",
                            ),
                            name="text_pattern_ops",
                        ),
                        name="person_by_name",
                    ),
                    models.Index(
                        django.contrib.postgres.indexes.OpClass(
                            models.Func(
                                models.F("phone"),
                                output_field=models.TextField(),
                                template="reverse(regexp_replace(%(expressions)s, '[^0-9]', '', 'g'))",
                            ),
                            name="text_pattern_ops",
                        ),
                        name="person_by_phone",
                    ),
                    models.Index(
                        models.Func(
                            models.F("family_kana"),
                            models.F("given_kana"),
                            arg_joiner=" || ",
                            output_field=models.TextField(),
                            template="translate((%(expressions)s), 'ァィゥェォッャュョヮヵヶガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポヴヲヰヱー・ ', 'アイウエオツヤユヨワカケカキクケコサシスセソタシステトハヒフヘホハヒフヘホウオイエ')",
                        ),
                        models.F("birth_date"),
                        models.Func(
                            models.F("phone"),
                            output_field=models.TextField(),
                            template="reverse(regexp_replace(%(expressions)s, '[^0-9]', '', 'g'))",
                        ),
                        condition=models.Q(("merged_into__isnull", True)),
                        include=("id", "family_kana", "given_kana", "phone"),
                        name="person_doubles",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("birth_date__gte", datetime.date(1900, 1, 1))),
                        name="person_born_in_living_memory",
                        violation_error_code="born_too_early",
                        violation_error_message="生年月日を確かめてください。",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "people_personevent" ("address", "birth_date", "created_at", "family_kana", "family_name", "given_kana", "given_name", "household_id", "id", "merged_into_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postcode", "ward_id", "works_or_studies_in_city") VALUES (NEW."address", NEW."birth_date", NEW."created_at", NEW."family_kana", NEW."family_name", NEW."given_kana", NEW."given_name", NEW."household_id", NEW."id", NEW."merged_into_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."postcode", NEW."ward_id", NEW."works_or_studies_in_city"); RETURN NULL;',
                    hash="a3973aae13611d7b19643c4121c3515950bf0d3d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_65688",
                    table="people_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "people_personevent" ("address", "birth_date", "created_at", "family_kana", "family_name", "given_kana", "given_name", "household_id", "id", "merged_into_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postcode", "ward_id", "works_or_studies_in_city") VALUES (NEW."address", NEW."birth_date", NEW."created_at", NEW."family_kana", NEW."family_name", NEW."given_kana", NEW."given_name", NEW."household_id", NEW."id", NEW."merged_into_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."postcode", NEW."ward_id", NEW."works_or_studies_in_city"); RETURN NULL;',
                    hash="8e054400eb7862a10b42ecba5c499a7c3f5aea25",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_de829",
                    table="people_person",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="AccessLog",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="日時")),
                ("reason", models.CharField(max_length=100, verbose_name="目的")),
                (
                    "viewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="見た職員",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="looked_at",
                        to="people.person",
                        verbose_name="見られた人",
                    ),
                ),
            ],
            options={
                "verbose_name": "個人情報の閲覧記録",
                "verbose_name_plural": "個人情報の閲覧記録",
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(fields=["person", "-at"], name="people_acce_person__bae53c_idx")
                ],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(
                        max_length=40, primary_key=True, serialize=False, verbose_name="session key"
                    ),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="アカウント",
                    ),
                ),
            ],
            options={
                "verbose_name": "サインインの状態",
                "verbose_name_plural": "サインインの状態",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PersonEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("family_name", models.CharField(max_length=30, verbose_name="氏")),
                ("given_name", models.CharField(max_length=30, verbose_name="名")),
                ("family_kana", models.CharField(max_length=40, verbose_name="セイ")),
                ("given_kana", models.CharField(max_length=40, verbose_name="メイ")),
                (
                    "birth_date",
                    models.DateField(
                        validators=[
                            portal.people.models.person.not_in_the_future,
                            django.core.validators.MinValueValidator(datetime.date(1900, 1, 1)),
                        ],
                        verbose_name="生年月日",
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9()\\-]{10,16}$",
                                "電話番号を、093-000-0000 のように入力してください。",
                            )
                        ],
                        verbose_name="電話番号",
                    ),
                ),
                (
                    "postcode",
                    models.CharField(
                        blank=True,
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9]{7}$", "郵便番号は、数字7けたで入力してください。"
                            )
                        ],
                        verbose_name="郵便番号",
                    ),
                ),
                (
                    "address",
                    models.CharField(
                        blank=True,
                        help_text="はがきでお知らせするときに使います。",
                        max_length=200,
                        verbose_name="住所",
                    ),
                ),
                (
                    "works_or_studies_in_city",
                    models.BooleanField(default=False, verbose_name="市内に通勤・通学している"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "household",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.household",
                        verbose_name="家族",
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
                        to="people.person",
                        verbose_name="まとめた先",
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
                        to="people.person",
                    ),
                ),
                (
                    "ward",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="市外にお住まいの方は空けてください。",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.ward",
                        verbose_name="お住まいの区",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("manager", "館長・課長"),
                            ("staff", "職員"),
                            ("adviser", "社会教育主事・地域・人づくりアドバイザー"),
                            ("council", "社会教育委員"),
                        ],
                        default="staff",
                        max_length=10,
                        verbose_name="役割",
                    ),
                ),
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
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="アカウント",
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
                "verbose_name": "所属",
                "verbose_name_plural": "所属",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ward__isnull", True), ("center__isnull", True), _connector="OR"
                        ),
                        name="membership_has_one_place",
                        violation_error_code="two_places",
                        violation_error_message="区と市民センターは、どちらか一方だけを選んでください。",
                    ),
                    models.UniqueConstraint(
                        fields=("user", "ward", "center"),
                        name="one_membership_per_place",
                        nulls_distinct=False,
                        violation_error_code="already_member",
                        violation_error_message="この所属はすでに登録されています。",
                    ),
                ],
            },
        ),
    ]
