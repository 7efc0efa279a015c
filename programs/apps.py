from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = "講座"

    def ready(self) -> None:
        """Show a plan which courses serve it; the plan itself knows none."""
        from programs.plan_courses import PLAN_COURSES  # noqa: PLC0415  models must be loaded
        from vision import evidence  # noqa: PLC0415

        evidence.register(PLAN_COURSES)
