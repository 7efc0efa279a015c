"""`manage.py forget_unconfirmed_accounts`: once a day, drop addresses nobody came back for."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.people.models import User

KEPT_FOR = timedelta(days=1)


class Command(BaseCommand):
    help = (
        "Deletes accounts of mail addresses typed more than a day ago whose owner never came with "
        "the code. Run it once a day."
    )

    def handle(self, **options: Any) -> None:
        forgotten = User.objects.never_signed_in(before=timezone.now() - KEPT_FOR)
        number = forgotten.count()
        forgotten.delete()
        self.stdout.write(f"確認されなかったアカウントを{number}件消しました。")
