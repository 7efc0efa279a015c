"""`manage.py record_bounce < report`: what the mail server pipes in when a mail came back."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from portal.notices.bounces import LARGEST_REPORT, record_bounce


class Command(BaseCommand):
    help = "Reads one report of a returned mail (RFC 3464) from standard input and records it."

    def handle(self, **options: Any) -> None:
        self.stdout.write(record_bounce(sys.stdin.buffer.read(LARGEST_REPORT + 1)))
