"""The rooms' desk (`/desk/rooms/`): where staff run the rooms of their centres."""

from django.urls import path

from .lottery import months  # noqa: F401  months stand in addresses
from .views.desk import (
    blocks,
    bookings,
    calendar,
    calendars,
    calls,
    files,
    lotteries,
    lottery_dates,
    papers,
    profile,
    registrations,
    representatives,
    reservations,
    reserving,
    today,
    utilisation,
)

app_name = "rooms_desk"

urlpatterns = [
    path("", today.today, name="today"),
    path("sheet/", today.day_sheet, name="day_sheet"),
    path("bookings/<int:pk>/move/", bookings.move, name="move"),
    path("bookings/<int:pk>/keys/", bookings.keys, name="keys"),
    path("bookings/<int:pk>/use/", bookings.use, name="use"),
    path("bookings/<int:pk>/unblock/", blocks.unblock, name="unblock"),
    path("centers/<int:pk>/blocks/", blocks.block, name="block"),
    path("approvals/", reservations.approvals, name="approvals"),
    path("repayments/", reservations.repayments, name="repayments"),
    path("reservations/<int:receipt>/", reservations.reservation, name="reservation"),
    path("reservations/<int:receipt>/decision/", reservations.decision, name="decision"),
    path(
        "reservations/<int:receipt>/cancellation/", reservations.cancellation, name="cancellation"
    ),
    path("reservations/<int:receipt>/no-show/", reservations.no_show, name="no_show"),
    path("reservations/<int:receipt>/payment/", reservations.payment, name="payment"),
    path("reservations/<int:receipt>/permit/", papers.permit, name="permit"),
    path("reservations/<int:receipt>/receipt/", papers.fee_receipt, name="fee_receipt"),
    path("affected/", calendar.affected, name="affected"),
    path("calendar/import/", calendar.calendar_import, name="calendar_import"),
    path("calendars/", calendars.addresses, name="calendars"),
    path("calls/", calls.calls, name="calls"),
    path("profile/", profile.profiles, name="profiles"),
    path("profile/<slug:slug>/", profile.profile, name="profile"),
    path("files/", files.files, name="files"),
    path("files/<slug:slug>/", files.take_in, name="file"),
    path("files/<slug:slug>.csv", files.give_out, {"suffix": "csv"}, name="file_csv"),
    path("files/<slug:slug>.xlsx", files.give_out, {"suffix": "xlsx"}, name="file_xlsx"),
    path("utilisation/", utilisation.utilisation, name="utilisation"),
    path("utilisation/rooms.csv", utilisation.utilisation_csv, name="utilisation_csv"),
    path("utilisation/rooms.xlsx", utilisation.utilisation_xlsx, name="utilisation_xlsx"),
    path("registrations/", registrations.registrations, name="registrations"),
    path("registrations/<int:receipt>/", registrations.registration, name="registration"),
    path("lotteries/", lotteries.lotteries, name="lotteries"),
    path("lotteries/<month:month>/", lotteries.lottery, name="lottery"),
    path("lotteries/<month:month>/dates/", lottery_dates.dates, name="lottery_dates"),
    path("lotteries/<month:month>/list/", lotteries.close, name="lottery_close"),
    path("lotteries/<month:month>/value/", lotteries.value, name="lottery_value"),
    path(
        "lotteries/<month:month>/announcement/",
        lotteries.announcement,
        name="lottery_announcement",
    ),
    path("lotteries/<month:month>/redraw/", lotteries.redraw, name="lottery_redraw"),
    path(
        "lotteries/<month:month>/redraw/decision/",
        lotteries.redraw_decision,
        name="lottery_redraw_decision",
    ),
    path("lotteries/<month:month>/wishes/<int:receipt>/", lotteries.wishes, name="wishes"),
    path("lotteries/<month:month>/wishes/<int:receipt>/paper/", papers.result, name="result"),
    path("reserve/", reserving.reserve, name="reserve"),
    path("groups/new/", reserving.new_group, name="new_group"),
    path("groups/<int:pk>/representative/", representatives.representative, name="representative"),
]
