from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CentersConfig(AppConfig):
    name = "centers"
    verbose_name = "市民センター"

    def ready(self) -> None:
        """Say below what is not known there: figures and letters; and do what each day brings."""
        from centers.calendar.laying_out import (  # noqa: PLC0415  models must be loaded
            lay_out_after_migrating,
            lay_out_all,
        )
        from centers.letters.kinds import LETTERS  # noqa: PLC0415
        from centers.letters.reminders import write_reminders  # noqa: PLC0415
        from centers.lottery.drawing import see_to_lotteries  # noqa: PLC0415
        from centers.lottery.schedule import open_lotteries  # noqa: PLC0415
        from centers.metrics import METRICS  # noqa: PLC0415
        from centers.registering.handing_over import let_lapse  # noqa: PLC0415
        from centers.reserving.waiting import keep_handing_on  # noqa: PLC0415
        from portal.notices import chores, letters  # noqa: PLC0415
        from vision import metrics  # noqa: PLC0415

        metrics.register(*METRICS)
        letters.register(LETTERS)
        post_migrate.connect(lay_out_after_migrating, sender=self)
        chores.every_day(lay_out_all, at="00:05")
        chores.every_minute(keep_handing_on)
        chores.every(write_reminders, minutes=10)
        chores.every_day(open_lotteries, at="00:10")
        chores.every_day(let_lapse, at="00:15")
        chores.every_minute(see_to_lotteries)
