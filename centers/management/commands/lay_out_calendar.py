from argparse import ArgumentParser
from datetime import date

from django.core.management.base import BaseCommand

from centers.calendar.laying_out import lay_out_all


class Command(BaseCommand):
    help = "すべての市民センターの開館カレンダーを、15か月先まで並べます（毎日、自動でも並べます）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--from",
            dest="first",
            type=date.fromisoformat,
            help="この日（2026-04-01のように）から並べます。過ぎた日は、まだない日だけを加えます。",
        )

    def handle(self, *args: object, first: date | None = None, **options: object) -> None:
        self.stdout.write(f"開館カレンダー：{lay_out_all(first):,}日")
