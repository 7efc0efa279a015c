"""Queue entries; each calls one model method."""

from django.tasks import task

from portal.notices.models import Message


@task
def deliver(message_id: int) -> bool:
    """Send one mail from the outbox, once."""
    return Message.objects.get(pk=message_id).deliver()


@task
def deliver_some(message_ids: list[int]) -> int:
    """Send some mails from the outbox, each once; return how many the mail server has."""
    messages = Message.objects.filter(pk__in=message_ids).order_by("pk")
    return sum(message.deliver() for message in messages)
