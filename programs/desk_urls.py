"""The desk (`/desk/`): where staff run the day."""

from django.urls import path

from .views.desk import today

app_name = "desk"

urlpatterns = [
    path("", today.today, name="today"),
]
