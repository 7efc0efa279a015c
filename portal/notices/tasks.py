"""Queue entries; each calls one model method."""

from django.core.mail import mailers
from django.tasks import task

from portal.notices.models import Message


@task
def deliver(message_id: int) -> bool:
    """Send one mail from the outbox, once."""
    return Message.objects.get(pk=message_id).deliver()


@task
def deliver_some(message_ids: list[int]) -> int:
    """Send some mails from the outbox over one connection; return how many the server has."""
    messages = Message.objects.filter(pk__in=message_ids).order_by("pk")
    mailer = mailers.default
    try:
        mailer.open()
    except OSError:  # away: waiting for it fifty times would take longer than a task may
        return sum(message.put_off() for message in messages)
    try:
        return sum(message.deliver(mailer) for message in messages)
    finally:
        mailer.close()
