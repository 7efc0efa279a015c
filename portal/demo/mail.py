"""The demo city's post office: no mail leaves the machine, a page shows what was sent."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class KeepForThePage(BaseEmailBackend):
    """Keep every mail as a row instead of sending it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep one row for each address of each mail; return the number of mails."""
        from portal.demo.models import SentMail  # noqa: PLC0415  backends load before models

        SentMail.objects.bulk_create(
            SentMail(to=address, subject=str(mail.subject), body=str(mail.body))
            for mail in email_messages
            for address in mail.recipients()
        )
        return len(email_messages)
