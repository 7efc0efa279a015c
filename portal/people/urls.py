from django.urls import path

from .views import resident

app_name = "people"

urlpatterns = [
    path("my/registration/", resident.register, name="register"),
    path("my/people/", resident.add_person, name="add_person"),
    path("my/people/<int:pk>/", resident.edit_person, name="person"),
]
