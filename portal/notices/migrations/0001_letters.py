import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    # What the databases of this portal's first weeks were made by.
    replaces = [
        ("notices", "0001_initial"),
        ("notices", "0002_fair_sign_up"),
        ("notices", "0003_chores_and_unsubscribe"),
        ("notices", "0004_letter_texts"),
    ]

    initial = True

    dependencies = [
        ("people", "__first__"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Chore",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="名前")),
                ("done_at", models.DateTimeField(null=True, verbose_name="済ませた日時")),
                ("failed_at", models.DateTimeField(null=True, verbose_name="失敗した日時")),
                (
                    "failure",
                    models.CharField(blank=True, max_length=300, verbose_name="失敗のわけ"),
                ),
            ],
            options={
                "verbose_name": "定期の仕事",
                "verbose_name_plural": "定期の仕事",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="LetterText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40, unique=True, verbose_name="何の手紙か")),
                ("subject", models.CharField(max_length=120, verbose_name="件名")),
                (
                    "body",
                    models.TextField(
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="本文",
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新")),
                (
                    "updated_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="更新した職員",
                    ),
                ),
            ],
            options={
                "verbose_name": "文面",
                "verbose_name_plural": "文面",
                "ordering": ["kind"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lettertext",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "notices_lettertextevent" ("body", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject", "updated_at", "updated_by_id") VALUES (NEW."body", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."subject", NEW."updated_at", NEW."updated_by_id"); RETURN NULL;',
                    hash="0468da500ac8524f6c6b2644edb5ee3fb475466e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1999b",
                    table="notices_lettertext",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lettertext",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "notices_lettertextevent" ("body", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject", "updated_at", "updated_by_id") VALUES (NEW."body", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."subject", NEW."updated_at", NEW."updated_by_id"); RETURN NULL;',
                    hash="149e8087d17c28683e2a89080e326c9deefed77a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_99a38",
                    table="notices_lettertext",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lettertext",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "notices_lettertextevent" ("body", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject", "updated_at", "updated_by_id") VALUES (OLD."body", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."subject", OLD."updated_at", OLD."updated_by_id"); RETURN NULL;',
                    hash="725b9f361f9c26e8aa49ed175bac6a6ab8d93934",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_77186",
                    table="notices_lettertext",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="LetterTextEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=40, verbose_name="何の手紙か")),
                ("subject", models.CharField(max_length=120, verbose_name="件名")),
                (
                    "body",
                    models.TextField(
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="本文",
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新")),
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
                        to="notices.lettertext",
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="更新した職員",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=80, unique=True, verbose_name="何の通知か")),
                ("to", models.EmailField(max_length=254, verbose_name="あて先")),
                ("subject", models.CharField(max_length=200, verbose_name="件名")),
                ("body", models.TextField(verbose_name="本文")),
                (
                    "confidential",
                    models.BooleanField(
                        default=False,
                        help_text="ログインの確認番号など",
                        verbose_name="送ったら本文を消す",
                    ),
                ),
                ("calendar", models.TextField(blank=True, verbose_name="添える予定（.ics）")),
                (
                    "unsubscribe",
                    models.CharField(blank=True, max_length=300, verbose_name="止めるためのページ"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="作成")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="送信")),
                (
                    "attempts",
                    models.PositiveSmallIntegerField(default=0, verbose_name="試した回数"),
                ),
                (
                    "bounced_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="届かなかった日時"),
                ),
                (
                    "bounce_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="届かなかった理由"),
                ),
            ],
            options={
                "verbose_name": "送信メール",
                "verbose_name_plural": "送信メール",
                "ordering": ["-created_at"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("bounced_at__isnull", False)),
                        fields=["-bounced_at"],
                        name="mails_that_came_back",
                    )
                ],
            },
        ),
    ]
