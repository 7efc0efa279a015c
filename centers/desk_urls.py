"""The rooms' desk (`/desk/rooms/`): where staff run the rooms of their centres."""

from django.urls import path

from .views.desk import (
    blocks,
    bookings,
    calendar,
    calendars,
    files,
    profile,
    registrations,
    reservations,
    reserving,
    today,
    utilisation,
)

app_name = "rooms_desk"

urlpatterns = [
    path("", today.today, name="today"),
    path("sheet/", today.day_sheet, name="day_sheet"),
    path("bookings/<int:pk>/move/", bookings.move, name="move"),
    path("bookings/<int:pk>/keys/", bookings.keys, name="keys"),
    path("bookings/<int:pk>/use/", bookings.use, name="use"),
    path("bookings/<int:pk>/unblock/", blocks.unblock, name="unblock"),
    path("centers/<int:pk>/blocks/", blocks.block, name="block"),
    path("reservations/<int:receipt>/", reservations.reservation, name="reservation"),
    path("reservations/<int:receipt>/decision/", reservations.decision, name="decision"),
    path(
        "reservations/<int:receipt>/cancellation/", reservations.cancellation, name="cancellation"
    ),
    path("reservations/<int:receipt>/no-show/", reservations.no_show, name="no_show"),
    path("reservations/<int:receipt>/payment/", reservations.payment, name="payment"),
    path("affected/", calendar.affected, name="affected"),
    path("calendar/import/", calendar.calendar_import, name="calendar_import"),
    path("calendars/", calendars.addresses, name="calendars"),
    path("profile/", profile.profiles, name="profiles"),
    path("profile/<slug:slug>/", profile.profile, name="profile"),
    path("files/", files.files, name="files"),
    path("files/<slug:slug>/", files.take_in, name="file"),
    path("files/<slug:slug>.csv", files.give_out, {"suffix": "csv"}, name="file_csv"),
    path("files/<slug:slug>.xlsx", files.give_out, {"suffix": "xlsx"}, name="file_xlsx"),
    path("utilisation/", utilisation.utilisation, name="utilisation"),
    path("utilisation/rooms.csv", utilisation.utilisation_csv, name="utilisation_csv"),
    path("utilisation/rooms.xlsx", utilisation.utilisation_xlsx, name="utilisation_xlsx"),
    path("registrations/", registrations.registrations, name="registrations"),
    path("registrations/<int:receipt>/", registrations.registration, name="registration"),
    path("reserve/", reserving.reserve, name="reserve"),
    path("groups/new/", reserving.new_group, name="new_group"),
]
