"""Stories of what volunteers made possible: shown while all who appear agree, and no longer."""

import io
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from centers.models.room_photo import LARGEST_FILE
from centers.volunteers.models import Consent, Story, Volunteer
from centers.volunteers.roster import agreed, registering
from portal.people.models import AccessLog
from tests import cast, volunteering

pytestmark = pytest.mark.django_db

NAME, PHOTO = (Consent.Audience.PUBLIC, "name"), (Consent.Audience.PUBLIC, "photo")
RESULTS = "/volunteers/results/"


def a_picture() -> SimpleUploadedFile:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "Camera of Hanako"
    Image.new("RGB", (2_000, 1_000), "teal").save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("story.jpg", out.getvalue())


@pytest.fixture
def volunteer():
    """Who agreed to be named to all, and to be seen on a picture."""
    volunteer = volunteering.a_volunteer()
    agreed.agree(volunteer, [NAME, PHOTO], by=volunteer.by)
    return volunteer


@pytest.fixture
def staff(client, volunteer):
    """Of the volunteer's centre, at the desk."""
    staff = cast.center_staff(volunteer.center)
    client.sign_in(staff)
    return staff


def another(volunteer: Volunteer, consents) -> Volunteer:
    """Of the same centre, agreeing to these."""
    user = cast.a_resident(f"other{Volunteer.objects.count()}@example.jp")
    other = volunteering.a_volunteer(user.household.people.get(), volunteer.center)
    agreed.agree(other, consents, by=user)
    return other


def told(volunteer: Volunteer, **fields) -> dict:
    """The form as staff fill it in."""
    yesterday = timezone.localtime() - timedelta(days=1)
    return {
        "title": "金曜日の朝の絵本",
        "body": "教室で読み聞かせを続けています。",
        "people": [volunteer.pk],
        "center": volunteer.center_id,
        "photo": a_picture(),
        "alt": "子どもたちに絵本を読む人",
        "published_at_0": f"{yesterday:%Y-%m-%d}",
        "published_at_1": "10:00",
    } | fields


def tell(client, volunteer: Volunteer, **fields):
    return client.post(reverse("admin:volunteers_story_add"), told(volunteer, **fields))


def change(client, story: Story, volunteer: Volunteer, **fields):
    address = reverse("admin:volunteers_story_change", args=[story.pk])
    sent = {k: v for k, v in told(volunteer, **fields).items() if v is not None}
    return client.post(address, sent, follow=True)


def photo_of(story: Story) -> str:
    return reverse("volunteers:story_photo", args=[story.pk, story.digest])


def shown(client) -> list[dict]:
    """The pictures of the results as anybody sees them."""
    client.logout()
    return client.get_page(RESULTS).all("img")


def titles(client) -> str:
    return " ".join(client.get_page(RESULTS).text)


def test_staff_tell_a_story_with_a_picture_and_everybody_sees_it(client, volunteer, staff):
    assert tell(client, volunteer).status_code == 302
    story = Story.objects.get()
    assert list(story.people.all()) == [volunteer]
    (image,) = [one for one in shown(client) if "stories" in one["src"]]
    assert (image["src"], image["alt"]) == (photo_of(story), "子どもたちに絵本を読む人")
    assert (image["width"], image["height"]) == ("1600", "800")
    assert "金曜日の朝の絵本" in titles(client)


def test_the_picture_is_drawn_anew_without_what_the_camera_wrote(client, volunteer, staff):
    tell(client, volunteer)
    answer = client.get(photo_of(Story.objects.get()))
    drawn = Image.open(io.BytesIO(answer.content))
    assert (drawn.format, drawn.size) == ("JPEG", (1_600, 800))
    assert not drawn.getexif()
    assert b"Hanako" not in answer.content


@pytest.mark.parametrize("taken_back", ["name", "photo"])
def test_what_is_taken_back_is_gone_with_the_next_page_anybody_opens(
    taken_back, client, volunteer, staff
):
    tell(client, volunteer)
    photo = photo_of(Story.objects.get())
    client.logout()
    for address in (RESULTS, photo):
        answer = client.get(address)
        assert "no-store" in answer["Cache-Control"], "no browser and no server keeps it"
        assert not answer.cookies
    assert "金曜日の朝の絵本" in titles(client)
    kept = [PHOTO] if taken_back == "name" else [NAME]
    agreed.agree(volunteer, kept, by=volunteer.by)
    assert "金曜日の朝の絵本" not in titles(client)
    assert client.get(photo).status_code == 404
    agreed.agree(volunteer, [NAME, PHOTO], by=volunteer.by)
    assert client.get(photo).status_code == 200


def test_without_a_picture_the_name_is_enough(client, volunteer, staff):
    agreed.agree(volunteer, [NAME], by=volunteer.by)
    tell(client, volunteer, photo="", alt="")
    assert "金曜日の朝の絵本" in titles(client)


