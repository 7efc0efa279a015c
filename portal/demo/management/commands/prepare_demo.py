"""`manage.py prepare_demo`: bring database and static files to where the demo can be served."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db.migrations.exceptions import InconsistentMigrationHistory, NodeNotFoundError

from portal.demo import plans, sheets
from portal.demo.tasks import count_and_publish
from programs.models import Course


class Command(BaseCommand):
    help = "Migrates, collects static files, and loads the demo city into an empty database."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo city belongs only into a demo: set DEMO=1.")
        self._migrate()
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        if not Course.objects.exists():
            self.stdout.write("デモ都市を作っています… loading the demo city")
            for plan in plans.load_all():
                self.stdout.write(f"計画：{plan.name}")
            call_command("seed", size=settings.DEMO_SIZE)
            self.stdout.write(f"進捗シート：{sheets.set_scene()}")
            count_and_publish.enqueue()
            self.stdout.write(
                "計画の数字は、このあと数えます… figures are counted in the background"
            )

    def _migrate(self) -> None:
        try:
            call_command("migrate", verbosity=0, interactive=False)
        except (InconsistentMigrationHistory, NodeNotFoundError) as fault:
            raise CommandError(
                "デモのデータが、つづきから使えない古い版のものです。フォルダー .postgres の"
                "名前を変えるか消すかして、もう一度 make run を動かしてください。\n"
                "The demo's data is of an old version that cannot go on. Rename or remove "
                "the folder .postgres, then make run again."
            ) from fault
