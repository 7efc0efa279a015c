"""The desk (`/desk/`): where staff run the day."""

from django.urls import path

from .views.desk import minimum, today

app_name = "desk"

urlpatterns = [
    path("", today.today, name="today"),
    path("courses/<int:pk>/running/", minimum.running, name="running"),
]
