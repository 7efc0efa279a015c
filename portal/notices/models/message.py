from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.core.signing import Signer
from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from portal.people.models import User

FIRST_RETRY = timedelta(minutes=1)
LAST_ATTEMPT = 8
LONGEST_SUBJECT = 200
LONGEST_REASON = 300
HANDED_OVER_TOGETHER = 50


@dataclass(frozen=True)
class Draft:
    """A mail to be put into the outbox. `calendar` is an .ics file, `unsubscribe` an address."""

    key: str
    to: str
    subject: str
    body: str
    confidential: bool = False
    calendar: str = ""
    unsubscribe: str = ""


class MessageQuerySet(models.QuerySet["Message"]):
    def of_header(self, message_id: str) -> "Message | None":
        """The mail that carried this Message-ID; None for one we did not write."""
        name = message_id.strip().strip("<>").partition("@")[0]
        number, _, signature = name.partition(".")
        if not number.isascii() or not number.isdigit() or len(number) > 18:
            return None
        if not constant_time_compare(signature, _signature(int(number))):
            return None
        return self.filter(pk=int(number)).first()


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
    unsubscribe = models.CharField("止めるためのページ", max_length=300, blank=True)
    created_at = models.DateTimeField("作成", auto_now_add=True)
    sent_at = models.DateTimeField("送信", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("試した回数", default=0)
    bounced_at = models.DateTimeField("届かなかった日時", null=True, blank=True)
    bounce_reason = models.CharField("届かなかった理由", max_length=LONGEST_REASON, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "送信メール"
        ordering = ["-created_at"]
        indexes = [
            models.Index(
                fields=["-bounced_at"],
                condition=models.Q(bounced_at__isnull=False),
                name="mails_that_came_back",
            )
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def message_id(self) -> str:
        """The header by which a mail that comes back is known again; nobody can make one up."""
        host = urlsplit(settings.SITE_URL).hostname
        return f"<{self.pk}.{_signature(self.pk)}@{host}>"

    # ------------------------------------------------------------ into the outbox

    @classmethod
    def send_once(
        cls, key: str, *, to: str, subject: str, body: str, confidential: bool = False
    ) -> "Message":
        """Queue a mail in the present transaction. A second call with the same key adds nothing.

        A subject is one line, whatever was typed into a title.
        """
        cls.send_many([Draft(key, to, subject, body, confidential)])
        return cls.objects.get(key=key)

    @classmethod
    @transaction.atomic
    def send_many(cls, drafts: Sequence[Draft]) -> list["Message"]:
        """Queue many mails at once, each key once; returns those that are new."""
        keys = [draft.key for draft in drafts]
        known = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
        new = [draft for draft in drafts if draft.key not in known]
        if not new:
            return []
        Message.objects.bulk_create(
            (Message(**asdict(draft) | {"subject": _one_line(draft.subject)}) for draft in new),
            ignore_conflicts=True,
        )
        queued: list[Message] = list(
            Message.objects.filter(key__in=[draft.key for draft in new]).order_by("pk")
        )
        if len(queued) == 1:
            queued[0].deliver_later()
        else:
            deliver_many_later([message.pk for message in queued])
        return queued

    def deliver_later(self, delay: timedelta | None = None) -> None:
        """Put the delivery into the queue, in the present transaction."""
        from portal.notices.tasks import deliver  # noqa: PLC0415  tasks import models

        run_after = timezone.now() + delay if delay else None
        deliver.using(run_after=run_after).enqueue(self.pk)

    # ------------------------------------------------------------ out of it

    def deliver(self, mailer: BaseEmailBackend | None = None) -> bool:
        """Hand the mail to the mail server once; tell whether the server has it.

        Many in a row share a `mailer` that is open already.

        Waits twice as long after each failure, gives up after the eighth, and at once where the
        server refuses the address for good. A confidential text is wiped as soon as nobody will
        send it any more.
        """
        with transaction.atomic():
            message = Message.objects.select_for_update().get(pk=self.pk)
            if message._is_done:
                return message.sent_at is not None
            message.attempts += 1
            try:
                (mailer or mailers.default).send_messages([message._as_mail()])
            except SMTPRecipientsRefused as refusal:
                message._refused(refusal)
            except (OSError, ValueError):  # away, or an address no mail can carry
                message._try_again()
            else:
                message.sent_at = timezone.now()
            message._keep_how_it_went()
            return message.sent_at is not None

    def put_off(self) -> bool:
        """Count an attempt in which the mail server could not be reached at all."""
        with transaction.atomic():
            message = Message.objects.select_for_update().get(pk=self.pk)
            if not message._is_done:
                message.attempts += 1
                message._try_again()
                message._keep_how_it_went()
            return message.sent_at is not None

    def came_back(self, reason: str) -> None:
        """Record that this mail did not arrive, and that its address takes none."""
        self.bounced_at = timezone.now()
        self.bounce_reason = _one_line(reason, LONGEST_REASON)
        self.save(update_fields=["bounced_at", "bounce_reason"])
        User.objects.mail_fails(self.to)

    @property
    def _is_done(self) -> bool:
        """Whether nobody will send it any more."""
        return bool(self.sent_at or self.bounced_at or self.attempts >= LAST_ATTEMPT)

    def _keep_how_it_went(self) -> None:
        if self.confidential and self._is_done:
            self.body = ""
        self.save(update_fields=["attempts", "sent_at", "body", "bounced_at", "bounce_reason"])

    def _as_mail(self) -> EmailMessage:
        headers = {"Message-ID": self.message_id, "Auto-Submitted": "auto-generated"}
        if self.unsubscribe:
            headers["List-Unsubscribe"] = f"<{self.unsubscribe}>"
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        mail = EmailMessage(self.subject, self.body, to=[self.to], headers=headers)
        if self.calendar:
            method = "CANCEL" if "METHOD:CANCEL" in self.calendar else "PUBLISH"
            mail.attach("yotei.ics", self.calendar, f"text/calendar; method={method}")
        return mail

    def _refused(self, refusal: SMTPRecipientsRefused) -> None:
        code, words = next(iter(refusal.recipients.values()), (550, b""))
        if code < 500:
            self._try_again()
            return
        said = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
        self.came_back(f"{code} {said}")

    def _try_again(self) -> None:
        if self.attempts < LAST_ATTEMPT:
            self.deliver_later(FIRST_RETRY * 2 ** (self.attempts - 1))


def deliver_many_later(pks: Sequence[int]) -> None:
    """Queue the delivery of many mails, some at a time, so that each task stays short."""
    from portal.notices.tasks import deliver_some  # noqa: PLC0415  tasks import models

    for first in range(0, len(pks), HANDED_OVER_TOGETHER):
        deliver_some.enqueue(list(pks[first : first + HANDED_OVER_TOGETHER]))


def _one_line(text: str, longest: int = LONGEST_SUBJECT) -> str:
    return " ".join(text.split())[:longest]


def _signature(number: int) -> str:
    return Signer(salt="portal.notices.message-id").signature(str(number))[:20]
