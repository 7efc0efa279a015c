from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from centers.files.table import Outcome
from centers.volunteers.loading import Report, load, load_shipped
from portal.japan.tables import UnreadableTable


class Command(BaseCommand):
    help = (
        "ボランティアの役割、活動の分野、資格の種類を読み込みます。FILEがなければ、付属のものを"
        "読み込みます。書きかたは docs/volunteer-tables.md にあります。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, nargs="?", metavar="FILE", help="役割、分野、資格のファイル"
        )

    def handle(self, *args, file: Path | None, **options) -> None:
        try:
            reports = [load(file)] if file else load_shipped()
        except UnreadableTable as refusal:
            raise CommandError(str(refusal)) from refusal
        except ValidationError as refusal:
            for message in refusal.messages:
                self.stderr.write(message)
            raise CommandError(
                f"{len(refusal.messages)}か所を直してください。何も読み込んでいません。"
            ) from refusal
        for report in reports:
            self.tell(report)

    def tell(self, report: Report) -> None:
        told = "、".join(f"{outcome.value} {report.number(outcome)}" for outcome in Outcome)
        self.stdout.write(f"{report.what}：{told}")
