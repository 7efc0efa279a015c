from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = "講座"

    def ready(self) -> None:
        """Tell the plan what this app has to show for it."""
        from vision import evidence  # noqa: PLC0415  models are ready only now

        from .plan_courses import PLAN_COURSES  # noqa: PLC0415  as above

        evidence.register(PLAN_COURSES)
