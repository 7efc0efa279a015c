from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "portal.notices"
    verbose_name = "お知らせ"
