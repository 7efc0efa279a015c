"""After a rule of the calendar was saved: say which bookings lie outside it now."""

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from centers.calendar.affected import affected


def tell_affected(request: HttpRequest) -> None:
    """Leave a message with the way to the list, where there is anything on it."""
    if number := affected(request.user).count():
        messages.warning(
            request,
            format_html(
                "休館の日や、区分の時間の外になっている利用予定が{}件あります。予定はそのまま"
                '残っています。<a href="{}">一覧を見る</a>',
                number,
                reverse("rooms_desk:affected"),
            ),
        )


class TellsAffected:
    """An admin whose rows are rules of the calendar."""

    def save_related(self, request: HttpRequest, *args, **kwargs) -> None:
        super().save_related(request, *args, **kwargs)  # type: ignore[misc]
        tell_affected(request)

    def delete_model(self, request: HttpRequest, obj) -> None:
        super().delete_model(request, obj)  # type: ignore[misc]
        tell_affected(request)

    def delete_queryset(self, request: HttpRequest, queryset) -> None:
        super().delete_queryset(request, queryset)  # type: ignore[misc]
        tell_affected(request)
