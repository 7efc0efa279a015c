from datetime import timedelta

from django.core.mail import EmailMessage
from django.db import models, transaction
from django.utils import timezone

FIRST_RETRY = timedelta(minutes=1)
LAST_ATTEMPT = 8
LONGEST_SUBJECT = 200


class Message(models.Model):
    """One mail to one address (outbox). Sent if and only if what it tells of is committed."""

    key = models.CharField("何の通知か", max_length=80, unique=True)
    to = models.EmailField("あて先")
    subject = models.CharField("件名", max_length=LONGEST_SUBJECT)
    body = models.TextField("本文")
    confidential = models.BooleanField(
        "送ったら本文を消す", default=False, help_text="ログインの確認番号など"
    )
    calendar = models.TextField("添える予定（.ics）", blank=True)
    created_at = models.DateTimeField("作成", auto_now_add=True)
    sent_at = models.DateTimeField("送信", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("試した回数", default=0)
    bounced_at = models.DateTimeField("届かなかった日時", null=True, blank=True)
    bounce_reason = models.CharField("届かなかった理由", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "送信メール"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.subject

    @classmethod
    @transaction.atomic
    def send_once(
        cls, key: str, *, to: str, subject: str, body: str, confidential: bool = False
    ) -> "Message":
        """Queue a mail in the present transaction. A second call with the same key adds nothing.

        A subject is one line, whatever was typed into a title.
        """
        one_line = " ".join(subject.split())[:LONGEST_SUBJECT]
        message, created = cls.objects.get_or_create(
            key=key,
            defaults={"to": to, "subject": one_line, "body": body, "confidential": confidential},
        )
        if created:
            message.deliver_later()
        return message

    def deliver_later(self, delay: timedelta | None = None) -> None:
        """Put the delivery into the queue, in the present transaction."""
        from portal.notices.tasks import deliver  # noqa: PLC0415  tasks import models

        run_after = timezone.now() + delay if delay else None
        deliver.using(run_after=run_after).enqueue(self.pk)

    def deliver(self) -> bool:
        """Hand the mail to the mail server once; tell whether the server has it.

        Waits twice as long after each failure, gives up after the eighth. A confidential text is
        wiped as soon as nobody will send it any more.
        """
        with transaction.atomic():
            message = Message.objects.select_for_update().get(pk=self.pk)
            if message.sent_at or message.attempts >= LAST_ATTEMPT:
                return message.sent_at is not None
            message.attempts += 1
            try:
                EmailMessage(message.subject, message.body, to=[message.to]).send()
            except OSError:
                if message.attempts < LAST_ATTEMPT:
                    message.deliver_later(FIRST_RETRY * 2 ** (message.attempts - 1))
            else:
                message.sent_at = timezone.now()
            is_done = message.sent_at or message.attempts >= LAST_ATTEMPT
            if message.confidential and is_done:
                message.body = ""
            message.save(update_fields=["attempts", "sent_at", "body"])
            return message.sent_at is not None
