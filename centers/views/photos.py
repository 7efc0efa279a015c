"""Photos of rooms: the address names the bytes, so that a browser may keep them for ever."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from centers.models import RoomPhoto

FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def room_photo(request: HttpRequest, pk: int, digest: str) -> HttpResponse:
    """`/rooms/photos/<pk>-<hash>.jpg`"""
    photo = get_object_or_404(RoomPhoto.objects.public(), pk=pk, digest=digest)
    return HttpResponse(
        bytes(photo.jpeg), content_type="image/jpeg", headers={"Cache-Control": FOR_EVER}
    )
