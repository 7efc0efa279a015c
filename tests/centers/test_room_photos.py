"""Photos of rooms: drawn anew, refused in words, served to be kept."""

import io
from urllib.parse import urlparse

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from centers.models import Room, RoomPhoto
from centers.models.room_photo import LARGEST_FILE, as_jpeg
from portal.refusal import code_of
from tests import cast, rooms

pytestmark = pytest.mark.django_db

ORIENTATION = 0x0112


def a_file(width=2_000, height=1_000, *, kind="JPEG", turned=False) -> SimpleUploadedFile:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "Camera of Hanako"
    if turned:
        exif[ORIENTATION] = 6
    Image.new("RGB", (width, height), "teal").save(out, kind, exif=exif)
    return SimpleUploadedFile(f"room.{kind.lower()}", out.getvalue())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_drawn_anew_small_and_without_what_the_camera_wrote(kind):
    jpeg, size = as_jpeg(a_file(kind=kind))
    drawn = Image.open(io.BytesIO(jpeg))
    assert (drawn.format, drawn.size, size) == ("JPEG", (1_600, 800), (1_600, 800))
    assert not drawn.getexif()
    assert b"Hanako" not in jpeg


def test_a_photo_taken_sideways_stands_upright():
    assert as_jpeg(a_file(800, 400, turned=True))[1] == (400, 800)


def too_large() -> SimpleUploadedFile:
    return SimpleUploadedFile("room.jpg", b"\xff\xd8" + bytes(LARGEST_FILE))


def cut_off() -> SimpleUploadedFile:
    return SimpleUploadedFile("room.jpg", a_file().read()[:2_000])


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (too_large, "file_too_large"),
        (cut_off, "not_a_picture"),
        (lambda: SimpleUploadedFile("room.jpg", b"<svg/>"), "not_a_picture"),
        (lambda: a_file(kind="GIF"), "not_a_picture"),
        (lambda: a_file(12_000, 6_000, kind="PNG"), "too_many_pixels"),
    ],
)
def test_a_bad_file_is_refused_in_words(file, code):
    with pytest.raises(ValidationError) as refusal:
        as_jpeg(file())
    assert code_of(refusal.value) == code


def test_a_photo_is_served_to_be_kept_for_ever_and_without_a_cookie(client):
    photo = rooms.a_photo(rooms.a_room())
    response = client.get(photo.get_absolute_url())
    assert response.content == bytes(photo.jpeg)
    assert response["Content-Type"] == "image/jpeg"
    assert "immutable" in response["Cache-Control"]
    assert not response.cookies
    assert client.get(f"/rooms/photos/{photo.pk}-0000000000000000.jpg").status_code == 404


def test_photos_of_a_hidden_centre_are_not_there(client):
    photo = rooms.a_photo(rooms.a_room())
    photo.room.center.is_open_to_public = False
    photo.room.center.save()
    assert client.get(photo.get_absolute_url()).status_code == 404


# ------------------------------------------------------------------ in the admin


def sent(room: Room, photos: list[dict]) -> dict:
    form = {
        "name": room.name,
        "capacity": 24,
        "floor": 2,
        "is_bookable": "on",
        "changeover_minutes": 15,
        "note": "",
        "fees-TOTAL_FORMS": 0,
        "fees-INITIAL_FORMS": 0,
        "photos-TOTAL_FORMS": len(photos),
        "photos-INITIAL_FORMS": 0,
    }
    for number, photo in enumerate(photos):
        form |= {f"photos-{number}-{name}": value for name, value in photo.items()}
    return form


def test_staff_put_a_photo_on_their_room(client):
    room = rooms.a_room()
    client.sign_in(cast.center_staff(room.center))
    address = f"/admin/centers/room/{room.pk}/change/"
    client.post(address, sent(room, [{"file": a_file(), "alt": "窓の大きな会議室", "order": 0}]))
    photo = RoomPhoto.objects.get()
    assert (photo.room, photo.width, photo.alt) == (room, 1_600, "窓の大きな会議室")
    room.refresh_from_db()
    assert room.changeover_minutes == 15


@pytest.mark.parametrize(
    ("photos", "said"),
    [
        ([{"file": SimpleUploadedFile("x.jpg", b"no"), "alt": "部屋", "order": 0}], "写真として"),
        ([{"alt": "部屋", "order": 0}], "写真のファイルを選んで"),
        ([{"file": None, "alt": "", "order": 1}], "まだ空です"),
    ],
)
def test_a_photo_that_cannot_be_is_refused_with_the_rest_of_the_form(client, photos, said):
    room = rooms.a_room()
    client.sign_in(cast.section_staff())
    told = [{k: v if v is not None else a_file() for k, v in photo.items()} for photo in photos]
    shown = client.post(f"/admin/centers/room/{room.pk}/change/", sent(room, told))
    assert said in shown.content.decode()
    assert not RoomPhoto.objects.exists()


def test_a_room_has_six_photos_at_most(client):
    room = rooms.a_room()
    client.sign_in(cast.section_staff())
    seven = [{"file": a_file(40, 20), "alt": f"写真{n}", "order": n} for n in range(7)]
    client.post(f"/admin/centers/room/{room.pk}/change/", sent(room, seven))
    assert not RoomPhoto.objects.exists()


def test_without_scripts_a_row_of_each_kind_can_be_added(client):
    room = rooms.a_room()
    client.sign_in(cast.center_staff(room.center))
    page = client.get(f"/admin/centers/room/{room.pk}/change/").text
    assert 'name="photos-0-file"' in page
    assert 'name="fees-0-yen"' in page
    page = client.get(f"/admin/centers/center/{room.center.pk}/change/").text
    assert 'name="closures-0-first_day"' in page


def test_staff_of_another_centre_do_not_find_the_room(client):
    room = rooms.a_room()
    other = cast.a_center("minato", ward="moji", name="門司みなと")
    client.sign_in(cast.center_staff(other))
    response = client.get(f"/admin/centers/room/{room.pk}/change/")
    assert urlparse(response["Location"]).path == "/admin/"
