"""The rooms' desk (`/desk/rooms/`): where staff run the rooms of their centres."""

from django.urls import path

from .views.desk import calendar, registrations, reserving

app_name = "rooms_desk"

urlpatterns = [
    path("affected/", calendar.affected, name="affected"),
    path("calendar/import/", calendar.calendar_import, name="calendar_import"),
    path("registrations/", registrations.registrations, name="registrations"),
    path("registrations/<int:receipt>/", registrations.registration, name="registration"),
    path("reserve/", reserving.reserve, name="reserve"),
    path("groups/new/", reserving.new_group, name="new_group"),
]
