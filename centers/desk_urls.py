"""The rooms' desk (`/desk/rooms/`): where staff run the rooms of their centres."""

from django.urls import path

from .views.desk import calendar

app_name = "rooms_desk"

urlpatterns = [
    path("affected/", calendar.affected, name="affected"),
    path("calendar/import/", calendar.calendar_import, name="calendar_import"),
]
