"""Addresses of volunteers for staff, under `/desk/volunteers/`."""

from django.urls import URLPattern

app_name = "volunteers_desk"

urlpatterns: list[URLPattern] = []
