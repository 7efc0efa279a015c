"""`manage.py prepare_demo`: bring database and static files to where the demo can be served."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from programs.models import Course

PLAN = settings.BASE_DIR / "vision" / "plans" / "kitakyushu-2026.csv"


class Command(BaseCommand):
    help = "Migrates, collects static files, and loads the demo city into an empty database."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo city belongs only into a demo: set DEMO=1.")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        if not Course.objects.exists():
            self.stdout.write("デモ都市を作っています… loading the demo city")
            call_command("load_plan", PLAN)
            call_command("seed")
