"""Rooms as residents see them (`/rooms/`, `/my/rooms/`)."""

from django.urls import path

from .views import photos, public_rooms
from .views.desk import calendars
from .views.resident import mine, registering, reserving

app_name = "rooms"

urlpatterns = [
    path("rooms/", public_rooms.search, name="index"),
    path("rooms/<int:pk>/", public_rooms.room, name="room"),
    path("rooms/photos/<int:pk>-<slug:digest>.jpg", photos.room_photo, name="photo"),
    path(
        "rooms/calendars/<str:token>/rooms/<int:pk>.ics",
        calendars.room_calendar,
        name="room_calendar",
    ),
    path(
        "rooms/calendars/<str:token>/<slug:slug>.ics",
        calendars.center_calendar,
        name="center_calendar",
    ),
    path("rooms/<int:pk>/reserve/", reserving.reserve, name="reserve"),
    path("my/rooms/", mine.mine, name="mine"),
    path("my/rooms/registrations/new/", registering.new_registration, name="new_registration"),
    path("my/rooms/registrations/<int:receipt>/renewal/", registering.renewal, name="renewal"),
]
