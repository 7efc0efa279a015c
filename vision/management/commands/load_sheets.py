from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.japan.tables import UnreadableTable
from vision.sheets.loading import load_sheets


class Command(BaseCommand):
    help = "進捗シートのファイル（CSVかExcel）を読み込みます。書きかたはdocs/sheet-file.md。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="進捗シートのファイル")

    def handle(self, *args, file: Path, **options) -> None:
        try:
            report = load_sheets(file)
        except UnreadableTable as refusal:
            raise CommandError(str(refusal)) from refusal
        except ValidationError as refusal:
            for message in refusal.messages:
                self.stderr.write(message)
            raise CommandError(
                f"{len(refusal.messages)}か所を直してください。何も読み込んでいません。"
            ) from refusal
        for warning in report.warnings:
            self.stderr.write(warning)
        self.stdout.write(
            f"進捗シート：追加 {report.created}、変更 {report.updated}、変更なし {report.unchanged}"
        )
