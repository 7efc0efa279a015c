from pathlib import Path

import pghistory
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.japan.tables import UnreadableTable
from programs.imports.run import import_courses


class Command(BaseCommand):
    help = (
        "市区町村が公開するイベント一覧（CSVかExcel）から、講座を取り込みます。"
        "くわしくは docs/import-courses.md をご覧ください。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="イベント一覧のファイル")
        parser.add_argument(
            "--dry-run", action="store_true", help="結果を確かめるだけで、何も書き込みません"
        )

    def handle(self, *args, file: Path, dry_run: bool, **options) -> None:
        try:
            with pghistory.context(command="import_courses", file=file.name):
                report = import_courses(file, dry_run=dry_run)
        except UnreadableTable as refusal:
            raise CommandError(str(refusal)) from refusal
        for line in report.in_order:
            self.stdout.write(str(line))
        if report.kept:
            self.stdout.write(report.kept)
        if report.gone:
            self.stdout.write(report.gone)
        self.stdout.write(report.summary)
        if dry_run:
            self.stdout.write("確認だけをしました。何も書き込んでいません。")
