from django.urls import path

from .views import photos, public

app_name = "centers"

urlpatterns = [
    path("centers/", public.center_list, name="list"),
    path("centers/<slug:slug>/", public.center, name="center"),
    path("rooms/photos/<int:pk>-<slug:digest>.jpg", photos.room_photo, name="room_photo"),
]
