from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.japan.tables import UnreadableTable
from vision.plans.loading import Report, load_plan


class Command(BaseCommand):
    help = "計画のファイル（CSVかExcel）を読み込みます。書きかたは docs/plan-file.md にあります。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="計画のファイル")

    def handle(self, *args, file: Path, **options) -> None:
        try:
            report = load_plan(file)
        except UnreadableTable as refusal:
            raise CommandError(str(refusal)) from refusal
        except ValidationError as refusal:
            for message in refusal.messages:
                self.stderr.write(message)
            raise CommandError(
                f"{len(refusal.messages)}か所を直してください。何も読み込んでいません。"
            ) from refusal
        for told in (*report.earlier, report):
            self.tell(told)

    def tell(self, report: Report) -> None:
        self.stdout.write(
            f"{report.plan.name}（計画は{report.plan_change}）："
            f"項目の追加 {report.created}、変更 {report.updated}、"
            f"変更なし {report.unchanged}、削除 {report.removed}"
        )
