"""Rooms as residents see them (`/rooms/`, `/my/rooms/`)."""

from django.urls import path

from .views import photos

app_name = "rooms"

urlpatterns = [
    path("rooms/photos/<int:pk>-<slug:digest>.jpg", photos.room_photo, name="photo"),
]
