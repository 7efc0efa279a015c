from django.apps import AppConfig


class VisionConfig(AppConfig):
    name = "vision"
    verbose_name = "計画・ビジョン"

    def ready(self) -> None:
        """Count the live figures every night, and show sheets with the items they serve."""
        from portal.notices import chores  # noqa: PLC0415  models must be loaded

        from . import evidence  # noqa: PLC0415  models must be loaded
        from .figures.counting import COUNT_AT, count_live  # noqa: PLC0415  models must be loaded
        from .sheets.evidence import EVIDENCE  # noqa: PLC0415  models must be loaded

        chores.every_day(count_live, at=COUNT_AT)
        evidence.register(EVIDENCE)
