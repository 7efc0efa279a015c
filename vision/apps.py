from django.apps import AppConfig


class VisionConfig(AppConfig):
    name = "vision"
    verbose_name = "計画・ビジョン"

    def ready(self) -> None:
        """Count the live figures every night."""
        from portal.notices import chores  # noqa: PLC0415  models must be loaded

        from .counting import COUNT_AT, count_live  # noqa: PLC0415  models must be loaded

        chores.every_day(count_live, at=COUNT_AT)
