from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = "講座"

    def ready(self) -> None:
        """Show a plan which courses serve it, which it does not know; keep queues moving."""
        from portal.notices import chores  # noqa: PLC0415
        from programs.plan_courses import PLAN_COURSES  # noqa: PLC0415  models must be loaded
        from programs.promotion import keep_moving  # noqa: PLC0415  models must be loaded
        from vision import evidence  # noqa: PLC0415

        evidence.register(PLAN_COURSES)
        chores.every_minute(keep_moving)
