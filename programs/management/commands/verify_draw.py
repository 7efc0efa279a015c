from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from programs.lottery.file import Altered, check_file


class Command(BaseCommand):
    help = (
        "公開された抽選のファイルを、そのファイルだけで計算し直して確かめます。"
        "データベースは使いません。くわしくは docs/lottery.md をご覧ください。"
    )
    requires_system_checks = []  # the file is enough

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="抽選のファイル（JSON）")
        parser.add_argument(
            "--list-hash",
            default="",
            metavar="HASH",
            help="確定のあとに控えておいた、名簿のハッシュ",
        )

    def handle(self, *args, file: Path, list_hash: str, **options) -> None:
        try:
            self.stdout.write(check_file(file, noted=list_hash))
        except Altered as finding:
            raise CommandError(str(finding), returncode=1) from finding
