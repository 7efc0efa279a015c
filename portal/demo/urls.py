from django.urls import path

from . import views

app_name = "demo"

urlpatterns = [
    path("", views.people, name="people"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("mails/", views.mails, name="mails"),
]
