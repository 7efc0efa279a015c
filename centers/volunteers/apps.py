from django.apps import AppConfig


class VolunteersConfig(AppConfig):
    name = "centers.volunteers"
    label = "volunteers"
    verbose_name = "ボランティア"

    def ready(self) -> None:
        """Say below what is not known there, letters; and do what each day brings."""
        from centers.volunteers.hours.thanking import see_who_is_thanked  # noqa: PLC0415
        from centers.volunteers.letters.kinds import LETTERS  # noqa: PLC0415  models must be loaded
        from centers.volunteers.letters.matches import write_reminders  # noqa: PLC0415
        from centers.volunteers.metrics import METRICS  # noqa: PLC0415
        from centers.volunteers.openings.agreeing import lapse_unanswered  # noqa: PLC0415
        from centers.volunteers.roster.confirming import ask_all  # noqa: PLC0415
        from centers.volunteers.roster.retention import forget_stopped  # noqa: PLC0415
        from portal.notices import chores, letters  # noqa: PLC0415
        from vision import metrics  # noqa: PLC0415

        letters.register(LETTERS)
        metrics.register(*METRICS)
        chores.every_minute(lapse_unanswered)
        chores.every_day(see_who_is_thanked, at="05:00")
        chores.every_day(forget_stopped, at="00:20")
        chores.every_day(ask_all, at="09:00")
        chores.every(write_reminders, minutes=10)
