"""`manage.py count_live`: count the live figures now instead of tonight."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from vision.figures.counting import count_live


class Command(BaseCommand):
    help = (
        "このサイトの記録から数える数値（講座の参加者など）を、いま数え直します。"
        "毎晩ひとりでに行われるので、ふだんは使いません。"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        counted = count_live()
        self.stdout.write(f"実績値を{counted.measurements}件書きました。")
        for name, why in counted.failed_indicators.items():
            self.stderr.write(f"{name}：{why}")
        if counted.failed_metrics:
            names = "、".join(counted.failed_metrics)
            raise CommandError(f"数えられなかった数値：{names}（理由は記録にあります）")
