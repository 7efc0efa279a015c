"""Addresses of the whole portal; those others rely on stand in docs/architecture.md."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from portal.views import health, public
from programs.views.public import courses_feed, events_csv
from programs.views.resident import my_page

urlpatterns = [
    path("", public.home, name="home"),
    path("", include("programs.urls")),
    path("", include("centers.urls")),
    path("", include("centers.room_urls")),
    path("", include("centers.volunteers.urls")),
    path("", include("portal.people.urls")),
    path("vision/", include("vision.urls")),
    path("my/", my_page, name="my"),
    path("desk/plans/", include("vision.desk_urls")),
    path("desk/rooms/", include("centers.desk_urls")),
    path("desk/requests/", include("centers.request_urls")),
    path("desk/volunteers/", include("centers.volunteers.desk_urls")),
    path("desk/", include("programs.desk.urls")),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("privacy/", public.privacy, name="privacy"),
    path("open-data/", public.open_data, name="open_data"),
    path(f"open-data/{settings.CITY['city']['code']}_event.csv", events_csv, name="events_csv"),
    path("feeds/courses.atom", courses_feed, name="courses_feed"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/", include("portal.people.account_urls")),
    path("admin/", admin.site.urls),
    *([path("demo/", include("portal.demo.urls"))] if settings.DEMO else []),
]

handler400 = "portal.views.errors.bad_request"
handler500 = "portal.views.errors.server_error"
