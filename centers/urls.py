from django.urls import path

from .views import profile, public

app_name = "centers"

urlpatterns = [
    path("centers/", public.center_list, name="list"),
    path("centers/<slug:slug>/", public.center, name="center"),
    path("centers/<slug:slug>/profile/", profile.profile, name="profile"),
]
