from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = "講座"

    def ready(self) -> None:
        """Say below what is not known there: courses, figures, letters; and do what time brings."""
        from centers.models import Booking  # noqa: PLC0415  models must be loaded
        from centers.profile import offers  # noqa: PLC0415
        from centers.running import owners  # noqa: PLC0415
        from portal.notices import chores, letters  # noqa: PLC0415
        from programs.browsing.plan_courses import PLAN_COURSES  # noqa: PLC0415  models must be loaded
        from programs.letters.digest import DIGEST_AT, write_digests  # noqa: PLC0415
        from programs.letters.kinds import LETTERS  # noqa: PLC0415
        from programs.letters.reminders import write_reminders, write_surveys  # noqa: PLC0415
        from programs.lottery.drawing import see_to_lotteries  # noqa: PLC0415  models must be loaded
        from programs.metrics import METRICS  # noqa: PLC0415
        from programs.offered import courses_by_category  # noqa: PLC0415  models must be loaded
        from programs.room_use import COURSES  # noqa: PLC0415  models must be loaded
        from programs.sign_ups.promotion import keep_moving  # noqa: PLC0415  models must be loaded
        from vision import evidence, metrics  # noqa: PLC0415

        evidence.register(PLAN_COURSES)
        offers.register("講座", courses_by_category)
        owners.register(Booking.Kind.COURSE, COURSES)
        metrics.register(*METRICS)
        letters.register(LETTERS)
        chores.every_minute(keep_moving)
        chores.every_minute(see_to_lotteries)
        chores.every(write_reminders, minutes=10)
        chores.every(write_surveys, minutes=60)
        chores.every_day(write_digests, at=DIGEST_AT)
