"""Rooms as residents see them (`/rooms/`, `/my/rooms/`)."""

from django.urls import path

from .lottery import months  # noqa: F401  months stand in addresses
from .views import photos, public_lotteries, public_rooms, public_utilisation
from .views.desk import calendars
from .views.resident import (
    handing_over,
    mine,
    papers,
    registering,
    reservation,
    reserving,
    series,
    waiting,
    wishes,
)

app_name = "rooms"

urlpatterns = [
    path("rooms/", public_rooms.search, name="index"),
    path("rooms/<int:pk>/", public_rooms.room, name="room"),
    path("rooms/utilisation/", public_utilisation.utilisation, name="utilisation"),
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
    path("rooms/<int:pk>/series/", series.series, name="series"),
    path("rooms/<int:pk>/wait/", waiting.wait, name="wait"),
    path("my/rooms/", mine.mine, name="mine"),
    path("my/rooms/<int:receipt>/", reservation.reservation, name="reservation"),
    path("my/rooms/<int:receipt>/change/", reservation.change, name="change"),
    path("my/rooms/<int:receipt>/cancellation/", reservation.cancellation, name="cancel"),
    path("my/rooms/<int:receipt>/permit/", papers.permit, name="permit"),
    path("my/rooms/<int:receipt>/payment/", papers.payment, name="payment"),
    path("my/rooms/<int:receipt>/reservation.ics", reservation.calendar_file, name="ics"),
    path("my/rooms/waits/<int:pk>/", waiting.waiting, name="waiting"),
    path("rooms/lotteries/", public_lotteries.lotteries, name="lotteries"),
    path("rooms/lotteries/<month:month>/", public_lotteries.lottery, name="lottery"),
    path(
        "rooms/lotteries/<month:month>/<int:number>.json",
        public_lotteries.draw_file,
        name="draw_file",
    ),
    path("my/rooms/wishes/<month:month>/", wishes.wishes, name="wishes"),
    path("my/rooms/wishes/<month:month>/<int:receipt>/", papers.result, name="result"),
    path("my/rooms/registrations/new/", registering.new_registration, name="new_registration"),
    path("my/rooms/registrations/<int:receipt>/renewal/", registering.renewal, name="renewal"),
    path(
        "my/rooms/registrations/<int:receipt>/withdrawal/",
        registering.withdrawal,
        name="withdrawal",
    ),
    path("my/rooms/groups/<int:pk>/representative/", handing_over.hand_over, name="hand_over"),
    path("my/rooms/handovers/<int:receipt>/", handing_over.handover, name="handover"),
]
