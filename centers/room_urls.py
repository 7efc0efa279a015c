"""Rooms as residents see them (`/rooms/`, `/my/rooms/`)."""

from django.urls import path

from .views import photos, public_rooms

app_name = "rooms"

urlpatterns = [
    path("rooms/", public_rooms.search, name="index"),
    path("rooms/<int:pk>/", public_rooms.room, name="room"),
    path("rooms/photos/<int:pk>-<slug:digest>.jpg", photos.room_photo, name="photo"),
]
