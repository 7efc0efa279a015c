"""Addresses of volunteers: for all under `/volunteers/`, one's own under `/my/volunteer/`."""

from django.urls import URLPattern

app_name = "volunteers"

urlpatterns: list[URLPattern] = []
