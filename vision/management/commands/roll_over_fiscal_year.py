from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from portal.japan.calendar import fiscal_year, fiscal_year_name
from vision.sheets.rolling_over import roll_over


class Command(BaseCommand):
    help = "前の年度の進捗シートのうち続けるものを、新しい年度へ引きつぎます。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--year", type=int, metavar="YEAR", help="新しい年度（西暦）。空なら、いまの年度"
        )

    def handle(self, *args, year: int | None, **options) -> None:
        year = fiscal_year(timezone.localdate()) if year is None else year
        try:
            report = roll_over(year)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        name = fiscal_year_name(year)
        self.stdout.write(f"{name}へ引きついだシート：{len(report.made)}")
        for words, sheets in (
            ("もう引きついであるもの", report.there_already),
            ("終わるので引きつがないもの", report.left_behind),
            ("同じ番号のシートがあるので引きつがないもの", report.number_taken),
        ):
            for sheet in sheets:
                self.stdout.write(f"{words}：{sheet}")
