"""Queue entries; each calls one model method."""

from django.tasks import task

from portal.notices.models import Message


@task
def deliver(message_id: int) -> bool:
    """Send one mail from the outbox, once."""
    return Message.objects.get(pk=message_id).deliver()
