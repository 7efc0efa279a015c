from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from portal.demo import seeding
from portal.demo.city import SIZES, build_city


class Command(BaseCommand):
    help = "デモの北九州市（区、市民センター、講座、住民、申込）を空のデータベースに入れます。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--size",
            choices=list(SIZES),
            default="city",
            help="town：小さい試験用、city：北九州市の規模（標準）、nation：性能を測るための大規模",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if seeding.holds_a_city():
            raise CommandError(
                "このデータベースには、すでに講座や市民センターなどが入っています。"
                "デモのデータは、空のデータベースにだけ入れられます。"
            )
        seeding.write(build_city(options["size"], timezone.localdate()), self.stdout.write)
