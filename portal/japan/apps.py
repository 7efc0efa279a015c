from django.apps import AppConfig


class JapanConfig(AppConfig):
    name = "portal.japan"
