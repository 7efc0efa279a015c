from django.urls import path

from .views import preferences, resident

app_name = "people"

urlpatterns = [
    path("my/registration/", resident.register, name="register"),
    path("my/people/", resident.add_person, name="add_person"),
    path("my/people/<int:pk>/", resident.edit_person, name="person"),
    path("my/preferences/", preferences.preferences, name="preferences"),
    path("stop/<str:token>/", preferences.stop, name="stop"),
]
