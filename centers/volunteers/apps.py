from django.apps import AppConfig


class VolunteersConfig(AppConfig):
    name = "centers.volunteers"
    label = "volunteers"
    verbose_name = "ボランティア"
