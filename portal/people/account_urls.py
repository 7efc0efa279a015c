"""The part of allauth this portal uses: a code by mail, and the second factor of staff.

Passwords, address changes and separate registration are left out; allauth asks for two of their
names, which lead to the one sign-in.
"""

from allauth.account import views
from django.urls import path
from django.views.generic import RedirectView

from .views.sign_in import AskForCode, ConfirmCode

one_sign_in = RedirectView.as_view(pattern_name="account_request_login_code", query_string=True)

urlpatterns = [
    path("sign-in/", AskForCode.as_view(), name="account_request_login_code"),
    path("sign-in/code/", ConfirmCode.as_view(), name="account_confirm_login_code"),
    path("sign-out/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("login/", one_sign_in, name="account_login"),
    path("signup/", one_sign_in, name="account_signup"),
]