def test_with_two_shown_each_must_agree_and_staff_are_told_who_does_not(client, volunteer, staff):
    other = another(volunteer, [NAME])
    answer = tell(client, volunteer, people=[volunteer.pk, other.pk])
    assert "まだ公開されません（写真に1人）" in client.get(answer["Location"]).content.decode()
    assert "金曜日の朝の絵本" not in titles(client)
    agreed.agree(other, [NAME, PHOTO], by=other.by)
    assert "金曜日の朝の絵本" in titles(client)


def test_only_who_agrees_to_be_named_can_be_told_of(client, volunteer, staff):
    named, unnamed = another(volunteer, [NAME]), another(volunteer, [PHOTO])
    form = client.get(reverse("admin:volunteers_story_add")).context["adminform"].form
    assert set(form.fields["people"].queryset) == {volunteer, named}
    assert tell(client, volunteer, people=[unnamed.pk]).status_code == 200
    assert not Story.objects.exists()


def test_who_took_it_back_stays_in_the_story_that_is_not_shown(client, volunteer, staff):
    tell(client, volunteer)
    story = Story.objects.get()
    agreed.agree(volunteer, [], by=volunteer.by)
    change(client, story, volunteer, photo=None, title="金曜日の絵本")
    assert list(story.people.all()) == [volunteer]
    assert "金曜日の絵本" not in titles(client)
    looks = AccessLog.objects.filter(viewer=staff, person=volunteer.person)
    client.get(reverse("admin:volunteers_story_change", args=[story.pk]))
    assert looks.get().reason == "活動の物語を直すため"


def test_who_stops_is_told_of_no_more(client, volunteer, staff):
    tell(client, volunteer)
    registering.stop(volunteer, "", by=volunteer.by)
    assert "金曜日の朝の絵本" not in titles(client)


def test_what_is_to_be_published_later_is_not_shown_yet(client, volunteer, staff):
    tomorrow = timezone.localtime() + timedelta(days=1)
    tell(client, volunteer, published_at_0=f"{tomorrow:%Y-%m-%d}")
    assert Story.objects.exists()
    assert "金曜日の朝の絵本" not in titles(client)
    assert client.get(photo_of(Story.objects.get())).status_code == 404


def too_large() -> SimpleUploadedFile:
    return SimpleUploadedFile("story.jpg", b"\xff\xd8" + bytes(LARGEST_FILE))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"alt": ""}, "写真の説明を書いてください"),
        ({"photo": too_large}, "大きすぎます"),
        ({"photo": lambda: SimpleUploadedFile("x.jpg", b"<svg/>")}, "写真として読めません"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_refused_in_words(fields, said, client, volunteer, staff):
    made = {name: value() if callable(value) else value for name, value in fields.items()}
    answer = tell(client, volunteer, **made)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not Story.objects.exists()


def test_a_picture_is_kept_while_the_words_change_and_always_told(client, volunteer, staff):
    tell(client, volunteer)
    story = Story.objects.get()
    change(client, story, volunteer, photo=None, title="金曜日の絵本")
    story.refresh_from_db()
    assert (story.title, story.has_picture, bool(story.jpeg)) == ("金曜日の絵本", True, True)
    answer = change(client, story, volunteer, photo=None, alt="")
    assert "写真の説明を書いてください" in answer.content.decode()


def test_a_picture_taken_away_is_kept_nowhere(client, volunteer, staff):
    tell(client, volunteer)
    story = Story.objects.get()
    photo = photo_of(story)
    change(client, story, volunteer, photo=None, without_photo="on")
    story.refresh_from_db()
    assert (story.jpeg, story.has_picture, story.alt) == (None, False, "")
    assert client.get(photo).status_code == 404
    assert "金曜日の朝の絵本" in titles(client)
    events = apps.get_model("volunteers", "StoryEvent")
    assert events.objects.filter(pgh_obj_id=story.pk).count() == 2
    assert "jpeg" not in {field.name for field in events._meta.fields}


def test_staff_of_another_centre_neither_see_nor_change_it(client, volunteer, staff):
    tell(client, volunteer)
    other = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    client.sign_in(cast.center_staff(other, "minato@example.jp"))
    change(client, Story.objects.get(), volunteer, photo=None, title="ほかの題")
    assert Story.objects.get().title == "金曜日の朝の絵本"


def test_the_results_ask_the_same_however_many_stories_there_are(client, volunteer):
    def asked() -> int:
        with CaptureQueriesContext(connection) as statements:
            client.get(RESULTS)
        return len(statements)

    def one_more() -> None:
        story = Story.objects.create(
            title="物語", body="本文", center=volunteer.center, published_at=timezone.now()
        )
        story.people.add(volunteer)

    one_more()
    asked()
    few = asked()
    for _ in range(4):
        one_more()
    assert asked() == few
