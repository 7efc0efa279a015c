import pghistory
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from programs.lottery import drawing
from programs.models import Course, Draw


class Command(BaseCommand):
    help = (
        "抽選を進めます。講座の番号がなければ、確定する時が来た名簿を確定し、知らせる時が来た"
        "結果を知らせます。番号があれば、その講座の名簿を確定し、--value があれば抽選し、"
        "知らせる時が来ていれば知らせます。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("course", type=int, nargs="?", metavar="COURSE_ID")
        parser.add_argument("--value", default="", help="公開の数")
        parser.add_argument("--source", default="", help="公開の数の出どころ（確定のときに公開）")

    def handle(self, *args, course: int | None, value: str, source: str, **options) -> None:
        if course is None and (value or source):
            raise CommandError("--value と --source は、講座の番号といっしょに使います。")
        with pghistory.context(command="draw_lottery"):
            if course is None:
                drawing.see_to_lotteries()
                self.stdout.write("時の来た名簿を確定し、時の来た結果を知らせました。")
                return
            try:
                self._take_on(Course.objects.get(pk=course), value, source)
            except Course.DoesNotExist as missing:
                raise CommandError(f"{course}番の講座はありません。") from missing
            except ValidationError as refusal:
                raise CommandError(refusal.messages[0]) from refusal

    def _take_on(self, course: Course, value: str, source: str) -> None:
        """Everything that can be done about one course now."""
        draw = Draw.objects.valid().filter(course=course).first()
        if draw is None:
            draw = drawing.close(course, source=source)
            self.stdout.write(f"名簿を確定しました。ハッシュ {draw.list_hash}")
        elif source:
            raise CommandError("公開の数の出どころは、確定したあとには変えられません。")
        if value and not draw.needed_no_lot:
            draw = drawing.draw(course, value, by=None)
            self.stdout.write(f"「{draw.value}」で抽選しました。")
        if Draw.objects.to_announce().filter(pk=draw.pk).exists():
            drawing.announce(course)
            self.stdout.write("結果を知らせました。")
