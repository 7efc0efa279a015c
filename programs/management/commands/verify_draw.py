from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from centers.lottery import arithmetic as rooms
from centers.lottery.file import check as check_rooms
from portal.draws.file import Altered, check_file, form_of
from programs.lottery.file import check as check_course


class Command(BaseCommand):
    help = (
        "公開された抽選のファイルを、そのファイルだけで計算し直して確かめます。"
        "データベースは使いません。くわしくは docs/lottery.md と "
        "docs/room-lottery.md をご覧ください。"
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
            self.stdout.write(check_file(file, _check, noted=list_hash))
        except Altered as finding:
            raise CommandError(str(finding), returncode=1) from finding


def _check(text: str, *, noted: str = "") -> str:
    """A draw of rooms by its own rules, anything else as the draw of a course."""
    check = check_rooms if form_of(text) == rooms.FORMAT else check_course
    return check(text, noted=noted)
