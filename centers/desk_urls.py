"""The rooms' desk (`/desk/rooms/`): where staff run the rooms of their centres."""

from django.urls import path

from .views.desk import calendar, files, registrations, reserving

app_name = "rooms_desk"

urlpatterns = [
    path("affected/", calendar.affected, name="affected"),
    path("calendar/import/", calendar.calendar_import, name="calendar_import"),
    path("files/", files.files, name="files"),
    path("files/<slug:slug>/", files.take_in, name="file"),
    path("files/<slug:slug>.csv", files.give_out, {"suffix": "csv"}, name="file_csv"),
    path("files/<slug:slug>.xlsx", files.give_out, {"suffix": "xlsx"}, name="file_xlsx"),
    path("registrations/", registrations.registrations, name="registrations"),
    path("registrations/<int:receipt>/", registrations.registration, name="registration"),
    path("reserve/", reserving.reserve, name="reserve"),
    path("groups/new/", reserving.new_group, name="new_group"),
]
