from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.japan.tables import UnreadableTable
from vision.figures.loading import load_indicators


class Command(BaseCommand):
    help = (
        "指標のファイル（CSVかExcel）を読み込みます。書きかたは docs/indicator-file.md にあります。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="指標のファイル")

    def handle(self, *args, file: Path, **options) -> None:
        try:
            report = load_indicators(file)
        except UnreadableTable as refusal:
            raise CommandError(str(refusal)) from refusal
        except ValidationError as refusal:
            for message in refusal.messages:
                self.stderr.write(message)
            raise CommandError(
                f"{len(refusal.messages)}か所を直してください。何も読み込んでいません。"
            ) from refusal
        self.stdout.write(report.summary())
        for line in report.differing:
            self.stdout.write(f"公表した数字とちがいます。{line}")
