from django.apps import AppConfig


class VolunteersConfig(AppConfig):
    name = "centers.volunteers"
    label = "volunteers"
    verbose_name = "ボランティア"

    def ready(self) -> None:
        """Say below what is not known there: the letters."""
        from centers.volunteers.letters.kinds import LETTERS  # noqa: PLC0415  models must be loaded
        from portal.notices import letters  # noqa: PLC0415

        letters.register(LETTERS)
